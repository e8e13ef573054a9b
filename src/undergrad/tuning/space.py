"""What is searched: for each parameter of a network its possible values, and the network that a choice makes."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np

from undergrad.errors import UsageError
from undergrad.experiments import Network
from undergrad.experiments.toml import check_keys, converted, plain
from undergrad.training import Hyperparameters

#: One value for each parameter that is searched; what is fixed is not in it.
Values = dict[str, Any]

#: Parameters that a network has by themselves: how it is trained, but for its hidden layers.
_PLAIN = ("activation", *Hyperparameters.__struct_fields__)
#: Parameters that make up its hidden layers: either all widths at once, or how many, the first, and the ratio of each
#: further one to the one before.
_HIDDEN = ("hidden", "layers", "width", "taper")
PARAMETERS = (*_HIDDEN, *_PLAIN)
#: Those of them that are counted.
WHOLE = ("layers", "width", "batch_size", "epochs")

#: Digits of a number drawn from a range: as many as anybody would write down.
_DIGITS = 3
_LARGEST_GRID = 100_000
_MOST_LAYERS = 1000


class Range(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Numbers from `low` to `high`, even or even in the logarithm; a grid takes `steps` of them."""

    low: int | float
    high: int | float
    log: bool = False
    steps: int | None = None

    def at(self, share: float, *, whole: bool) -> int | float:
        """The number at `share` of the way from low to high.

        >>> Range(low=0.001, high=0.1, log=True).at(0.5, whole=False)
        0.01
        """
        return rounded(self._between(self.low, self.high, share), self, whole=whole)

    def drawn(self, rng: np.random.Generator, *, whole: bool) -> int | float:
        """A number at random; of whole numbers, in a range that is not logarithmic, each is as probable as another."""
        beyond = 0.5 if whole else 0.0  # or the numbers at the ends would be rounded to from one side alone
        return rounded(self._between(self.low - beyond, self.high + beyond, rng.random()), self, whole=whole)

    def _between(self, low: float, high: float, share: float) -> float:
        if self.log:
            return math.exp(math.log(low) + share * (math.log(high) - math.log(low)))
        return low + share * (high - low)


def label(value: Any) -> str:
    """A parameter's value as people write it.

    >>> label((512, 256)), label(0.00012), label("relu")
    ('512-256', '0.00012', 'relu')
    """
    if isinstance(value, tuple):
        return "-".join(map(label, value))
    return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def rounded(value: float, within: Range, *, whole: bool) -> int | float:
    """`value` with three significant digits, or as a whole number, inside the range."""
    short: int | float = round(value) if whole else float(f"{value:.{_DIGITS}g}")
    return min(max(short, within.low), within.high)


class Space(msgspec.Struct, frozen=True, kw_only=True):
    """For each parameter, in the order of PARAMETERS, its choices (one where it is fixed) or a Range."""

    parameters: dict[str, tuple[Any, ...] | Range]

    @property
    def searched(self) -> dict[str, tuple[Any, ...] | Range]:
        """The parameters with more than one value."""
        return {key: domain for key, domain in self.parameters.items() if isinstance(domain, Range) or len(domain) > 1}

    def words(self, key: str) -> str:
        """The values of a parameter in words.

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
        """Each parameter by itself at random."""
        return {
            key: domain.drawn(rng, whole=key in WHOLE)
            if isinstance(domain, Range)
            else domain[int(rng.integers(len(domain)))]
            for key, domain in self.searched.items()
        }

    def levels(self) -> dict[str, tuple[Any, ...]]:
        """For a grid: every value of every searched parameter. UsageError for a range without steps."""
        found: dict[str, tuple[Any, ...]] = {}
        for key, domain in self.searched.items():
            if isinstance(domain, Range):
                if domain.steps is None:
                    raise UsageError(
                        f"a grid needs to know how many values {key} has: give its range steps, as steps = 4"
                    )
                shares = np.linspace(0, 1, domain.steps)
                values = [domain.at(float(share), whole=key in WHOLE) for share in shares]
                found[key] = tuple(dict.fromkeys(values))
            else:
                found[key] = domain
        return found

    def combinations(self) -> list[Values] | None:
        """Every choice of values that makes a network of its own; None where nobody could go through them."""
        levels: dict[str, Sequence[Any]] = {}
        for key, domain in self.searched.items():
            if not isinstance(domain, Range):
                levels[key] = domain
            elif key in WHOLE:
                levels[key] = range(int(domain.low), int(domain.high) + 1)
            else:
                return None
        return self._distinct(levels) if _size(levels) <= _LARGEST_GRID else None

    def grid(self) -> list[Values]:
        """Every combination of `levels` that makes a network of its own. UsageError where they are too many."""
        levels = self.levels()
        size = _size(levels)
        if size > _LARGEST_GRID:
            raise UsageError(f"{size:,} combinations are too many to go through; use random or tpe, or fewer values")
        return self._distinct(levels)

    def _distinct(self, levels: Mapping[str, Sequence[Any]]) -> list[Values]:
        found: dict[Network, Values] = {}
        for combination in itertools.product(*levels.values()):
            values = dict(zip(levels, combination, strict=True))
            # One layer has no taper: what differs in parameters without effect is the same network.
            found.setdefault(self.effective(values), values)
        return list(found.values())

    def effective(self, values: Values) -> Network:
        """The network of `values`, with what has no effect on it left out: equal where the trainings would be."""
        made = self.network(values, "same")
        if made.schedule != "step":
            plain = Network(name="same")
            made = msgspec.structs.replace(made, step_at=plain.step_at, step_factor=plain.step_factor)
        return made

    def network(self, values: Values, name: str) -> Network:
        """The network that `values` and what is fixed describe."""
        every = {key: domain[0] for key, domain in self.parameters.items() if not isinstance(domain, Range)} | values
        if "hidden" in every:
            hidden = tuple(every["hidden"])
        else:
            hidden = _hidden(every.get("layers", 1), every.get("width", 128), every.get("taper", 1.0))
        return Network(name=name, hidden=hidden, **{key: every[key] for key in _PLAIN if key in every})


def ends(domain: tuple[Any, ...] | Range) -> tuple[Any, ...]:
    """The choices, or the two ends of a range: the greatest and the least value are among them."""
    return (domain.low, domain.high) if isinstance(domain, Range) else domain


def _hidden(layers: int, width: int, taper: float) -> tuple[int, ...]:
    """The widths of so many layers, the first one's and the ratio from each to the next being given. UsageError."""
    try:
        return tuple(max(1, round(width * taper**layer)) for layer in range(layers))
    except OverflowError as error:
        raise UsageError(f"{layers} layers that grow {taper:g}-fold from the width {width} have no bound") from error


