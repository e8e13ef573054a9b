"""Finds the student's file: a Python file, or the one with the required classes in a folder or a zip archive."""

from __future__ import annotations

import contextlib
import ntpath
import re
import tempfile
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from undergrad.errors import UsageError

_LARGEST = 64 * 2**20  # bytes of all Python files in an archive; a homework has thousands, not millions


@contextlib.contextmanager
def student_file(path: Path, classes: Collection[str], *, functions: bool = False) -> Iterator[Path]:
    """The file to be judged: `path`, or the one file in the folder or archive `path` that has some of `classes`.

    With `functions` these are names of functions. The Python files of an archive are in a temporary folder as long as
    the context lasts. Raises UsageError if there is no such file, or more than one.
    """
    if path.is_dir():
        yield _only_one(path, sorted(path.rglob("*.py")), classes, functions=functions)
    elif path.is_file() and zipfile.is_zipfile(path):
        with tempfile.TemporaryDirectory() as folder:
            _lay_out(path, Path(folder))
            files = sorted(Path(folder).rglob("*.py"))
            yield _only_one(path, files, classes, functions=functions, inside=Path(folder))
    else:
        yield path


def defined_names(content: bytes, names: Iterable[str], keyword: str = "class") -> frozenset[str]:
    """The `names` that follow the `keyword`, a regular expression, at the beginning of a line."""
    pattern = re.compile(rf"^(?:{keyword})\s+({'|'.join(map(re.escape, names))})\b".encode(), re.MULTILINE)
    return frozenset(match[1].decode() for match in pattern.finditer(content))


def is_answer(name: str) -> bool:
    """Whether a file with this name is preferred to others: the homework calls the file Answer.py."""
    return name.lower() == "answer.py"


def _only_one(
    place: Path, files: list[Path], names: Collection[str], *, functions: bool, inside: Path | None = None
) -> Path:
    kind, keyword = ("functions", "def") if functions else ("classes", "class")
    candidates = [file for file in files if file.is_file() and defined_names(file.read_bytes(), names, keyword)]
    called_answer = [file for file in candidates if is_answer(file.name)]
    if len(called_answer) == 1:
        return called_answer[0]
    if len(candidates) == 1:
        return candidates[0]
    if not candidates:
        raise UsageError(f"{place} holds no Python file with one of the {kind} of the assignment; name the file itself")
    several = ", ".join(file.relative_to(inside or place).as_posix() for file in candidates[:5])
    raise UsageError(f"{place} holds several files with {kind} of the assignment ({several}); name one of them")


def _lay_out(archive: Path, folder: Path) -> None:
    """Write the archive's Python files with their folders into `folder`; `zipfile` writes none outside of it."""
    try:
        with _opened(archive) as opened:
            entries = [entry for entry in opened.infolist() if entry.filename.lower().endswith(".py")]
            if sum(entry.file_size for entry in entries) > _LARGEST:
                raise UsageError(
                    f"the Python files in {archive} are larger than {_LARGEST >> 20} MiB; unpack it yourself"
                )
            for entry in entries:
                entry.filename = ntpath.splitdrive(entry.filename)[1]  # `zipfile` does this only on Windows
            opened.extractall(folder, entries)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError) as error:
        raise UsageError(f"the archive {archive} cannot be read ({error}); unpack it and name the file") from error


def _opened(archive: Path) -> zipfile.ZipFile:
    """The open archive; Korean Windows writes names in its own code page without declaring it."""
    try:
        return zipfile.ZipFile(archive, metadata_encoding="cp949")
    except UnicodeDecodeError:
        return zipfile.ZipFile(archive)
