"""Another variable, or one factor, term or function more, in one place of a student's method."""

from __future__ import annotations

import ast

from undergrad.source.edits.calls import with_keyword
from undergrad.source.edits.variables import Others, Scope

#: Functions that a student may forget.
_FORGOTTEN = ("exp", "log", "sqrt", "square", "abs")


def replacements(node: ast.expr, scope: Scope) -> Others:
    """Another variable of the method, or a variable instead of a number."""
    if scope.is_variable(node):
        for name in scope.like(ast.unparse(node)):
            yield "another-variable", ast.parse(name, mode="eval").body
    match node:
        case ast.Constant(int() | float() as number) if not isinstance(number, bool):
            for name in (*scope.counts, *scope.sizes):
                yield "wrong-constant", ast.parse(name, mode="eval").body


def insertions(node: ast.expr, scope: Scope) -> Others:
    """One factor, term or function more."""
    if not isinstance(node, ast.BinOp | ast.Call | ast.Name | ast.Attribute | ast.Subscript | ast.UnaryOp):
        return
    if isinstance(node, ast.Name | ast.Attribute) and not scope.is_variable(node):
        return
    if scope.in_shape(node):  # a sum over other rows is right by accident
        return
    if scope.is_count(node):
        for name in scope.counts:
            other = ast.parse(name, mode="eval").body
            yield "missing-factor", ast.BinOp(node, ast.Mult(), other)
            yield "missing-term", ast.BinOp(node, ast.Add(), other)
            yield "missing-term", ast.BinOp(node, ast.Sub(), other)
        return
    yield "sign-of-a-term", ast.UnaryOp(ast.USub(), node)
    yield "reciprocal", ast.BinOp(ast.Constant(1), ast.Div(), node)
    yield "missing-term", ast.BinOp(ast.Constant(1), ast.Sub(), node)
    yield from (("missing-function", _numpy(name, node)) for name in _FORGOTTEN)
    for name in ("2", *scope.arrays, *scope.counts, *scope.sizes):
        other = ast.parse(name, mode="eval").body
        yield "missing-factor", ast.BinOp(node, ast.Mult(), other)
        yield "missing-factor", ast.BinOp(node, ast.Div(), other)
    for name in ("1", *scope.arrays):
        if any(_is_simple(inner) and ast.unparse(inner) == name for inner in ast.walk(node)):
            continue  # x - x is no term, and 2 x is a factor
        other = ast.parse(name, mode="eval").body
        yield "missing-term", ast.BinOp(node, ast.Add(), other)
        yield "missing-term", ast.BinOp(node, ast.Sub(), other)
    yield "not-summed", _numpy("sum", node)
    for axis in (0, 1):
        yield "not-summed", with_keyword(_numpy("sum", node), "axis", ast.Constant(axis))


def _is_simple(node: ast.AST) -> bool:
    return isinstance(node, ast.Name | ast.Attribute | ast.Constant)


def _numpy(name: str, argument: ast.expr) -> ast.Call:
    return ast.Call(ast.Attribute(ast.Name("np"), name), [argument], [])
