"""Makes every check of an assignment, each once, each by itself.

A check asks for the verdicts that it rests on (`Judge.passes`), and these are found once and remembered. So what is not
run does not depend on the order of the checks, and neither do the numbers: each check draws its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import msgspec

from undergrad.check import behaviour, first, limits
from undergrad.check.asking import ask, generator
from undergrad.check.assignment import CHECKS, Assignment, Item
from undergrad.check.causes import finish
from undergrad.check.exercises import EXERCISES, Exercise
from undergrad.check.process import Session
from undergrad.check.records import Record
from undergrad.check.say import record
from undergrad.check.worker.script import Failure, Outcome, Script

_MAKERS: dict[str, Any] = {
    "exists": first.exists,
    "shape": first.shape,
    "values": first.values,
    "attributes": first.attributes,
    "purity": behaviour.purity,
    "repeat": behaviour.repeat,
    "instances": behaviour.instances,
    "batches": behaviour.batches,
    "shapes": limits.shapes,
    "extremes": limits.extremes,
    "float32": limits.float32,
    "speed": limits.speed,
}
#: What a check rests on.
_NEEDS = {
    "shape": ("exists",),
    "values": ("exists",),
    "attributes": ("shape",),
    "purity": ("shape",),
    "repeat": ("purity",),
    "instances": ("shape",),
    "batches": ("repeat",),
    "shapes": ("shape",),
    "extremes": ("shape",),
    "float32": ("shape",),
    "speed": ("values",),
}
#: Checks that look at wrong numbers too, for what they show besides: shape, dtype, finiteness.
_ALSO_WRONG_NUMBERS = ("shapes", "extremes", "float32")
#: What must be right of a layer before a model is judged on it.
_SOUND = ("shape", "values", "attributes", "purity", "repeat", "instances", "batches", "shapes")

#: The mistakes of a call after which there is nothing more to learn from calling again.
_NO_END = {"endless", "interpreter-crash", "writes-answers"}


class Judge:
    """The records of each check of each method, found when asked for and then remembered."""

    def __init__(self, session: Session, classes: dict[str, Any], assignment: Assignment, seed: int) -> None:
        self.session: Session = _Prudent(session, self)
        self.classes, self.assignment, self.seed = classes, assignment, seed
        self._natural: dict[str, bool] = {}
        self._known: dict[tuple[str, str], list[Record]] = {}

    def all(self, items: Iterable[Item], checks: Iterable[str] = CHECKS) -> list[Record]:
        """The records of those checks, ordered as the assignment orders its methods."""
        wanted = {item.name: item for item in items}
        for check in checks:
            for name, item in wanted.items():
                if self.assignment.severity(item, check) != "off":
                    self.records(name, check)
        ordered = [record for name in wanted for check in CHECKS for record in self._shown(wanted[name], check)]
        return [finish(record) for record in ordered]

    def records(self, name: str, check: str) -> list[Record]:
        """The records of one check of one method, before the assignment's severity."""
        key = (name, check)
        if key not in self._known:
            self._known[key] = self._make(EXERCISES[name], check)
        return self._known[key]

    def passes(self, name: str, check: str) -> bool:
        """Whether a check of a method was made and did not fail."""
        return all(record.verdict in ("pass", "remark") for record in self.records(name, check))

    def works(self, name: str) -> bool:
        """Whether a method gives the right values in the right form."""
        return self.passes(name, "shape") and self.passes(name, "values")

    def sound(self, cls: str) -> bool:
        """Whether a class of the student's can be relied on while another is judged.

        Not if it gives a subclass of ndarray, which may compute otherwise: `*` of np.matrix is no product of entries.
        """
        names = [name for name, exercise in EXERCISES.items() if exercise.cls == cls]
        found = [record for name in names for check in _SOUND for record in self.records(name, check)]
        return all(r.verdict in ("pass", "remark") and "array-subclass" not in r.causes for r in found)

    def ready(self, exercise: Exercise) -> bool:
        """Whether the methods that come before this one leave what it needs."""
        names = [f"{exercise.cls}.{prior}" for prior in exercise.prior]
        if not all(self.works(name) for name in names):
            return False
        if all(self.passes(name, "attributes") for name in names):
            return True
        if exercise.name not in self._natural:
            answer = ask(self.session, exercise, exercise.draw(generator(self.seed, exercise.name, "ready")))
            self._natural[exercise.name] = answer.early is None and answer.main.failure is None
        return self._natural[exercise.name]

    def _make(self, exercise: Exercise, check: str) -> list[Record]:
        if check not in ("exists", "shape", "values", "attributes") and check not in exercise.checks:
            return []
        for needed in _NEEDS.get(check, ()):
            if needed in ("purity", "repeat") and needed not in exercise.checks:
                continue
            if not self.passes(exercise.name, needed):
                return [record(exercise, check, "not run", message=f"its check {needed!r} comes first")]
        if check != "exists":
            exercise = exercise.among({cls for cls in exercise.uses if not self.sound(cls)})
        made = list(_MAKERS[check](self, exercise))
        absent = self._absent(exercise)
        if absent and check != "exists" and any(entry.verdict == "fail" for entry in made):
            # What stands in is not of that class, for which isinstance with a class of another name does not know it.
            return [record(exercise, check, "not run", message=f"it may need the class {absent}, which is missing")]
        if check in _ALSO_WRONG_NUMBERS and not made and not self.works(exercise.name):
            return [record(exercise, check, "not run", message="its numbers must be right first")]
        return made or ([] if check in ("attributes", "speed") else [record(exercise, check, "pass")])

    def _absent(self, exercise: Exercise) -> str:
        """A class that is asked for, that the method may ask for by its name, and that the file does not have."""
        asked = {item.name.partition(".")[0] for item in self.assignment.methods}
        return next((c for c in exercise.uses if c in asked and self.classes.get(c, {}).get("kind") != "class"), "")

    def _shown(self, item: Item, check: str) -> list[Record]:
        severity = self.assignment.severity(item, check)
        found = self._known.get((item.name, check), [])
        if severity == "off":
            return []
        if severity == "remark":
            found = [msgspec.structs.replace(r, verdict="remark") if r.verdict == "fail" else r for r in found]
        absent = any(
            entry.causes[:1] in (("missing-class",), ("missing-method",))
            for entry in self._known.get((item.name, "exists"), [])
        )
        if item.optional and absent:
            return []
        return found


