"""Slips that follow from a formula's text: they change one sign, factor, term, power, axis or comparison.

A contract lists the mistakes that only a person would think of; these ones are found automatically.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

#: Functions of one array that a student may forget.
_FUNCTIONS = ("exp", "expm1", "log", "abs", "sign", "sqrt", "tanh", "sigmoid", "softmax")
_ACTIVATIONS = ("tanh", "sigmoid", "softmax")
_MINUS_ONE = ast.UnaryOp(ast.USub(), ast.Constant(1))
_AXES = (0, 1, None)
#: The entries that a loop covers if it ends or begins one step wrong.
_ENDS = (ast.Slice(upper=_MINUS_ONE), ast.Slice(lower=ast.Constant(1)))
_COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
#: Alternatives that a student may write for one node: the mistake's name, and the other node.
Others = Callable[[ast.expr], Iterator[tuple[str, ast.expr]]]


@dataclass(frozen=True)
class Mutation:
    """A formula with one changed place: the mistake's name, the text before and after there, and the whole text."""

    mistake: str
    before: str
    after: str
    text: str


@functools.cache
def mutations(text: str) -> tuple[Mutation, ...]:
    """Every formula that differs from `text` in one place.

    >>> [mutation.text for mutation in mutations("1 - out")]
    ['1 + out', '-out', 'out - 1', '2 - out', '0 - out']
    """
    return changed(text, _others)


def changed(text: str, others: Others) -> tuple[Mutation, ...]:
    """Every formula in which one place of `text` is one of the `others` for it."""
    by_text: dict[str, Mutation] = {}
    for mistake, *nodes in _changed(ast.parse(text, mode="eval").body, others):
        before, after, whole = map(ast.unparse, nodes)
        by_text.setdefault(whole, Mutation(mistake, before, after, whole))
    # A constant in place of a formula would fit too easily, as to numbers that were cut to integers.
    varies = _has_names(text)
    return tuple(change for whole, change in by_text.items() if whole != text and _has_names(whole) == varies)


def _has_names(text: str) -> bool:
    return any(isinstance(node, ast.Name) for node in ast.walk(ast.parse(text)))


def _changed(node: ast.expr, others: Others) -> Iterator[tuple[str, ast.expr, ast.expr, ast.expr]]:
    """The mistake's name, the old node and the new one at its place, and `node` with the new one."""
    for mistake, other in others(node):
        yield mistake, node, other, other
    for field, value in ast.iter_fields(node):
        children = value if isinstance(value, list) else [value]
        for position, child in enumerate(children):
            if isinstance(child, ast.expr):
                for mistake, old, new, inner in _changed(child, others):
                    rest = [*children[:position], inner, *children[position + 1 :]]
                    fields = dict(ast.iter_fields(node)) | {field: rest if isinstance(value, list) else inner}
                    yield mistake, old, new, type(node)(**fields)


