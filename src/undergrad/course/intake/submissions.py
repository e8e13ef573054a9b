"""Reads files, folders and archives into one submission for each student, each in a folder of its own."""

from __future__ import annotations

import contextlib
import datetime
import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec

from undergrad.check import Assignment
from undergrad.course.intake.arrivals import Arrival, Finder, grouped
from undergrad.course.intake.attempts import Attempts, attempts_of, decide
from undergrad.course.intake.contents import Contents, read_contents
from undergrad.course.intake.judged import Choice, choose_file
from undergrad.course.intake.kinds import kind_of, suffix_of
from undergrad.course.intake.layout import lay_out
from undergrad.course.intake.names import composed, distinct, key_of, shown, slug
from undergrad.course.intake.people import Person, missing, person_of
from undergrad.course.intake.roster import Roster, read_roster, same_number
from undergrad.course.records import Submission
from undergrad.course.sentences import say
from undergrad.display.languages import Text
from undergrad.display.terminal import on_one_line
from undergrad.errors import UsageError
from undergrad.files import make_folder

#: The folder below the grading's own that contains the folder of each submission.
FOLDER = "submissions"
#: Platforms that give each person a unique number.
_UNIQUE_PLATFORMS = ("moodle", "canvas", "gradescope")
_LONGEST_NAME, _LONGEST_SOURCE = 100, 400


