"""What can be wrong in a formula of a contract: mistakes listed for its places, and changes of its text.

A contract lists the mistakes that only a person would think of. Mutations come from the formula's own text: one sign,
factor, term, power, axis or comparison of it is another.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import CodeType

from undergrad.check.contract import Method, Mistakes, expressions, groups
from undergrad.check.formula import Slip, compiled

#: Functions of one array that a student may forget.
_FUNCTIONS = ("exp", "expm1", "log", "abs", "sign", "sqrt", "tanh", "sigmoid", "softmax")
_ACTIVATIONS = ("tanh", "sigmoid", "softmax")
_MINUS_ONE = ast.UnaryOp(ast.USub(), ast.Constant(1))
_COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


@dataclass(frozen=True)
class Mutation:
    """A formula with one place changed: the mistake's name, what stood there, what stands there now, and all of it."""

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
    by_text: dict[str, Mutation] = {}
    for mistake, *nodes in _changed(ast.parse(text, mode="eval").body):
        before, after, whole = map(ast.unparse, nodes)
        by_text.setdefault(whole, Mutation(mistake, before, after, whole))
    # A number for a formula fits too easily what is cut to whole numbers.
    varies = _has_names(text)
    return tuple(change for whole, change in by_text.items() if whole != text and _has_names(whole) == varies)


def _has_names(text: str) -> bool:
    return any(isinstance(node, ast.Name) for node in ast.walk(ast.parse(text)))


def _changed(node: ast.expr) -> Iterator[tuple[str, ast.expr, ast.expr, ast.expr]]:
    """The mistake's name, the place as it was and as it is, and `node` with it."""
    for mistake, other in _others(node):
        yield mistake, node, other, other
    for field, value in ast.iter_fields(node):
        children = value if isinstance(value, list) else [value]
        for position, child in enumerate(children):
            if isinstance(child, ast.expr):
                for mistake, old, new, inner in _changed(child):
                    rest = [*children[:position], inner, *children[position + 1 :]]
                    fields = dict(ast.iter_fields(node)) | {field: rest if isinstance(value, list) else inner}
                    yield mistake, old, new, type(node)(**fields)


