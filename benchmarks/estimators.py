"""Compares whole fits of our estimators with scikit-learn's: `python -m benchmarks estimators`.

Both fit the same data from the same `random_state`, without a rule that stops them, for a number of iterations that
takes scikit-learn a second or less. scikit-learn has its BLAS's threads, and ours has as many; the gain of a second
thread on this machine is measured before and after. Imports and the compilation of the engine come before. With
`--accuracy` it compares the scores on a test part over many seeds instead: whole fits, until they stop by themselves,
and whether the scores differ by more than chance.
"""

from __future__ import annotations

import argparse
import functools
import statistics
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import sklearn.neural_network as theirs
from scipy.stats import ttest_1samp
from sklearn.datasets import load_digits, make_classification, make_regression
from sklearn.model_selection import train_test_split

import undergrad.estimators as ours
from benchmarks.cores import second_thread
from benchmarks.peers.versions import versions
from benchmarks.task import Run
from benchmarks.timing import medians
from undergrad.engines import machine_code
from undergrad.experiments.environment import environment

DTYPES = ("float32", "float64")
#: By the names of the data, the estimator and the number of timed iterations of a network with 100 units and whole
#: batches, and of L-BFGS; other settings have a third.
DATA = {
    "digits": ("MLPClassifier", 90),
    "20000 x 784": ("MLPClassifier", 4),
    "200000 x 20": ("MLPClassifier", 1),
    "5000 x 100 regression": ("MLPRegressor", 20),
}
#: hidden_layer_sizes, batch_size and solver.
SETTINGS: tuple[tuple[tuple[int, ...], Any, str], ...] = (
    ((100,), "auto", "adam"),
    ((500, 500), "auto", "adam"),
    ((32, 32, 32), "auto", "adam"),
    ((100,), 32, "adam"),
    ((100,), 512, "adam"),
    ((100,), "auto", "sgd"),
    ((100,), "auto", "lbfgs"),
)
SEEDS = 20
#: Scores that differ by no more than this differ only by rounding.
EQUAL = 1e-6


@functools.cache
def data(name: str) -> tuple[Any, Any]:
    """X (N, D) float64 and y (N,)."""
    if name == "digits":
        X, y = load_digits(return_X_y=True)
        return X / 16, y
    if name == "20000 x 784":
        return _classes(20_000, 784)
    if name == "200000 x 20":
        return _classes(200_000, 20)
    X, y = make_regression(5000, 100, noise=10.0, random_state=0)
    return X, y / y.std()


def _classes(n: int, features: int) -> tuple[Any, Any]:
    X, y = make_classification(n, features, n_informative=15, n_redundant=0, n_classes=10, random_state=0)
    return X, y


