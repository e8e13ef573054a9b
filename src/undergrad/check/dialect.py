"""The same questions in the words of the student's file: methods that take fewer arguments, attributes of other names.

Neither is a mistake of the mathematics, and neither may hide one. So the call is made as the file writes it, what is
different is said once, and everything is judged.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from undergrad.check.exercises.base import Exercise
from undergrad.check.other_names import other_names
from undergrad.sandbox.process import Session
from undergrad.sandbox.worker.script import Outcome, Script

#: The arguments that a file's method may do without: it is then called without them.
_MAY_LACK = ("reg_lambda",)


@dataclass(frozen=True)
class _Habits:
    """What a class calls the contract's attributes, and whether its first forward draws its weights, not __init__."""

    names: dict[str, str] = field(default_factory=dict)
    draws_late: bool = False


class Dialect:
    """A session that calls the student's classes as the file writes them.

    `classes` is what the import gave, `exercises` what is asked of whichever of them is there.
    """

    def __init__(self, session: Session, classes: dict[str, Any], exercises: Mapping[str, Exercise]) -> None:
        self._session, self._classes, self._exercises = session, classes, exercises
        self._known: dict[str, _Habits] = {}

    def run(self, script: Script) -> list[Outcome]:
        """The outcomes of the script, translated."""
        operations = [self._translated(script, operation) for operation in script.operations]
        return self._session.run(replace(script, operations=operations))

    def names(self, cls: str) -> dict[str, str]:
        """The contract's attributes that this class of the file calls otherwise, and how."""
        return self._habits(cls).names

    def spoken(self, cls: str, code: str) -> str:
        """Lines of code with the file's names for the contract's attributes."""
        for name, other in self.names(cls).items():
            code = re.sub(rf"\.{name}\b", f".{other}", code)
        return code

    def dropped(self, name: str) -> tuple[str, ...]:
        """The arguments of `Class.method` that the file's method does not take and can do without."""
        exercise = self._exercises.get(name)
        if exercise is None:
            return ()
        signature = self._classes.get(exercise.cls, {}).get("methods", {}).get(exercise.method)
        if signature is None or signature["most"] >= len(exercise.terms.arguments):
            return ()
        missing = exercise.terms.arguments[signature["most"] :]
        return missing if set(missing) <= set(_MAY_LACK) else ()

    def is_bare(self, cls: str) -> bool:
        """Whether the file's class has no __init__, not even inherited: the course hands it out elsewhere."""
        return not self._classes.get(cls, {}).get("starts", True)

    def _kind_of_new(self, cls: str) -> str:
        """How an object of the file's class is made with arguments."""
        if self.is_bare(cls):
            return "bare"
        return "begun" if self._habits(cls).draws_late else "student"

    def _translated(self, script: Script, operation: dict[str, Any]) -> dict[str, Any]:
        if operation["op"] == "train":
            methods = {name: len(self.dropped(name)) for name in self._exercises}
            return operation | {
                "names": self.names("FCLayer") if "FCLayer" in operation["own"] else {},
                "lacks": {name: count for name, count in methods.items() if count},
                "kinds": {cls: self._kind_of_new(cls) for cls in operation["own"]},
            }
        made = operation if operation["op"] == "new" else script.operations[operation["on"]]
        if operation["op"] == "new" and operation["kind"] in {"stand-in", "shell"}:
            return operation | {"names": self.names(operation["name"])}
        if made["op"] != "new" or made["kind"] != "student":
            return operation
        cls, name = made["name"], operation["name"]
        if operation["op"] == "new":
            return operation | {"kind": self._kind_of_new(cls)} if operation["arguments"] else operation
        if operation["op"] in ("get", "set"):
            return operation | {"name": self.names(cls).get(name, name)}
        if lacking := len(self.dropped(f"{cls}.{name}")):
            return operation | {"arguments": operation["arguments"][:-lacking]}
        return operation

    def _habits(self, cls: str) -> _Habits:
        if cls not in self._known:
            self._known[cls] = _Habits()  # while they are being found out
            if cls in other_names().attributes and self._classes.get(cls, {}).get("kind") == "class":
                self._known[cls] = self._probed(cls)
        return self._known[cls]

    def _probed(self, cls: str) -> _Habits:
        """An object of the class is looked at: when it is new, after a forward, and after a backward."""
        candidates = {name: (name, *others) for name, others in other_names().attributes[cls].items()}
        every = [other for others in candidates.values() for other in others]
        script = Script()
        layer = script.new(cls, 5, 3)
        looks = [{other: script.get(layer, other) for other in every}]
        forward = script.call(layer, "forward", np.ones((2, 5)))
        looks.append({other: script.get(layer, other) for other in every})
        script.call(layer, "backward", np.ones((2, 3)), 0.5)
        looks.append({other: script.get(layer, other) for other in every})
        outcomes = self.run(script)
        kinds = [{other: outcomes[ref.index].kind for other, ref in look.items()} for look in looks]
        at_first, after_forward, at_last = ({o for o, k in look.items() if k in ("array", "number")} for look in kinds)
        if not outcomes[forward.index].ok:
            return _Habits()  # its own forward reads another name, so this is no matter of taste
        kept = at_first | after_forward | at_last
        names = {
            name: next(other for other in others if other in kept)
            for name, others in candidates.items()
            if name not in kept and kept & set(others)
        }
        weights = set(candidates["W"])
        return _Habits(names, draws_late=bool(after_forward & weights) and not at_first & weights)