def read_submissions(
    paths: Iterable[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    assignment: Assignment,
    *,
    roster: str | os.PathLike[str] | None = None,
    deadline: datetime.datetime | None = None,
    zone: datetime.tzinfo | None = None,
) -> list[Submission]:
    """Read the files, folders and archives `paths` into submissions, laid out below `out`, one for each student.

    `roster` is a CSV file of the course's students; those who handed in nothing also get a submission. Among several
    attempts of a student, the last before `deadline` counts. `zone` is the time zone of times without one, and of the
    deadline; by default this machine's. The result is sorted by number and name.

    An unreadable file becomes a submission with a problem. If the same input is read again, no folder changes.
    UsageError for a missing path, if there are no submissions, and for an invalid roster; FileError if the folder
    cannot be written.
    """
    places = _checked([Path(path) for path in paths])
    out = Path(out)
    root = make_folder(out / FOLDER)
    students = read_roster(Path(roster)) if roster is not None else None
    if deadline is not None and deadline.tzinfo is None:
        deadline = deadline.replace(tzinfo=zone) if zone else deadline.astimezone()
    asked = [name for name, items in assignment.classes.items() if not all(item.may_be_absent for item in items)]
    noise = frozenset({assignment.name.casefold()})
    submissions: list[Submission] = []
    taken: set[str] = set()
    with contextlib.ExitStack() as stack:
        left_out = [out.resolve(), *([Path(roster).resolve()] if roster is not None else [])]
        arrivals = Finder(stack, asked, students, noise).below(places, left_out)
        for group, together in sorted(grouped(arrivals, students)):
            with contextlib.ExitStack() as inner:
                reader = _Reader(root, asked, students, deadline, noise)
                attempts = attempts_of(inner, together, zone)
                submissions.append(reader.submission(group, together, attempts, taken))
    if not submissions:
        raise UsageError(f"nothing was handed in below {', '.join(map(str, places[:3]))}; check the path")
    submissions = _with_same_numbers_said(submissions)
    for student in missing(students, (each.student_id for each in submissions)) if students else ():
        key = distinct(key_of(student.student_id or student.name, unique=True, source=student.name), taken)
        problem = say("nothing-handed-in")
        name, number = _field(student.name, _LONGEST_NAME), _field(student.student_id, _LONGEST_NAME)
        submissions.append(Submission(key=key, student_id=number, name=name, source="", problem=problem))
    return sorted(submissions, key=lambda each: (not each.student_id, each.student_id, each.name, each.source))


def _checked(paths: list[Path]) -> list[Path]:
    if not paths:
        raise UsageError("name the submissions: a folder, archives or files")
    for path in paths:
        if not os.path.lexists(path):
            raise UsageError(f"there is no file or folder {path}; name the submissions")
    return list({path.absolute(): path for path in paths}.values())


class _Reader:
    """Makes a submission from the arrivals of one person."""

    def __init__(
        self,
        root: Path,
        asked: list[str],
        roster: Roster | None,
        deadline: datetime.datetime | None,
        noise: frozenset[str],
    ) -> None:
        self._root, self._asked, self._roster, self._deadline, self._noise = root, asked, roster, deadline, noise

    def submission(self, group: str, arrivals: list[Arrival], attempts: Attempts, taken: set[str]) -> Submission:
        decision = decide(attempts.each, self._deadline)
        attempt = decision.attempt
        contents = read_contents(attempt.files, attempts.shared)
        choice = self._choice(contents, attempt.problem, attempt.source)
        contents.files.update(choice.additions)
        inside = [
            attempt.source.removeprefix(arrivals[0].place),
            *(entry.path for entry in (*attempt.files, *attempts.shared)),
        ]
        record = next((arrival.record for arrival in arrivals if arrival.record), None)
        identities = [arrival.identity for arrival in arrivals]
        person = person_of(identities, record, inside, self._roster, self._noise)
        key = distinct(_key(group, person, attempt.source), taken)
        remarks = [*person.remarks, *decision.remarks, *attempts.remarks, *attempt.remarks, *contents.remarks]
        remarks += [*choice.remarks, *([] if choice.problem else _of_documents(contents.documents))]
        return Submission(
            key=key,
            student_id=_field(person.student_id, _LONGEST_NAME),
            name=_field(person.name, _LONGEST_NAME),
            source=_field(attempt.source, _LONGEST_SOURCE),
            file=choice.file,
            documents=tuple(contents.documents),
            submitted=attempt.submitted,
            late=decision.late,
            remarks=tuple(_once(remarks)),
            problem=choice.problem or {},
            digest=lay_out(self._root, key, contents.files),
        )

    def _choice(self, contents: Contents, problem: Text | None, source: str) -> Choice:
        if problem:
            return Choice(problem=problem)
        if contents.python:
            files = {path: contents.files[path] for path in contents.python}
            return choose_file(files, self._asked, from_notebooks=contents.from_notebooks)
        if contents.troubles:
            return Choice(problem=contents.troubles[0])
        foreign = [path for path in contents.files if kind_of(path) == "foreign archive"]
        if foreign:
            return Choice(
                problem=say("foreign-archive", what=shown(foreign[0]), kind=suffix_of(foreign[0])[1:].upper())
            )
        if contents.documents:
            return Choice(problem=say("documents-alone", names=", ".join(map(shown, contents.documents[:3]))))
        return Choice(problem=say("no-python-file", what=shown(source)))


def _key(group: str, person: Person, source: str) -> str:
    """The submission's unique name: the number, and if a file only claims that, the platform's number."""
    if person.certain and person.student_id:
        return key_of(person.student_id, unique=True, source=group)
    label = person.student_id or person.name
    kind, _, number = group.partition(" ")
    if kind in _UNIQUE_PLATFORMS:
        return key_of(f"{slug(label)}-{kind}{number}".lower().strip("-"), unique=True, source=group)
    return key_of(label or source.rpartition("/")[2], unique=False, source=group)


def _of_documents(documents: list[str]) -> list[Text]:
    if not documents:
        return [say("no-document")]
    return [say("several-documents", names=", ".join(map(shown, documents[:5])))] if len(documents) > 1 else []


def _with_same_numbers_said(submissions: list[Submission]) -> list[Submission]:
    """The submissions; those that share a number get a remark that says so."""
    numbers = Counter(same_number(each.student_id) for each in submissions if each.student_id)
    return [
        msgspec.structs.replace(each, remarks=(say("number-twice", number=each.student_id), *each.remarks))
        if numbers[same_number(each.student_id)] > 1
        else each
        for each in submissions
    ]


def _field(text: str, longest: int) -> str:
    """An untrusted text for a record: composed, on one line, without control characters."""
    text = on_one_line(composed(text))
    return text if len(text) <= longest else f"{text[: longest - 3]}..."


def _once(remarks: Iterable[Text]) -> list[Text]:
    return list({remark["en"]: remark for remark in remarks}.values())
