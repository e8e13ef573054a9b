"""Other arrangements of a method's lines: one left out, two exchanged, one moved out of a loop or into it."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

from undergrad.source.edits.variables import values_in

_BLOCKS = (ast.For, ast.While, ast.If, ast.With)
_Body = list[ast.stmt]
#: The mistake that another arrangement undoes, its line, and the lines of the function then.
Arrangement = tuple[str, int, _Body]


def rearranged(body: _Body) -> Iterator[Arrangement]:
    """Each other arrangement: the mistake that it undoes, the line, and the body."""
    for place, line in enumerate(body):
        before, after = body[:place], body[place + 1 :]
        if not isinstance(line, ast.Return | ast.Expr) and len(body) > 1:
            yield "line-too-many", line.lineno, before + after
        if isinstance(line, ast.If):
            yield "line-too-many", line.lineno, [*before, *line.body, *after]
        if after and not isinstance(after[0], ast.Return):
            yield "lines-exchanged", line.lineno, [*before, after[0], line, *after[1:]]
        yield from ((mistake, line.lineno, [*before, other, *after]) for mistake, other in _assigned(line))
        if isinstance(line, _BLOCKS):
            yield from _across(before, line, after)
            for mistake, number, inner in rearranged(line.body):
                if inner:
                    yield mistake, number, [*before, _with_body(line, inner), *after]


def _assigned(line: ast.stmt) -> Iterator[tuple[str, ast.stmt]]:
    """The line with another kind of assignment."""
    match line:
        case ast.Assign([ast.Name() | ast.Attribute() | ast.Subscript() as target], value):
            yield "assigned-for-added", _at(line, ast.AugAssign(target, ast.Add(), value))
        case ast.AugAssign(target, operator, value):
            if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name | ast.Attribute):
                yield "wrong-index", _at(line, ast.AugAssign(target.value, operator, value))
            yield "assigned-for-added", _at(line, ast.Assign([target], value))
            others = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}
            if type(operator) in others:
                name = "sign-of-a-term" if isinstance(operator, ast.Add | ast.Sub) else "divided-for-multiplied"
                yield name, _at(line, ast.AugAssign(target, others[type(operator)](), value))


def unchanged(body: _Body) -> Iterator[Arrangement]:
    """The lines with one of the variables as it is, or entries with zeros, in place of what one line makes of it."""
    for place, line in enumerate(body):
        before, after = body[:place], body[place + 1 :]
        match line:
            case ast.Assign(targets, value) if isinstance(targets[0], ast.Subscript):
                yield "wrong-constant", line.lineno, [*before, _with_value(line, ast.Constant(0)), *after]
            case ast.Assign(_, value) | ast.Return(ast.expr() as value) if not isinstance(
                value, ast.Name | ast.Attribute
            ):
                for name in dict.fromkeys(values_in(value)):
                    other = _with_value(line, ast.parse(name, mode="eval").body)
                    yield "line-too-many", line.lineno, [*before, other, *after]
            case ast.For() | ast.While() | ast.If() | ast.With():
                for mistake, number, inner in unchanged(line.body):
                    yield mistake, number, [*before, _with_body(line, inner), *after]


def _across(before: _Body, block: ast.For | ast.While | ast.If | ast.With, after: _Body) -> Iterator[Arrangement]:
    """Its first or last line moved out of a block, or a neighbouring line moved into it."""
    first, last = block.body[0], block.body[-1]
    if len(block.body) > 1:
        yield "wrong-indentation", last.lineno, [*before, _with_body(block, block.body[:-1]), last, *after]
        yield "wrong-indentation", first.lineno, [*before, first, _with_body(block, block.body[1:]), *after]
    if before:
        yield (
            "wrong-indentation",
            before[-1].lineno,
            [*before[:-1], _with_body(block, [before[-1], *block.body]), *after],
        )
    if after and not isinstance(after[0], ast.Return):
        yield "wrong-indentation", after[0].lineno, [*before, _with_body(block, [*block.body, after[0]]), *after[1:]]


def _with_value(line: ast.Assign | ast.Return, value: ast.expr) -> ast.stmt:
    other = copy.copy(line)
    other.value = value
    return other


def _with_body(block: ast.stmt, body: _Body) -> ast.stmt:
    other = copy.copy(block)
    other.body = body  # type: ignore[attr-defined]
    return other


def _at(line: ast.stmt, other: ast.stmt) -> ast.stmt:
    return ast.copy_location(other, line)
