"""The duties of a layer, as data: a file in `data/` for each class of the textbook.

A contract names the textbook's class, the arguments of its constructor, and the numbers on which it is judged. For each
method it names the calls before it, its results and attributes, its formula, and the mistakes that students make in
the formula. Everything else follows: the questions and right answers (the room `exercises`), the wrong ones
(`slips.py`). `toml.py` reads the files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from undergrad.contracts.formula import compiled, evaluated

#: Mistakes by name, each with one expression or with several.
Mistakes = dict[str, str | list[str]]
_CALL = re.compile(r"(?:(\w+) = )?(\w+)\((.*)\)")


class Number(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number of a case, or an array: of both signs and low <= |.| <= high; a scalar is positive.

    `shape` names one of the contract's shapes, or lists sizes, which may be computed from others. `expression`, in TOML
    `is`, computes the number from those before it; in it, `it` is the drawn number.
    """

    shape: str | list[str | int] | None = None
    low: float = 0.1
    high: float = 2.5
    expression: str = msgspec.field(default="", name="is")


class Variant(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The differences of another case: sizes, shapes, and numbers, in whose expressions `it` is the drawn number.

    `cause` is the mistake of a method that fails only on such a case; `made_with` leaves out arguments with a default.
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
    #: The call as a line of mathematics; by default that of the method.
    math: str = ""


class InNetwork(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The constructor's arguments of a layer of images in the network of `consequence.py`, and its output's shape."""

    arguments: tuple[int, ...]
    gives: tuple[int, ...]


class Call(msgspec.Struct, frozen=True):
    """An earlier call: the name of its result, the method, and its arguments."""

    result: str
    method: str
    arguments: tuple[str, ...]


class Method(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The duties of one method."""

    math: str = ""
    arguments: tuple[str, ...]
    #: Its quantities: "result" is its return value, anything else an attribute that it sets.
    gives: tuple[str, ...] = ("result",)
    #: The calls before it, as `result = method(argument, ...)`.
    after: list[str] = []
    #: Other methods that must work before this one can be judged.
    rests_on: tuple[str, ...] = ()
    #: Attributes that it keeps.
    keeps: tuple[str, ...] = ()
    #: Attributes that it needs, and their values if the method that should keep them does not work.
    patch: dict[str, str] = {}
    #: Attributes that the check always sets before it.
    puts: tuple[str, ...] = ()
    #: The method that a network calls between two calls of this one.
    closed_by: str = ""
    #: Methods of the class, each with the mistake in it that leaves nothing to judge here.
    blocked_by: dict[str, str] = {}
    #: The applicable checks, besides those of existence, shape, values and attributes.
    checks: tuple[str, ...] = (
        *("purity", "repeat", "instances", "batches", "shapes"),
        *("images", "dimensions", "extremes", "float32", "speed"),
    )
    #: The variants by check; under "generic", further ones for the checks of purity and attributes.
    variants: dict[str, tuple[str, ...]] = {}
    #: Sizes and variants of this method only.
    sizes: dict[str, int] = {}
    own_variants: dict[str, Variant] = {}
    #: The arrays that belong entry by entry to the result.
    elementwise: tuple[str, ...] = ()
    #: Numbers of the case that the file may choose otherwise, each with the other right choices.
    leaves_open: dict[str, list[str]] = {}
    #: Numbers that the file may choose freely and that the formula then uses, each with the earlier call or the
    #: quantity whose result it is.
    sees: dict[str, str] = {}
    #: Conditions that the chosen numbers must meet, each with the mistake if they do not.
    holds: dict[str, str] = {}
    #: Conditions that right numbers should meet, each with the mistake, a remark, if they do not.
    advised: dict[str, str] = {}
    #: Whether it may change arrays of the object (update changes weights).
    changes: bool = False
    #: Whether its result is one number, and the mistake if it is not.
    scalar: bool = False
    not_scalar: str = "loss-not-a-float"
    #: Whether it has to print.
    prints: bool = False
    #: The input whose shape the result has; the flat shape (N, -1) is also right.
    flat: str = ""
    #: The attribute whose numbers NumPy's global generator draws.
    draws: str = ""
    #: The name of the mistake if the call is accepted: it must raise.
    refuses: str = ""
    #: The mistake if a result is not finite; by default the contract's.
    unstable: str = ""
    #: The work that a model may do itself instead of calling a layer, each with the class of the layer.
    own: dict[str, str] = {}
    #: Arguments that a file's method may omit: it is then called without them.
    may_lack: tuple[str, ...] = ("reg_lambda",)
    #: The mistake if a quantity is missing; by default "missing-attribute".
    lost: dict[str, str] = {}
    #: The mistake if a quantity is right only at reg_lambda = 0.
    of_l2: dict[str, str] = {}
    #: Mistakes of two quantities at once: for each quantity the other one, and the name if this one alone has it.
    alone: dict[str, dict[str, tuple[str, str]]] = {}
    also_called: Way | None = None
    #: The formula of each quantity, and its named parts.
    formula: dict[str, str] = {}
    parts: dict[str, str] = {}
    #: Other ways of writing the formula of a quantity, or a part; students' mistakes start from them as easily.
    forms: dict[str, list[str]] = {}
    #: The mistakes in each place of the formula: groups that many formulas share, and mistakes of this formula.
    groups: dict[str, list[str]] = {}
    mistakes: dict[str, Mistakes] = {}

    @property
    def calls(self) -> list[Call]:
        """The calls in `after`, parsed."""
        matches = [match for text in self.after if (match := _CALL.fullmatch(text))]
        return [Call(match[1] or "", match[2], tuple(filter(None, match[3].split(", ")))) for match in matches]


class Contract(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The duties of a class."""

    layer: str
    #: The arguments of its constructor: names of numbers and sizes.
    made_with: tuple[str, ...] = ()
    #: Attributes that the check sets to the numbers of the same names.
    sets: tuple[str, ...] = ()
    #: The mistake if a result is not finite for large numbers.
    unstable: str = "not-finite"
    sizes: dict[str, int] = {}
    shapes: dict[str, list[str | int]] = {}
    numbers: dict[str, Number] = {}
    variants: dict[str, Variant] = {}
    methods: dict[str, Method]
    #: Whether it maps entry by entry and learns nothing: such a layer stands between two layers with weights.
    activation: bool = False
    #: Functions and methods with contracts that it may call, each with a variant in which their mistakes do not matter.
    leans_on: dict[str, str] = {}
    #: Its arguments and output in a network for images.
    network: InNetwork | None = None
    #: The usual names of sizes that the shapes compute: `H = "stride * (P - 1) + k - 2 * pad"`.
    called: dict[str, str] = {}
    #: Sizes as a line of mathematics of usual ones: `P = "(H + 2 pad - k) / stride + 1"`.
    follows: dict[str, str] = {}
    #: Whether it is a function: its method is then `__call__`. It may also be a method of the class `method_of`.
    function: bool = False
    method_of: str = ""
    #: Whether the formula gives the right answers, since the textbook has nothing with this name.
    by_formula: bool = False

    def shape(self, name: str, sizes: Mapping[str, int], shapes: Mapping[str, list[str | int]]) -> tuple[int, ...]:
        """The shape of one of its arrays for these sizes and shapes; a case has more of them than the contract."""
        named = self.numbers[name].shape or []
        listed = shapes[named] if isinstance(named, str) else named
        return tuple(evaluated(compiled(size), sizes) if isinstance(size, str) else size for size in listed)

    def made_with_these(self, name: str, arguments: Iterable[int]) -> tuple[int, ...]:
        """The shape of an array of an object whose constructor gets these arguments."""
        return self.shape(name, {**self.sizes, **dict(zip(self.made_with, arguments, strict=False))}, self.shapes)


def expressions(mistakes: Mistakes) -> list[tuple[str, str]]:
    """Each mistake's name with each of its expressions."""
    return [(name, text) for name, texts in mistakes.items() for text in ([texts] if isinstance(texts, str) else texts)]


def name_of(cls: str, method: str) -> str:
    """`Class.method`; only the class if `method` is empty, and only its name for a function."""
    return f"{cls}.{method}" if method not in ("", "__call__") else cls
