"""Compares our training on tables, without options, with scikit-learn's perceptrons: `python -m benchmarks tables`.

Each table is divided five times. Ours gets only a CSV file of the training rows and one of the test rows; theirs is
`make_pipeline(StandardScaler(), MLPClassifier())`, or the regressor, on the same rows as arrays, with one-hot
categories and with holes filled by the median. Scores are accuracies, or R2. The ratio is our seconds / their seconds:
reading and training against only training, without imports and compilation.
"""

from __future__ import annotations

import argparse
import csv
import logging
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from sklearn import datasets
from sklearn.compose import make_column_transformer
from sklearn.exceptions import ConvergenceWarning
from sklearn.impute import SimpleImputer
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler

from benchmarks.cores import second_thread
from benchmarks.peers.versions import versions
from undergrad import fit_table, load_table
from undergrad.engines import machine_code
from undergrad.experiments.environment import environment

SPLITS = 5
CITIES = np.array(["Seoul", "Busan", "Jeju", "Daegu", "Incheon"])


@dataclass(frozen=True)
class Table:
    """A table: cells (N, D) of numbers, or of numbers and texts with None for a hole, and its target."""

    name: str
    cells: NDArray[Any]
    target: NDArray[Any]
    is_regression: bool = False

    @property
    def texts(self) -> list[int]:
        """The columns with texts."""
        return [place for place in range(self.cells.shape[1]) if any(isinstance(c, str) for c in self.cells[:, place])]


def _shipped(name: str, *, regression: bool = False) -> Callable[[], Table]:
    def load() -> Table:
        cells, target = getattr(datasets, f"load_{name}")(return_X_y=True)
        return Table(name, cells, target, regression)

    return load


def _covertypes() -> Table:
    """A table with about as many rows and classes as the cover types of forests."""
    cells, target = datasets.make_classification(200_000, 20, n_informative=10, n_classes=7, random_state=0)
    return Table("200000 x 20", cells, target)


def _imbalanced() -> Table:
    cells, target = datasets.make_classification(
        5_000, 20, n_informative=6, weights=[0.95], flip_y=0.02, random_state=0
    )
    return Table("imbalanced", cells, target)


def _with_holes() -> Table:
    """A table about customers who keep a contract: numbers, yes/no, categories, and a tenth of the cells empty."""
    rng, n = np.random.default_rng(0), 6_000
    age, income, city = rng.integers(18, 80, n), rng.lognormal(10, 1, n), rng.integers(0, 5, n)
    plan, paper = rng.integers(0, 3, n), rng.integers(0, 2, n)
    leans = 0.04 * (age - 45) - 0.8 * (plan == 2) + 1.2 * (city == 1) * (paper == 0) + 0.5 * np.log(income / 2e4)
    target = np.where(leans + rng.logistic(0, 0.5, n) > 0, "stays", "leaves")
    plans, papers = np.array(["basic", "plus", "full"]), np.array(["no", "yes"])
    columns = [age, income.round(2), CITIES[city], plans[plan], papers[paper]]
    cells = np.column_stack([column.astype(object) for column in columns])
    cells[rng.random(cells.shape) < 0.1] = None
    return Table("categories, holes", cells, target)


def _friedman() -> Table:
    cells, target = datasets.make_friedman1(5_000, 10, noise=1.0, random_state=0)
    return Table("friedman1", cells, target, True)


TABLES: dict[str, Callable[[], Table]] = {
    "iris": _shipped("iris"),
    "wine": _shipped("wine"),
    "diabetes": _shipped("diabetes", regression=True),
    "breast_cancer": _shipped("breast_cancer"),
    "digits": _shipped("digits"),
    "friedman1": _friedman,
    "imbalanced": _imbalanced,
    "categories, holes": _with_holes,
    "200000 x 20": _covertypes,
}


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks tables")
    parser.add_argument("--only", action="append", choices=TABLES, help="only these tables; may be repeated")
    args = parser.parse_args()
    logging.getLogger("undergrad").setLevel(logging.ERROR)
    warnings.simplefilter("ignore", ConvergenceWarning)
    machine_code.ready(np.dtype("float32"))
    print(
        f"{'table':18} {'rows':>7} {'ours':>7} {'theirs':>7} {'ours - theirs':>17}  {'':9} {'ours, s':>8} "
        f"{'theirs, s':>9} ratio"
    )
    for name in args.only or TABLES:
        _compare(TABLES[name]())
    print(f"two threads of arithmetic alone do {second_thread():.2f} times the work of one")
    here = environment()
    print(", ".join([f"Python {here.python}", f"NumPy {here.numpy}", versions("scikit-learn", "Numba")]))
    print(f"{here.processor}, {here.cores} cores")
    return 0


