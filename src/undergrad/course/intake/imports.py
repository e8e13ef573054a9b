"""Finds the classes and functions that each Python file defines or imports from the others, without running it."""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from undergrad.check.submission import defined_names

#: The beginning of a line that defines an asked name.
DEFINITION = "class|def"


@dataclass(frozen=True)
class Module:
    """The definitions and imports in the text of one Python file."""

    path: str
    #: The asked names that it defines itself.
    defines: frozenset[str]
    #: The names it imports: by its own name, the module and the name there, `*` for all.
    takes: tuple[tuple[str, str, str], ...] = ()
    #: Whether it imports from `.`, which only a file of a package can do.
    is_relative: bool = False
    #: Whether importing it does more than define names: it has a loop or a call at its top level.
    does_work: bool = False
    #: Whether it contains tests, like the course's `test_answer.py`.
    is_test: bool = False


def read_module(path: str, content: bytes, asked: Collection[str], *, parse: bool = True) -> Module:
    """Read the file's text; if it is not Python, or must not be parsed, only the lines that define asked names."""
    name = PurePosixPath(path).name.lower()
    is_test = name.startswith("test_") or name.endswith("_test.py") or name == "conftest.py"
    try:
        tree = ast.parse(content) if parse else None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        tree = None
    if tree is None:
        return Module(path, defined_names(content, asked, DEFINITION), is_test=is_test)
    defines: set[str] = set()
    takes: list[tuple[str, str, str]] = []
    is_relative = does_work = False
    for statement in _top_level(tree):
        match statement:
            case ast.ClassDef(name=defined) | ast.FunctionDef(name=defined):
                defines |= {defined} & set(asked)
                bases = [base for base in getattr(statement, "bases", ()) if isinstance(base, ast.Attribute)]
                is_test = is_test or any(base.attr == "TestCase" for base in bases)
            case ast.ImportFrom(module=module, names=names, level=level):
                is_relative = is_relative or level > 0
                origin = "." * level + (module or "")
                takes += [(alias.asname or alias.name, origin, alias.name) for alias in names]
            case ast.Assign(targets=targets, value=ast.Name() | ast.Attribute()):
                defines |= {target.id for target in targets if isinstance(target, ast.Name)} & set(asked)
            case ast.For() | ast.While() | ast.With():
                does_work = True
            case ast.Expr(value=ast.Call()):
                does_work = True
    return Module(path, frozenset(defines), tuple(takes), is_relative, does_work, is_test)


def _top_level(tree: ast.Module) -> list[ast.stmt]:
    """The statements that an import runs, also in `try` and `if`, except those only for a script."""
    statements: list[ast.stmt] = []
    waiting = list(reversed(tree.body))
    while waiting:
        statement = waiting.pop()
        match statement:
            case ast.If(test=test, body=body, orelse=orelse):
                for_scripts = any(isinstance(part, ast.Name) and part.id == "__name__" for part in ast.walk(test))
                inner = orelse if for_scripts else [*body, *orelse]
                waiting += reversed(inner)
            case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=finalbody):
                inner = [*body, *(part for handler in handlers for part in handler.body), *orelse, *finalbody]
                waiting += reversed(inner)
            case _:
                statements.append(statement)
    return statements


def reachable(modules: Mapping[str, Module]) -> dict[str, frozenset[str]]:
    """For each file, the asked names in its namespace after it is imported from its own folder."""
    asked = frozenset(name for module in modules.values() for name in module.defines)
    have = {path: set(module.defines) for path, module in modules.items()}
    imports = [
        (path, own_name, target, name)
        for path, module in modules.items()
        for own_name, origin, name in module.takes
        if (target := _file_of(path, origin, modules)) is not None
    ]
    changed = True
    while changed:
        changed = False
        for path, own_name, target, name in imports:
            gained = have[target] if name == "*" else {own_name} if name in have[target] else set()
            if not (gained & asked) <= have[path]:
                have[path] |= gained & asked
                changed = True
    return {path: frozenset(names) for path, names in have.items()}


def _file_of(path: str, origin: str, modules: Mapping[str, Module]) -> str | None:
    """The file among `modules` to which `origin` in the file `path` refers; None if it is elsewhere."""
    folder = PurePosixPath(path).parent
    level = len(origin) - len(origin.lstrip("."))
    for _ in range(level - 1):
        folder = folder.parent
    parts = [part for part in origin.lstrip(".").split(".") if part]
    target = folder.joinpath(*parts)
    return next((file for file in (f"{target}.py", f"{target}/__init__.py") if file in modules), None)
