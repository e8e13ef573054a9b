"""What a check may know of the others: their verdicts, and the session in which the student's code is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from undergrad.check.dialect import Dialect
from undergrad.check.exercises.base import Exercise
from undergrad.check.findings import Finding
from undergrad.sandbox.process import Session


class Verdicts(Protocol):
    """The judge, as its checks see it: a check asks for the verdicts that it rests on."""

    session: Session
    dialect: Dialect
    classes: dict[str, Any]
    seed: int
    blanks: frozenset[str]
    exercises: Mapping[str, Exercise]

    def records(self, name: str, check: str) -> list[Finding]:
        """The findings of one check of the method `name`, made now or known already."""

    def passes(self, name: str, check: str) -> bool:
        """Whether a check of a method was made and did not fail."""

    def works(self, name: str) -> bool:
        """Whether a method gives the right values in the right form."""

    def single(self, exercise: Exercise) -> bool:
        """Whether its numbers are those of float32."""

    def ready(self, exercise: Exercise) -> bool:
        """Whether the methods that come before this one leave what it needs."""

    def learns_in_shape(self) -> bool:
        """Whether a network of the file's layers learns the same where each gradient gets the shape it should have."""

    def closed_by(self, exercise: Exercise) -> str:
        """The method that a network calls after this one, where the file has it and it works; else none."""
