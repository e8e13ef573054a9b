"""What a layer has to do, as data: a file in `contracts/` for each class of the textbook.

A contract names the textbook's class, how an object of it is made, and the numbers on which it is asked; and for each
method what comes before it, what it gives and keeps, its formula, and what students write in the formula's places.
Everything else follows: the questions and right answers (`exercises/base.py`), the wrong ones (`slips.py`).

The exercises of the book are functions that the textbook does not have. Those of a chapter lie in one file in
`contracts/book/`, and what is right of them is what their formula gives.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from importlib import resources
from typing import Any

import msgspec

from undergrad.check.formula import compiled, evaluated

#: Mistakes by name, each with one expression or with several.
Mistakes = dict[str, str | list[str]]
#: What own.toml calls a learned array, its gradient and parts of that.
_LEARNED = re.compile(r"(?<![A-Za-z_])(d|slope_|l2_)?p\b")
_CALL = re.compile(r"(?:(\w+) = )?(\w+)\((.*)\)")


class Number(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number of a case, or an array: of both signs and low <= |.| <= high; a scalar is positive.

    `shape` names one of the contract's shapes, or lists sizes, which may be computed from others. `expression`, in TOML
    `is`, makes the number from those before it; `it` is what was drawn.
    """

    shape: str | list[str | int] | None = None
    low: float = 0.1
    high: float = 2.5
    expression: str = msgspec.field(default="", name="is")