def _others(node: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """What a student may write in place of this node alone."""
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
        case ast.BinOp(left, ast.Div(), right):
            yield "missing-factor", left
            yield "divided-for-multiplied", ast.BinOp(left, ast.Mult(), right)
            yield "fraction-upside-down", ast.BinOp(right, ast.Div(), left)
        case ast.BinOp(left, ast.MatMult(), right):
            for one, two in ((_transposed(left), right), (left, _transposed(right)), (right, left)):
                yield "transpose", ast.BinOp(one, ast.MatMult(), two)
            yield "transpose", _reshaped(node)
            for ends in (ast.Slice(upper=_MINUS_ONE), ast.Slice(lower=ast.Constant(1))):  # a loop over too few
                yield "missing-term", _product_over(left, right, ends)
        case ast.BinOp(base, ast.Pow(), ast.Constant(int(power))):
            yield "wrong-power", base
            yield "wrong-power", ast.BinOp(base, ast.Pow(), ast.Constant(power + 1))
        case ast.UnaryOp(ast.USub(), operand):
            yield "sign-of-a-term", operand
        case ast.Constant(int() | float() as number) if number:
            yield from (("wrong-constant", ast.Constant(other)) for other in (number + 1, number - 1, 2 * number))
        case ast.Attribute(value, "T"):
            yield "transpose", value
        case ast.Call(ast.Attribute(value, "sum"), [], keywords):
            yield "mean-for-sum", ast.Call(ast.Attribute(value, "mean"), [], keywords)
            yield "not-summed", value
            yield from (("wrong-axis", _over(value, axis, keywords)) for axis in (0, 1, None))
        case ast.Call(ast.Name("where"), [mask, yes, no], []):
            yield "branches-exchanged", ast.Call(node.func, [mask, no, yes], [])
            yield from (("missing-mask", branch) for branch in (yes, no))
        case ast.Call(ast.Name(name), [argument], []) if name in _FUNCTIONS:
            yield "missing-function", argument
            if name == "exp":  # what does not overflow for one sign, taken for both
                yield "missing-mask", ast.Call(node.func, [ast.UnaryOp(ast.USub(), _call("abs", argument))], [])
            if name in _ACTIVATIONS:
                yield "activation-applied-twice", ast.Call(node.func, [node], [])
        case ast.Compare(left, [operator], [right]) if isinstance(operator, _COMPARISONS):
            others = (kind for kind in _COMPARISONS if not isinstance(operator, kind))
            yield from (("wrong-comparison", ast.Compare(left, [kind()], [right])) for kind in others)


def _transposed(node: ast.expr) -> ast.expr:
    return node.value if isinstance(node, ast.Attribute) and node.attr == "T" else ast.Attribute(node, "T")


def _reshaped(product: ast.expr) -> ast.expr:
    """The transposed product in the shape that the product has: it fits, and its entries are in wrong places."""
    return ast.Call(ast.Attribute(_transposed(product), "reshape"), [ast.Attribute(product, "shape")], [])


def _product_over(left: ast.expr, right: ast.expr, ends: ast.Slice) -> ast.expr:
    """The product with some of the terms of its sums."""
    columns = ast.Subscript(left, ast.Tuple([ast.Slice(), ends]))
    return ast.BinOp(columns, ast.MatMult(), ast.Subscript(right, ends))


def _call(name: str, argument: ast.expr) -> ast.expr:
    return ast.Call(ast.Name(name), [argument], [])


def _over(value: ast.expr, axis: int | None, keywords: list[ast.keyword]) -> ast.expr:
    """The sum over another axis."""
    others = [keyword for keyword in keywords if keyword.arg != "axis"]
    return ast.Call(ast.Attribute(value, "sum"), [], [ast.keyword("axis", ast.Constant(axis)), *others])


def slips_of(kind: str, place: str, mistakes: Mistakes) -> tuple[Slip, ...]:
    """The slips that those mistakes are in a place."""
    return tuple(Slip(kind, place, mistake, compiled(text)) for mistake, text in expressions(mistakes))


def listed_slips(terms: Method, quantity: str) -> tuple[tuple[Slip, ...], ...]:
    """The listed slips in the formula of a quantity, grouped by the place where they are made."""
    reached = _reached(terms.formula[quantity], terms.parts)
    places = [place for place in dict.fromkeys((*terms.groups, *terms.mistakes)) if place not in terms.gives]
    own = slips_of("formula", quantity, terms.mistakes.get(quantity, {}))
    done = tuple(slip for slip in own if "right" in slip.code.co_names)
    of_whole = (
        tuple(slip for slip in own if slip not in done),
        tuple(Slip("result", slip.place, slip.mistake, slip.code) for slip in done),
        *(slips_of("whole", "result", groups()[group]) for group in terms.groups.get(quantity, ())),
    )
    return tuple(filter(None, (*(_of_place(terms, place) for place in places if place in reached), *of_whole)))


def mutants(terms: Method, quantity: str) -> tuple[Slip, ...]:
    """The changes of the text of a quantity's formula, and of that of its parts."""
    reached = _reached(terms.formula[quantity], terms.parts)
    return (
        *_mutated("formula", quantity, terms.formula[quantity]),
        *(slip for name, part in terms.parts.items() if name in reached for slip in _mutated("place", name, part)),
    )


def _of_place(terms: Method, place: str) -> tuple[Slip, ...]:
    mistakes = [*(groups()[group] for group in terms.groups.get(place, ())), terms.mistakes.get(place, {})]
    return tuple(slip for listed in mistakes for slip in slips_of("place", place, listed))


def _mutated(kind: str, place: str, text: str) -> Iterator[Slip]:
    for change in mutations(text):
        yield Slip(kind, place, change.mistake, compiled(change.text), (change.before, change.after))


def _reached(text: str, parts: Mapping[str, str]) -> set[str]:
    """The names that an expression uses, by its parts too."""
    names: set[str] = set()
    waiting = [text]
    while waiting:
        fresh = _names_in(compiled(waiting.pop())) - names
        names |= fresh
        waiting += [parts[name] for name in fresh if name in parts]
    return names


def _names_in(code: CodeType) -> set[str]:
    inner = [_names_in(constant) for constant in code.co_consts if isinstance(constant, CodeType)]
    return set(code.co_names).union(*inner)