@dataclass(frozen=True)
class Row:
    """The setting of a timed fit."""

    data: str
    hidden: tuple[int, ...]
    batch_size: Any
    solver: str
    dtype: str

    @property
    def text(self) -> str:
        """The text for the table's first columns."""
        hidden = "-".join(map(str, self.hidden))
        return f"{self.data:21} {hidden:8} {self.batch_size!s:>5} {self.solver:5} {self.dtype:7}"

    @property
    def is_default(self) -> bool:
        """Whether all but the number of iterations are the estimators' defaults."""
        return (self.hidden, self.batch_size, self.solver) == SETTINGS[0]

    def fit(self, module: Any) -> Run:
        """A fit of the module's estimator."""
        X, y = data(self.data)
        X, (kind, iterations) = X.astype(self.dtype), DATA[self.data]
        # A pass of L-BFGS takes longer than others, and its start-up is not proportional to the iterations.
        iterations = iterations if self.is_default or self.solver == "lbfgs" else max(1, iterations // 3)
        estimator = getattr(module, kind)(
            hidden_layer_sizes=self.hidden, batch_size=self.batch_size, solver=self.solver, max_iter=iterations,
            n_iter_no_change=10**9, tol=0.0, random_state=0,
        )  # fmt: skip
        return lambda: estimator.fit(X, y)


def rows(names: list[str]) -> Iterator[Row]:
    """All settings for each data set, in both dtypes."""
    for name in names:
        for hidden, batch_size, solver in SETTINGS:
            for dtype in DTYPES:
                yield Row(name, hidden, batch_size, solver, dtype)


def times(names: list[str], rounds: int) -> None:
    """The table of ratios."""
    for dtype in DTYPES:
        machine_code.ready(np.dtype(dtype))
    print(f"{'data':21} {'hidden':8} {'batch':>5} {'by':5} {'dtype':7} theirs/ours {'theirs ms':>9} {'ours ms':>8}")
    ratios: dict[str, list[float]] = {dtype: [] for dtype in DTYPES}
    for row in rows(names):
        ms = {key: 1e3 * value for key, value in _fits(row, rounds).items()}
        ratio = ms["theirs"] / ms["ours"]
        ratios[row.dtype].append(ratio)
        mark = "  (the defaults)" if row.is_default else ""
        print(f"{row.text} {ratio:11.2f} {ms['theirs']:9.0f} {ms['ours']:8.0f}{mark}", flush=True)
    for dtype, column in ratios.items():
        print(f"{dtype}: median {statistics.median(column):.2f}, least {min(column):.2f}")


def _fits(row: Row, rounds: int) -> dict[str, float]:
    return medians({"theirs": row.fit(theirs), "ours": row.fit(ours)}, rounds=rounds, warm_up=0)


def accuracy(seeds: int) -> None:
    """Mean scores over seeds of split and training, and whether they differ: p is that of a paired t-test."""
    print(f"{'data':21} {'dtype':7} {'seeds':>5} {'theirs':>7} {'ours':>7} {'most, of a seed':>15} {'p':>5}")
    for name in ("digits", "5000 x 100 regression"):
        for dtype in DTYPES:
            differences, means = _scores(name, dtype, seeds)
            most = max(map(abs, differences))
            p = f"{ttest_1samp(differences, 0.0).pvalue:.2f}" if most > EQUAL else "equal"
            columns = f"{means[0]:7.4f} {means[1]:7.4f} {most:15.1e} {p:>5}"
            print(f"{name:21} {dtype:7} {seeds:5} {columns}", flush=True)


def _scores(name: str, dtype: str, seeds: int) -> tuple[list[float], tuple[float, float]]:
    """The lead of ours in each seed, and the means of theirs and ours."""
    scores: list[list[float]] = [[], []]
    X, y = data(name)
    for seed in range(seeds):
        X_train, X_test, y_train, y_test = train_test_split(X.astype(dtype), y, random_state=seed)
        for module, column in zip((theirs, ours), scores, strict=True):
            estimator = getattr(module, DATA[name][0])(random_state=seed)
            column.append(float(estimator.fit(X_train, y_train).score(X_test, y_test)))
    differences = [own - other for other, own in zip(*scores, strict=True)]
    return differences, (statistics.mean(scores[0]), statistics.mean(scores[1]))


def main(argv: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks estimators")
    parser.add_argument("--rounds", type=int, default=3, help="fits of each, in turn (default: 3)")
    parser.add_argument("--only", choices=DATA, action="append", help="only these data; may be repeated")
    parser.add_argument("--accuracy", action="store_true", help=f"scores over {SEEDS} seeds instead of times")
    args = parser.parse_args(argv)
    warnings.simplefilter("ignore")  # no fit has converged when its iterations are over
    if args.accuracy:
        accuracy(SEEDS)
    else:
        before = second_thread()
        times(args.only or list(DATA), args.rounds)
        print(
            f"two threads of arithmetic alone do {before:.2f} times the work of one before, {second_thread():.2f} after"
        )
    here = environment()
    print("; ".join(here.blas))
    print(", ".join([f"Python {here.python}", f"NumPy {here.numpy}", versions("scikit-learn")]))
    print(f"{here.processor}, {here.cores} cores")
    return 0