class Variant(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is different in another case: sizes, shapes, and numbers, in which `it` is what was drawn.

    `cause` is the mistake where a method fails on such a case only; `made_with` leaves out what has a default.
    """

    made_with: tuple[str, ...] = ()
    sizes: dict[str, int] = {}
    shapes: dict[str, list[str | int]] = {}
    numbers: dict[str, str] = {}
    cause: str = ""


class Way(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another way in which a method may be called."""

    arguments: tuple[str, ...]
    numbers: dict[str, str] = {}
    #: By default as in the usual way.
    math: str = ""


class InNetwork(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a layer of images is made with in the network of `consequence.py`, and the shape of what it gives there."""

    arguments: tuple[int, ...]
    gives: tuple[int, ...]


class Call(msgspec.Struct, frozen=True):
    """A call of a method that comes before: what its result is called, the method, and its arguments."""

    result: str
    method: str
    arguments: tuple[str, ...]


class Method(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one method has to do."""

    math: str = ""
    arguments: tuple[str, ...]
    #: "result" is what it returns, anything else an attribute that it sets.
    gives: tuple[str, ...] = ("result",)
    #: The calls before it, as `result = method(argument, ...)`.
    after: list[str] = []
    #: Methods besides that must work before this one can be asked.
    rests_on: tuple[str, ...] = ()
    #: Attributes that it keeps.
    keeps: tuple[str, ...] = ()
    #: Attributes that it needs, and what to set them to where the method that should have kept them does not work.
    patch: dict[str, str] = {}
    #: Attributes that are set before it in any case.
    puts: tuple[str, ...] = ()
    #: The method that a network calls between two calls of this one.
    closed_by: str = ""
    #: Methods of the class, each with the mistake of its that leaves nothing to judge here.
    blocked_by: dict[str, str] = {}
    #: The checks beyond existence, shape, values and attributes that make sense here.
    checks: tuple[str, ...] = (
        *("purity", "repeat", "instances", "batches", "shapes"),
        *("images", "dimensions", "extremes", "float32", "speed"),
    )
    #: The variants by check; "generic" are those on which arrays and attributes are looked at besides.
    variants: dict[str, tuple[str, ...]] = {}
    #: Sizes and variants of its own.
    sizes: dict[str, int] = {}
    own_variants: dict[str, Variant] = {}
    #: The arrays that belong entry by entry to the result.
    elementwise: tuple[str, ...] = ()
    #: Numbers of the case that it may choose otherwise, each with what is as right.
    leaves_open: dict[str, list[str]] = {}
    #: Numbers that are its own to choose, from which the formula goes on, each with the call before it or the quantity
    #: that it is the result of.
    sees: dict[str, str] = {}
    #: What must be true of them besides, each with the mistake where it is not.
    holds: dict[str, str] = {}
    #: What had better be true of right numbers, each with the mistake, a remark, where it is not.
    advised: dict[str, str] = {}
    #: Whether it may change what it works on (update changes weights).
    changes: bool = False
    #: Whether its result is one number, and the mistake where it is not.
    scalar: bool = False
    not_scalar: str = "loss-not-a-float"
    #: Whether it has to print.
    prints: bool = False
    #: The input in whose shape the result comes; flat, (N, -1), it is as right.
    flat: str = ""
    #: The attribute whose numbers NumPy's global generator draws.
    draws: str = ""
    #: The name of the mistake when the call is accepted: it must raise.
    refuses: str = ""
    #: The mistake where a result is not finite, if it is not the contract's.
    unstable: str = ""
    #: What a model may do itself instead of calling the layer.
    own: dict[str, str] = {}
    #: Arguments that a file's method may do without: it is then called without them.
    may_lack: tuple[str, ...] = ("reg_lambda",)
    #: The mistake where a quantity is not there, if it has a name of its own.
    lost: dict[str, str] = {}
    #: The mistake of a quantity that is right at reg_lambda = 0 only.
    of_l2: dict[str, str] = {}
    also_called: Way | None = None
    #: The formula of each quantity, and parts of it that have names.
    formula: dict[str, str] = {}
    parts: dict[str, str] = {}
    #: Other ways of writing the formula of a quantity, or a part, which students change as easily.
    forms: dict[str, list[str]] = {}
    #: What stands in a place of the formula: groups of mistakes that many formulas can have, and mistakes of this one.
    groups: dict[str, list[str]] = {}
    mistakes: dict[str, Mistakes] = {}

    @property
    def calls(self) -> list[Call]:
        """`after`, read."""
        matches = [match for text in self.after if (match := _CALL.fullmatch(text))]
        return [Call(match[1] or "", match[2], tuple(filter(None, match[3].split(", ")))) for match in matches]


class Contract(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a class has to do."""

    layer: str
    #: What its objects are made with: names of numbers and sizes.
    made_with: tuple[str, ...] = ()
    #: Attributes that are set to the numbers of their names.
    sets: tuple[str, ...] = ()
    #: The mistake where a result is not finite for large numbers.
    unstable: str = "not-finite"
    sizes: dict[str, int] = {}
    shapes: dict[str, list[str | int]] = {}
    numbers: dict[str, Number] = {}
    variants: dict[str, Variant] = {}
    methods: dict[str, Method]
    #: Whether it maps entry by entry and has nothing to learn: what stands between two layers with weights.
    activation: bool = False
    #: Functions and methods with contracts that it may call, each with a variant in which it does not matter that they
    #: are wrong.
    leans_on: dict[str, str] = {}
    #: What it is in a network that has images.
    network: InNetwork | None = None
    #: What people call sizes that the shapes compute: `H = "stride * (P - 1) + k - 2 * pad"`.
    called: dict[str, str] = {}
    #: How sizes follow from those that people know: `P = "(H + 2 pad - k) / stride + 1"`, as a line of mathematics.
    follows: dict[str, str] = {}
    #: Whether it is a function and no class: its method is `__call__`. It may be a method of the class `method_of`.
    function: bool = False
    method_of: str = ""
    #: Whether what is right is what the formula gives, since the textbook has nothing of this name.
    by_formula: bool = False

    def shape(self, name: str, sizes: Mapping[str, int], shapes: Mapping[str, list[str | int]]) -> tuple[int, ...]:
        """The shape of one of its arrays where sizes and shapes are these; a case has more than the contract."""
        named = self.numbers[name].shape or []
        listed = shapes[named] if isinstance(named, str) else named
        return tuple(evaluated(compiled(size), sizes) if isinstance(size, str) else size for size in listed)

    def made_with_these(self, name: str, arguments: Iterable[int]) -> tuple[int, ...]:
        """The shape of an array of an object that is made with these arguments."""
        return self.shape(name, {**self.sizes, **dict(zip(self.made_with, arguments, strict=False))}, self.shapes)


def expressions(mistakes: Mistakes) -> list[tuple[str, str]]:
    """Each mistake's name with each of its expressions."""
    return [(name, text) for name, texts in mistakes.items() for text in ([texts] if isinstance(texts, str) else texts)]


def name_of(cls: str, method: str) -> str:
    """`Class.method`; the class alone where there is no method, and what a function is called."""
    return f"{cls}.{method}" if method not in ("", "__call__") else cls


@functools.cache
def contracts() -> dict[str, Contract]:
    """The contract of each class, in the order of their files' names."""
    tables = {name: table for name, table in _tables().items() if "layer" in table}
    return {table["layer"]: msgspec.convert(_whole(table), Contract) for table in tables.values()}


@functools.cache
def book_contracts() -> dict[str, Contract]:
    """The contract of each function that an exercise of the book asks for, chapter by chapter.

    They are no part of `contracts`: no other assignment knows these names.
    """
    found: dict[str, Contract] = {}
    for chapter, functions in _read("contracts/book").items():
        for name, table in functions.items():
            if name in found:
                raise ValueError(
                    f"contracts/book/{chapter}.toml has {name}, as another chapter has; choose another name"
                )
            found[name] = msgspec.convert(_whole(_of_function(name, table)), Contract)
    return found


def _of_function(name: str, table: dict[str, Any]) -> dict[str, Any]:
    """The contract of a function of which the table says everything in one: what a class has, and what a method has.

    Its `formula` is that of the result. Every variant but `other` is asked with the check of shapes, unless `asked`
    says which are asked with which check.
    """
    of_contract = {key: value for key, value in table.items() if key in Contract.__struct_fields__}
    usual = {"shapes": [variant for variant in table.get("variants", {}) if variant != "other"]}
    own = {key: value for key, value in table.items() if key not in of_contract and key != "asked"}
    call = own | {"formula": {"result": table["formula"]}, "variants": table.get("asked", usual)}
    return {"like": "function", "layer": name, **of_contract, "methods": {"__call__": call}}


def own_contract(name: str, learned: Collection[str], **known: Any) -> Contract:
    """The contract of a layer of one's own called `name`, of the arrays that it learns and what else it shows."""
    return msgspec.convert(_merged(_for_each(_tables()["own"], learned), {"layer": name, **known}), Contract)


def _for_each(table: Any, learned: Collection[str]) -> Any:
    """The table with what it says of `p` said of each name instead."""

    def named(text: str) -> Iterator[tuple[str, Collection[str]]]:
        if not _LEARNED.search(text):
            yield text, learned
        for name in learned if _LEARNED.search(text) else ():
            yield _LEARNED.sub(rf"\g<1>{name}", text), [name]

    match table:
        case dict():
            pairs = ((one, value, of) for key, value in table.items() for one, of in named(key))
            return {one: value if one == "math" else _for_each(value, of) for one, value, of in pairs}
        case list():
            return [
                one
                for entry in table
                for one in ([text for text, _ in named(entry)] if isinstance(entry, str) else [entry])
            ]
        case str():
            return next(named(table), (table,))[0]
    return table


@functools.cache
def groups() -> dict[str, Mistakes]:
    """The mistakes that many formulas can have, by the kind of place."""
    return _tables()["groups"]


@functools.cache
def _tables() -> dict[str, dict[str, Any]]:
    return _read("contracts")


def _read(folder: str) -> dict[str, dict[str, Any]]:
    """The tables in the files of a folder of this package, by the files' names, in their order."""
    entries = resources.files("undergrad.check").joinpath(folder).iterdir()
    files = sorted((entry for entry in entries if entry.name.endswith(".toml")), key=lambda entry: entry.name)
    return {file.name.removesuffix(".toml"): tomllib.loads(file.read_text("utf-8")) for file in files}


def _whole(table: dict[str, Any]) -> dict[str, Any]:
    """The table with what it takes from the one that it is `like`."""
    like = table.get("like")
    own = {key: value for key, value in table.items() if key != "like"}
    return _merged(_whole(_tables()[like]), own) if like else own


def _merged(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Both tables; what only the base has comes last, since its parts may use the own ones."""
    both = {key: _merged(base[key], value) if isinstance(base.get(key), dict) else value for key, value in own.items()}
    return both | {key: value for key, value in base.items() if key not in own}
