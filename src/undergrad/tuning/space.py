"""The space of a search: the possible values of each parameter, and the network that a choice of values makes."""

from __future__ import annotations

import itertools
import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np

from undergrad.architecture import short
from undergrad.errors import UsageError
from undergrad.experiments import Network
from undergrad.experiments.toml import check_keys
from undergrad.notation.calls import filled, holes
from undergrad.optimizers import parse_optimizer
from undergrad.settings import DECLARATIONS, DEFAULTS, SHORT_FORMS, written_out
from undergrad.tuning.domains import LARGEST_GRID, Domain, Range, ends, label, parse_domain

#: A value for each searched parameter; fixed parameters are not in it.
Values = dict[str, Any]

#: The parameters of a network: texts of layers, whose holes are parameters too; or all widths at once; or the number of
#: hidden layers, the first layer's width, and the ratio of each further width to the one before.
_STRUCTURE = ("layers", "hidden", "depth", "width", "taper", "activation")
_REGULAR = ("depth", "width", "taper")
PARAMETERS = (*_STRUCTURE, *DECLARATIONS, *SHORT_FORMS)
_NUMBERS = (*DECLARATIONS, *SHORT_FORMS)
#: Those of them that are whole numbers.
_WHOLE = ("depth", "width", *(name for name, declaration in DECLARATIONS.items() if declaration.kind.form == "whole"))

_MOST_LAYERS = 1000


class Space(msgspec.Struct, frozen=True, kw_only=True):
    """For each parameter, in the order of PARAMETERS, its choices (one if it is fixed) or a Range.

    If `layers` are texts with holes, each hole is a parameter. A dictionary of values has a value for each searched
    parameter, as in a trial.

    >>> space = parse_space({"width": [8, 16], "epochs": 5}, where="mine")
    >>> space.grid()
    [{'width': 8}, {'width': 16}]
    """

    #: By a parameter's name, its choices as a tuple, or its Range.
    parameters: dict[str, Domain]

    @property
    def searched(self) -> dict[str, Domain]:
        """The parameters with more than one value."""
        return {key: domain for key, domain in self.parameters.items() if isinstance(domain, Range) or len(domain) > 1}

    def is_whole(self, key: str) -> bool:
        """Whether the parameter is a whole number; a hole's is one if its range has whole ends."""
        domain = self.parameters.get(key)
        ends_are_whole = isinstance(domain, Range) and isinstance(domain.low, int) and isinstance(domain.high, int)
        return key in _WHOLE or (key not in PARAMETERS and ends_are_whole)

    def words(self, key: str) -> str:
        """The values of a parameter in words. KeyError for one that the space does not have.

        >>> DEFAULT.words("width"), DEFAULT.words("learning_rate")
        ('64, 128, 256 or 512', '0.01 to 0.3, by its logarithm')
        """
        domain = self.parameters[key]
        if isinstance(domain, Range):
            return f"{domain.low:g} to {domain.high:g}" + (", by its logarithm" if domain.log else "")
        labels = [label(choice) for choice in domain]
        return " or ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)

    @property
    def largest_epochs(self) -> int:
        """The most epochs that a trial may have."""
        domain = self.parameters.get("epochs", (Network(name="default").epochs,))
        return int(domain.high if isinstance(domain, Range) else max(domain))

    def drawn(self, rng: np.random.Generator) -> Values:
        """A random value for each searched parameter, independently."""
        return {
            key: domain.drawn(rng, whole=self.is_whole(key))
            if isinstance(domain, Range)
            else domain[int(rng.integers(len(domain)))]
            for key, domain in self.searched.items()
        }

    def levels(self) -> dict[str, tuple[Any, ...]]:
        """For a grid, all values of every searched parameter. UsageError for a range without steps."""
        levels: dict[str, tuple[Any, ...]] = {}
        for key, domain in self.searched.items():
            if isinstance(domain, Range):
                if domain.steps is None:
                    raise UsageError(
                        f"a grid needs to know how many values {key} has: give its range steps, as steps = 4"
                    )
                shares = np.linspace(0, 1, domain.steps)
                values = [domain.at(float(share), whole=self.is_whole(key)) for share in shares]
                levels[key] = tuple(dict.fromkeys(values))
            else:
                levels[key] = domain
        return levels

    def combinations(self) -> list[Values] | None:
        """Every choice of values that makes a distinct network; None if there are too many to enumerate."""
        levels: dict[str, Sequence[Any]] = {}
        for key, domain in self.searched.items():
            if not isinstance(domain, Range):
                levels[key] = domain
            elif self.is_whole(key):
                levels[key] = range(int(domain.low), int(domain.high) + 1)
            else:
                return None
        return self._distinct(levels) if _size(levels) <= LARGEST_GRID else None

    def grid(self) -> list[Values]:
        """Every combination of `levels` that makes a distinct network. UsageError if they are too many."""
        levels = self.levels()
        size = _size(levels)
        if size > LARGEST_GRID:
            raise UsageError(f"{size:,} combinations are too many to go through; use random or tpe, or fewer values")
        return self._distinct(levels)

    def _distinct(self, levels: Mapping[str, Sequence[Any]]) -> list[Values]:
        distinct: dict[Hashable, Values] = {}
        for combination in itertools.product(*levels.values()):
            values = dict(zip(levels, combination, strict=True))
            # One layer has no taper: choices that differ only in parameters without effect are the same network.
            distinct.setdefault(self.effective(values), values)
        return list(distinct.values())

    def effective(self, values: Values) -> Hashable:
        """A key for the network of `values`: equal for choices whose trainings would be equal.

        A space may have a hundred thousand networks, so this builds none.
        """
        every = self._with_fixed(values)
        has_steps = every.get("schedule", DEFAULTS["schedule"]) == "step"
        every = {**every, **_one_text(every)}
        numbers = tuple(every.get(key) for key in _NUMBERS if has_steps or not key.startswith("step_"))
        if "layers" in every:
            return self._text(every), numbers
        widths = _widths(every)
        return widths, every.get("activation") if widths else None, numbers

    def _with_fixed(self, values: Values) -> Values:
        return {key: domain[0] for key, domain in self.parameters.items() if not isinstance(domain, Range)} | values

    def _text(self, every: Values) -> str:
        return filled(every["layers"], lambda hole: label_in_text(every[hole]))

    def network(self, values: Values, name: str) -> Network:
        """The network of `values` and the fixed parameters. UsageError for a text that describes no network."""
        every = self._with_fixed(values)
        if "layers" in every:
            text = self._text(every)
        else:
            text = str(short(_widths(every), **{key: every[key] for key in ("activation",) if key in every}))
        return Network(name=name, layers=text, **written_out({key: every[key] for key in _NUMBERS if key in every}))


