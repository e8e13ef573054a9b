"""The same questions in the words of the student's file: methods with fewer arguments, attributes with other names.

Neither is a mistake of the mathematics, and neither may hide one. So the calls use the file's own names, the report
mentions the difference once, and everything is judged. A table has the names from other years of the course.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
import numpy as np

from undergrad.contracts.contract import Contract, name_of
from undergrad.errors import nearest
from undergrad.exercises.base import Exercise
from undergrad.findings.sentences import table
from undergrad.sandbox.process import Session
from undergrad.sandbox.worker.script import Outcome, Script


class OtherNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Names from other years of the course and from elsewhere.

    `classes` maps other names of classes to the contract's: a class with such a name may be meant. A class with a name
    in `same` certainly is. `attributes` has, for each class of the contract and each of its attributes, the
    attribute's other names; `methods` has those of its methods.
    """

    classes: dict[str, str]
    same: dict[str, str]
    attributes: dict[str, dict[str, list[str]]]
    methods: dict[str, dict[str, list[str]]]


def other_names() -> OtherNames:
    """The table of other names."""
    names: OtherNames = table("other_names", OtherNames)
    return names


def standing_for(name: str, others: Iterable[str]) -> str | None:
    """The name among `others`, from the file, that may mean the contract's `name`; None if none does."""
    others = list(others)
    known = other_names().classes
    matches = [other for other in others if known.get(other) == name]
    return matches[0] if matches else nearest(name, others, 0.7)


@dataclass(frozen=True)
class _Habits:
    """The class's names for the contract's attributes, and whether its first forward, not __init__, draws weights."""

    names: dict[str, str] = field(default_factory=dict)
    draws_late: bool = False


