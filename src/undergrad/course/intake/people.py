"""Finds the owner of a submission: numbers and names from the roster, the platform, and the names of files inside."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from undergrad.course.intake.gradescope import GradescopeRecord
from undergrad.course.intake.identity import Identity, identity_of
from undergrad.course.intake.limits import MOST_NAMES_READ
from undergrad.course.intake.names import shown
from undergrad.course.intake.roster import Roster, Student, same_name
from undergrad.course.sentences import say
from undergrad.display.languages import Text


@dataclass(frozen=True)
class Person:
    """The person who handed something in."""

    student_id: str
    name: str
    #: Whether the number is certain, and not only claimed by a file of a person whom the platform knows by another
    #: name.
    certain: bool
    remarks: tuple[Text, ...] = ()


def certain_number(identity: Identity, record: GradescopeRecord | None, roster: Roster | None) -> str:
    """The student number if nobody else could have chosen it; empty if it is not certain.

    A number in the name of a file is only the student's claim. On a platform somebody could hand in under another's
    number. There it counts if the platform's name for the person is the one that the roster, or the file, has for it.
    """
    if record and record.submitters and (number := record.submitters[0][1]):
        student = roster.numbered(number) if roster else None
        return student.student_id if student else number
    if not identity.platform:
        return identity.student_id
    if roster:
        student = roster.on_platform(identity.platform_id) or roster.numbered(identity.platform_id)
        if student is None and identity.name:
            student = roster.named(identity.name)
        return student.student_id if student else ""
    return ""


def person_of(
    identities: Iterable[Identity],
    record: GradescopeRecord | None,
    inside: Iterable[str],
    roster: Roster | None,
    noise: frozenset[str],
) -> Person:
    """The person of a group of arrivals; `inside` are the paths of its files, which may name the person, too."""
    identities = list(identities)
    remarks: list[Text] = []
    number = next(filter(None, (certain_number(identity, record, roster) for identity in identities)), "")
    certain = bool(number)
    name = record.submitters[0][0] if record and record.submitters else ""
    if record and len(record.submitters) > 1:
        others = ", ".join(shown(f"{other} {sid}".strip()) for other, sid in record.submitters[1:])
        remarks.append(say("handed-in-together", names=others))
    claimed = next((identity.student_id for identity in identities if identity.student_id), "")
    name = name or next((identity.name for identity in identities if identity.name), "")
    if not number and not claimed:
        claimed, inner_name, where = _inside(inside, roster, noise)
        if claimed or (inner_name and not name):
            remarks.append(say("told-by-inner-name", file=shown(where)))
            name = inner_name or name if not _on_platform(identities) else name or inner_name
    student = (roster.numbered(number or claimed) if roster else None) or None
    if roster and student is None and not number and not claimed and name:
        student = roster.named(name)
        certain = certain or student is not None
    if student is not None and (certain or not name or same_name(student.name, name) or not _on_platform(identities)):
        return Person(student.student_id, student.name or name, certain, tuple(remarks))
    if student is not None:
        remarks.append(say("name-differs", number=student.student_id, roster=shown(student.name), name=shown(name)))
    elif roster:
        remarks.append(say("not-on-roster", who=shown(" ".join(filter(None, (number or claimed, name))) or "?")))
    elif name and not number and not claimed and not _on_platform(identities):
        remarks.append(say("name-guessed", name=shown(name)))
    if not (number or claimed or name):
        remarks.append(say("nobody-named"))
    return Person(number or claimed, name, certain, tuple(remarks))


def _on_platform(identities: Iterable[Identity]) -> bool:
    return any(identity.platform for identity in identities)


def _inside(paths: Iterable[str], roster: Roster | None, noise: frozenset[str]) -> tuple[str, str, str]:
    """The only student number, or else the roster's only name, in the names of folders and files, and its place."""
    numbers: dict[str, tuple[str, str]] = {}
    for path in itertools.islice(paths, MOST_NAMES_READ):
        for part in PurePosixPath(path.replace("!", "/")).parts:
            identity = identity_of(part, roster, noise)
            if identity.student_id and not identity.platform:
                numbers.setdefault(identity.student_id, (identity.name, part))
    if len(numbers) == 1:
        number, (name, where) = next(iter(numbers.items()))
        return number, name, where
    return "", "", ""


def missing(roster: Roster, numbers: Iterable[str]) -> list[Student]:
    """The students of the roster whose number no submission has."""
    present = {student.student_id for number in numbers if (student := roster.numbered(number))}
    return [student for student in roster.students if student.student_id not in present]
