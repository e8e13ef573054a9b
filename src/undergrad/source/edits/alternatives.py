"""Other expressions for one place of a student's method, each with the name of the mistake that it would undo."""

from __future__ import annotations

import ast

from undergrad.source.edits.calls import of_call
from undergrad.source.edits.indexes import of_index
from undergrad.source.edits.operators import of_operator
from undergrad.source.edits.variables import Others, Scope

_COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)


def alternatives(node: ast.expr, scope: Scope) -> Others:
    """Another sign, operator, axis, order, comparison, number or end of a range, or one part less."""
    match node:
        case ast.BinOp(left, operator, right):
            yield from of_operator(left, operator, right)
        case ast.UnaryOp(ast.USub(), operand):
            yield "sign-of-a-term", operand
        case ast.UnaryOp(ast.Invert() | ast.Not(), operand):
            yield "branches-exchanged", operand
        case ast.Constant(bool() as value):
            yield "wrong-constant", ast.Constant(not value)
        case ast.Constant(int() | float() as number):
            others = (number + 1, number - 1, 2 * number, number / 2, -number, 0, 1, 2, 0.5)
            yield from (("wrong-constant", ast.Constant(other)) for other in dict.fromkeys(others) if other != number)
        case ast.Compare(left, [operator], [right]):
            for kind in _COMPARISONS:
                if not isinstance(operator, kind):
                    yield "wrong-comparison", ast.Compare(left, [kind()], [right])
        case ast.Attribute(value, "T"):
            yield "transpose", value
        case ast.IfExp(test, yes, no):
            yield "branches-exchanged", ast.IfExp(test, no, yes)
        case ast.Subscript(value, index):
            yield from of_index(value, index)
        case ast.Call():
            yield from of_call(node)
    if scope.is_variable(node):
        yield "transpose", ast.Attribute(node, "T")
