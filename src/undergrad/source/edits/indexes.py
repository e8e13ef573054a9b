"""Other indexes, slices and ranges in one place of a student's method."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from undergrad.source.edits.variables import Others


def of_index(value: ast.expr, index: ast.expr) -> Others:
    """The entries of an array at other places, or all of them."""
    entries = index.elts if isinstance(index, ast.Tuple) else [index]
    if len(entries) > 1:
        for place in range(len(entries) - 1):
            swapped = [*entries[:place], entries[place + 1], entries[place], *entries[place + 2 :]]
            yield "rows-and-columns", ast.Subscript(value, ast.Tuple(swapped))
    for place, entry in enumerate(entries):
        for mistake, other in _of_entry(entry):
            changed = [*entries[:place], other, *entries[place + 1 :]]
            yield mistake, ast.Subscript(value, ast.Tuple(changed) if len(changed) > 1 else other)
    if all(isinstance(entry, ast.Slice | ast.Constant) for entry in entries):
        yield "one-left-out", value


def _of_entry(entry: ast.expr) -> Others:
    match entry:
        case ast.Slice(lower, upper, step):
            if lower or upper:
                yield "one-left-out", ast.Slice(None, upper, step)
                yield "one-left-out", ast.Slice(lower, None, step)
            if step is not None:
                yield "extra-factor", ast.Slice(lower, upper, None)
            for shift in (1, -1):
                if upper is not None:
                    yield "wrong-index", ast.Slice(lower, _plus(upper, shift), step)
                if lower is not None:
                    yield "wrong-index", ast.Slice(_plus(lower, shift), upper, step)
                if lower is not None and upper is not None:
                    yield "wrong-index", ast.Slice(_plus(lower, shift), _plus(upper, shift), step)
        case ast.Name() | ast.BinOp():
            yield from (("wrong-index", _plus(entry, shift)) for shift in (1, -1))
        case ast.Constant(int()):
            yield "wrong-index", ast.Slice()


def ranges(node: ast.Call) -> Iterator[ast.expr]:
    """The ranges that begin or end one step earlier or later."""
    if len(node.args) == 1:
        yield from (ast.Call(node.func, [_plus(node.args[0], shift)], []) for shift in (1, -1))
        yield ast.Call(node.func, [ast.Constant(1), node.args[0]], [])
    elif len(node.args) >= 2:
        first, last, *step = node.args
        for shift in (1, -1):
            yield ast.Call(node.func, [first, _plus(last, shift), *step], [])
            yield ast.Call(node.func, [_plus(first, shift), last, *step], [])
        yield ast.Call(node.func, [first, last], [])


def _plus(node: ast.expr, shift: int) -> ast.expr:
    return ast.BinOp(node, ast.Add() if shift > 0 else ast.Sub(), ast.Constant(abs(shift)))
