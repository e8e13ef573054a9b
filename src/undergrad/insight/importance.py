"""The importance of each column of a table to a network: how much its measure worsens if the column is permuted.

The method is from L. Breiman, "Random Forests", Machine Learning 45 (2001), section 10, for a forest; A. Fisher,
C. Rudin and F. Dominici, "All Models are Wrong, but Many are Useful", JMLR 20 (2019), use it for any model and let no
row keep its own value.
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
#: The largest product of columns, repeats, rows and work per row: seconds for a network with a hidden layer of 128.
_WORK = 1_000_000_000
#: The work on a row is the number of its features, plus this many for measure and jackknife.
_MEASURING = 1_000
_PARTS = 10  # parts of the jackknife
_T = 2.262157  # the 97.5 % quantile of Student's distribution with `_PARTS` - 1 degrees of freedom
#: A column carries nearly everything if permuting it leaves less than this share of the gain over chance, and if
#: permuting any other column costs less than this share.
_NEARLY_ALL, _HARDLY = 0.9, 0.2


class ColumnImportance(msgspec.Struct, frozen=True, kw_only=True):
    """The importance of one column: a fall above 0 means that the network is worse without it."""

    #: The column's name.
    name: str
    #: How much the measure worsens when the column is permuted, the mean over the repeats.
    fall: float
    #: The lower end of the 95 % interval of the fall; None with too few rows for one.
    low: float | None = None
    #: Its upper end.
    high: float | None = None


class Importances(msgspec.Struct, frozen=True, kw_only=True):
    """The importances of a table's columns for a network, the greatest fall first.

    >>> falls = [ColumnImportance(name="a", fall=0.5, low=0.4, high=0.6), ColumnImportance(name="b", fall=0.01)]
    >>> known = {"value": 1.0, "over_chance": 0.5, "reached": 1.0, "rows": 99, "of_rows": 99, "repeats": 10}
    >>> Importances(**known, columns=tuple(falls)).alone
    'a'
    """

    #: The measure of the unpermuted rows.
    value: float
    #: How much better that is than chance; None if chance is not defined.
    over_chance: float | None = None
    #: That gain, as a share of the gain of a perfect prediction.
    reached: float | None = None
    #: The number of permuted rows.
    rows: int
    #: The number of available rows.
    of_rows: int
    #: The number of permutations of each column.
    repeats: int
    #: The importance of each column.
    columns: tuple[ColumnImportance, ...]
    #: The number of columns, if they are too many to be permuted; then `columns` is empty.
    too_many: int = 0

    @property
    def alone(self) -> str | None:
        """The column that carries nearly everything: without it the measure falls to chance, and hardly without others.

        None if there is no such column, if the table has only one column, or if the network is far from perfect: then
        one column may well be the only informative one.
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
    """How much the measure of `trained` falls on raw samples `x` (N, F) with labels `y` when a column is permuted.

    A column's features, for example all of its categories, move together: each row receives those of another row, and
    all other columns stay. Use rows that were not trained on, a test part. The result describes this network and not
    the world: if two columns carry the same information, each looks unimportant, since the other replaces it.

    The fall is the mean over ten repeats with at most 2,000 rows; fewer for a table with many columns, so that it takes
    seconds. The interval is that of a jackknife that leaves out a tenth of the rows of each class, both as rows and as
    sources of permuted values: so it covers other test rows and other permutations, but not other weights. With fewer
    than 20 rows there is no interval. `seed` determines rows and permutations.

    ShapeError for samples that are not rows of features, and as in `TrainedModel.predict`; DataError for fewer than two
    rows, or labels for which the measure is undefined.
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
    """The number of rows and of repeats; no repeats if the columns are too many for the smallest numbers of both."""
    most = _WORK // (columns * (features + _MEASURING))
    rows = min(rows, _ROWS)
    repeats = min(_REPEATS, max(_FEWEST_REPEATS, most // rows))
    rows = min(rows, max(_FEWEST_ROWS, most // repeats))
    return rows, repeats if rows * repeats <= most else 0


class _Permuted:
    """The source row of each row's values in each repeat, and the measures that result."""

    def __init__(
        self, measure: Measure, predicted: NDArray[np.generic], y: NDArray[np.generic], repeats: int,
        rng: np.random.Generator,
    ) -> None:  # fmt: skip
        self._measure, self._predicted, self._y = measure, predicted, y
        #: The source rows, (repeats, N); no row is its own source.
        self.donors = np.stack([_circle(len(y), rng) for _ in range(repeats)])
        self._value = measure.merit(measure.value(predicted, y))
        self._kept = self._without_parts(rng) if len(y) >= 2 * _PARTS else []
        self._reduced = [[self._merit(predicted[kept], kept) for kept in of_part] for of_part in self._kept]

    def _without_parts(self, rng: np.random.Generator) -> list[list[NDArray[np.int64]]]:
        """For each part and each repeat, the rows that are not in the part and do not get their values from it.

        Empty if the measure is undefined for one of them.
        """
        n = len(self._y)
        order = rng.permutation(n)
        if self._y.ndim == 1:  # rows of one class, or with similar numbers, are spread over the parts
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
        """The importance of a column, from the predictions in each repeat, (repeats, N, ...), with it permuted."""
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
    """For each of `n` rows another row: the one before it on a circle in random order."""
    order, before = rng.permutation(n), np.empty(n, np.int64)
    before[order] = np.roll(order, 1)
    return before
