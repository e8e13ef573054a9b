"""Other arrangements of a method's lines: one left out, two exchanged, one moved out of a loop or into it."""

from __future__ import annotations

import ast
import copy
import functools
from collections.abc import Callable, Iterator
from typing import TypeVar

from undergrad.source.edits.indexes import of_index
from undergrad.source.edits.variables import returns, values_in

_Body = list[ast.stmt]
_Node = TypeVar("_Node", bound=ast.AST)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_ADD_AT = ast.parse("np.add.at", mode="eval").body
#: The mistake that another arrangement undoes, its line, and the lines of the function then.
Arrangement = tuple[str, int, _Body]


def rearranged(body: _Body) -> Iterator[Arrangement]:
    """Each other arrangement: the mistake that it undoes, the line, and the body."""
    for place, line in enumerate(body):
        before, after = body[:place], body[place + 1 :]
        if len(body) > 1 and not isinstance(line, ast.Expr) and not returns(line):
            yield "line-too-many", line.lineno, before + after
        if isinstance(line, ast.If):
            if not any(map(returns, line.orelse)):
                yield "line-too-many", line.lineno, [*before, *line.body, *after]
            if len(line.orelse) == 1 and not returns(line.orelse[0]):
                yield "line-too-many", line.orelse[0].lineno, [*before, _with(line, "orelse", []), *after]
        if after and not isinstance(after[0], ast.Return):
            yield "lines-exchanged", line.lineno, [*before, after[0], line, *after[1:]]
        yield from ((mistake, line.lineno, [*before, other, *after]) for mistake, other in _assigned(line))
        for block, line_with in _blocks(line):
            if not isinstance(line, _DEFINITIONS):
                yield from _across(before, block, line_with, after)
            for mistake, number, inner in rearranged(block):
                if inner:
                    yield mistake, number, [*before, line_with(inner), *after]


def _assigned(line: ast.stmt) -> Iterator[tuple[str, ast.stmt]]:
    """The line with another kind of assignment."""
    match line:
        case ast.Assign([ast.Name() | ast.Attribute() | ast.Subscript() as target], value):
            yield "assigned-for-added", _at(line, ast.AugAssign(target, ast.Add(), value))
            if isinstance(value, ast.Name | ast.Attribute):
                yield "no-copy", _with(line, "value", ast.Call(ast.Attribute(value, "copy"), [], []))
        case ast.AugAssign(target, operator, value):
            if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name | ast.Attribute):
                yield "wrong-index", _at(line, ast.AugAssign(target.value, operator, value))
            if isinstance(target, ast.Subscript) and isinstance(operator, ast.Add):
                arguments = [target.value, target.slice, value]
                yield "repeated-index", _at(line, ast.Expr(ast.Call(_ADD_AT, arguments, [])))
            yield "assigned-for-added", _at(line, ast.Assign([target], value))
            others = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}
            if type(operator) in others:
                name = "sign-of-a-term" if isinstance(operator, ast.Add | ast.Sub) else "divided-for-multiplied"
                yield name, _at(line, ast.AugAssign(target, others[type(operator)](), value))
    match line:
        case ast.Assign([ast.Subscript(array, index)]) | ast.AugAssign(ast.Subscript(array, index)):
            for mistake, other in of_index(array, index):
                if isinstance(other, ast.Subscript):
                    field, place = ("targets", [other]) if isinstance(line, ast.Assign) else ("target", other)
                    yield mistake, _with(line, field, place)


def unchanged(body: _Body) -> Iterator[Arrangement]:
    """The lines with one of the variables as it is, or entries with zeros, in place of what one line makes of it."""
    for place, line in enumerate(body):
        before, after = body[:place], body[place + 1 :]
        match line:
            case ast.Assign(targets, value) if isinstance(targets[0], ast.Subscript):
                yield "wrong-constant", line.lineno, [*before, _with(line, "value", ast.Constant(0)), *after]
            case ast.Assign(_, value) | ast.Return(ast.expr() as value) if not isinstance(
                value, ast.Name | ast.Attribute
            ):
                for name in dict.fromkeys(values_in(value)):
                    other = _with(line, "value", ast.parse(name, mode="eval").body)
                    yield "line-too-many", line.lineno, [*before, other, *after]
        for block, line_with in _blocks(line):
            for mistake, number, inner in unchanged(block):
                yield mistake, number, [*before, line_with(inner), *after]


def _blocks(line: ast.stmt) -> Iterator[tuple[_Body, Callable[[_Body], ast.stmt]]]:
    """The blocks of a statement, also those of else, except and case, each with what makes it with another block."""
    for field in ("body", "orelse", "finalbody"):
        if block := getattr(line, field, []):
            yield block, functools.partial(_with, line, field)
    for field in ("handlers", "cases"):
        for place, part in enumerate(getattr(line, field, [])):
            yield part.body, functools.partial(_with_body_of_part, line, field, place)


def _with_body_of_part(line: ast.stmt, field: str, place: int, body: _Body) -> ast.stmt:
    parts = list(getattr(line, field))
    parts[place] = _with(parts[place], "body", body)
    return _with(line, field, parts)


def _across(before: _Body, block: _Body, line_with: Callable[[_Body], ast.stmt], after: _Body) -> Iterator[Arrangement]:
    """The first or last line moved out of a block, or a neighbouring line moved into it."""
    first, last = block[0], block[-1]
    if len(block) > 1:
        yield "wrong-indentation", last.lineno, [*before, line_with(block[:-1]), last, *after]
        yield "wrong-indentation", first.lineno, [*before, first, line_with(block[1:]), *after]
    if before:
        yield "wrong-indentation", before[-1].lineno, [*before[:-1], line_with([before[-1], *block]), *after]
    if after and not isinstance(after[0], ast.Return):
        yield "wrong-indentation", after[0].lineno, [*before, line_with([*block, after[0]]), *after[1:]]


def _with(node: _Node, field: str, value: object) -> _Node:
    other = copy.copy(node)
    setattr(other, field, value)
    return other


def _at(line: ast.stmt, other: ast.stmt) -> ast.stmt:
    return ast.copy_location(other, line)
