"""Grades a class, from the submissions to the output files."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from undergrad import __version__
from undergrad.check.assignment import Assignment
from undergrad.course.classes import class_grades
from undergrad.course.grading.many import Watcher, grade_all
from undergrad.course.intake import read_submissions
from undergrad.course.publish import NO_PLATFORMS, Platforms, publish, python_files
from undergrad.course.records import ClassGrades, Submission
from undergrad.course.regrade import reweighed, unanswered
from undergrad.course.sentences import say
from undergrad.course.settings import Settings
from undergrad.course.similarity import compare
from undergrad.course.store import Comparison, Store
from undergrad.display.languages import Text
from undergrad.errors import UsageError
from undergrad.tuning.workers import Workers

_SHOWN = 5  # the number of students that a sentence names


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """The files that a grading has written."""

    grades: ClassGrades
    #: The files that a teacher opens.
    files: tuple[Path, ...]
    remarks: tuple[Text, ...]


def grade_class(
    store: Store,
    settings: Settings,
    paths: Sequence[Path],
    workers: Workers,
    watcher: Watcher,
    *,
    roster: Path | None = None,
    template: str | None = None,
    again: Sequence[str] = (),
) -> tuple[Text, ...]:
    """Read the submissions, grade those without a grade, and compare all with each other. Returns remarks."""
    before = store.arrived() if store.begun else ()
    arrived = read_submissions(paths, store.out, settings.assignment, roster=roster, deadline=settings.deadline)
    store.keep_settings(settings, arrived)
    _forget(store, arrived, again)
    grade_all(store, settings, arrived, workers, watcher)
    _compare(store, arrived, template)
    return _gone(before, arrived)


def regrade(store: Store, assignment: Assignment, wanted: Sequence[str]) -> Settings:
    """Give the methods `wanted` the points and severities that `assignment` has for them. Nothing is run.

    UsageError if these need a result that the grading did not compute.
    """
    settings = store.settings()
    arrived = store.arrived()
    weighed = reweighed(settings.assignment, assignment, wanted)
    grades = [grade for submission in arrived if (grade := store.grade(submission))]
    if keys := unanswered(weighed, settings.assignment, grades):
        shown = ", ".join(keys[:5]) + (f" and {len(keys) - 5} more" if len(keys) > 5 else "")
        raise UsageError(
            f"the new severities ask for something that was not looked at in {shown}; grade again with this assignment "
            "and without --regrade"
        )
    settings = replace(settings, assignment=weighed)
    store.keep_settings(settings, arrived)
    return settings


def write_outputs(store: Store, settings: Settings, platforms: Platforms = NO_PLATFORMS) -> Published:
    """Write all tables and pages from the data in the folder. Nothing is run."""
    arrived = store.arrived()
    made_with = f"undergrad {__version__}, {datetime.datetime.now().astimezone():%Y-%m-%d %H:%M}"
    grades, remarks = class_grades(store, settings, arrived, made_with)
    files, more_remarks = publish(store, grades, platforms)
    return Published(grades=grades, files=tuple(files), remarks=(*remarks, *more_remarks))


def _gone(before: Sequence[Submission], arrived: Sequence[Submission]) -> tuple[Text, ...]:
    """Names the students of the earlier grading who are not among the submissions of this command."""
    keys = {submission.key for submission in arrived}
    names = [submission.student_id or submission.key for submission in before if submission.key not in keys]
    if not names:
        return ()
    shown = ", ".join(names[:_SHOWN]) + (", ..." if len(names) > _SHOWN else "")
    return (say("no-longer-named", count=str(len(names)), who=shown),)


def _forget(store: Store, arrived: Sequence[Submission], again: Sequence[str]) -> None:
    """Remove the grades of submissions that are to be run again. UsageError for an unknown key."""
    keys = {submission.key for submission in arrived} | {submission.student_id for submission in arrived}
    for key in again:
        if key not in keys:
            raise UsageError(f"no submission has the key {key!r}; the folder {store.submissions} has those there are")
    for submission in arrived:
        if submission.key in again or submission.student_id in again:
            store.forget_grade(submission)


def _compare(store: Store, arrived: Sequence[Submission], template: str | None) -> None:
    """Compare all submissions with each other, unless the same ones were compared before."""
    of = (*sorted(f"{submission.key} {submission.digest}" for submission in arrived), template or "")
    if store.comparison().of == of:
        return
    pairs, about = compare(python_files(store, [submission.key for submission in arrived]), template)
    store.keep_comparison(Comparison(pairs=tuple(pairs), about=about, of=of))
