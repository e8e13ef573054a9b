"""What each column of a table is worth to a network: by how much it gets worse when the column is permuted.

L. Breiman, "Random Forests", Machine Learning 45 (2001), section 10, where it is done with a forest; for any model
A. Fisher, C. Rudin and F. Dominici, "All Models are Wrong, but Many are Useful", JMLR 20 (2019), from whom it is that
no row keeps its own value.
"""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from undergrad.arrays import Array
from undergrad.data.split import stratified
from undergrad.errors import DataError, ShapeError
from undergrad.outputs import Measure
from undergrad.training import TrainedModel

_REPEATS, _FEWEST_REPEATS = 10, 3
_ROWS, _FEWEST_ROWS = 2_000, 100
#: Columns x repeats x rows x the work on a row at most: some seconds of a network with a hidden layer of 128.
_WORK = 1_000_000_000
#: Of a row that is the number of its features, and that many for what measure and jackknife do with it.
_MEASURING = 1_000
_PARTS = 10  # of the jackknife
_T = 2.262157  # the 97.5 % quantile of Student's distribution with `_PARTS` - 1 degrees of freedom
#: A column carries nearly everything that leaves so little of what is better than chance, and so little to the others.
_NEARLY_ALL, _HARDLY = 0.9, 0.2


class ColumnImportance(msgspec.Struct, frozen=True, kw_only=True):
    """What one column is worth: a fall above 0 says that the network is worse without it."""

    #: The column's name.
    name: str
    #: By how much the measure gets worse when the column is permuted, the mean over the repeats.
    fall: float
    #: The 95 % interval of the fall; None where there are too few rows for one.
    low: float | None = None
    #: Its upper end.
    high: float | None = None


class Importances(msgspec.Struct, frozen=True, kw_only=True):
    """What the columns of a table are worth to a network, the greatest fall first.

    >>> falls = [ColumnImportance(name="a", fall=0.5, low=0.4, high=0.6), ColumnImportance(name="b", fall=0.01)]
    >>> known = {"value": 1.0, "over_chance": 0.5, "reached": 1.0, "rows": 99, "of_rows": 99, "repeats": 10}
    >>> Importances(**known, columns=tuple(falls)).alone
    'a'
    """

    #: What the measure says of the rows as they are.
    value: float
    #: By how much that is better than what chance reaches; None where nothing is called so.
    over_chance: float | None = None
    #: Which share that is of the way from chance to what nobody can be better than.
    reached: float | None = None
    #: How many rows were permuted.
    rows: int
    #: How many there are.
    of_rows: int
    #: How many times each column was permuted.
    repeats: int
    #: What each is worth.
    columns: tuple[ColumnImportance, ...]
    #: How many columns there are where they are too many to be permuted: then there is none in `columns`.
    too_many: int = 0

    @property
    def alone(self) -> str | None:
        """The column that carries nearly everything: without it the measure falls to chance, and hardly without others.

        None where there is none, or only one column, and where the network is far from knowing all: then one column may
        well be the only one that tells anything.
        """
        first, *others = self.columns or (None,)
        if first is None or not others or first.low is None or self.over_chance is None:
            return None
        if self.reached is None or self.reached < _NEARLY_ALL:
            return None
        rest = sum(max(0.0, other.fall) for other in others)
        is_all = first.fall >= _NEARLY_ALL * self.over_chance and rest <= _HARDLY * first.fall
        return first.name if is_all and first.low > 0 < self.over_chance else None


