"""Slips in a written-out formula: wrong brackets, and wrong or superfluous variables."""

from __future__ import annotations

import ast
import builtins
import functools
import itertools
from collections.abc import Iterator, Mapping

from undergrad.contracts.expressions import FUNCTIONS
from undergrad.contracts.mutations import Mutation, changed

_OF_SUMS = (ast.Add, ast.Sub)
_FIRST, _LAST = ast.Slice(upper=ast.Constant(1)), ast.Slice(lower=ast.UnaryOp(ast.USub(), ast.Constant(1)))


def written_out(text: str, parts: Mapping[str, str]) -> str:
    """The formula with its parts inserted, without terms of 0 and factors of 1.

    >>> written_out("slope * d_prev + extra", {"slope": "out * (1 - out)", "extra": "0.0"})
    'out * (1 - out) * d_prev'
    """
    return ast.unparse(_Written(parts).visit(ast.parse(text, mode="eval").body))


class _Written(ast.NodeTransformer):
    def __init__(self, parts: Mapping[str, str]) -> None:
        self._parts = parts

    def visit_Name(self, node: ast.Name) -> ast.expr:
        part = self._parts.get(node.id)
        if part is None:
            return node
        rest = {name: text for name, text in self._parts.items() if name != node.id}
        written: ast.expr = _Written(rest).visit(ast.parse(part, mode="eval").body)
        return written

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        neutral = {ast.Add: 0, ast.Mult: 1}.get(type(node.op))
        for side, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(side, ast.Constant) and side.value == neutral:
                return other
        return node


@functools.cache
def bracketed(text: str) -> tuple[Mutation, ...]:
    """Every formula that differs from `text` in one pair of brackets.

    >>> [mutation.text for mutation in bracketed("d * (1 - out)")]
    ['d * 1 - out', '1 - d * out']
    """
    return changed(text, lambda node: (("brackets", other) for other in _otherwise_bracketed(node)))


