"""The results of a check of a whole file, and the report that an assignment makes of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec

from undergrad.check.assignment import Assignment, Item
from undergrad.check.seen import Seen, applied
from undergrad.display.languages import Language
from undergrad.exercises.table import exercises_for
from undergrad.findings.records import whole
from undergrad.findings.report import Report


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """All results for a file, before severities, points and a language are applied; it can be stored as JSON."""

    #: The path of the judged file.
    subject: str
    #: The seed of all random numbers.
    seed: int
    seen: tuple[Seen, ...]
    #: The methods in the file that the check knows.
    there: tuple[str, ...]
    #: The file's own classes that the assignment does not ask for.
    unasked: tuple[str, ...] = ()

    def report(self, assignment: Assignment, language: Language, items: Iterable[Item] | None = None) -> Report:
        """The report with the assignment's severities and points, on the methods `items`, by default all of them."""
        items = list(assignment.methods if items is None else items)
        return Report(
            applied(self.seen, assignment, items, language),
            subject=self.subject,
            seed=self.seed,
            points=points_of(items, self.there),
            given=[item.name for item in items if item.given],
            unasked=self.unasked,
            language=language,
        )


def points_of(items: Iterable[Item], there: Collection[str]) -> dict[str, float | dict[str, float]]:
    """The points of each method that has any; those of an absent method go to its replacement in the assignment."""
    items = list(items)
    absent = [item for item in items if item.points and item.instead and item.name not in there]
    points = {item.name: item.points for item in items if item.points and item not in absent}
    for item in absent:
        place = next((name for name in item.instead if name in there), item.instead[-1])
        worth, own = whole(item.points), points.get(place, 0.0)
        points[place] = own | {"values": own.get("values", 0.0) + worth} if isinstance(own, dict) else own + worth
    return points


def methods_in(classes: Mapping[str, Any], assignment: Assignment) -> tuple[str, ...]:
    """The methods of a file's classes that the check knows: those of EXERCISES, and those of the assignment."""
    return tuple(
        name
        for name, exercise in exercises_for(item.name for item in assignment.methods).items()
        if exercise.method in classes.get(exercise.cls, {}).get("methods", {})
    )
