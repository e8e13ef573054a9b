"""Checks a file: the student's process, the judge, the report."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from undergrad.check.assignment import CHECKS, Assignment, Item, load_assignment, shipped
from undergrad.check.causes import finish
from undergrad.check.failures import explained
from undergrad.check.judge import Judge
from undergrad.check.other_names import standing_for
from undergrad.check.questions import checked_seed
from undergrad.check.records import Record, Report
from undergrad.check.reproduce import MODULE
from undergrad.check.stubs import blanks
from undergrad.check.submission import student_file
from undergrad.errors import UsageError, unknown
from undergrad.sandbox.process import FOREIGN, Contents, StudentProcess

_WRITES = ("writes-answers",)
_SLOW_IMPORT = 2.0  # seconds
_FLOOD = 2**16  # characters
_OF_NOTEBOOK = "A line that starts with % or ! works in a notebook only: take it out."
_INDENTED = "How far are this line and the one above it indented, and by spaces or by tabs?"
_NOT_UTF8 = "(unicode error) 'utf-8' codec"
_KINDS = {
    b"PK\x03\x04": "a damaged zip archive; unpack it and check the Python file in it",
    b"%PDF": "a PDF; check the Python file",
    b"\x89PNG": "a picture; check the Python file",
    b"\xff\xfe": "saved as UTF-16; save it as UTF-8",
    b"\xfe\xff": "saved as UTF-16; save it as UTF-8",
}


def check_file(
    path: str | os.PathLike[str],
    *,
    assignment: str | Assignment = "hw3",
    only: str | Iterable[str] | None = None,
    strict: bool = False,
    seed: int | None = None,
    limit: float = 3.0,
    import_limit: float = 10.0,
    memory: int = 4 * 2**30,
    allow_undergrad: bool = False,
    printed: Callable[[str], object] | None = None,
) -> Report:
    """Judge the classes in the Python file `path`, or in the one of a folder or a zip, in a process of its own.

    `only` names classes or `Class.method`s of the assignment; with `strict` every remark is a failure; `seed` decides
    every number, a fresh one by default. One call of the student's code may take `limit` seconds, the import
    `import_limit`; `memory` is in bytes. Without `allow_undergrad` the file cannot import undergrad, whose layers are
    the answers. `printed` gets what the file prints, piece by piece. UsageError for a file that is not there or not
    Python source, for an unknown name, and for a seed or a limit that cannot be used; UndergradError where no process
    can be started; whatever the student's code does is in the report.
    """
    task = load_assignment(assignment) if isinstance(assignment, str) else assignment
    task = task.strict() if strict else task
    items = _chosen(task, only)
    seed = checked_seed(seed)
    _checked_limit("a call", limit)
    _checked_limit("the import", import_limit)
    with student_file(Path(path), task.classes) as file:
        _readable(file)
        options: dict[str, Any] = {"limit": limit, "import_limit": import_limit, "memory": memory, "echo": printed}
        with StudentProcess(file, **options, allow_undergrad=allow_undergrad) as process:
            contents = process.contents
            records = [*_of_import(file, contents), *_of_methods(file, process, task, items, seed)]
            if process.foreign and not any(r.verdict == "fail" and r.causes == _WRITES for r in records):
                records.insert(0, _of_foreign_bytes(file))
    own = [name for name, entry in contents.classes.items() if entry.get("own") and name not in task.classes]
    meant = {standing_for(cls, own) for cls in task.classes if contents.classes.get(cls, {}).get("kind") != "class"}
    return Report(
        [replace(record, code=record.code.replace(MODULE, file.stem, 1)) for record in records],
        subject=str(path),
        seed=seed,
        points=points_of(items, contents.classes),
        given=[item.name for item in items if item.given],
        unasked=[name for name in own if name not in meant] if only is None else (),
    )


def _of_methods(
    file: Path, process: StudentProcess, task: Assignment, items: list[Item], seed: int
) -> Iterator[Record]:
    """What is to be said of the methods that are asked for, or why nothing is."""
    contents = process.contents
    asked = [item for item in items if not item.may_be_absent]
    if contents.failure:
        yield from (_not_run(item, "the file must be importable first") for item in asked)
    elif any(contents.classes.get(cls, {}).get("kind") == "class" for cls in task.classes):
        yield from Judge(process, contents.classes, task, seed, blanks(file)).all(items, CHECKS)
    else:
        yield _of_another(file, contents, task)
        yield from (_not_run(item, "the file has no class of the assignment") for item in asked)


def points_of(items: Iterable[Item], classes: dict[str, Any]) -> dict[str, float | dict[str, float]]:
    """The points of each method that has some: an absent one's are where the assignment says."""

    def is_there(name: str) -> bool:
        cls, _, method = name.partition(".")
        return method in classes.get(cls, {}).get("methods", {})

    points: dict[str, float | dict[str, float]] = {}
    for item in items:
        place = item.name
        if item.instead and not is_there(place):
            place = next((name for name in item.instead if is_there(name)), item.instead[-1])
        if item.points and place != item.name and isinstance(here := points.get(place, 0.0), float):
            points[place] = here + sum(item.points.values()) if isinstance(item.points, dict) else here + item.points
        elif item.points:
            points[place] = item.points
    return points


