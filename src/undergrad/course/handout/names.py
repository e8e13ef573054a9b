"""Finds the names that later lines need from a part of a solution, so that they exist when the part is cut out."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from undergrad.course.handout.parts import Part, Scope


def names_left(parts: Sequence[Part]) -> list[list[str]]:
    """For each part, the names that only it sets and later lines read, or that it returns: `out`, `self.out`.

    They are in the order in which they are set. Names that an earlier part of the same scope has left are not repeated.
    """
    every: list[list[str]] = []
    for part in parts:
        earlier = {
            name
            for other, names in zip(parts, every, strict=False)
            if other.scopes[-1] is part.scopes[-1]
            for name in names
        }
        known = earlier | _known(part, parts)
        needed = {name for row, name in _reads(part.scopes[-1]) if row > part.span.closing and not _is_cut(row, parts)}
        needed |= set(names_returned(part))
        made = dict.fromkeys(name for _, name in _stores(part.statements))
        every.append([name for name in made if name in needed and name not in known])
    return every


def names_returned(part: Part) -> list[str]:
    """The names in a final `return` of the part; none if it returns something else, or nothing."""
    last = part.statements[-1] if part.statements else None
    if not isinstance(last, ast.Return) or last.value is None:
        return []
    entries = last.value.elts if isinstance(last.value, ast.Tuple) else [last.value]
    names = [name for entry in entries if (name := _name_read(entry))]
    return names if len(names) == len(entries) else []


def _known(part: Part, parts: Sequence[Part]) -> set[str]:
    """The names that exist before the part: parameters, names of earlier lines, the attributes of a new object."""
    scope, row = part.scopes[-1], part.span.opening
    known = {name for line, name in _stores(scope.body) if line < row}
    if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef):
        known |= {entry.arg for entry in ast.walk(scope.args) if isinstance(entry, ast.arg)}
    for outer in part.scopes[:-1]:
        if isinstance(outer, ast.ClassDef):
            known |= {f"self.{name}" for line, name in _stores(outer.body) if not _is_cut(line, parts)}
            inits = [node for node in outer.body if isinstance(node, ast.FunctionDef) and node.name == "__init__"]
            known |= {name for init in inits for line, name in _stores(init.body) if not _is_cut(line, parts)}
    return known


def _is_cut(row: int, parts: Iterable[Part]) -> bool:
    return any(part.holds(row) for part in parts)


def _stores(nodes: Iterable[ast.AST]) -> Iterator[tuple[int, str]]:
    """The lines, and the names and attributes of self that are set there, in the scope that the nodes are in."""
    for node in nodes:
        row = getattr(node, "lineno", 0)
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield row, name
                continue
            case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                continue  # they have their own names
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                yield from ((row, alias.asname or alias.name.partition(".")[0]) for alias in aliases)
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield row, name
            case ast.Name(id=name, ctx=ast.Store()):
                yield row, name
            case ast.Attribute(value=ast.Name(id="self"), attr=attribute, ctx=ast.Store()):
                yield row, f"self.{attribute}"
        yield from _stores(ast.iter_child_nodes(node))


def _reads(scope: Scope) -> Iterator[tuple[int, str]]:
    """The lines, and the names and attributes of self that are read there, including functions within the scope."""
    for node in ast.walk(scope):
        if isinstance(node, ast.expr) and (name := _name_read(node)):
            yield node.lineno, name


def _name_read(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name, ctx=ast.Load()):
            return name
        case ast.Attribute(value=ast.Name(id="self"), attr=attribute, ctx=ast.Load()):
            return f"self.{attribute}"
    return ""