def column_importances(trained: TrainedModel, x: Array, y: Array, *, seed: int = 0) -> Importances:
    """By how much the measure of `trained` falls on raw samples `x` (N, F) with labels `y` when a column is permuted.

    A column's features, all of its categories say, move together: each row gets those of another row, and all other
    columns stay. Rows that were not trained on, a test part, are what it should be asked of. It is what this network
    goes by, and not what the world does: of columns that say the same each looks worth little, since the other stands
    in for it.

    Ten repeats, of which the mean is taken, over 2,000 rows at most; of a table with many columns fewer, so that it
    takes seconds. The interval is that of a jackknife that leaves a tenth of the rows out, of each class alike, as rows
    and as those whose values others get: so it is about other test rows and other permutations, and not about other
    weights. Below 20 rows there is none. `seed` decides rows and permutations.

    ShapeError for samples that are not rows of features, and as in `TrainedModel.predict`; DataError for fewer than two
    rows, or labels of which the measure says nothing.
    """
    x, y, output = np.asarray(x), np.asarray(y), trained.model.output
    if x.ndim != 2 or len(x) != len(y):
        raise ShapeError(f"columns are permuted in rows of features with a label each, not {x.shape} and {y.shape}")
    if len(x) < 2:
        raise DataError(f"a column of {len(x)} row cannot be permuted; give at least 2")
    groups, rng, of_rows = list(trained.plan.groups()), np.random.default_rng(seed), len(x)
    rows, repeats = _affordable(len(groups), x.shape[1], of_rows)
    if rows < of_rows:
        chosen, _ = stratified(of_rows, rng, rows / of_rows, y if output.target == "classes" else None)
        x, y = x[chosen], y[chosen]
    measure, predicted = output.measure, output.predicted(trained.predict(x))
    measure.check(y, "the test part")
    value, chance = measure.value(predicted, y), output.chance(y)
    over_chance = None if chance is None else measure.merit(value) - measure.merit(chance.value)
    best = measure.bounds[1] if measure.higher_is_better else measure.bounds[0]
    reached = None if chance is None or over_chance is None else over_chance / max(abs(best - chance.value), 1e-30)
    importances: list[ColumnImportance] = []
    if repeats:
        permuted = _Permuted(measure, predicted, y, repeats, rng)
        tiled, donors = np.tile(x, (repeats, 1)), permuted.donors.reshape(-1)
        for name, places in groups:
            own = tiled[:, places].copy()
            tiled[:, places] = x[donors, places]
            without = output.predicted(trained.predict(tiled))
            importances.append(permuted.importance(name, without.reshape(repeats, *predicted.shape)))
            tiled[:, places] = own
    return Importances(
        value=value,
        over_chance=over_chance,
        reached=reached,
        rows=len(x),
        of_rows=of_rows,
        repeats=repeats,
        columns=tuple(sorted(importances, key=lambda column: -column.fall)),
        too_many=0 if repeats else len(groups),
    )


def _affordable(columns: int, features: int, rows: int) -> tuple[int, int]:
    """How many rows, and how many repeats; no repeats where the columns are too many for the fewest of both."""
    most = _WORK // (columns * (features + _MEASURING))
    rows = min(rows, _ROWS)
    repeats = min(_REPEATS, max(_FEWEST_REPEATS, most // rows))
    rows = min(rows, max(_FEWEST_ROWS, most // repeats))
    return rows, repeats if rows * repeats <= most else 0


class _Permuted:
    """From which row each row gets its values in each repeat, and what the measure makes of that."""

    def __init__(
        self, measure: Measure, predicted: NDArray[np.generic], y: NDArray[np.generic], repeats: int,
        rng: np.random.Generator,
    ) -> None:  # fmt: skip
        self._measure, self._predicted, self._y = measure, predicted, y
        #: (repeats, N); no row gets its own.
        self.donors = np.stack([_circle(len(y), rng) for _ in range(repeats)])
        self._value = measure.merit(measure.value(predicted, y))
        self._kept = self._without_parts(rng) if len(y) >= 2 * _PARTS else []
        self._reduced = [[self._merit(predicted[kept], kept) for kept in of_part] for of_part in self._kept]

    def _without_parts(self, rng: np.random.Generator) -> list[list[NDArray[np.int64]]]:
        """For each part and each repeat the rows that neither are of the part nor get their values from it.

        None at all where the measure says nothing of one of them.
        """
        n = len(self._y)
        order = rng.permutation(n)
        if self._y.ndim == 1:  # rows of one class, or of numbers near each other, are spread over the parts
            order = order[np.argsort(self._y[order], kind="stable")]
        part = np.empty(n, np.int64)
        part[order] = np.arange(n) % _PARTS
        kept = [
            [np.flatnonzero((part != number) & (part[donors] != number)) for donors in self.donors]
            for number in range(_PARTS)
        ]
        try:
            for rows in (rows for of_part in kept for rows in of_part):
                self._measure.check(self._y[rows], "the rest")
        except DataError:
            return []
        return kept

    def _merit(self, predicted: NDArray[np.generic], rows: NDArray[np.int64]) -> float:
        return self._measure.merit(self._measure.value(predicted, self._y[rows]))

    def importance(self, name: str, without: NDArray[np.generic]) -> ColumnImportance:
        """What the column is worth, given what is predicted in each repeat, (repeats, N, ...), where it is permuted."""
        merits = [self._measure.merit(self._measure.value(one, self._y)) for one in without]
        fall = self._value - float(np.mean(merits))
        if not self._kept:
            return ColumnImportance(name=name, fall=fall)
        reduced = np.array(
            [
                np.mean(
                    [
                        before - self._merit(one[rows], rows)
                        for before, one, rows in zip(befores, without, of_part, strict=True)
                    ]
                )
                for befores, of_part in zip(self._reduced, self._kept, strict=True)
            ]
        )
        half = _T * float(np.sqrt((_PARTS - 1) / _PARTS * np.square(reduced - reduced.mean()).sum()))
        return ColumnImportance(name=name, fall=fall, low=fall - half, high=fall + half)


def _circle(n: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """For each of `n` rows another one: all stand in a circle in random order, and each looks at the one before."""
    order, before = rng.permutation(n), np.empty(n, np.int64)
    before[order] = np.roll(order, 1)
    return before