def _others(node: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """The alternatives that a student may write for this node."""
    match node:
        case ast.BinOp(left, ast.Add(), right):
            yield "sign-of-a-term", ast.BinOp(left, ast.Sub(), right)
            yield from (("missing-term", term) for term in (right, left))
        case ast.BinOp(left, ast.Sub(), right):
            yield "sign-of-a-term", ast.BinOp(left, ast.Add(), right)
            yield from (("missing-term", term) for term in (ast.UnaryOp(ast.USub(), right), left))
            yield "terms-exchanged", ast.BinOp(right, ast.Sub(), left)
        case ast.BinOp(left, ast.Mult(), right):
            yield from (("missing-factor", factor) for factor in (right, left))
            yield "added-for-multiplied", ast.BinOp(left, ast.Add(), right)
            yield "divided-for-multiplied", ast.BinOp(left, ast.Div(), right)
            yield "divided-for-multiplied", ast.BinOp(right, ast.Div(), left)
            if isinstance(left, ast.BinOp) and isinstance(left.op, ast.Mult):  # the last two of three factors
                yield "added-for-multiplied", ast.BinOp(left.left, ast.Mult(), ast.BinOp(left.right, ast.Add(), right))
        case ast.BinOp(left, ast.Div(), right):
            yield "missing-factor", left
            yield "divided-for-multiplied", ast.BinOp(left, ast.Mult(), right)
            yield "fraction-upside-down", ast.BinOp(right, ast.Div(), left)
            yield "floor-division", ast.BinOp(left, ast.FloorDiv(), right)
        case ast.BinOp(left, ast.MatMult(), right):
            for one, two in ((_transposed(left), right), (left, _transposed(right)), (right, left)):
                yield "transpose", ast.BinOp(one, ast.MatMult(), two)
            yield "transpose", _reshaped(node)
            for ends in _ENDS:
                yield "missing-term", _product_over(left, right, ends)
        case ast.BinOp(base, ast.Pow(), ast.Constant(int(power))):
            yield "wrong-power", base
            yield "wrong-power", ast.BinOp(base, ast.Pow(), ast.Constant(power + 1))
            yield "wrong-power", ast.BinOp(base, ast.Mult(), ast.Constant(power))
        case ast.UnaryOp(ast.USub(), operand):
            yield "sign-of-a-term", operand
        case ast.Constant(int() | float() as number) if number:
            yield from (("wrong-constant", ast.Constant(other)) for other in (number + 1, number - 1, 2 * number))
        case ast.Attribute(value, "T"):
            yield "transpose", value
        case ast.Call(ast.Attribute(value, "sum"), [], keywords):
            yield "mean-for-sum", ast.Call(ast.Attribute(value, "mean"), [], keywords)
            yield "not-summed", value
            for ends in _ENDS:
                yield "missing-term", ast.Call(ast.Attribute(ast.Subscript(value, ends), "sum"), [], keywords)
            if any(keyword.arg == "keepdims" for keyword in keywords):
                yield "first-sample-only", ast.Subscript(node, ast.Slice(upper=ast.Constant(1)))
            for reduced in ("sum", "mean"):
                yield from (("wrong-axis", _over(value, reduced, axis, keywords)) for axis in _AXES)
        case ast.Call(ast.Attribute(value, "mean"), [], keywords):
            yield "missing-1-over-n", ast.Call(ast.Attribute(value, "sum"), [], keywords)
            yield from (("wrong-axis", _over(value, "mean", axis, keywords)) for axis in _AXES)
        case ast.Call(ast.Attribute(value, "max" | "min" as name), [], keywords):
            yield from (("wrong-axis", _over(value, name, axis, keywords)) for axis in _AXES)
        case ast.Call(ast.Name("where"), [mask, yes, no], []):
            yield "branches-exchanged", ast.Call(node.func, [mask, no, yes], [])
            yield from (("missing-mask", branch) for branch in (yes, no))
        case ast.Call(ast.Name(name), [argument], []) if name in _FUNCTIONS:
            yield "missing-function", argument
            if name == "exp":  # the formula that is stable for one sign is used for both
                yield "missing-mask", ast.Call(node.func, [ast.UnaryOp(ast.USub(), _call("abs", argument))], [])
            if name in _ACTIVATIONS:
                yield "activation-applied-twice", ast.Call(node.func, [node], [])
        case ast.Compare(left, [operator], [right]) if isinstance(operator, _COMPARISONS):
            others = (kind for kind in _COMPARISONS if not isinstance(operator, kind))
            yield from (("wrong-comparison", ast.Compare(left, [kind()], [right])) for kind in others)


def _transposed(node: ast.expr) -> ast.expr:
    return node.value if isinstance(node, ast.Attribute) and node.attr == "T" else ast.Attribute(node, "T")


def _reshaped(product: ast.expr) -> ast.expr:
    """The transposed product, reshaped to the product's shape: it fits, but its entries are in wrong places."""
    return ast.Call(ast.Attribute(_transposed(product), "reshape"), [ast.Attribute(product, "shape")], [])


def _product_over(left: ast.expr, right: ast.expr, ends: ast.Slice) -> ast.expr:
    """The product with some of the terms of its sums."""
    columns = ast.Subscript(left, ast.Tuple([ast.Slice(), ends]))
    return ast.BinOp(columns, ast.MatMult(), ast.Subscript(right, ends))


def _call(name: str, argument: ast.expr) -> ast.expr:
    return ast.Call(ast.Name(name), [argument], [])


def _over(value: ast.expr, name: str, axis: int | None, keywords: list[ast.keyword]) -> ast.expr:
    """The sum, mean or maximum over another axis."""
    others = [keyword for keyword in keywords if keyword.arg != "axis"]
    return ast.Call(ast.Attribute(value, name), [], [ast.keyword("axis", ast.Constant(axis)), *others])
