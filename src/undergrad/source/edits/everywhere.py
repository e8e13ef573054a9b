"""The same change in every place of a method: another variable, another axis, products by entries."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator

from undergrad.source.edits.calls import over_axis
from undergrad.source.edits.operators import by_entries, factors_of
from undergrad.source.edits.statements import Arrangement
from undergrad.source.edits.variables import Scope

_Node = Callable[[ast.expr], ast.expr | None]


def everywhere(function: ast.FunctionDef) -> Iterator[Arrangement]:
    """Each other body of the function, with the mistake that the change undoes and the first line that it changes."""
    scope = Scope(function)
    changes: list[tuple[str, _Node]] = [("elementwise-product", _by_entries)]
    changes += [("wrong-axis", _axis(axis)) for axis in (0, 1, None)]
    changes += [
        ("another-variable", _renamed(name, other))
        for name in (*scope.counts, *scope.arrays)
        for other in scope.like(name)
    ]
    for mistake, change in changes:
        transformer = _Everywhere(change)
        changed = copy.deepcopy(function)
        transformer.generic_visit(changed)
        if transformer.lines:
            yield mistake, min(transformer.lines), changed.body


class _Everywhere(ast.NodeTransformer):
    def __init__(self, change: _Node) -> None:
        self._change = change
        self.lines: list[int] = []

    def visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, ast.pattern):  # not every expression can be one
            return node
        self.generic_visit(node)
        loaded = isinstance(node, ast.expr) and isinstance(getattr(node, "ctx", None), ast.Load | None)
        other = self._change(node) if loaded else None  # type: ignore[arg-type]
        if other is None:
            return node
        self.lines.append(node.lineno)  # type: ignore[attr-defined]
        return ast.copy_location(other, node)


def _by_entries(node: ast.expr) -> ast.expr | None:
    factors = factors_of(node)
    return list(by_entries(*factors))[-1] if factors else None


def _axis(axis: int | None) -> _Node:
    return lambda node: over_axis(node, axis)


def _renamed(name: str, other: str) -> _Node:
    def change(node: ast.expr) -> ast.expr | None:
        if isinstance(node, ast.Name | ast.Attribute) and ast.unparse(node) == name:
            return ast.parse(other, mode="eval").body
        return None

    return change
