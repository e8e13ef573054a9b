"""A class of which most are hostile, as it arrives: the files and archives that the tests have, and ten honest ones.

Nobody listens to what a file prints in a grading. So a file whose `print` would show an escape says that by a method
which fails with a word that the grade keeps.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from tests.check.zoo import solutions
from tests.course.class_of_60 import RIGHT
from tests.course.hostile.case import Case, always
from tests.course.hostile.cases import CASES
from tests.course.hostile.scene import ASSIGNMENT, ESCAPED, Scene
from tests.course.hostile_archives import HOSTILE, HostileArchive, Outcome, escaped
from undergrad.course.records import Submission
from undergrad.course.settings import Settings
from undergrad.course.store import Store

HONEST = RIGHT[:10]
#: A word that a grade keeps of a file that has printed what it must not.
GOT_OUT = "it has printed what it must not"
#: The student number in the names of the hostile archives.
_OF_ARCHIVES = "20231234"
CANARY = b"what must not be read"

_TELLS = """
def print(*words, **options):
    import builtins
    text = " ".join(str(word) for word in words[:100])[:10**6].replace("{mark}", "")
    if "{escaped}"[::-1] in text or "{token}"[::-1] in text:
        def tells(self, *arguments):
            raise RuntimeError("{got_out}"[::-1])
        Tanh.forward = tells
    builtins.print(*words, **options)
"""


@dataclass(frozen=True)
class Arrived:
    """One submission, and what it is."""

    student_id: str
    #: A hostile file, a hostile archive, or None for an honest one.
    hostile: Case | HostileArchive | None

    @property
    def name(self) -> str:
        return self.hostile.name if self.hostile else "honest"


def settings() -> Settings:
    """Four methods, and limits at which files that would take all there is end soon."""
    return Settings(
        assignment=ASSIGNMENT, seed=1, language="en", training=False, limit=1.0, total=8.0, memory=512 * 2**20
    )


def hand_in(scene: Scene, folder: Path, out: Path, only: slice = slice(None)) -> list[Arrived]:
    """Write what arrives into `folder`, of the hostile ones those that `only` takes, in turn with the honest ones."""
    hostile = [*CASES, *HOSTILE][only]
    answers = {solution.id: solution for solution in solutions("right", "hw3")}
    arrived = []
    step = max(1, len(hostile) // len(HONEST))
    order: list[Case | HostileArchive | str] = [*hostile]
    for number, name in enumerate(HONEST):
        order.insert(number * (step + 1), name)
    for number, item in enumerate(order):
        student_id = f"2026{1001 + number}"
        path = folder / f"HW3_{student_id}_Student.zip"
        if isinstance(item, str):
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("Answer.py", answers[item].content)
                archive.writestr("notes.txt", scene.token)
            scene.other = out / "submissions" / student_id / "notes.txt"
            arrived.append(Arrived(student_id, None))
            continue
        if isinstance(item, HostileArchive):
            item.make(folder / item.file.replace(_OF_ARCHIVES, student_id))
        else:
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr(f"{scene.mark}.py", telling(scene, scene.filled(item.source)))
        arrived.append(Arrived(student_id, item))
    return arrived


def telling(scene: Scene, source: str) -> str:
    """The source, with a `print` of its own before."""
    words = {"mark": scene.mark, "escaped": ESCAPED[::-1], "token": scene.token[::-1], "got_out": GOT_OUT[::-1]}
    return _TELLS.format(**words) + source


def escape(scene: Scene, store: Store, one: Arrived, submission: Submission) -> str:
    """What one of the hostile ones has reached; empty where it is contained."""
    if isinstance(one.hostile, HostileArchive):
        return _escape_of_archive(store, one, one.hostile, submission)
    grade = store.grade(submission)
    if grade is None or one.hostile is None:
        return "no grade"
    if grade.containment is None or grade.containment.name != "bubblewrap":
        return f"it ran in {grade.containment}"
    if grade.judgement is None:
        return f"the check could not be made: {grade.problem}"
    scene.report = grade.judgement.report(ASSIGNMENT, "en")
    findings = [always(scene), one.hostile.escape(scene), GOT_OUT if GOT_OUT in scene.report.to_json() else ""]
    return "; ".join(filter(None, findings))


def _escape_of_archive(store: Store, one: Arrived, archive: HostileArchive, submission: Submission) -> str:
    folder = store.folder(submission)
    files = {
        path.relative_to(store.submissions).as_posix(): path
        for path in folder.rglob("*")
        if path.is_symlink() or path.is_file()
    }
    named = replace(submission, student_id=submission.student_id.replace(one.student_id, _OF_ARCHIVES))
    outcome = Outcome([named], store.submissions, files)
    return "; ".join(filter(None, (escaped(outcome, set(), set(), CANARY), archive.escape(outcome))))