def _chosen(task: Assignment, only: str | Iterable[str] | None) -> list[Item]:
    """The methods that `only` names: classes or methods, a list of them, or texts with commas."""
    if only is None:
        return list(task.methods)
    wanted = [name.strip() for text in ([only] if isinstance(only, str) else only) for name in text.split(",")]
    methods = [item.name for item in task.methods]
    for name in wanted:
        if name not in methods and name not in task.classes:
            raise unknown("method", name, methods) if "." in name else unknown("class", name, task.classes)
    return [item for item in task.methods if {item.name, item.name.partition(".")[0]} & set(wanted)]


def _of_foreign_bytes(path: Path) -> Record:
    """The record of a file that has written into its answers between two questions."""
    message = f"once it is imported, the file {FOREIGN}"
    return finish(Record(cls=path.name, method="", check="import", verdict="fail", message=message, causes=_WRITES))


def _of_another(path: Path, contents: Contents, task: Assignment) -> Record:
    """The record of a file that has nothing of the assignment: what it has, and what that looks like."""
    own = [name for name, entry in contents.classes.items() if entry["kind"] == "class" and entry["own"]]
    message = f"the file has no class that {task.name} asks for; it has {', '.join(own[:8]) or 'no class at all'}"
    known = {name: len(set(own) & set(load_assignment(name).classes)) for name in shipped() if name != task.name}
    likely = max(known, key=lambda name: known[name], default="")
    if likely and known[likely]:
        message += f", which looks like {likely}: --assignment {likely}"
    elif pairs := [(other, cls) for cls in task.classes if (other := standing_for(cls, own))]:
        message += "; " + ", ".join(f"is {cls} meant by {other}?" for other, cls in pairs)
    return finish(Record(cls=path.name, method="", check="import", verdict="fail", message=message))


def _checked_limit(what: str, seconds: float) -> None:
    if not 0 < seconds <= threading.TIMEOUT_MAX:  # and not nan, which no comparison is true of
        raise UsageError(f"the time limit of {what} must be a positive number of seconds, not {seconds:g}")


def _readable(path: Path) -> None:
    if not path.exists():
        near = sorted(entry.name for entry in path.parent.glob("*.py")) if path.parent.is_dir() else []
        hint = f"; the Python files beside it: {', '.join(near[:5])}" if near else ""
        raise UsageError(f"there is no file {path}{hint}")
    if not path.is_file():
        raise UsageError(f"{path} is a pipe, a socket or a device; name a regular file with Python source")
    try:
        with open(path, "rb") as file:
            start = file.read(2**16)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    for magic, told in _KINDS.items():
        if start.startswith(magic):
            raise UsageError(f"{path} is {told}")
    if b"\0" in start:
        raise UsageError(f"{path} is not Python source: it holds bytes that no text has")
    if path.suffix == ".ipynb":
        raise UsageError(f"{path} is a notebook; save its code as a .py file (File, Download as, Python)")
    if path.suffix.lower() not in (".py", ".pyw"):
        raise UsageError(f"{path} is not a Python file: its name must end in .py")


def _of_import(path: Path, contents: Contents) -> list[Record]:
    """What is to be said of the import itself."""
    about: dict[str, Any] = {"cls": path.name, "method": "", "check": "import"}
    failure = contents.failure
    if failure is not None:
        (told, causes), hint = explained(failure), ""
        if failure.kind == "timeout":
            told = f"importing the file {failure.message}; does it train, or wait for something?"
            causes = ("slow-import",)
        elif failure.type in ("SyntaxError", "IndentationError", "TabError"):
            why = "it is not saved as UTF-8; save it so" if _NOT_UTF8 in failure.message else failure.message
            told, causes = f"Python cannot read the file: {why}", ("syntax-error",)
            source = failure.line.source if failure.line else ""
            hint = _OF_NOTEBOOK if source[:1] in ("%", "!") and failure.type == "SyntaxError" else ""
            hint = _INDENTED if failure.type != "SyntaxError" else hint
        elif causes == ("textbook-imported",):
            told = failure.message
        else:
            told = f"on import, the file {told}"
        line = str(failure.line) if failure.line else ""
        if _NOT_UTF8 in failure.message:
            line, hint = line.partition(":")[0], "An editor offers the encoding where it saves."  # the rest is garbled
        failed = finish(Record(**about, verdict="fail", message=told, causes=causes, line=line, hint=hint))
        return [failed, *_of_replaced(contents, about)]
    records = []
    if contents.seconds > _SLOW_IMPORT:
        told = f"importing the file takes {contents.seconds:.1f} s"
        records.append(finish(Record(**about, verdict="remark", message=told, causes=("slow-import",))))
    if contents.printed > _FLOOD:
        told = f"importing the file prints {contents.printed:,} characters"
        records.append(finish(Record(**about, verdict="remark", message=told, causes=("prints",))))
    return records + _of_replaced(contents, about)


def _of_replaced(contents: Contents, about: dict[str, Any]) -> list[Record]:
    """A remark on names of Python and NumPy that the file has replaced for everybody, if it has."""
    if not contents.replaced:
        return []
    names = ", ".join(contents.replaced[:5]) + (", ..." if len(contents.replaced) > 5 else "")
    told = f"on import, the file replaces {names}; the check undoes that, for a layer must work with Python and NumPy"
    return [Record(**about, verdict="remark", message=f"{told} as they are")]


def _not_run(item: Item, message: str) -> Record:
    cls, _, method = item.name.partition(".")
    return Record(cls=cls, method=method, check="exists", verdict="not run", message=message)
