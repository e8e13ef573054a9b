"""Other operators, orders, brackets and transposes in one place of a student's method."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from undergrad.source.edits.variables import Others


def of_operator(left: ast.expr, operator: ast.operator, right: ast.expr) -> Others:
    """Another operator, another order, one operand only, or other brackets."""

    def with_(kind: type[ast.operator]) -> ast.expr:
        return ast.BinOp(left, kind(), right)

    match operator:
        case ast.Add() | ast.Sub():
            yield "sign-of-a-term", with_(ast.Sub if isinstance(operator, ast.Add) else ast.Add)
            yield "added-for-multiplied", with_(ast.Mult)
            if isinstance(operator, ast.Sub):
                yield "terms-exchanged", ast.BinOp(right, operator, left)
            yield "extra-term", left
            yield "extra-term", right
        case ast.Mult():
            yield "divided-for-multiplied", with_(ast.Div)
            yield "divided-for-multiplied", ast.BinOp(right, ast.Div(), left)
            yield "added-for-multiplied", with_(ast.Add)
            yield "elementwise-product", with_(ast.MatMult)
            yield "wrong-power", ast.BinOp(left, ast.Pow(), right)
            yield "extra-factor", left
            yield "extra-factor", right
        case ast.Div() | ast.FloorDiv():
            if isinstance(operator, ast.FloorDiv):
                yield "floor-division", with_(ast.Div)
            yield "divided-for-multiplied", with_(ast.Mult)
            yield "fraction-upside-down", ast.BinOp(right, operator, left)
            yield "extra-factor", left
        case ast.MatMult():
            yield from (("transpose", ast.BinOp(*pair)) for pair in transposed(left, right))
            yield from (("elementwise-product", other) for other in by_entries(left, right))
        case ast.Pow():
            yield "wrong-power", left
            yield "wrong-power", with_(ast.Mult)
    if isinstance(operator, ast.Mult | ast.Div) and isinstance(
        first := _first_of(left), ast.Name | ast.Attribute | ast.Call
    ):
        yield "extra-factor", first
    yield from (("brackets", other) for other in _bracketed(left, operator, right))


def _first_of(node: ast.expr) -> ast.expr:
    """The first factor of a product or quotient."""
    return _first_of(node.left) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div) else node


def transposed(left: ast.expr, right: ast.expr) -> Iterator[tuple[ast.expr, ast.operator, ast.expr]]:
    """The products of two matrices in the other order, and with transposes, as the parts of an operation."""
    times = ast.MatMult()
    yield right, times, left
    yield _turned(left), times, right
    yield left, times, _turned(right)
    yield _turned(left), times, _turned(right)
    yield _turned(right), times, left
    yield right, times, _turned(left)


def factors_of(node: ast.expr) -> tuple[ast.expr, ast.expr] | None:
    """The factors of a matrix product; None for anything else."""
    match node:
        case ast.BinOp(left, ast.MatMult(), right):
            return left, right
        case ast.Call(ast.Attribute(ast.Name("np" | "numpy"), "dot" | "matmul" | "vdot" | "inner"), [left, right]):
            return left, right
        case ast.Call(ast.Attribute(left, "dot"), [right]):
            return left, right
    return None


def by_entries(left: ast.expr, right: ast.expr) -> Iterator[ast.expr]:
    """The products by entries, also without the transposes that a matrix product needed."""
    for first in dict.fromkeys((left, _upright(left))):
        yield from (ast.BinOp(first, ast.Mult(), second) for second in dict.fromkeys((right, _upright(right))))


def _upright(node: ast.expr) -> ast.expr:
    return node.value if isinstance(node, ast.Attribute) and node.attr == "T" else node


def _turned(node: ast.expr) -> ast.expr:
    return node.value if isinstance(node, ast.Attribute) and node.attr == "T" else ast.Attribute(node, "T")


def _bracketed(left: ast.expr, operator: ast.operator, right: ast.expr) -> Iterator[ast.expr]:
    """The other grouping of three operands: of a * (b + c) the sum a * b + c, and the like."""
    match right:
        case ast.BinOp(first, inner, last):
            yield ast.BinOp(ast.BinOp(left, operator, first), inner, last)
            if isinstance(operator, ast.Mult) and isinstance(inner, ast.Add | ast.Sub):
                yield ast.BinOp(first, inner, ast.BinOp(left, operator, last))
            yield _gathered(left, operator, right)
            if isinstance(left, ast.BinOp) and isinstance(inner, ast.Pow):
                power = ast.BinOp(ast.BinOp(left.right, operator, first), inner, last)
                yield ast.BinOp(left.left, left.op, power)
    if (apart := _distributed(left, operator, right)) is not None:
        yield apart
    if (split := _first_factor(left)) is not None:
        yield ast.BinOp(split[0], ast.Mult(), ast.BinOp(split[1], operator, right))
    match left:
        case ast.UnaryOp(ast.USub() as minus, operand):
            yield ast.UnaryOp(minus, ast.BinOp(operand, operator, right))
        case ast.Call(function, [argument], []):
            yield ast.Call(function, [ast.BinOp(argument, operator, right)], [])
        case ast.Call(function, [ast.BinOp(first, inner, last), *rest], keywords):
            yield ast.BinOp(ast.Call(function, [first, *rest], keywords), inner, ast.BinOp(last, operator, right))


def _gathered(left: ast.expr, operator: ast.operator, right: ast.expr) -> ast.expr:
    """Of a + b * c / d the product (a + b) * c / d."""
    match right:
        case ast.BinOp(first, ast.Mult() | ast.Div() as inner, last):
            return ast.BinOp(_gathered(left, operator, first), inner, last)
    return ast.BinOp(left, operator, right)


def _first_factor(node: ast.expr) -> tuple[ast.expr, ast.expr] | None:
    """Of a * b / c the factor a and the rest b / c; None if there is only one factor."""
    match node:
        case ast.BinOp(first, ast.Mult() | ast.Div() as operator, last):
            if (split := _first_factor(first)) is not None:
                return split[0], ast.BinOp(split[1], operator, last)
            return (first, last) if isinstance(operator, ast.Mult) else None
    return None


def _distributed(left: ast.expr, operator: ast.operator, right: ast.expr) -> ast.expr | None:
    """Of (a + b) * c / d the sum a + b * c / d."""
    match left:
        case ast.BinOp(first, inner, last) if type(inner) is type(operator) or not isinstance(
            inner, ast.Mult | ast.Div
        ):
            return ast.BinOp(first, inner, ast.BinOp(last, operator, right))
        case ast.BinOp(first, inner, last):
            apart = _distributed(first, inner, last)
            if isinstance(apart, ast.BinOp):
                return ast.BinOp(apart.left, apart.op, ast.BinOp(apart.right, operator, right))
    return None
