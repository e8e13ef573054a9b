"""Grades one submission, wherever the worker is that does it."""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from undergrad.check.files import judge_process
from undergrad.check.judgement import Judgement
from undergrad.course.records import Attempt, Grade, Submission
from undergrad.course.sentences import say
from undergrad.course.settings import Settings
from undergrad.display.languages import LANGUAGES, Text
from undergrad.errors import UndergradError
from undergrad.sandbox.process import StudentProcess

#: Seconds that an import may take at least.
IMPORT_LIMIT = 10.0
#: Named mistakes after which a submission is run again, alone: what else ran may have been the cause.
_INCIDENTS = ("endless", "interpreter-crash", "writes-answers", "slow-import", "memory")


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """A submission to be graded, as it travels to a worker."""

    submission: Submission
    settings: Settings
    #: Its files, by their paths below its folder; or the folder itself, where the worker can read it.
    files: dict[str, bytes] | str
    #: Whether nothing else runs beside it.
    alone: bool = False


def grade_one(task: bytes) -> bytes:
    """The `Grade` of a `Task`, both as JSON."""
    return msgspec.json.encode(graded(msgspec.json.decode(task, type=Task)))


def graded(task: Task) -> Grade:
    """What is seen of a submission."""
    start = time.monotonic()
    problem: Text = {}
    judgement = None
    with _folder(task.files) as folder:
        try:
            judgement = _judged(task, folder)
        except UndergradError as error:
            problem = dict.fromkeys(LANGUAGES, str(error))
    incidents = (*_incidents(judgement), *([problem] if problem else []))
    return Grade(
        submission=task.submission,
        judgement=judgement,
        problem=problem,
        attempts=(Attempt(alone=task.alone, seconds=time.monotonic() - start, incidents=incidents),),
        decided_by=task.settings.decide(task.submission),
    )


def _judged(task: Task, folder: Path) -> Judgement:
    settings, file = task.settings, folder / task.submission.file
    limits: dict[str, Any] = {
        "limit": settings.limit,
        "import_limit": max(IMPORT_LIMIT, settings.limit),
        "memory": settings.memory,
    }
    with StudentProcess(file, **limits) as process:
        items = list(settings.assignment.methods)
        return judge_process(process, file, settings.assignment, items, settings.seed, subject=task.submission.file)[0]


def _incidents(judgement: Judgement | None) -> Iterator[Text]:
    """What ended the process, or a call, early; a sentence each, and no sentence twice."""
    known: list[Text] = []
    for seen in judgement.seen if judgement else ():
        record = seen.records["en"]
        if record.verdict == "fail" and set(record.causes) & set(_INCIDENTS):
            sentence = {
                language: say("incident", name=entry.name, message=entry.message)[language]
                for language, entry in seen.records.items()
            }
            if sentence not in known:
                known.append(sentence)
                yield sentence


@contextlib.contextmanager
def _folder(files: Mapping[str, bytes] | str) -> Iterator[Path]:
    """The folder with the files, for as long as the context lasts."""
    if isinstance(files, str):
        yield Path(files)
        return
    with tempfile.TemporaryDirectory() as name:
        for path, content in files.items():
            assert ".." not in PurePosixPath(path).parts, f"{path} leads out of its folder"
            place = Path(name) / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        yield Path(name)
