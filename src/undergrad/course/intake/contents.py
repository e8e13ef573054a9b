"""The files of one attempt: their bytes under safe names, within the limits, notebooks as code."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from undergrad.course.intake.kinds import Kind, kind_of
from undergrad.course.intake.limits import LARGEST_FILE, LARGEST_SUBMISSION, MOST_FILES
from undergrad.course.intake.listing import Entry, Unreadable
from undergrad.course.intake.names import distinct, safe_path, shown
from undergrad.course.intake.notebook import code_of
from undergrad.course.sentences import say
from undergrad.display.languages import Text

#: The order of reading, so that the limits cut off the least important files.
_ORDER: tuple[Kind, ...] = ("python", "notebook", "document", "other", "foreign archive", "archive")
_MOST_SAID = 3


@dataclass
class Contents:
    """The files of one submission in memory."""

    files: dict[str, bytes] = field(default_factory=dict)
    #: The Python files, and those of them that were made from a notebook.
    python: list[str] = field(default_factory=list)
    from_notebooks: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    remarks: list[Text] = field(default_factory=list)
    #: Why code could not be read, a sentence each.
    troubles: list[Text] = field(default_factory=list)


def read_contents(own: Collection[Entry], shared: Collection[Entry] = ()) -> Contents:
    """Read the files of one attempt, its `own` and those that are `shared` with others, the code first.

    Common folders of all its own files are left out of the paths. A remark names each file that is not read.
    """
    contents = Contents()
    within = (_common_folder(own), _common_folder(shared))
    pairs = [(entry, top) for entries, top in zip((own, shared), within, strict=True) for entry in entries]
    ordered = sorted(pairs, key=lambda pair: (_ORDER.index(kind_of(pair[0].name)), pair[0].size, pair[0].path))
    taken: set[str] = set()
    left: list[Text] = []
    renamed: list[tuple[str, str]] = []
    led_out: list[str] = []
    size = beyond = 0
    for entry, top in ordered:
        kind = kind_of(entry.name)
        if len(contents.files) >= MOST_FILES or size >= LARGEST_SUBMISSION:
            beyond += 1
            continue
        try:
            if entry.trouble:
                raise Unreadable(entry.trouble)
            content = entry.read(min(LARGEST_FILE, LARGEST_SUBMISSION - size))
        except Unreadable as error:
            (contents.troubles if kind in ("python", "notebook") else left).append(error.why)
            continue
        plain = entry.path.removeprefix(top)
        path = distinct(safe_path(plain), taken)
        if entry.led_out:
            led_out.append(path)
        elif path != plain:
            renamed.append((entry.path, path))
        contents.files[path] = content
        size += len(content)
        if kind == "python":
            contents.python.append(path)
        elif kind == "notebook":
            _add_code(contents, path, content, taken)
        elif kind == "document":
            contents.documents.append(path)
    contents.remarks += contents.troubles[:_MOST_SAID] if contents.python else []
    contents.remarks += left[:_MOST_SAID]
    unsaid = len(left) - _MOST_SAID + (max(0, len(contents.troubles) - _MOST_SAID) if contents.python else 0)
    if unsaid > 0:
        contents.remarks.append(say("more-left-out", count=unsaid))
    if beyond:
        contents.remarks.append(say("beyond-limits", count=beyond, files=MOST_FILES, size=LARGEST_SUBMISSION >> 20))
    if led_out:
        contents.remarks.append(say("led-out", count=len(led_out), file=shown(led_out[0])))
    for old, new in renamed[:_MOST_SAID]:
        contents.remarks.append(say("renamed", old=shown(old), new=shown(new)))
    if len(renamed) > _MOST_SAID:
        contents.remarks.append(say("more-renamed", count=len(renamed) - _MOST_SAID))
    contents.documents.sort()
    return contents


def _add_code(contents: Contents, path: str, content: bytes, taken: set[str]) -> None:
    """Add the code of the notebook `path` as a Python file beside it."""
    try:
        code = code_of(content)
    except ValueError as error:
        contents.troubles.append(say("broken-notebook", file=shown(path), why=shown(str(error))))
        return
    if not code.cells:
        contents.troubles.append(say("notebook-without-code", file=shown(path)))
        return
    pure = PurePosixPath(path)
    python = distinct(str(pure.with_name(f"{pure.stem}.py")), taken)
    contents.files[python] = code.text.encode("utf-8", "backslashreplace")
    contents.python.append(python)
    contents.from_notebooks.append(python)
    contents.remarks.append(say("from-notebook", notebook=shown(path), file=shown(python), cells=code.cells))
    if code.commands:
        contents.remarks.append(say("notebook-commands", notebook=shown(path), count=code.commands))


def _common_folder(entries: Collection[Entry]) -> str:
    """The common folders of all files, with `/` at the end; a folder that is a package does not count."""
    paths = [entry.path for entry in entries]
    top = ""
    while paths and all("/" in path for path in paths) and len({path.partition("/")[0] for path in paths}) == 1:
        if any(path.partition("/")[2] == "__init__.py" for path in paths):
            break
        top += f"{paths[0].partition('/')[0]}/"
        paths = [path.partition("/")[2] for path in paths]
    return top
