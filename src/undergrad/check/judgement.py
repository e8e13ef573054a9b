"""What a check has seen of a whole file, and the report that an assignment makes of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec

from undergrad.check.assignment import Assignment, Item
from undergrad.check.exercises import exercises_for
from undergrad.check.records import whole
from undergrad.check.report import Report
from undergrad.check.seen import Seen, applied
from undergrad.display.languages import Language


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """All that was seen of a file, without severities, points and a language; it can be stored as JSON."""

    #: The path that was judged.
    subject: str
    #: What decided the numbers.
    seed: int
    seen: tuple[Seen, ...]
    #: The methods that the file has, of all that can be asked for.
    there: tuple[str, ...]
    #: The file's own classes that nobody asked for.
    unasked: tuple[str, ...] = ()

    def report(self, assignment: Assignment, language: Language, items: Iterable[Item] | None = None) -> Report:
        """What the assignment says of it: of the methods `items`, by default of all that it names."""
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
    """The points of each method that has some: an absent one's are where the assignment says."""
    items = list(items)
    absent = [item for item in items if item.points and item.instead and item.name not in there]
    points = {item.name: item.points for item in items if item.points and item not in absent}
    for item in absent:
        place = next((name for name in item.instead if name in there), item.instead[-1])
        worth, here = whole(item.points), points.get(place, 0.0)
        points[place] = here | {"values": here.get("values", 0.0) + worth} if isinstance(here, dict) else here + worth
    return points


def methods_in(classes: Mapping[str, Any], assignment: Assignment) -> tuple[str, ...]:
    """The methods that a file's classes have, of all that can be asked for beside the assignment's."""
    return tuple(
        name
        for name, exercise in exercises_for(item.name for item in assignment.methods).items()
        if exercise.method in classes.get(exercise.cls, {}).get("methods", {})
    )
