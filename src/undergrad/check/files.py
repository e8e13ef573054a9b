"""Checks a file: the student's process, the judge, the report."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from msgspec import structs

from undergrad.check.assignment import Assignment, Item, load_assignment, shipped
from undergrad.check.dialect import standing_for
from undergrad.check.failures import explained, place
from undergrad.check.forbidden import not_allowed
from undergrad.check.judge import Judge
from undergrad.check.judgement import Judgement, methods_in
from undergrad.check.seen import see
from undergrad.check.submission import student_file
from undergrad.display.languages import Language, choose
from undergrad.errors import UsageError, unknown
from undergrad.exercises.answers import checked_seed
from undergrad.exercises.table import exercise_called
from undergrad.findings.records import Finding
from undergrad.findings.report import Report
from undergrad.findings.sentences import Words, joined, phrase
from undergrad.sandbox.process import Contents, StudentProcess
from undergrad.sandbox.worker.script import Failure
from undergrad.source.program import parsed

_WRITES = ("writes-answers",)
_SLOW_IMPORT = 2.0  # seconds
_FLOOD = 2**16  # characters
_SEARCH = 30.0  # seconds that all searches in a file may take; usually they take one or two
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
    language: Language | None = "en",
) -> Report:
    """Judge the classes in the Python file `path`, or in that of a folder or zip archive, in a separate process.

    `only` names classes or `Class.method`s of the assignment; with `strict` every remark is a failure. `seed`, a whole
    number from 0 on, determines all random numbers; the default is a new seed. Each call of the student's code may take
    `limit` seconds, the import `import_limit`; `memory` is in bytes. Without `allow_undergrad` the file cannot import
    undergrad, whose layers are the answers. `printed` receives the file's output, piece by piece. The report is in
    `language`: en for English, ko for Korean, None for the language of the system's locale.

    Raises UsageError for a file that does not exist or is not Python source, for an unknown name or language, and for a
    seed or a limit that cannot be used; UndergradError if no process can be started. Errors of the student's code are
    in the report.

    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "Answer.py"
    ...     _ = file.write_text("class ReLU:\\n    def forward(self, z): return abs(z)")
    ...     report = check_file(file, only="ReLU.forward", seed=1)
    >>> [record.cause for record in report.failures if record.check == "values"]
    ['relu-abs']
    """
    task = load_assignment(assignment) if isinstance(assignment, str) else assignment
    task = task.strict() if strict else task
    items, language = _chosen(task, only), choose(language)
    options: dict[str, Any] = {"limit": limit, "import_limit": import_limit, "memory": memory, "echo": printed}
    judgement = judge_file(path, task, items, seed=seed, allow_undergrad=allow_undergrad, **options)
    if only is not None:
        judgement = structs.replace(judgement, unasked=())
    return judgement.report(task, language, items)


def judge_file(
    path: str | os.PathLike[str],
    task: Assignment,
    items: Sequence[Item] | None = None,
    *,
    seed: int | None = None,
    limit: float = 3.0,
    import_limit: float = 10.0,
    **options: Any,
) -> Judgement:
    """The judgement of a file for the methods `items`, by default all of `task`, before severities and points.

    The parameters are those of `check_file`; `options` go to `StudentProcess`.
    """
    items = list(task.methods if items is None else items)
    seed = checked_seed(seed)
    _checked_limit("a call", limit)
    _checked_limit("the import", import_limit)
    with student_file(Path(path), task.classes, functions=task.of_functions) as file:
        _readable(file)
        with StudentProcess(file, limit=limit, import_limit=import_limit, **options) as process:
            return judge_process(process, file, task, items, seed, subject=str(path))[0]


def judge_process(
    process: StudentProcess, file: Path, task: Assignment, items: list[Item], seed: int, *, subject: str
) -> tuple[Judgement, Judge | None]:
    """The judgement of a file whose process is running, and the judge, which can answer further questions.

    The judge is None if the file cannot be imported, or has no class of the assignment.
    """
    contents = process.contents
    judge: Judge | None = None
    seen = [see(entry) for entry in (*_of_import(file, contents), *_unjudged(file, contents, task, items))]
    classes = contents.classes
    if not contents.failure and _has_any(contents, task):
        judge = Judge(process, contents.classes, task, seed, parsed(file))
        judge.may_search = _enough_time(process)
        classes = judge.classes  # under the assignment's names
        seen += judge.seen(items)
        seen += not_allowed(file, task, judge.dialect.place_of)
    if process.foreign and not any(
        entry.records["en"].verdict == "fail" and entry.records["en"].causes == _WRITES for entry in seen
    ):
        message = phrase("file-writes-answers", failure=phrase("writes-answers"))
        seen.insert(0, see(_of_file(file, "fail", message=message, causes=_WRITES)))
    own = [name for name, entry in contents.classes.items() if entry.get("own") and name not in task.classes]
    meant = {standing_for(cls, own) for cls in task.classes if contents.classes.get(cls, {}).get("kind") != "class"}
    judgement = Judgement(
        subject=subject,
        seed=seed,
        seen=tuple(entry.in_module(file.stem) for entry in seen),
        there=methods_in(classes, task),
        unasked=tuple(name for name in own if name not in meant),
    )
    return judgement, judge


def _enough_time(process: StudentProcess) -> Callable[[], bool]:
    """Whether a search may go on: for some seconds from its begin, and not with the time that later work needs."""
    ends: float | None = None

    def enough() -> bool:
        nonlocal ends
        ends = process.clock() + _SEARCH if ends is None else ends
        return process.clock() < ends and process.has_half_its_time

    return enough


def _has_any(contents: Contents, task: Assignment) -> bool:
    """Whether the file has a class of the assignment, or a function if the assignment asks for functions."""
    kind = "function" if task.of_functions else "class"
    return any(contents.classes.get(cls, {}).get("kind") == kind for cls in task.classes)


def _unjudged(file: Path, contents: Contents, task: Assignment, items: list[Item]) -> Iterator[Finding]:
    """Findings that say why the required methods cannot be judged, if none of them can be."""
    asked = [item for item in items if not item.may_be_absent]
    if contents.failure:
        yield from (_not_run(item, phrase("importable-first")) for item in asked)
    elif not _has_any(contents, task):
        yield _of_another(file, contents, task)
        none = phrase("no-function-of-assignment") if task.of_functions else phrase("no-class-of-assignment")
        yield from (_not_run(item, none) for item in asked)


def _chosen(task: Assignment, only: str | Iterable[str] | None) -> list[Item]:
    """The methods that `only` selects: names of classes or methods, in a list or separated by commas."""
    if only is None:
        return list(task.methods)
    names = [name.strip() for text in ([only] if isinstance(only, str) else only) for name in text.split(",")]
    methods = [item.name for item in task.methods]
    for name in names:
        if name not in methods and name not in task.classes:
            raise unknown("method", name, methods) if "." in name else unknown("class", name, task.classes)
    return [item for item in task.methods if {item.name, item.name.partition(".")[0]} & set(names)]


def _of_file(path: Path, verdict: str, **fields: Any) -> Finding:
    """A finding about the file as a whole."""
    return Finding(cls=path.name, method="", check="import", verdict=verdict, **fields)


def _of_another(path: Path, contents: Contents, task: Assignment) -> Finding:
    """The finding for a file without anything of the assignment: what it has, and which assignment that looks like."""
    if task.of_functions:
        functions = [name for name, entry in contents.classes.items() if entry["kind"] == "function"]
        has = ", ".join(functions[:8]) or phrase("no-function-at-all")
        return _of_file(path, "fail", message=phrase("asks-for-no-function", assignment=task.name, own=has))
    own = [name for name, entry in contents.classes.items() if entry["kind"] == "class" and entry["own"]]
    known = {name: len(set(own) & set(load_assignment(name).classes)) for name in shipped() if name != task.name}
    likely = max(known, key=lambda name: known[name], default="")
    fields: dict[str, Any] = {"assignment": task.name, "own": ", ".join(own[:8]) or phrase("no-class-at-all")}
    message = phrase("asks-for-none", **fields)
    if likely and known[likely]:
        message = phrase("asks-for-none-looks-like", **fields, likely=likely)
    elif pairs := [(other, cls) for cls in task.classes if (other := standing_for(cls, own))]:
        questions = joined("comma", [phrase("is-meant", cls=cls, other=other) for other, cls in pairs])
        message = phrase("asks-for-none-meant", **fields, questions=questions)
    return _of_file(path, "fail", message=message)


def _checked_limit(what: str, seconds: float) -> None:
    if not 0 < seconds <= threading.TIMEOUT_MAX:  # also true for nan, for which every comparison is false
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
    for magic, kind in _KINDS.items():
        if start.startswith(magic):
            raise UsageError(f"{path} is {kind}")
    if b"\0" in start:
        raise UsageError(f"{path} is not Python source: it holds bytes that no text has")
    if path.suffix == ".ipynb":
        raise UsageError(f"{path} is a notebook; save its code as a .py file (File, Download as, Python)")
    if path.suffix.lower() not in (".py", ".pyw"):
        raise UsageError(f"{path} is not a Python file: its name must end in .py")


def _of_import(path: Path, contents: Contents) -> Iterator[Finding]:
    """The findings about the import itself."""
    if contents.failure is not None:
        yield _of_file(path, "fail", **_why_not_imported(contents.failure))
    elif contents.seconds > _SLOW_IMPORT:
        message = phrase("import-takes", seconds=contents.seconds)
        yield _of_file(path, "remark", message=message, causes=("slow-import",))
    if contents.failure is None and contents.printed > _FLOOD:
        yield _of_file(path, "remark", message=phrase("import-prints", count=contents.printed), causes=("prints",))
    if contents.replaced:  # the import changed functions of Python or NumPy for all other code
        names = ", ".join(contents.replaced[:5]) + (", ..." if len(contents.replaced) > 5 else "")
        yield _of_file(path, "remark", message=phrase("replaces", names=names))


def _why_not_imported(failure: Failure) -> dict[str, Any]:
    """The fields of the finding for a file that cannot be imported."""
    reason, causes = explained(failure)
    line: Words = place(failure.line)
    hint: Words = ""
    message: Words = phrase("on-import", failure=reason)
    if failure.kind == "timeout":
        message, causes = phrase("import-not-in-time", failure=reason), ("slow-import",)
    elif failure.type in ("SyntaxError", "IndentationError", "TabError"):
        message, causes = phrase("cannot-read-file", why=failure.message), ("syntax-error",)
        if _NOT_UTF8 in failure.message:
            message = phrase("cannot-read-file", why=phrase("not-utf-8"))
            if failure.line:
                line = place(replace(failure.line, source=""))  # it is garbled
            hint = phrase("hint-encoding")
        elif failure.type != "SyntaxError":
            hint = phrase("hint-indented")
        elif failure.line and failure.line.source[:1] in ("%", "!"):
            hint = phrase("hint-notebook")
    elif causes == ("textbook-imported",):
        message = reason
    return {"message": message, "causes": causes, "line": line, "hint": hint}


def _not_run(item: Item, message: Words) -> Finding:
    exercise = exercise_called(item.name)
    return Finding(cls=exercise.cls, method=exercise.method, check="exists", verdict="not run", message=message)
