"""The variables of a method, and which of them count or index."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

#: Other expressions for a place: the mistake that each would undo, and the expression.
Others = Iterator[tuple[str, ast.expr]]
_NO_VALUES = ("self", "np", "numpy", "math")


class Scope:
    """The variables of a method: its arguments, the names that it sets, and the attributes of `self` in it.

    Those in an index or a range, and those from which these are computed, are `counts`; the others are `arrays`.
    """

    def __init__(self, function: ast.FunctionDef) -> None:
        nodes = list(ast.walk(function))
        self._called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
        arguments = [argument.arg for argument in function.args.args if argument.arg != "self"]
        local = [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
        own = [ast.unparse(node) for node in nodes if _is_own(node) and id(node) not in self._called]
        variables = list(dict.fromkeys((*arguments, *local, *own)))
        counting = _counting(nodes)
        self.counts = [name for name in variables if name in counting]
        self.arrays = [name for name in variables if name not in counting]
        values = [(name, value) for node in nodes for name, value in _assigned(node)]
        set_names, read = [name for name, _ in values], [name for node in nodes for name in _read(node)]
        #: For each variable that is set once and read once, the line that sets it and the variables there.
        self.in_between = {
            name: (value.lineno, frozenset(_names_in(value)))
            for name, value in values
            if set_names.count(name) == read.count(name) == 1
        }
        self._indexing = {id(inner) for node in nodes for index in _indexes(node) for inner in ast.walk(index)}
        self._shaping = {id(inner) for node in nodes for size in _new_shape(node) for inner in ast.walk(size)}
        tests = (test for node in nodes for test in _tests_of_returns(node))
        self._choosing = {id(inner) for test in tests for inner in ast.walk(test)}
        self.sizes = [f"{name}.shape[{axis}]" for name in self.arrays[:3] for axis in (0, 1)]

    def is_variable(self, node: ast.expr) -> bool:
        """Whether an expression names a value of the method, not a function or a module."""
        if isinstance(node, ast.Name):
            return node.id in self.counts or node.id in self.arrays
        return _is_own(node) and id(node) not in self._called

    def is_count(self, node: ast.expr) -> bool:
        """Whether an expression is made of counts and numbers only."""
        names = set(_variables_in(node))
        return bool(names) and names <= {*self.counts}

    def in_index(self, node: ast.expr) -> bool:
        """Whether an expression is part of an index or of a range."""
        return id(node) in self._indexing

    def in_shape(self, node: ast.expr) -> bool:
        """Whether an expression is part of the shape to which an array is brought."""
        return id(node) in self._shaping

    def chooses_way(self, node: ast.expr) -> bool:
        """Whether an expression is part of the test of an `if` with a return in it."""
        return id(node) in self._choosing

    def like(self, name: str) -> Iterator[str]:
        """The other variables of the same kind."""
        return (other for other in (self.counts if name in self.counts else self.arrays) if other != name)


def values_in(node: ast.AST) -> Iterator[str]:
    """The variables in an expression, also those that a function there takes; not functions and modules."""
    called = {id(inner.func) for inner in ast.walk(node) if isinstance(inner, ast.Call)}
    for inner in ast.walk(node):
        if id(inner) not in called and (_is_own(inner) or (isinstance(inner, ast.Name) and inner.id not in _NO_VALUES)):
            yield ast.unparse(inner)


def returns(node: ast.AST) -> bool:
    """Whether there is a return in a statement: without it a method takes another way."""
    return any(isinstance(inner, ast.Return) for inner in ast.walk(node))


def _assigned(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    match node:
        case ast.Assign([ast.Name(name)], value) | ast.AugAssign(ast.Name(name), _, value):
            yield name, value


def _read(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        yield node.id


def _indexes(node: ast.AST) -> Iterator[ast.expr]:
    """The expressions that index an array or end a range."""
    match node:
        case ast.Subscript(_, index):
            yield index
        case ast.Call(ast.Name("range"), arguments):
            yield from arguments


def _new_shape(node: ast.AST) -> Iterator[ast.expr]:
    """The arguments of a call of `reshape` that are sizes."""
    match node:
        case ast.Call(ast.Attribute(ast.Name(module), "reshape"), arguments, keywords) if module in _NO_VALUES:
            yield from (*arguments[1:], *(entry.value for entry in keywords))
        case ast.Call(ast.Attribute(_, "reshape"), arguments, keywords):
            yield from (*arguments, *(entry.value for entry in keywords))


def _tests_of_returns(node: ast.AST) -> Iterator[ast.expr]:
    """The test of an `if` with a return in it."""
    if isinstance(node, ast.If) and returns(node):
        yield node.test


def _names_in(node: ast.AST) -> Iterator[str]:
    return (ast.unparse(inner) for inner in ast.walk(node) if isinstance(inner, ast.Name | ast.Attribute))


def _is_own(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"


def _variables_in(node: ast.AST) -> Iterator[str]:
    """The variables in an expression; none of `x.shape` and `np.argmax(x)`, which are no values of x."""
    if isinstance(node, ast.Attribute) and node.attr in ("shape", "ndim", "size"):
        return
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return
    if isinstance(node, ast.Subscript):
        yield from _variables_in(node.value)
        return
    if _is_own(node) or isinstance(node, ast.Name):
        yield ast.unparse(node)
        return
    for child in ast.iter_child_nodes(node):
        yield from _variables_in(child)


def _counting(nodes: Iterable[ast.AST]) -> set[str]:
    counts: set[str] = set()
    together: list[set[str]] = []
    assigned: list[tuple[str, ast.expr]] = []
    for node in nodes:
        match node:
            case ast.Subscript(_, index) if not isinstance(index, ast.Name | ast.Attribute | ast.Compare):
                counts.update(_variables_in(index))
            case ast.Call(ast.Name("range"), arguments):
                counts.update(name for argument in arguments for name in _variables_in(argument))
            case ast.For(ast.Name(name), ast.Call(ast.Name("range"))):
                counts.add(name)
            case ast.Assign([ast.Tuple(targets)], ast.Attribute(_, "shape")):
                counts.update(name for target in targets for name in _variables_in(target))
            case ast.Assign([ast.Tuple(targets)], _):
                together.append({name for target in targets for name in _variables_in(target)})
            case ast.Assign([ast.Name(name)], value):
                assigned.append((name, value))
                if (
                    isinstance(value, ast.Subscript)
                    and isinstance(value.value, ast.Attribute)
                    and value.value.attr == "shape"
                ):
                    counts.add(name)
    for names in together:
        if names & counts:  # `rows, columns = ...`: if one counts, so does the other
            counts |= names
    for name, value in reversed(assigned):
        if name in counts:
            counts.update(_variables_in(value))
    return counts - {"np"}