class _Prudent:
    """A session that does not call again what is known not to end: each call would cost the whole time limit."""

    def __init__(self, session: Session, judge: Judge) -> None:
        self._session, self._judge = session, judge
        self._failures: dict[str, Failure] = {}
        self._asking: set[str] = set()

    def run(self, script: Script) -> list[Outcome]:
        for operation in script.operations:
            constructor = f"{operation['name']}.__init__"
            if operation.get("kind") == "stand-in" and constructor in EXERCISES and not self._ends(constructor):
                operation["kind"] = "shell"
        methods = [_method(script, operation) for operation in script.operations]
        for index, name in enumerate(methods):
            if name in EXERCISES and not self._ends(name):
                before = self._session.run(replace(script, operations=script.operations[:index])) if index else []
                rest = [Outcome("skipped")] * (len(methods) - index - 1)
                return [*before, Outcome("failure", failure=self._failures[name]), *rest]
        outcomes = self._session.run(script)
        for name, outcome in zip(methods, outcomes, strict=True):
            if outcome.failure and outcome.failure.kind in ("timeout", "crash", "foreign"):
                self._failures.setdefault(name, outcome.failure)
        return outcomes

    def _ends(self, name: str) -> bool:
        if name in self._asking:  # this is how it is found out
            return True
        self._asking.add(name)
        found = self._judge.records(name, "shape")
        self._asking.remove(name)
        return name not in self._failures or not any(set(record.causes) & _NO_END for record in found)


def _method(script: Script, operation: dict[str, Any]) -> str:
    """The `Class.method` of the student's that an operation calls; empty if it calls none."""
    made = operation if operation["op"] == "new" else script.operations[operation["on"]]
    if made["op"] != "new" or made["kind"] != "student" or operation["op"] not in ("new", "call", "time"):
        return ""
    return f"{made['name']}.{'__init__' if operation['op'] == 'new' else operation['name']}"
