"""Grades all submissions that have no grade yet, on all workers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, wait
from typing import Protocol

import msgspec
from msgspec.structs import replace

from undergrad.course.grading.one import Task, grade_one
from undergrad.course.records import Attempt, Grade, Submission
from undergrad.course.sentences import say
from undergrad.course.settings import Settings
from undergrad.course.store import Store
from undergrad.display.languages import LANGUAGES
from undergrad.tuning.workers import Work, WorkerDiedError, Workers


class Watcher(Protocol):
    """Receives the progress of a grading."""

    def begins(self, total: int, kept: int) -> None:
        """Called first: `total` submissions will be run; `kept` were graded before."""
        ...

    def graded(self, grade: Grade, *, again: bool) -> None:
        """A submission was run; `again` if it will be run once more, by itself."""
        ...


def grade_all(
    store: Store, settings: Settings, arrived: Sequence[Submission], workers: Workers, watcher: Watcher
) -> None:
    """Grade all submissions without a grade. Each grade is stored at once, so a killed run can continue.

    A submission that ended early is run once more after all others, with nothing beside it; then that grade counts.
    """
    waiting = [submission for submission in arrived if not _is_graded(store, settings, submission)]
    unfinished = [grade for submission in waiting if (grade := _first_of_two(store, settings, submission))]
    first = [submission for submission in waiting if submission not in [grade.submission for grade in unfinished]]
    watcher.begins(len(waiting), len(arrived) - len(waiting))
    for grade in _run(store, settings, first, workers, lambda: workers.count):
        if needs_second(grade):
            unfinished.append(grade)
        store.keep_grade(grade)
        watcher.graded(grade, again=needs_second(grade))
    for earlier in unfinished:
        [grade] = _run(store, settings, [earlier.submission], workers, lambda: 1, alone=True)
        grade = replace(grade, attempts=(*earlier.attempts, *grade.attempts))
        store.keep_grade(grade)
        watcher.graded(grade, again=False)


def needs_second(grade: Grade) -> bool:
    """Whether the submission ended early in its only run, while others ran beside it."""
    return len(grade.attempts) == 1 and bool(grade.attempts[0].incidents)


def _is_graded(store: Store, settings: Settings, submission: Submission) -> bool:
    """Whether a submission needs no run: it cannot be judged, or it has a grade that is still valid."""
    if submission.problem:
        return True
    grade = store.grade(submission)
    return grade is not None and grade.decided_by == settings.decide(submission) and not needs_second(grade)


def _first_of_two(store: Store, settings: Settings, submission: Submission) -> Grade | None:
    """The grade of a submission that has had its first run but not its second one."""
    grade = store.grade(submission)
    return grade if grade and grade.decided_by == settings.decide(submission) and needs_second(grade) else None


def _run(
    store: Store,
    settings: Settings,
    submissions: Iterable[Submission],
    workers: Workers,
    most: Callable[[], int],
    *,
    alone: bool = False,
) -> Iterable[Grade]:
    """The grades of submissions in the order in which they end; at most `most` run at once."""
    rest = list(reversed(list(submissions)))
    under_way: dict[Work, Submission] = {}
    try:
        while rest or under_way:
            while rest and len(under_way) < most():
                submission = rest.pop()
                under_way[workers.submit(grade_one, _task(store, settings, submission, workers, alone))] = submission
            wait(under_way, return_when=FIRST_COMPLETED)
            for work in [work for work in under_way if work.done()]:
                yield _answer(work, under_way.pop(work), settings, alone)
    finally:
        for work in under_way:
            workers.abandon(work)


def _task(store: Store, settings: Settings, submission: Submission, workers: Workers, alone: bool) -> bytes:
    folder = store.folder(submission).resolve()
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    task = Task(
        submission=submission,
        settings=settings,
        files=str(folder) if workers.share_memory else files,
        alone=alone,
    )
    return msgspec.json.encode(task)


def _answer(work: Work, submission: Submission, settings: Settings, alone: bool) -> Grade:
    """The grade, even if the submission killed its worker."""
    try:
        return msgspec.json.decode(work.result(), type=Grade)
    except WorkerDiedError as error:
        problem = say("worker-died", why=dict.fromkeys(LANGUAGES, str(error)))
        attempt = Attempt(alone=alone, seconds=0.0, incidents=(problem,))
        return Grade(
            submission=submission, problem=problem, attempts=(attempt,), decided_by=settings.decide(submission)
        )