def _size(levels: Mapping[str, Sequence[Any]]) -> int:
    return math.prod(map(len, levels.values()))


def parse_space(table: Mapping[str, Any], *, where: str) -> Space:
    """The space in a TOML table: a value is fixed, a list is a choice, `{low, high, log, steps}` a range.

    UsageError, one sentence, for anything that no network can be made of.

    >>> space = parse_space({"width": [32, 64], "learning_rate": {"low": 0.01, "high": 0.1}, "epochs": 5}, where="x")
    >>> list(space.searched)
    ['width', 'learning_rate']
    """
    check_keys(table, PARAMETERS, where=f"the space of {where}", kind="parameter")
    if "hidden" in table and {"layers", "width", "taper"} & table.keys():
        raise UsageError(f"the space of {where} has both hidden and layers, width or taper; give one of the two forms")
    space = Space(parameters={key: _domain(key, table[key], where) for key in PARAMETERS if key in table})
    for key, domain in space.parameters.items():
        for value in ends(domain):
            _check(key, value, where)
    widest = {key: max(ends(space.parameters[key])) for key in ("layers", "width", "taper") if key in table}
    try:
        space.network({key: ends(domain)[0] for key, domain in space.parameters.items()} | widest, "widest").check()
    except UsageError as error:
        raise UsageError(f"the space of {where} has networks that cannot be built: {error}") from error
    if not space.searched:
        raise UsageError(f"the space of {where} has a single network in it; give a parameter several values")
    return space


def _domain(key: str, given: Any, where: str) -> tuple[Any, ...] | Range:
    if isinstance(given, dict):
        return _range(key, given, where)
    # `hidden` and `step_at` are lists themselves, so a choice among them is a list of lists.
    is_list = key in ("hidden", "step_at")
    is_choice = isinstance(given, list) and (not is_list or (given != [] and all(isinstance(g, list) for g in given)))
    choices = tuple(map(frozen, given if is_choice else [given]))
    if not choices:
        raise UsageError(f"{key} in the space of {where} has no values; give at least one")
    try:
        twice = len(set(choices)) < len(choices)
    except TypeError as error:  # a table or a list within a choice
        raise UsageError(
            f"{key} in the space of {where} must be a value, a list of values, or one range {{low = ..., high = ...}}"
        ) from error
    if twice:
        raise UsageError(f"{key} in the space of {where} has a value twice; give each once")
    return choices


def frozen(value: Any) -> Any:
    """`value`, a list as a tuple, so that it may be compared and be a key."""
    return tuple(value) if isinstance(value, list) else value


def _range(key: str, given: dict[str, Any], where: str) -> Range:
    place = f"the range of {key} in the space of {where}"
    check_keys(given, Range.__struct_fields__, where=place)
    for end in ("low", "high"):
        if end not in given:
            raise UsageError(f"{place} has no {end}; write {{low = ..., high = ..., log = true}}")
    found = converted(given, Range, where=place)
    if found.low >= found.high:
        raise UsageError(
            f"{key} in the space of {where} has low = {found.low:g}, which is not below high = {found.high:g}"
        )
    if found.log and found.low <= 0:
        raise UsageError(f"{key} in the space of {where} has a logarithm of low = {found.low:g}; give a positive one")
    if found.steps is not None and not 2 <= found.steps <= _LARGEST_GRID:
        raise UsageError(
            f"{key} in the space of {where} has steps = {found.steps}; a range has at least 2, and at most "
            f"{_LARGEST_GRID:,}"
        )
    return found


def _check(key: str, value: Any, where: str) -> None:
    """Raise UsageError where no network can have this value, whatever its other parameters are."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    if key in ("layers", "width") and not (whole and value >= 1):
        raise UsageError(f"{key} in the space of {where} must be a whole number of at least 1, not {value!r}")
    if key == "layers" and value > _MOST_LAYERS:
        raise UsageError(f"layers in the space of {where} must be at most {_MOST_LAYERS:,}, not {value!r}")
    if key == "taper" and not (isinstance(value, int | float) and 0 < value <= 10):
        raise UsageError(f"taper in the space of {where} must be a ratio between 0 and 10, not {value!r}")
    try:
        made = Space(parameters={key: (value,)}).network({}, "space")
        msgspec.convert(msgspec.to_builtins(made), Network).check()
    except (UsageError, msgspec.ValidationError, TypeError) as error:
        raise UsageError(f"{key} in the space of {where} cannot be {value!r}: {plain(str(error))}") from error


#: What `undergrad tune` searches where nobody says anything else.
DEFAULT = parse_space(
    {
        "layers": [1, 2, 3],
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
