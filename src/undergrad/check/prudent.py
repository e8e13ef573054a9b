"""Makes calls that do not end only once: each costs the whole time limit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from undergrad.check.dialect import Dialect
from undergrad.contracts.contract import name_of
from undergrad.exercises.base import Exercise
from undergrad.findings.records import Finding
from undergrad.sandbox.process import Session
from undergrad.sandbox.worker.script import Failure, Outcome, Script

#: The mistakes after which another call would show nothing new.
_NO_END = {"endless", "interpreter-crash", "writes-answers"}


class Watched:
    """A session that records which methods of the student's did not end, whichever check called them."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.failures: dict[str, Failure] = {}

    def run(self, script: Script) -> list[Outcome]:
        outcomes = self._session.run(script)
        if script.revises:
            return outcomes  # what a changed method does says nothing about the file
        for operation, outcome in zip(script.operations, outcomes, strict=True):
            if outcome.failure and outcome.failure.kind in ("timeout", "crash", "foreign"):
                self.failures.setdefault(_method(script, operation), outcome.failure)
        return outcomes


class Prudent:
    """A session that never repeats a call that did not end: each repetition would cost the whole time limit.

    `records` makes a check of a method, `failures` has the failures of methods that did not end, and `exercises` those
    methods that can be checked.
    """

    def __init__(
        self,
        session: Dialect,
        records: Callable[[str, str], list[Finding]],
        failures: dict[str, Failure],
        exercises: Mapping[str, Exercise],
    ) -> None:
        self._session, self._records, self._failures, self._exercises = session, records, failures, exercises
        self._asking: set[str] = set()

    def run(self, script: Script) -> list[Outcome]:
        for operation in script.operations:
            constructor = f"{operation['name']}.__init__"
            if operation.get("kind") == "stand-in" and constructor in self._exercises and not self._ends(constructor):
                operation["kind"] = "shell"
        methods = [_method(script, operation) for operation in script.operations]
        for index, name in enumerate(methods):
            if name in self._exercises and not self._ends(name):
                before = self._session.run(replace(script, operations=script.operations[:index])) if index else []
                rest = [Outcome("skipped")] * (len(methods) - index - 1)
                return [*before, Outcome("failure", failure=self._failures[name]), *rest]
        return self._session.run(script)

    def _ends(self, name: str) -> bool:
        self._session.names(name.partition(".")[0])  # may be the first to call the class
        if name in self._asking:  # the check below is running: only a recorded failure counts
            return name not in self._failures
        self._asking.add(name)
        records = self._records(name, "shape")
        self._asking.remove(name)
        return name not in self._failures or not any(set(record.causes) & _NO_END for record in records)


def _method(script: Script, operation: dict[str, Any]) -> str:
    """The student's `Class.method` that an operation calls; empty if it calls none."""
    if operation["op"] not in ("new", "call", "time"):
        return ""
    maker = operation if operation["op"] == "new" else script.operations[operation["on"]]
    if maker["op"] != "new" or maker["kind"] in {"stand-in", "shell"}:
        return ""
    return name_of(maker["name"], "__init__" if operation["op"] == "new" else operation["name"])
