"""Changes points and severities of methods that were graded; the results stay, and nothing is run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from undergrad.check.assignment import CHECKS, Assignment, Item
from undergrad.check.seen import Seen
from undergrad.course.records import Grade
from undergrad.errors import UsageError, unknown
from undergrad.exercises.table import exercises_for

#: The keys of a method that may change without a run.
_WEIGHTS = ("points", "checks", "mistakes")


def reweighed(graded: Assignment, now: Assignment, wanted: Iterable[str]) -> Assignment:
    """The graded assignment with the points and severities that `now` has for some of its methods.

    `wanted` names methods or classes, or is "all": then the assignment's own severities are those of `now` too.
    UsageError for a method that one of the two lacks, or whose `given` or `optional` differs in `now`.
    """
    names = [name.strip() for text in wanted for name in text.split(",") if name.strip()]
    everything = "all" in names
    known = [item.name for item in graded.methods]
    for name in names:
        if name not in known and name not in graded.classes and name != "all":
            raise unknown("method", name, [*known, *graded.classes, "all"])
    by_name = {item.name: item for item in now.methods}
    methods = []
    for item in graded.methods:
        if everything or item.name in names or item.name.partition(".")[0] in names:
            if item.name not in by_name:
                raise UsageError(
                    f"{now.name} does not ask for {item.name}, which was graded; grade into another folder"
                )
            other = by_name[item.name]
            if (other.given, other.optional) != (item.given, item.optional):
                raise UsageError(
                    f"{now.name} has other words for {item.name} about given and optional, which decide what is run; "
                    "grade again without --regrade"
                )
            severities = {} if everything else _inherited(graded, now, other)
            item = replace(other, **severities)
        methods.append(item)
    changes = {"checks": now.checks, "mistakes": now.mistakes, "says": now.says} if everything else {}
    return replace(graded, methods=tuple(methods), **changes)


def _inherited(graded: Assignment, now: Assignment, item: Item) -> dict[str, dict[str, str]]:
    """The severities that the method inherits from `now` as a whole, if `graded` as a whole has others."""
    checks = {
        check: severity for check in CHECKS if (severity := now.severity(item, check)) != graded.severity(item, check)
    }
    mistakes = {name: severity for name, severity in now.mistakes.items() if graded.mistakes.get(name) != severity}
    return {"checks": checks | item.checks, "mistakes": mistakes | item.mistakes}


def unanswered(assignment: Assignment, before: Assignment, grades: Sequence[Grade]) -> list[str]:
    """The keys of submissions for which the new severities need a result that was not computed."""
    names = {item.name: item for item in assignment.methods}
    earlier = {item.name: item for item in before.methods}
    exercises = exercises_for(names)
    made_now = {
        (name, check)
        for name, item in names.items()
        for check in CHECKS
        if check in exercises[name].terms.checks
        and assignment.severity(item, check) != "off"
        and before.severity(earlier[name], check) == "off"
    }
    return [
        grade.submission.key
        for grade in grades
        if grade.judgement
        and (
            any(name in grade.judgement.there for name, _ in made_now)
            or any(_lacks_consequence(seen, names, assignment) for seen in grade.judgement.seen)
        )
    ]


def _lacks_consequence(seen: Seen, names: dict[str, Item], assignment: Assignment) -> bool:
    record = seen.records["en"]
    if not seen.item or record.verdict != "fail" or seen.consequence:
        return False
    return assignment.severity(names[seen.item], record.check, record.causes) == "consequence"