def _compare(table: Table) -> None:
    ours: list[float] = []
    theirs: list[float] = []
    seconds: dict[str, list[float]] = {"ours": [], "theirs": []}
    for split, (train, test) in enumerate(_splits(table)):
        with tempfile.TemporaryDirectory() as folder:
            parts = {"train": train, "test": test}
            paths = [_write(Path(folder) / f"{part}.csv", table, rows) for part, rows in parts.items()]
            start = time.perf_counter()
            dataset = load_table(paths[0], test=paths[1])
            fitted = fit_table(dataset, seed=split)
            seconds["ours"].append(time.perf_counter() - start)
        predicted = fitted.trained.model.output.predicted(fitted.trained.predict(dataset.x_test))
        if not table.is_regression:
            predicted = fitted.trained.model.output.class_numbers(predicted)
        ours.append(_score(table, predicted, dataset.y_test))
        pipeline = _pipeline(table, split)
        start = time.perf_counter()
        pipeline.fit(table.cells[train], table.target[train])
        seconds["theirs"].append(time.perf_counter() - start)
        theirs.append(pipeline.score(table.cells[test], table.target[test]))
    difference = np.subtract(ours, theirs)
    half = float(stats.t.ppf(0.975, SPLITS - 1) * difference.std(ddof=1) / SPLITS**0.5)
    mean = float(difference.mean())
    verdict = "ahead" if mean > half else "behind" if mean < -half else "as good"
    time_of = {who: statistics.median(values) for who, values in seconds.items()}
    scores = f"{np.mean(ours):7.4f} {np.mean(theirs):7.4f} {mean:+8.4f} ± {half:6.4f}"
    times = f"{time_of['ours']:8.2f} {time_of['theirs']:9.2f} {time_of['ours'] / time_of['theirs']:5.2f}"
    print(f"{table.name:18} {len(table.target):7} {scores}  {verdict:9} {times}", flush=True)


def _splits(table: Table) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    kind = KFold if table.is_regression else StratifiedKFold
    return kind(SPLITS, shuffle=True, random_state=0).split(table.cells, table.target)  # type: ignore[no-any-return]


def _score(table: Table, predicted: NDArray[Any], true: NDArray[Any]) -> float:
    if table.is_regression:
        return float(1 - ((predicted - true) ** 2).sum() / ((true - true.mean()) ** 2).sum())
    return float((predicted == true).mean())


def _write(path: Path, table: Table, rows: NDArray[np.int64]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([*(f"x{place}" for place in range(table.cells.shape[1])), "target"])
        for cells, target in zip(table.cells[rows].tolist(), table.target[rows].tolist(), strict=True):
            writer.writerow(["" if cell is None else cell for cell in (*cells, target)])
    return path


def _pipeline(table: Table, seed: int) -> Any:
    network = (MLPRegressor if table.is_regression else MLPClassifier)(random_state=seed)
    texts = table.texts
    if not texts:
        return make_pipeline(StandardScaler(), network)
    numbers = [place for place in range(table.cells.shape[1]) if place not in texts]
    holes = SimpleImputer(missing_values=None, strategy="constant", fill_value="missing")
    encoder = make_column_transformer(
        (make_pipeline(FunctionTransformer(_floats), SimpleImputer(strategy="median"), StandardScaler()), numbers),
        (make_pipeline(holes, OneHotEncoder(handle_unknown="ignore")), texts),
    )
    return make_pipeline(encoder, network)


def _floats(cells: NDArray[Any]) -> NDArray[np.float64]:
    """The numbers, with NaN for None."""
    return cells.astype(np.float64)
