"""Other functions, axes and arguments in one place of a student's method."""

from __future__ import annotations

import ast
import copy

from undergrad.source.edits.einsums import of_einsum
from undergrad.source.edits.indexes import ranges
from undergrad.source.edits.operators import by_entries, factors_of, transposed
from undergrad.source.edits.variables import Others

Axis = int | tuple[int, ...] | None
_AXES: tuple[Axis, ...] = (0, 1, -1, None, (0, 2, 3), (1, 2), (2, 3), (1, 2, 3))
_OVER_AXES = ("sum", "mean", "max", "min", "argmax", "argmin", "prod", "std", "var", "norm", "median")
#: Functions that are taken for each other.
_ALIKE = (
    ("sum", "mean", "max", "min", "prod", "std", "var", "median"),
    ("max", "argmax", "maximum"),
    ("min", "argmin", "minimum"),
    ("maximum", "minimum"),
    ("exp", "log", "sqrt", "square", "abs", "sign", "tanh", "expm1", "log1p", "log2", "log10"),
    ("zeros", "ones", "zeros_like", "ones_like"),
    ("dot", "multiply", "outer"),
    ("argsort", "sort"),
    ("floor", "ceil"),
)
#: The mistakes of a sum in place of a mean, and the like; any other pair is another function.
_SWAPS = {("mean", "sum"): "mean-for-sum", ("sum", "mean"): "missing-1-over-n"}
#: Functions that a student may apply without need.
_APPLIED = {"exp", "log", "sqrt", "square", "abs", "tanh", "sign", "sum", "mean", "max", "argmax"}
_APPLIED |= {"astype", "squeeze", "round", "clip", "maximum", "minimum"}


def of_call(node: ast.Call) -> Others:
    """Another function, axis, order or range, or the argument alone."""
    name = _name_of(node.func)
    if name == "range":
        yield from (("one-left-out", other) for other in ranges(node))
    if name == "einsum":
        yield from of_einsum(node)
    if name == "reversed" and len(node.args) == 1:
        yield "model-wrong-order", node.args[0]
    if name == "where" and len(node.args) == 3:
        mask, yes, no = node.args
        yield "branches-exchanged", ast.Call(node.func, [mask, no, yes], [])
    if factors := factors_of(node):
        yield from (("transpose", ast.BinOp(*pair)) for pair in transposed(*factors))
        yield from (("elementwise-product", other) for other in by_entries(*factors))
    if name == "multiply" and len(node.args) == 2:
        yield "elementwise-product", ast.BinOp(node.args[0], ast.MatMult(), node.args[1])
    yield from _of_axis(node)
    if name in ("reshape", "flatten", "ravel") and isinstance(node.func, ast.Attribute):
        yield "reshaped-for-moved", with_keyword(node, "order", ast.Constant("F"))
        yield "reshaped-for-moved", with_keyword(node, "order", None)
        yield "transpose", ast.Attribute(node.func.value, "T")
    for place in range(len(node.args) - 1):
        swapped = [*node.args[:place], node.args[place + 1], node.args[place], *node.args[place + 2 :]]
        yield "terms-exchanged", ast.Call(node.func, swapped, node.keywords)
    for group in _ALIKE:
        if name in group:
            for other in group:
                if other != name:
                    yield _SWAPS.get((name, other), "another-function"), _called(node, other)
    if name in _APPLIED:
        inner = node.args[0] if node.args and _is_module(node.func) else getattr(node.func, "value", None)
        if inner is not None and not (isinstance(inner, ast.Name) and inner.id in ("np", "numpy", "math")):
            yield "extra-function", inner


def _of_axis(node: ast.Call) -> Others:
    own_axis = _axis_of(node)
    if own_axis and _name_of(node.func) in _OVER_AXES:
        yield "axis-lost", with_keyword(node, "keepdims", ast.Constant(True))
    for axis in _AXES:
        if (other := over_axis(node, axis)) is not None and own_axis != repr(axis):
            yield "wrong-axis", other
            if axis is not None:
                yield "wrong-axis", with_keyword(other, "keepdims", ast.Constant(True))


def _axis_of(node: ast.Call) -> str:
    """The axis over which a call sums or the like; empty for all axes."""
    by_position = node.args[1:2] if _is_module(node.func) else node.args[:1]
    axes = [*by_position, *(entry.value for entry in node.keywords if entry.arg == "axis")]
    return ast.unparse(axes[0]) if axes else ""


def over_axis(node: ast.expr, axis: Axis) -> ast.Call | None:
    """The sum, mean, maximum or the like over another axis; None for anything else."""
    if not isinstance(node, ast.Call) or _name_of(node.func) not in _OVER_AXES:
        return None
    arguments = node.args[:1] if _is_module(node.func) else []
    other = ast.parse(repr(axis), mode="eval").body
    return with_keyword(ast.Call(node.func, arguments, node.keywords), "axis", None if axis is None else other)


def _name_of(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _is_module(function: ast.expr) -> bool:
    """Whether a function is called as that of a module: `np.sum(x)`, not `x.sum()`."""
    if isinstance(function, ast.Attribute):
        root = function.value.value if isinstance(function.value, ast.Attribute) else function.value
        return isinstance(root, ast.Name) and root.id in ("np", "numpy", "math")
    return isinstance(function, ast.Name)


def _called(node: ast.Call, name: str) -> ast.expr:
    other = copy.copy(node)
    other.func = ast.Attribute(node.func.value, name) if isinstance(node.func, ast.Attribute) else ast.Name(name)
    return other


def with_keyword(node: ast.Call, keyword: str, value: ast.expr | None) -> ast.Call:
    """The call with another value of a keyword, or without it."""
    others = [entry for entry in node.keywords if entry.arg != keyword]
    return ast.Call(node.func, node.args, others if value is None else [*others, ast.keyword(keyword, value)])
