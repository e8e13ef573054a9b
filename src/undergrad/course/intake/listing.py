"""The contents of a folder or an archive, as a list of files that are read one at a time when needed."""

from __future__ import annotations

import datetime
import functools
import os
import stat
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from undergrad.course.intake.limits import DEEPEST_PATH, LONGEST_PART, MOST_ENTRIES
from undergrad.course.intake.names import below, composed, folder_for, shown
from undergrad.course.sentences import say
from undergrad.display.languages import Text
from undergrad.files import open_binary

#: Files that computers and tools put beside a student's files, and that nobody hands in on purpose.
_JUNK_FOLDERS = {
    "__macosx", "__pycache__", ".git", ".svn", ".hg", ".idea", ".vscode", ".ipynb_checkpoints", ".venv", "venv",
    "node_modules", "site-packages", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".spotlight-v100", ".trashes",
}  # fmt: skip
_JUNK_FILES = {".ds_store", "thumbs.db", "desktop.ini", "icon\r"}


class Unreadable(Exception):
    """Raised for a file that cannot be read; `why` is the sentence."""

    def __init__(self, why: Text) -> None:
        self.why = why
        super().__init__(why["en"])


@dataclass(frozen=True)
class Entry:
    """A submitted file, or an empty folder."""

    #: The path below the folder or archive that lists it, with `/` between folders, composed; it never leads out.
    path: str
    size: int
    #: The time of its last change, by the clock of the machine that wrote it; without a zone, as in zip archives.
    modified: datetime.datetime | None
    #: Returns its bytes, up to a number; raises Unreadable.
    read: Callable[[int], bytes]
    #: The file itself if it is on the disk.
    place: Path | None = None
    #: Why it is not read, for example because it is a link; empty if it is read.
    trouble: Text | None = None
    is_folder: bool = False
    #: Whether its path, as it was written, led out of its folder.
    led_out: bool = False

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True)
class Listing:
    """The files of one folder or archive."""

    #: Its path below the command's argument, with `!` before the part inside an archive.
    source: str
    entries: tuple[Entry, ...] = ()
    #: Why it cannot be read as a whole; None if it can.
    problem: Text | None = None
    remarks: tuple[Text, ...] = ()

    @property
    def files(self) -> tuple[Entry, ...]:
        """Its entries without empty folders."""
        return tuple(entry for entry in self.entries if not entry.is_folder)

    def children(self) -> Iterator[Entry | Listing]:
        """Its direct contents: each file, and each folder as a listing of its own, sorted by name."""
        grouped: dict[str, list[Entry]] = {}
        for entry in self.entries:
            grouped.setdefault(entry.path.partition("/")[0], []).append(entry)
        for name, entries in sorted(grouped.items()):
            direct = [entry for entry in entries if entry.path == name and not entry.is_folder]
            yield from direct
            inner = [entry for entry in entries if entry not in direct]
            if inner:
                trouble = next((entry.trouble for entry in inner if entry.path == name), None)
                yield Listing(f"{self.source}{name}/", tuple(_within(name, inner)), problem=trouble)


def _within(folder: str, entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries with paths relative to the folder, without the folder itself."""
    for entry in entries:
        if entry.path != folder:
            yield replace(entry, path=entry.path[len(folder) + 1 :])


def kept_parts(path: str) -> tuple[str, ...]:
    """The parts of a path for a listing: composed, of limited length, and without parts that lead out."""
    parts = below(path)
    if len(parts) > DEEPEST_PATH:
        parts = (folder_for(parts[:-1]), parts[-1])
    return tuple(composed(part[:LONGEST_PART]) for part in parts)


def is_junk(parts: tuple[str, ...]) -> bool:
    """Whether a path leads to a file that a computer or a tool wrote for itself."""
    name = parts[-1].casefold()
    folders = any(part.casefold() in _JUNK_FOLDERS for part in parts)
    return folders or name in _JUNK_FILES or name.startswith("._") or name.endswith((".pyc", ".pyo"))


def listing_of_folder(folder: Path, *, source: str = "", without: Collection[Path] = ()) -> Listing:
    """The files below `folder`; links and devices are named and not followed. `without` is left out."""
    entries: list[Entry] = []
    remarks: list[Text] = []
    names = {path.name for path in without}
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        try:
            with os.scandir(place) as scanned:
                items = sorted(scanned, key=lambda item: item.name)
        except OSError as error:
            problem = say("cannot-be-read", what=shown(_relative(place, folder) or folder.name), why=_reason(error))
            if place == folder:
                return Listing(source, problem=problem)
            remarks.append(problem)
            entries.append(_folder_entry(place, folder, trouble=problem))
            continue
        if not items and place != folder:
            entries.append(_folder_entry(place, folder))
        for item in items:
            path = Path(item.path)
            if item.name in names and path.resolve() in without:
                continue
            if item.is_dir(follow_symlinks=False):
                if not is_junk((_text(item.name),)):
                    waiting.append(path)
            elif entry := _file_entry(path, _relative(path, folder)):
                entries.append(entry)
        if len(entries) > MOST_ENTRIES:
            return Listing(source, problem=say("too-many-entries", what=shown(folder.name), most=MOST_ENTRIES))
    return Listing(source, tuple(sorted(entries, key=lambda entry: entry.path)), remarks=tuple(remarks))


def entry_of_file(path: Path) -> Entry:
    """The entry of a single file on the disk."""
    return _file_entry(path, _text(path.name)) or Entry(_text(path.name), 0, None, functools.partial(_read, path))


def _file_entry(path: Path, relative: str) -> Entry | None:
    parts = kept_parts(relative)
    if is_junk(parts):
        return None
    relative, read = "/".join(parts), functools.partial(_read, path)
    try:
        status = path.lstat()
    except OSError as error:
        trouble = say("cannot-be-read", what=shown(relative), why=_reason(error))
        return Entry(relative, 0, None, read, trouble=trouble)
    modified = datetime.datetime.fromtimestamp(status.st_mtime, datetime.UTC)
    if stat.S_ISREG(status.st_mode):
        return Entry(relative, status.st_size, modified, read, place=path)
    trouble = say("is-a-link" if stat.S_ISLNK(status.st_mode) else "is-a-device", what=shown(relative))
    return Entry(relative, status.st_size, modified, read, trouble=trouble)


def _folder_entry(place: Path, folder: Path, trouble: Text | None = None) -> Entry:
    path = "/".join(kept_parts(_relative(place, folder)))
    return Entry(path, 0, None, functools.partial(_read, place), trouble=trouble, is_folder=True)


def _read(path: Path, most: int) -> bytes:
    try:
        with open_binary(path) as file:
            content = b""
            while len(content) <= most and (piece := file.read(most + 1 - len(content))):
                content += piece
    except OSError as error:
        raise Unreadable(say("cannot-be-read", what=shown(_text(path.name)), why=_reason(error))) from error
    if len(content) > most:
        raise Unreadable(say("file-too-large", what=shown(_text(path.name)), most=most >> 20))
    return content


def _reason(error: OSError) -> str:
    """The system's own message, such as "Permission denied"."""
    cause = error.__cause__
    return error.strerror or (cause.strerror if isinstance(cause, OSError) and cause.strerror else "") or str(error)


def _relative(path: Path, folder: Path) -> str:
    relative = path.relative_to(folder).as_posix()
    return "" if relative == "." else _text(relative)


def _text(name: str) -> str:
    """A name whose bytes are not UTF-8, in the encoding of Korean Windows."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("cp949", "replace")
    return name
