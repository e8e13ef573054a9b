"""Writes the output files of a grading: tables, pages and the files of platforms."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from undergrad.course.output.canvas import write_canvas
from undergrad.course.output.class_page import class_page
from undergrad.course.output.gradescope import write_gradescope
from undergrad.course.output.moodle import fill_worksheet
from undergrad.course.output.nbgrader import write_nbgrader
from undergrad.course.output.otter import write_otter
from undergrad.course.output.student_markdown import student_markdown
from undergrad.course.output.student_page import student_page
from undergrad.course.output.table import write_table
from undergrad.course.overrides import start_overrides
from undergrad.course.records import ClassGrades
from undergrad.course.store import Store
from undergrad.display.languages import Text
from undergrad.errors import UsageError
from undergrad.files import write_whole

_LARGEST = 2**20  # bytes of a file whose lines are shown


class Platforms(NamedTuple):
    """The files for platforms that need an input or a path; the others are always written."""

    #: Moodle's worksheet and Canvas's gradebook, as downloaded; copies of them are filled in.
    moodle: Path | None = None
    canvas: Path | None = None
    #: The path for the results of the one submission, for Gradescope's autograder.
    gradescope: Path | None = None


NO_PLATFORMS = Platforms()


def publish(
    store: Store, grades: ClassGrades, platforms: Platforms = NO_PLATFORMS
) -> tuple[list[Path], tuple[Text, ...]]:
    """Write all outputs below the grading's folder. Returns the files that a teacher opens, and remarks on them.

    UsageError for Gradescope's results of more than one submission.
    """
    if platforms.gradescope is not None:
        if len(grades.rows) != 1:
            raise UsageError(f"an autograder has one submission, and here are {len(grades.rows)}; name one of them")
        write_gradescope(grades, grades.rows[0], platforms.gradescope)
    out = store.out
    written = [out / "grades.csv", out / "index.html"]
    remarks = [*write_table(grades, written[0])]
    _students(out, grades)
    pages = {row.key: f"students/{row.key}.html" for row in grades.rows}
    write_whole(written[1], class_page(grades, pages, _TextOf(store)))
    folder = out / "platforms"
    for row in grades.rows:
        write_gradescope(grades, row, folder / "gradescope" / row.key / "results.json")
    write_otter(grades, folder / "otter.csv")
    write_nbgrader(grades, folder / "nbgrader.csv")
    if platforms.moodle is not None:
        written.append(folder / "moodle.csv")
        remarks += fill_worksheet(grades, platforms.moodle, written[-1])
    if platforms.canvas is not None:
        written.append(folder / "canvas.csv")
        remarks += write_canvas(grades, platforms.canvas, written[-1])
    if start_overrides(store.overrides, grades.rows):
        written.append(store.overrides)
    return written, tuple(remarks)


def _students(out: Path, grades: ClassGrades) -> None:
    """Write a page and a text for each student; remove those of submissions that no longer exist."""
    folder = out / "students"
    names = set()
    for row in grades.rows:
        for suffix, text in ((".html", student_page(grades, row)), (".md", student_markdown(grades, row))):
            names.add(write_whole(folder / f"{row.key}{suffix}", text).name)
    for path in folder.iterdir():
        if path.suffix in (".html", ".md") and path.name not in names:
            path.unlink()


class _TextOf:
    """Returns the text of a submission's file, for the lines that two submissions share."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def __call__(self, key: str, file: str) -> str:
        """The text; empty if it is too large to show."""
        path = self.store.submissions / key / file
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return ""
        return text_of(path)


def text_of(path: Path) -> str:
    """The text of a Python file in any encoding."""
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace")


def python_files(store: Store, keys: Sequence[str]) -> dict[str, dict[str, str]]:
    """The Python files of each submission, by their paths in its folder, except files that are too large."""
    return {
        key: {
            path.relative_to(folder).as_posix(): text_of(path)
            for path in sorted(folder.rglob("*.py"))
            if path.is_file() and path.stat().st_size <= _LARGEST
        }
        for key in keys
        if (folder := store.submissions / key).is_dir()
    }