def _one_text(every: Values) -> Values:
    """The optimizer as its canonical text."""
    return {"optimizer": str(parse_optimizer(every["optimizer"]))} if "optimizer" in every else {}


def label_in_text(value: Any) -> str:
    """A parameter's value for a text of layers, with all digits."""
    return value if isinstance(value, str) else repr(value)


def _widths(every: Mapping[str, Any]) -> tuple[int, ...]:
    """The widths `hidden`, or those that `depth`, the first `width` and `taper` describe. Raises UsageError."""
    if "hidden" in every:
        return tuple(every["hidden"])
    depth, width, taper = every.get("depth", 1), every.get("width", 128), every.get("taper", 1.0)
    try:
        return tuple(max(1, round(width * taper**layer)) for layer in range(depth))
    except OverflowError as error:
        raise UsageError(f"{depth} layers that grow {taper:g}-fold from the width {width} have no bound") from error


def _size(levels: Mapping[str, Sequence[Any]]) -> int:
    return math.prod(map(len, levels.values()))


def parse_space(table: Mapping[str, Any], *, where: str) -> Space:
    """The space in a TOML table: a value is fixed, a list is a choice, `{low, high, log, steps}` a range.

    UsageError, one sentence, for a table that describes no network.

    >>> space = parse_space({"width": [32, 64], "learning_rate": {"low": 0.01, "high": 0.1}, "epochs": 5}, where="x")
    >>> list(space.searched)
    ['width', 'learning_rate']
    >>> space = parse_space({"layers": "fc({width}), {activation}", "width": [8, 16], "activation": "tanh"}, where="x")
    >>> space.network({"width": 8}, "example").layers
    'fc(8), tanh'
    """
    table = with_depth(table)
    open_ = _holes(table.get("layers"), where)
    keys = (*_STRUCTURE, *(hole for hole in open_ if hole not in _STRUCTURE), *_NUMBERS)
    check_keys(table, keys, where=f"the space of {where}", kind="parameter")
    _check_form(table, open_, where)
    space = Space(parameters={key: parse_domain(key, table[key], where) for key in keys if key in table})
    for key, domain in space.parameters.items():
        for value in ends(domain):
            _check(key, value, where)
    largest = {key: max(ends(space.parameters[key])) for key in _REGULAR if key in table}
    base = {key: ends(domain)[0] for key, domain in space.parameters.items()} | largest
    try:
        for key in ("layers", *open_):
            for value in ends(space.parameters.get(key, ())):
                space.network(base | {key: value}, "open").check()
        space.network(base, "widest").check()
    except UsageError as error:
        raise UsageError(f"the space of {where} has networks that cannot be built: {error}") from error
    if not space.searched:
        raise UsageError(f"the space of {where} has a single network in it; give a parameter several values")
    return space


