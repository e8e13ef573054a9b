"""Finds the methods of a file that are not written yet, from its text.

A course's blank returns nothing, zeros, or an attribute that was kept before, and may have an early return before code
that is never reached. It may also have given lines, and return a name that is always None. Nothing is run here, only
read: a method that is inherited from another file is not in the text, and so never a blank.
"""

from __future__ import annotations

import ast

from undergrad.source.program import Program

_MAKES_ZEROS = ("zeros_like", "zeros", "empty", "empty_like", "ones_like", "ones")


def blanks(program: Program | None) -> frozenset[str]:
    """The `Class.method`s and functions of a program that compute nothing."""
    if program is None:
        return frozenset()
    classes = [(f"{cls.name}.", cls.body) for cls in ast.walk(program.tree) if isinstance(cls, ast.ClassDef)]
    return frozenset(
        f"{of_class}{function.name}"
        for of_class, body in (("", program.tree.body), *classes)
        for function in body
        if isinstance(function, ast.FunctionDef)
        and (_is_blank(function.body) or _gives_none(function))
        and not _draws(function)
    )


def _is_blank(body: list[ast.stmt]) -> bool:
    """Whether nothing is computed before the first return that is not nested."""
    for statement in body:
        match statement:
            case ast.Return(value):
                return value is None or _computes_nothing(value)
            case ast.Raise():
                return True
            case ast.Pass() | ast.Expr(value=ast.Constant()):
                continue
            case ast.Assign(targets, value) if not any(map(_writes_into, targets)) and _computes_nothing(value):
                continue
            case ast.AnnAssign(value=value) if value is None or _computes_nothing(value):
                continue
            case _:
                return False
    return True


def _gives_none(function: ast.FunctionDef) -> bool:
    """Whether it returns a name that is only ever set to None: `out = None`, given lines, `return out`."""
    parts = [part for statement in function.body for part in ast.walk(statement)]
    results = [part.value for part in parts if isinstance(part, ast.Return)]
    names = {value.id for value in results if isinstance(value, ast.Name)}
    set_to_none = {
        id(target)
        for part in parts
        if isinstance(part, ast.Assign) and isinstance(part.value, ast.Constant) and part.value.value is None
        for target in part.targets
    }
    stored = [part for part in parts if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)]
    return (
        bool(names)
        and all(isinstance(value, ast.Name) for value in results)
        and names <= {name.id for name in stored}
        and all(id(name) in set_to_none for name in stored if name.id in names)
        and not any(isinstance(part, ast.Global | ast.Nonlocal | ast.FunctionDef | ast.Lambda) for part in parts)
        and not any(isinstance(part, ast.Subscript) and isinstance(part.ctx, ast.Store) for part in parts)
    )


def _draws(method: ast.FunctionDef) -> bool:
    """Whether it is an `__init__` that makes arrays: there, zeros are a choice."""
    return method.name == "__init__" and any(isinstance(part, ast.Call) for part in ast.walk(method))


def _writes_into(target: ast.expr) -> bool:
    """Whether entries of an array are set: that is a computation, whatever their values."""
    return any(isinstance(part, ast.Subscript) for part in ast.walk(target))


def _computes_nothing(value: ast.expr) -> bool:
    """Whether a value is a constant, a name, an attribute, or a new array of zeros or ones."""
    match value:
        case ast.Constant(value=constant):
            return not isinstance(constant, str)  # a text is a strange answer, but not a blank
        case ast.Name():
            return True
        case ast.Attribute(value=inner) | ast.UnaryOp(operand=inner):
            return _computes_nothing(inner)
        case ast.Tuple(elts=entries):
            return all(map(_computes_nothing, entries))
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name), args=arguments):
            return name in _MAKES_ZEROS and all(map(_computes_nothing, arguments))
    return False
