"""Other indexes, slices and ranges in one place of a student's method."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator

from undergrad.source.edits.variables import Others


def of_index(value: ast.expr, index: ast.expr) -> Others:
    """The entries of an array at other places, or all of them."""
    entries = index.elts if isinstance(index, ast.Tuple) else [index]
    if len(entries) > 1:
        for place in range(len(entries) - 1):
            swapped = [*entries[:place], entries[place + 1], entries[place], *entries[place + 2 :]]
            yield "rows-and-columns", ast.Subscript(value, ast.Tuple(swapped))
    for entry in entries:
        match entry:  # only one of the arrays of np.where(...) or np.nonzero(...)
            case ast.Subscript(ast.Name() as arrays, ast.Constant(int())):
                yield "wrong-index", ast.Subscript(value, arrays)
    if (paired := _paired(value, entries)) is not None:
        yield "wrong-index", ast.Subscript(value, ast.Tuple(paired))
    for place, entry in enumerate(entries):
        for mistake, other in _of_entry(entry):
            changed = [*entries[:place], other, *entries[place + 1 :]]
            yield mistake, ast.Subscript(value, ast.Tuple(changed) if len(changed) > 1 else other)
    if all(isinstance(entry, ast.Slice | ast.Constant) for entry in entries):
        yield "one-left-out", value


def _paired(value: ast.expr, entries: list[ast.expr]) -> list[ast.expr] | None:
    """For x[:, i] with an array i the entries of x[arange(len(x)), i], and so on: each row with its own i."""
    leading = list(itertools.takewhile(_is_all, entries))
    if not leading or len(leading) == len(entries) or not all(map(_may_be_array, entries[len(leading) :])):
        return None
    places = [ast.unparse(ast.Subscript(ast.Attribute(value, "shape"), ast.Constant(k))) for k in range(len(leading))]
    shapes = [(-1, *[1] * (len(leading) - 1 - k)) for k in range(len(leading))]
    texts = [f"np.arange({place}).reshape({shape})" for place, shape in zip(places, shapes, strict=True)]
    return [*(ast.parse(text, mode="eval").body for text in texts), *entries[len(leading) :]]


def _is_all(entry: ast.expr) -> bool:
    return isinstance(entry, ast.Slice) and entry.lower is entry.upper is entry.step is None


def _may_be_array(entry: ast.expr) -> bool:
    return not isinstance(entry, ast.Slice | ast.Constant | ast.Compare)


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