def _otherwise_bracketed(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.BinOp(_, ast.Mult() | ast.MatMult() as product, _):
            yield from _opened(_factors(node, type(product)), product)
        case ast.BinOp(ast.BinOp(a, ast.Add() | ast.Sub() as op, b), ast.Div(), c):
            yield ast.BinOp(a, op, ast.BinOp(b, ast.Div(), c))
        case ast.BinOp(ast.BinOp(a, ast.Mult(), b), ast.Pow() as op, c):
            yield ast.BinOp(a, ast.Mult(), ast.BinOp(b, op, c))
        case ast.BinOp(a, ast.Add() | ast.Sub() as op, b):
            yield from _closed(a, op, b)
        case ast.UnaryOp(ast.USub() as minus, ast.BinOp(a, ast.Add() | ast.Sub() as op, b)):
            yield ast.BinOp(ast.UnaryOp(minus, a), op, b)
        case ast.Call(ast.Name(), [ast.BinOp(a, ast.Add() | ast.Sub() as op, b)], []):
            yield ast.BinOp(ast.Call(node.func, [a], []), op, b)
        case ast.Call(ast.Attribute(ast.BinOp(a, op, b), name), _, _):
            yield ast.BinOp(a, op, ast.Call(ast.Attribute(b, name), node.args, node.keywords))
            yield ast.BinOp(ast.Call(ast.Attribute(a, name), node.args, node.keywords), op, b)
    match node:
        case ast.BinOp(a, ast.Div() as over, ast.BinOp(b, op, c)):
            yield ast.BinOp(ast.BinOp(a, over, b), op, c)


def _factors(node: ast.expr, product: type[ast.operator]) -> list[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, product):
        return [*_factors(node.left, product), *_factors(node.right, product)]
    return [node]


def _opened(factors: list[ast.expr], product: ast.operator) -> Iterator[ast.expr]:
    """Products in which one factor, a sum, lost its brackets; the other factors are before or behind it."""
    for place, factor in enumerate(factors):
        match factor:
            case ast.BinOp(a, ast.Add() | ast.Sub() as op, b):
                before, behind = factors[:place], factors[place + 1 :]
                if not isinstance(product, ast.MatMult):  # the factors may be in any order
                    yield ast.BinOp(_times([*before, *behind, a], product), op, b)
                    if isinstance(a, ast.BinOp) and isinstance(a.op, _OF_SUMS):  # only the first of three terms
                        yield ast.BinOp(ast.BinOp(_times([*before, *behind, a.left], product), a.op, a.right), op, b)
                    yield ast.BinOp(a, op, _times([*before, *behind, b], product))
                if (before and behind) or isinstance(product, ast.MatMult):
                    yield ast.BinOp(_times([*before, a], product), op, _times([b, *behind], product))


def _closed(a: ast.expr, op: ast.operator, b: ast.expr) -> Iterator[ast.expr]:
    """Sums with misplaced brackets: around one factor of a term and the other term."""
    match b:
        case ast.BinOp(inner, ast.Add() | ast.Sub() as other, rest) if isinstance(op, ast.Sub):
            yield ast.BinOp(ast.BinOp(a, op, inner), other, rest)
        case ast.BinOp(inner, ast.Div(), rest):
            yield ast.BinOp(ast.BinOp(a, op, inner), ast.Div(), rest)
        case ast.BinOp(_, ast.Mult() as product, _):
            for factor, others in _each(_factors(b, ast.Mult)):
                yield _times([ast.BinOp(a, op, factor), *others], product)
    match a:
        case ast.BinOp(first, ast.Div(), rest):
            yield ast.BinOp(first, ast.Div(), ast.BinOp(rest, op, b))
        case ast.BinOp(_, ast.Mult() as product, _):
            for factor, others in _each(_factors(a, ast.Mult)):
                yield _times([*others, ast.BinOp(factor, op, b)], product)
        case ast.Call(ast.Name(), [argument], []):
            yield ast.Call(a.func, [ast.BinOp(argument, op, b)], [])


def _each(factors: list[ast.expr]) -> Iterator[tuple[ast.expr, list[ast.expr]]]:
    """Each of the factors, with the others."""
    for place, factor in enumerate(factors):
        yield factor, [*factors[:place], *factors[place + 1 :]]


def _times(factors: list[ast.expr], product: ast.operator) -> ast.expr:
    return functools.reduce(lambda left, right: ast.BinOp(left, product, right), factors)


@functools.cache
def renamed(text: str, others: tuple[str, ...], of_batch: tuple[str, ...] = ()) -> tuple[Mutation, ...]:
    """Every formula in which one variable is replaced by one of `others`, or gets it as a factor or term.

    Variables in `of_batch` may also be reduced to the first or the last sample. Two variables may be exchanged.
    """
    own = [name for name in variables(text) if name in others]

    def another(node: ast.expr) -> Iterator[tuple[str, ast.expr]]:
        if not isinstance(node, ast.Name) or node.id not in own:
            return
        yield from (("another-variable", ast.Name(name)) for name in others if name != node.id)
        yield "wrong-power", ast.BinOp(node, ast.Mult(), node)
        if node.id in of_batch:
            yield "first-sample-only", ast.Subscript(node, _FIRST)
            yield "last-sample-only", ast.Subscript(node, _LAST)
        for name in others:
            if name != node.id:
                yield "extra-factor", ast.BinOp(node, ast.Mult(), ast.Name(name))
                yield "extra-term", ast.BinOp(node, ast.Add(), ast.Name(name))
                yield "extra-term", ast.BinOp(node, ast.Sub(), ast.Name(name))

    exchanged = (
        Mutation("another-variable", f"{a}, {b}", f"{b}, {a}", ast.unparse(_Exchanged(a, b).visit(ast.parse(text))))
        for a, b in itertools.combinations(own, 2)
    )
    return (*changed(text, another), *exchanged)


class _Exchanged(ast.NodeTransformer):
    """Exchanges two names."""

    def __init__(self, a: str, b: str) -> None:
        self._other = {a: b, b: a}

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(self._other.get(node.id, node.id))


def variables(text: str) -> tuple[str, ...]:
    """The variables of an expression in their order, without functions and names that it binds itself."""
    nodes = [node for node in ast.walk(ast.parse(text, mode="eval")) if isinstance(node, ast.Name)]
    names = [node.id for node in sorted(nodes, key=lambda node: node.col_offset)]
    bound = {node.id for node in nodes if isinstance(node.ctx, ast.Store)}
    known = bound | FUNCTIONS.keys() | vars(builtins).keys()
    return tuple(name for name in dict.fromkeys(names) if name not in known)
