"""Grades one submission, in a worker on any machine."""

from __future__ import annotations

import atexit
import contextlib
import functools
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

import msgspec

from undergrad.check.files import judge_process
from undergrad.check.judgement import Judgement
from undergrad.course.containment import described
from undergrad.course.experiments import reported_experiments
from undergrad.course.records import Attempt, Grade, Submission, Training
from undergrad.course.settings import Settings
from undergrad.course.training.beside import train_beside
from undergrad.course.training.textbook import Textbook
from undergrad.display.languages import LANGUAGES, Text
from undergrad.errors import UndergradError
from undergrad.sandbox.containment import launch
from undergrad.sandbox.containment.choice import choose
from undergrad.sandbox.process import StudentProcess

#: The smallest limit of an import, and the limit of the training of a network, in seconds.
IMPORT_LIMIT, TRAINING_LIMIT = 10.0, 20.0
#: Named mistakes after which a submission is run again by itself: another program may have been the cause.
_INCIDENTS = ("endless", "interpreter-crash", "writes-answers", "slow-import", "memory")


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """A submission to grade, in the form that is sent to a worker."""

    submission: Submission
    settings: Settings
    #: Its files, by their paths below its folder; or the folder itself, if the worker can read it.
    files: dict[str, bytes] | str
    #: Whether no other submission runs beside it.
    alone: bool = False


def grade_one(task: bytes) -> bytes:
    """The `Grade` of a `Task`, both as JSON."""
    return msgspec.json.encode(graded(msgspec.json.decode(task, type=Task)))


def graded(task: Task) -> Grade:
    """The grade of a submission."""
    start = time.monotonic()
    problem: Text = {}
    judgement = training = containment = None
    with _folder(task.files) as folder:
        reported = reported_experiments(folder)
        try:
            containment = _containment(task.settings.trust)
            judgement, training = _seen(task, folder, containment)
        except UndergradError as error:
            problem = dict.fromkeys(LANGUAGES, str(error))
    incidents = (*_incidents(judgement), *([problem] if problem else []))
    return Grade(
        submission=task.submission,
        judgement=judgement,
        problem=problem,
        training=training,
        reported=reported,
        containment=described(containment) if containment else None,
        attempts=(Attempt(alone=task.alone, seconds=time.monotonic() - start, incidents=incidents),),
        decided_by=task.settings.decide(task.submission),
    )


def _seen(task: Task, folder: Path, containment: launch.Containment) -> tuple[Judgement, Training | None]:
    """The check's result, and the training of the submission's layers."""
    settings, file = task.settings, folder / task.submission.file
    with StudentProcess(
        file,
        limit=settings.limit,
        import_limit=max(IMPORT_LIMIT, settings.limit),
        memory=settings.memory,
        containment=containment,
        total=settings.total,
    ) as process:
        items = list(settings.assignment.methods)
        judgement, judge = judge_process(
            process, file, settings.assignment, items, settings.seed, subject=task.submission.file
        )
        if judge is None or not settings.training:
            return judgement, None
        return judgement, train_beside(judge, _textbook(settings), limit=TRAINING_LIMIT)


@functools.cache
def _containment(trust: bool) -> launch.Containment:
    """The containment of submissions on this machine; each worker tries it once."""
    return choose(trust=trust)


_textbooks: dict[bytes, Textbook] = {}


def _textbook(settings: Settings) -> Textbook:
    """The textbook's trainings, with which this worker compares all its submissions."""
    key = msgspec.json.encode([settings.assignment, settings.seed])
    if key not in _textbooks:
        for other in _textbooks.values():
            other.close()
        _textbooks.clear()
        _textbooks[key] = Textbook(settings.assignment, settings.seed)
        atexit.register(_textbooks[key].close)
    return _textbooks[key]


def _incidents(judgement: Judgement | None) -> Iterator[Text]:
    """The reasons why the process or a call ended early, a sentence each, without repetitions."""
    known: list[Text] = []
    for seen in judgement.seen if judgement else ():
        record = seen.records["en"]
        if record.verdict == "fail" and set(record.causes) & set(_INCIDENTS):
            sentence = {language: f"{entry.name}: {entry.message}" for language, entry in seen.records.items()}
            if sentence not in known:
                known.append(sentence)
                yield sentence


@contextlib.contextmanager
def _folder(files: Mapping[str, bytes] | str) -> Iterator[Path]:
    """A context with the folder of the files."""
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
