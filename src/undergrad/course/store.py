"""The folder of a grading: the places of its files, and how to read and write them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from undergrad.course.records import Grade, SimilarPair, Submission
from undergrad.course.settings import Settings
from undergrad.display.languages import Text
from undergrad.errors import FileError, UsageError
from undergrad.files import read_whole, write_whole

_Record = TypeVar("_Record")


class Comparison(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The pairs of submissions that share more code than most, and how that was judged."""

    pairs: tuple[SimilarPair, ...] = ()
    about: Text = {}
    #: The digests of all compared submissions: if they change, the comparison is made again.
    of: tuple[str, ...] = ()


class Store:
    """The folder `out` of a grading. Every file is written atomically; FileError if that fails."""

    def __init__(self, out: Path) -> None:
        self.out = out

    @property
    def submissions(self) -> Path:
        """A folder for each submission, with its files."""
        return self.out / "submissions"

    def folder(self, submission: Submission) -> Path:
        """The folder of a submission's files."""
        return self.submissions / submission.key

    @property
    def overrides(self) -> Path:
        """The teacher's comments and points."""
        return self.out / "overrides.csv"

    @property
    def begun(self) -> bool:
        """Whether the folder contains a grading."""
        return (self.out / "run.json").is_file()

    def settings(self) -> Settings:
        """The settings of the grading. UsageError if the folder contains none."""
        if not self.begun:
            raise UsageError(f"{self.out} holds no grading; name the submissions to begin one")
        return _read(self.out / "run.json", Settings)

    def keep_settings(self, settings: Settings, arrived: Iterable[Submission]) -> None:
        """Store the settings of the grading and its submissions."""
        self._write("run.json", settings)
        self._write("submissions.json", tuple(arrived))

    def arrived(self) -> tuple[Submission, ...]:
        """The submissions, in the order of the intake."""
        return _read(self.out / "submissions.json", tuple[Submission, ...])

    def grade(self, submission: Submission) -> Grade | None:
        """The grade of a submission; None if it was not run, or if its grade cannot be read."""
        path = self._path_of_grade(submission)
        if not path.is_file():
            return None
        try:
            return _read(path, Grade)
        except FileError:  # from another version, or damaged: the submission is run again
            return None

    def keep_grade(self, grade: Grade) -> None:
        """Store the grade of a submission."""
        self._write(self._path_of_grade(grade.submission).relative_to(self.out), grade)

    def forget_grade(self, submission: Submission) -> None:
        """Remove the grade of a submission, so that it is run again."""
        self._path_of_grade(submission).unlink(missing_ok=True)

    def comparison(self) -> Comparison:
        """The last comparison of the submissions."""
        path = self.out / "similar.json"
        return _read(path, Comparison) if path.is_file() else Comparison()

    def keep_comparison(self, comparison: Comparison) -> None:
        """Store the comparison of the submissions."""
        self._write("similar.json", comparison)

    def _path_of_grade(self, submission: Submission) -> Path:
        return self.out / "grades" / f"{submission.key}.json"

    def _write(self, place: str | Path, record: Any) -> None:
        write_whole(self.out / place, msgspec.json.format(msgspec.json.encode(record), indent=1))


def _read(path: Path, kind: type[_Record]) -> _Record:
    try:
        return msgspec.json.decode(read_whole(path), type=kind)
    except msgspec.DecodeError as error:
        raise FileError(f"{path} cannot be read ({error}); grade into another folder") from error