class Dialect:
    """A session that calls the student's classes by the file's own names.

    `classes` describes the file's classes, and `exercises` are those that may be asked. The attribute `classes` has
    each class under the contract's name, and the required functions too.
    """

    def __init__(self, session: Session, classes: dict[str, Any], exercises: Mapping[str, Exercise]) -> None:
        self._session, self._exercises = session, exercises
        self._known: dict[str, _Habits] = {}
        contracts = {exercise.cls: exercise.contract for exercise in exercises.values()}
        called = {name: other for other, name in other_names().same.items() if other in classes}
        #: The file's names for classes of the contract, where they differ.
        self._called = {name: other for name, other in called.items() if name in contracts and name not in classes}
        #: The class of each function that is a method in the file.
        self._owners = {
            name: contract.method_of
            for name, contract in contracts.items()
            if name not in classes and name in classes.get(contract.method_of, {}).get("methods", {})
        }
        #: For each class, the file's names for its methods, where they differ.
        self._methods = {
            cls: {name: other for name, others in methods.items() if (other := _first(others, classes[cls], name))}
            for cls, methods in other_names().methods.items()
            if cls in classes
        }
        functions = {
            name: classes[name] | {"kind": "class"}
            for name, contract in contracts.items()
            if contract.function and "__call__" in classes.get(name, {}).get("methods", {})
        }
        methods = {name: {"__call__": classes[owner]["methods"][name]} for name, owner in self._owners.items()}
        self.classes = {
            **classes,
            **{name: classes[other] for name, other in self._called.items()},
            **functions,
            **{name: {"kind": "class", "methods": entry, "rest": {}} for name, entry in methods.items()},
        }
        for cls, others in self._methods.items():
            methods_in_file = self.classes[cls].get("methods", {})
            both = methods_in_file | {name: methods_in_file[other] for name, other in others.items()}
            self.classes[cls] = self.classes[cls] | {"methods": both}

    def run(self, script: Script) -> list[Outcome]:
        """The outcomes of the script, translated."""
        operations = [self._translated(script, operation) for operation in script.operations]
        return self._session.run(replace(script, operations=operations))

    def names(self, cls: str) -> dict[str, str]:
        """The contract's attributes and methods that have other names in this class of the file, with those names."""
        return self._habits(cls).names | self._methods.get(cls, {})

    def place_of(self, name: str) -> str:
        """`Class.function` if the function is a method of a class in the file; else the unchanged name."""
        return f"{self._owners[name]}.{name}" if name in self._owners else name

    def defined_as(self, exercise: Exercise) -> tuple[str, str]:
        """The names of a class and its method, or of a function and an empty one, in the text of the file."""
        if exercise.cls in self._owners:
            return self._owners[exercise.cls], exercise.cls
        cls = self._called.get(exercise.cls, exercise.cls)
        if exercise.contract.function:
            return cls, ""
        return cls, self._methods.get(exercise.cls, {}).get(exercise.method, exercise.method)

    def spoken(self, cls: str, code: str) -> str:
        """Lines of code with the file's names instead of the contract's."""
        for name, other in self.names(cls).items():
            code = re.sub(rf"\.{name}\b", f".{other}", code)
        for name, other in self._called.items():
            code = re.sub(rf"\b{name}\b", other, code)
        if owner := self._owners.get(cls):
            contract = self._contract(cls)
            sizes = ", ".join(str(contract.sizes[name]) for name in contract.made_with)
            code = code.replace(f"import {cls}", f"import {owner}").replace(f" {cls}(", f" {owner}({sizes}).{cls}(")
        return code

    def dropped(self, name: str) -> tuple[str, ...]:
        """The arguments of `Class.method` that the file's method does not take and may omit."""
        exercise = self._exercises.get(name)
        if exercise is None:
            return ()
        signature = self.classes.get(exercise.cls, {}).get("methods", {}).get(exercise.method)
        if signature is None or signature["most"] >= len(exercise.terms.arguments):
            return ()
        missing = exercise.terms.arguments[signature["most"] :]
        return missing if set(missing) <= set(exercise.terms.may_lack) else ()

    def is_bare(self, cls: str) -> bool:
        """Whether the file's class has no __init__, not even an inherited one: the course hands it out elsewhere."""
        return not self.classes.get(cls, {}).get("starts", True)

    def _new(self, cls: str, arguments: Sequence[Any]) -> dict[str, Any]:
        """The part of an operation that says how to make an object of the file's class with these arguments."""
        if self.is_bare(cls):
            return {"kind": "bare"}
        if not self._habits(cls).draws_late:
            return {"kind": "student"}
        first = self._contract(cls).made_with_these("x", arguments)
        return {"kind": "begun", "first": [1, *first[1:]]}

    def _contract(self, cls: str) -> Contract:
        return next(exercise.contract for exercise in self._exercises.values() if exercise.cls == cls)

    def _translated(self, script: Script, operation: dict[str, Any]) -> dict[str, Any]:
        if operation["op"] in ("train", "lesson"):
            methods = {name: len(self.dropped(name)) for name in self._exercises}
            return operation | {
                "names": {cls: self.names(cls) for cls in operation["own"]},
                "lacks": {name: count for name, count in methods.items() if count},
                "kinds": {
                    entry["name"]: self._new(entry["name"], entry["arguments"])["kind"]
                    for entry in operation["layers"]
                    if entry["name"] in operation["own"]
                },
            }
        if operation["op"] == "revise":
            return operation
        maker = operation if operation["op"] == "new" else script.operations[operation["on"]]
        if operation["op"] == "new" and operation["kind"] in {"stand-in", "shell"}:
            return operation | {"names": self.names(operation["name"])}
        if maker["op"] != "new" or maker["kind"] not in ("student", "function"):
            return operation
        cls, name = maker["name"], operation["name"]
        if operation["op"] == "new":
            arguments = [entry.get("value") for entry in operation["arguments"]]
            if maker["kind"] == "function" and cls not in self._owners:
                return operation
            own = {"name": self._owners.get(cls, self._called.get(cls, cls))}
            return operation | own | (self._new(own["name"], arguments) if arguments else {})
        if operation["op"] in ("get", "set"):
            return operation | {"name": self.names(cls).get(name, name)}
        lacking = len(self.dropped(name_of(cls, name)))
        own = {"name": cls if cls in self._owners else self._methods.get(cls, {}).get(name, name)}
        return operation | own | ({"arguments": operation["arguments"][:-lacking]} if lacking else {})

    def _habits(self, cls: str) -> _Habits:
        if cls not in self._known:
            self._known[cls] = _Habits()  # until they are known: probing asks for them too
            if cls in other_names().attributes and self.classes.get(cls, {}).get("kind") == "class":
                self._known[cls] = self._probed(cls)
        return self._known[cls]

    def _probed(self, cls: str) -> _Habits:
        """The habits of a class, from the attributes of an object when new, after forward and after backward."""
        candidates = {name: (name, *others) for name, others in other_names().attributes[cls].items()}
        every_name = [other for others in candidates.values() for other in others]
        script = Script()
        exercise = self._exercises[f"{cls}.backward"]
        n = exercise.draw(np.random.default_rng(0))
        layer = script.new(cls, *(n[name] for name in exercise.contract.made_with))
        looks = [{other: script.get(layer, other) for other in every_name}]
        before = exercise.prepare(script, layer, n)
        looks.append({other: script.get(layer, other) for other in every_name})
        exercise.act(script, layer, n)
        looks.append({other: script.get(layer, other) for other in every_name})
        outcomes = self.run(script)
        kinds = [{other: outcomes[ref.index].kind for other, ref in look.items()} for look in looks]
        at_first, after_forward, _ = ({o for o, k in look.items() if k in ("array", "number")} for look in kinds)
        if not all(outcomes[call.index].ok for call in before):
            return _Habits()  # its own forward reads another name, so the other name is a mistake
        # Arrays come before numbers: W may be the width of an image.
        ranks = [{o for look in kinds for o, k in look.items() if k == kind} for kind in ("array", "number")]
        called = {
            name: next((other for rank in ranks for other in others if other in rank), name)
            for name, others in candidates.items()
        }
        names = {name: other for name, other in called.items() if other != name}
        weights = set(candidates[exercise.contract.sets[0]])
        return _Habits(names, draws_late=bool(after_forward & weights) and not at_first & weights)


def _first(others: Iterable[str], entry: Mapping[str, Any], name: str) -> str:
    """The first of the other names that is a method of a class without a method `name`; else an empty text."""
    methods = entry.get("methods", {})
    return "" if name in methods else next((other for other in others if other in methods), "")
