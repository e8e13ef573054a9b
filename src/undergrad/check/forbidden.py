"""Finds what a file uses although the assignment does not allow it: forbidden names, and modules that are not listed.

Only uses by a method of the assignment count, directly or through functions of the file that it calls: a student may
compare with `np.tanh` in a test of their own. Other files are not read.
"""

from __future__ import annotations

import ast
import importlib.util
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from undergrad.check.assignment import Assignment
from undergrad.check.dialect import other_names
from undergrad.check.failures import place
from undergrad.check.seen import Seen, see
from undergrad.exercises.table import exercise_called
from undergrad.files import read_whole
from undergrad.findings.records import Finding
from undergrad.findings.sentences import Words, phrase
from undergrad.sandbox.worker.script import Line
from undergrad.source.uses import Definition, Key, Use, Uses

#: Modules that every file may import: whether it may import the textbook is decided elsewhere.
_ALWAYS = ("__future__", "undergrad")


def not_allowed(path: Path, assignment: Assignment, names: Callable[[str], str] = str) -> list[Seen]:
    """Findings about forbidden uses in the file's methods, and about forbidden imports that no method uses.

    `names` maps a method of the assignment to its name in the file. The list is empty if the file is not Python: the
    check reports that itself.
    """
    if not (assignment.forbidden or assignment.imports):
        return []
    content = read_whole(path)
    try:
        with warnings.catch_warnings(action="ignore"):  # warnings about the file's code do not matter here
            tree = ast.parse(content)
        uses = Uses(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    return list(_Reader(path, importlib.util.decode_source(content), assignment, uses).seen(names))


class _Reader:
    """Finds what is not allowed in one file."""

    def __init__(self, path: Path, source: str, assignment: Assignment, uses: Uses) -> None:
        self.path, self.assignment, self.uses = path, assignment, uses
        self.lines = source.split("\n")
        outside = uses.definitions.get(("", ""), Definition())
        #: The imports outside of functions and classes.
        self.imports = sorted(outside.imports, key=lambda use: use.line)

    def seen(self, names: Callable[[str], str]) -> Iterator[Seen]:
        """The findings of each method, and then of the file."""
        places = {item.name: self._place(names(item.name)) for item in self.assignment.methods}
        known = {key for key in places.values() if key is not None}
        of_methods: set[Use] = set()
        for name, key in places.items():
            if key is None:
                continue
            exercise = exercise_called(name)
            reached = list(self.uses.reached(key, known))
            used = [use for definition in reached for use in definition.uses]
            imports = [use for definition in reached for use in definition.imports]
            imports += [use for use in self.imports if any(_within(other.name, use.name) for other in used)]
            of_methods |= set(imports)
            if not any(_is_in(use.name, self.assignment.forbidden) for use in used):
                used = [use for use in imports if _is_module_in(use, self.assignment.forbidden)]
            for finding in self._findings(exercise.cls, exercise.method, used, imports):
                yield see(finding, name)
        rest = [use for use in self.imports if use not in of_methods]
        whole = [use for use in rest if _is_module_in(use, self.assignment.forbidden)]
        yield from (see(finding) for finding in self._findings(self.path.name, "", whole, rest))

    def _place(self, name: str) -> Key | None:
        """The place of an assignment's method in the file."""
        cls, _, method = name.rpartition(".")
        others = other_names()
        classes = [cls, *(other for other, same in others.same.items() if same == cls)]
        methods = [method, *others.methods.get(cls, {}).get(method, [])]
        keys = (self.uses.place(class_name, method_name) for class_name in classes for method_name in methods)
        return next((key for key in keys if key), None)

    def _findings(self, cls: str, method: str, uses: Iterable[Use], imports: Iterable[Use]) -> Iterator[Finding]:
        forbidden = self.assignment.forbidden
        if used := _first_lines(use for use in uses if _is_in(use.name, forbidden)):
            message = phrase("uses-forbidden", names=", ".join(used))
            yield self._finding(cls, method, "forbidden-call", message, min(used.values()))
        others = (use for use in imports if not _is_in(use.name, forbidden) and not self._may_import(use.name))
        if unlisted := _first_lines(others):
            message = phrase("imports-unlisted", names=", ".join(unlisted))
            listed = phrase("hint-listed-imports", names=", ".join(self.assignment.imports))
            yield self._finding(cls, method, "import-not-allowed", message, min(unlisted.values()), listed)

    def _finding(self, cls: str, method: str, cause: str, message: Words, number: int, hint: Words = "") -> Finding:
        line = place(Line(self.path.name, number, self.lines[number - 1].strip()))
        return Finding(
            cls=cls,
            method=method,
            check="source",
            verdict="fail",
            message=message,
            causes=(cause,),
            line=line,
            hint=hint,
        )

    def _may_import(self, name: str) -> bool:
        """Whether the assignment lists a module, or it is a file or folder beside the student's file."""
        if not self.assignment.imports or _is_in(name, (*self.assignment.imports, *_ALWAYS)):
            return True
        beside = self.path.parent / name.partition(".")[0]
        return beside.with_suffix(".py").is_file() or beside.is_dir()


def _within(name: str, module: str) -> bool:
    """Whether a dotted name is the module or lies in it.

    >>> _within("numpy.linalg.norm", "numpy.linalg"), _within("numpy.linalg2", "numpy.linalg")
    (True, False)
    """
    return name == module or name.startswith(f"{module}.")


def _is_in(name: str, modules: Collection[str]) -> bool:
    return any(_within(name, module) for module in modules)


def _is_module_in(use: Use, modules: Collection[str]) -> bool:
    """Whether the imported name and the module that it comes from are both in one of the modules."""
    return _is_in(use.name, modules) and _is_in(use.name.rpartition(".")[0] or use.name, modules)


def _first_lines(uses: Iterable[Use]) -> dict[str, int]:
    """Each name with the first line that uses it, in the order of the lines."""
    lines: dict[str, int] = {}
    for use in sorted(set(uses), key=lambda use: (use.line, use.name)):
        lines.setdefault(use.name, use.line)
    return lines