def with_depth(table: Mapping[str, Any]) -> dict[str, Any]:
    """`table` with a number of `layers`, as in version 0.1.0, under its present name `depth`."""
    value = table.get("layers", "")
    texts = isinstance(value, str) or (isinstance(value, list) and all(isinstance(entry, str) for entry in value))
    return {"depth" if key == "layers" and not texts and "depth" not in table else key: v for key, v in table.items()}


def _holes(layers: Any, where: str) -> tuple[str, ...]:
    """The distinct holes in the texts `layers`. UsageError for one that cannot be a parameter."""
    texts = layers if isinstance(layers, list) else [layers] if isinstance(layers, str) else []
    open_ = tuple(dict.fromkeys(hole for text in texts if isinstance(text, str) for hole in holes(text)))
    for hole in open_:
        if not hole.isidentifier() or hole in _NUMBERS or hole == "layers":
            raise UsageError(f"layers in the space of {where} have the placeholder {{{hole}}}; give it another name")
    return open_


def _check_form(table: Mapping[str, Any], open_: tuple[str, ...], where: str) -> None:
    """Raise UsageError if a network is described in two ways at once, or in none."""
    several = [key for key in ("layers", "hidden") if key in table]
    others = [key for key in _STRUCTURE if key not in ("layers", "hidden") and key in table]
    if "layers" in table:
        others = [key for key in others if key not in open_]
    else:
        others = [key for key in others if key != "activation"]
    if several and (len(several) > 1 or others):
        raise UsageError(
            f"the space of {where} has both {several[0]} and {', '.join([*several[1:], *others])}; "
            "give one of the two forms"
        )
    if "optimizer" in table and "momentum" in table:
        raise UsageError(
            f"the space of {where} has both optimizer and momentum, which is short for it; give one of the two"
        )
    for hole in open_:
        if hole not in table:
            raise UsageError(f"layers in the space of {where} have the placeholder {{{hole}}}; give {hole} its values")


def _check(key: str, value: Any, where: str) -> None:
    """Raise UsageError for a value that no network can have, whatever its other parameters are."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    if key in ("depth", "width") and not (whole and value >= 1):
        raise UsageError(f"{key} in the space of {where} must be a whole number of at least 1, not {value!r}")
    if key == "depth" and value > _MOST_LAYERS:
        raise UsageError(f"depth in the space of {where} must be at most {_MOST_LAYERS:,}, not {value!r}")
    if key == "taper" and not (isinstance(value, int | float) and 0 < value <= 10):
        raise UsageError(f"taper in the space of {where} must be a ratio between 0 and 10, not {value!r}")
    try:
        if key in DECLARATIONS:
            DECLARATIONS[key].kind.check(key, value)
        elif key in SHORT_FORMS:
            written_out({key: value})
        elif key in ("hidden", "activation"):
            short(**{key: value})
    except (UsageError, TypeError) as error:
        raise UsageError(f"{key} in the space of {where} cannot be {value!r}: {error}") from error


#: The default space of `undergrad tune`.
DEFAULT = parse_space(
    {
        "depth": [1, 2, 3],
        "width": [64, 128, 256, 512],
        "taper": [0.5, 1.0],
        "activation": ["relu", "tanh", "sigmoid"],
        "learning_rate": {"low": 0.01, "high": 0.3, "log": True},
        "schedule": ["constant", "step", "cosine"],
        "momentum": [0.0, 0.9],
        "order": ["fixed", "shuffled"],
        "reg_lambda": {"low": 1e-6, "high": 1e-3, "log": True},
        "epochs": [20, 40],
    },
    where="the default search",
)
