"""Measures searches: `python -m benchmarks tuning [--only PART,...]`. Each part prints a few lines.

throughput  24 trials of 784-128-32-10 on the same data, from start to end, without early stopping: ours with two
            workers and with one, scikit-learn's RandomizedSearchCV over MLPClassifier (n_jobs=2, one BLAS thread each),
            and a loop over the trials in PyTorch, one operation after the other. In turn, medians.
early       the gain and the cost of early stopping: epochs and best validation accuracy, five seeds
overhead    the cost of a trial besides its training: wall time of many tiny trials, minus that of their `fit`
list        the whole command that lists a folder of 10,000 runs, and only the reading
"""

from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import importlib.util
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from benchmarks.timing import PAUSE
from undergrad.architecture import fully_connected
from undergrad.data import Dataset, Scaling, load_dataset, split
from undergrad.experiments import DataSpec
from undergrad.experiments.environment import environment
from undergrad.experiments.records import SMALL
from undergrad.experiments.run import RunResult
from undergrad.experiments.stored import stored_runs
from undergrad.training import fit, generators
from undergrad.tuning import DEFAULT, Driver, Processes, Search, Store, parse_space

DATA = "mnist-10k"
TRIALS, HIDDEN = 24, (128, 32)


def searched(search: Search, workers: int) -> dict[int, RunResult]:
    """The results of a search in a temporary folder, including the start and the end of its processes."""
    with tempfile.TemporaryDirectory() as folder:
        pool = Processes(workers)
        try:
            return Driver(Store(search, Path(folder)), load_dataset(search.data.dataset), pool).run()
        finally:
            pool.close()


def rates() -> list[float]:
    """The learning rates of the trials, the same for all."""
    return [float(f"{rate:.3g}") for rate in np.geomspace(0.005, 0.2, TRIALS)]


def ours(epochs: int, workers: int) -> Callable[[], object]:
    """A grid over the learning rates."""
    space = parse_space({"hidden": [list(HIDDEN)], "learning_rate": rates(), "epochs": epochs}, where="here")
    search = Search(
        name="throughput",
        data=DataSpec(dataset=DATA),
        space=space,
        strategy="grid",
        trials=TRIALS,
        early_stopping=False,
        in_flight=TRIALS,
    )
    return lambda: searched(search, workers)


def with_sklearn(data: Dataset, epochs: int) -> Callable[[], object]:
    """RandomizedSearchCV with one fixed split, which draws every learning rate once."""
    from sklearn.model_selection import PredefinedSplit, RandomizedSearchCV
    from sklearn.neural_network import MLPClassifier

    x = Scaling.of(data.x_train).apply(data.x_train, np.float32)
    _, held = split(len(x), rng=generators(0)[0])
    folds = np.full(len(x), -1)
    folds[held] = 0

    def search() -> None:
        model = MLPClassifier(
            HIDDEN, solver="sgd", momentum=0, batch_size=128, max_iter=epochs, tol=0, n_iter_no_change=epochs + 1
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its warning that it needs more epochs
            RandomizedSearchCV(
                model,
                {"learning_rate_init": rates()},
                n_iter=TRIALS,
                cv=PredefinedSplit(folds),
                n_jobs=2,
                refit=False,
                random_state=0,
            ).fit(x, data.y_train)

    return search


def with_torch(data: Dataset, epochs: int) -> Callable[[], object]:
    """One trial after the other, with the accuracies of each epoch."""
    torch: Any = importlib.import_module("torch")
    train, held = split(len(data.x_train), rng=generators(0)[0])
    scaled = Scaling.of(data.x_train).apply(data.x_train, np.float32)
    parts = [(torch.from_numpy(scaled[rows]), torch.from_numpy(data.y_train[rows])) for rows in (train, held)]

    def trial(rate: float) -> None:
        layers: list[Any] = [torch.nn.Linear(784, 128), torch.nn.ReLU(), torch.nn.Linear(128, 32), torch.nn.ReLU()]
        model, loss = torch.nn.Sequential(*layers, torch.nn.Linear(32, 10)), torch.nn.CrossEntropyLoss()
        optimiser = torch.optim.SGD(model.parameters(), lr=rate, weight_decay=1e-8)
        for _ in range(epochs):
            for x, y in zip(parts[0][0].split(128), parts[0][1].split(128), strict=True):
                optimiser.zero_grad()
                loss(model(x), y).backward()
                optimiser.step()
            with torch.no_grad():
                for x, y in parts:
                    (model(x).argmax(1) == y).float().mean()

    def search() -> None:
        for rate in rates():
            trial(rate)

    return search


def throughput(rounds: int, epochs: int) -> None:
    """Seconds of whole searches, in turn."""
    data = load_dataset(DATA)
    functions = {"ours, 2 workers": ours(epochs, 2), "ours, 1 worker": ours(epochs, 1)}
    if importlib.util.find_spec("sklearn"):
        functions["scikit-learn, n_jobs=2"] = with_sklearn(data, epochs)
    if importlib.util.find_spec("torch"):
        functions["PyTorch, a loop"] = with_torch(data, epochs)
    times: dict[str, list[float]] = {name: [] for name in functions}
    for number in range(rounds + 1):
        for name, function in functions.items():
            time.sleep(PAUSE)
            start = time.perf_counter()
            function()
            if number:
                times[name].append(time.perf_counter() - start)
    least = float(np.median(times["ours, 2 workers"]))
    print(f"throughput: {TRIALS} trials of 784-128-32-10, {DATA}, {epochs} epochs, no early stopping")
    for name, seconds in times.items():
        print(f"  {name:24} {np.median(seconds):7.2f} s  {np.median(seconds) / least:5.2f} times ours with 2 workers")


def early(seeds: int, trials: int) -> None:
    """Epochs and best validation accuracy with and without early stopping."""
    space = msgspec.structs.replace(DEFAULT, parameters={**DEFAULT.parameters, "width": (32, 64, 128)})
    print(f"early: {trials} trials of the default space, widths up to 128, {DATA}, strategy random")
    totals = []
    for seed in range(seeds):
        search = Search(
            name="early", data=DataSpec(dataset=DATA), space=space, strategy="random", trials=trials, seed=seed
        )
        both_ways = []
        for stopping in (True, False):
            results = searched(msgspec.structs.replace(search, early_stopping=stopping), 2).values()
            both_ways += [sum(result.epochs for result in results), max(result.best_val_measure for result in results)]
        totals.append(both_ways)
        both = f"{both_ways[0]:5} epochs, best {both_ways[1]:.4f}; without {both_ways[2]:5}, {both_ways[3]:.4f}"
        print(f"  seed {seed}: {both}; {both_ways[2] / both_ways[0]:.2f} times", flush=True)
    mean = np.mean(totals, axis=0)
    print(f"  mean: {mean[2] / mean[0]:.2f} times fewer epochs; best {mean[1]:.4f} against {mean[3]:.4f} without")


def overhead(trials: int) -> None:
    """Milliseconds of a trial without its training, one worker, tiny data."""
    rng = np.random.default_rng(0)
    x, y = rng.integers(0, 256, (300, 36), dtype=np.uint8), rng.integers(0, 5, 300)
    space = parse_space({"learning_rate": {"low": 0.01, "high": 0.1}, "width": 8, "epochs": 1}, where="here")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tiny.npz"
        np.savez(file, x_train=x, y_train=y, x_test=x, y_test=y)
        dataset, pool = load_dataset(str(file)), Processes(1)
        seconds = {}
        for count in (2, trials):  # the first trial starts the process
            data = DataSpec(dataset=str(file))
            search = Search(name="overhead", data=data, space=space, strategy="random", trials=count)
            start = time.perf_counter()
            Driver(Store(search, Path(folder) / str(count)), dataset, pool).run()
            seconds[count] = time.perf_counter() - start
        pool.close()
        fits = []
        for _ in range(trials):
            start = time.perf_counter()
            fit(fully_connected(36, (8,), 5, "relu", rng=generators(0)[1]), dataset, epochs=1)
            fits.append(time.perf_counter() - start)
    own = 1000 * (seconds[trials] / trials - float(np.median(fits)))
    print(f"overhead: {own:.1f} ms a trial over {trials} trials (training itself {1000 * np.median(fits):.1f} ms)")


def listing(count: int) -> None:
    """Seconds to list a folder with `count` runs."""
    space = parse_space({"learning_rate": [0.01, 0.1], "hidden": [[8]], "epochs": 1}, where="here")
    search = Search(name="list", data=DataSpec(dataset=DATA), space=space, strategy="grid", trials=2)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "runs"
        pool = Processes(1)
        Driver(Store(search, root), load_dataset(DATA), pool).run()
        pool.close()
        for number in range(2, count):
            copy = root / "trials" / f"{number:04}"
            copy.mkdir()
            for name in ("result.json", *SMALL):
                shutil.copyfile(root / "trials" / "0000" / name, copy / name)
        times = []
        for _ in range(5):
            start = time.perf_counter()
            assert sum(1 for _ in stored_runs(root)) == count
            times.append(time.perf_counter() - start)
        start = time.perf_counter()
        line = [sys.executable, "-m", "undergrad", "runs", "list", str(root), "--csv"]
        subprocess.run(line, check=True, capture_output=True)
        whole = time.perf_counter() - start
    print(f"list: {count} runs read in {np.median(times):.2f} s, the whole command with its start {whole:.2f} s")


PARTS: dict[str, Callable[[argparse.Namespace], None]] = {
    "throughput": lambda args: throughput(args.rounds, args.epochs),
    "early": lambda args: early(args.seeds, args.trials),
    "overhead": lambda args: overhead(200),
    "list": lambda args: listing(10_000),
}


def main(argv: list[str] | None = None) -> int:
    """Print every part."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks tuning")
    parser.add_argument("--only", default=",".join(PARTS), help=f"parts (default: {','.join(PARTS)})")
    parser.add_argument("--rounds", type=int, default=3, help="of throughput (default: 3)")
    parser.add_argument("--epochs", type=int, default=30, help="of throughput (default: 30)")
    parser.add_argument("--seeds", type=int, default=5, help="of early (default: 5)")
    parser.add_argument("--trials", type=int, default=60, help="of early (default: 60)")
    args = parser.parse_args(argv)
    for part in args.only.split(","):
        PARTS[part](args)
        sys.stdout.flush()
    here = environment()
    peers = {"scikit-learn": "scikit-learn", "torch": "PyTorch", "optuna": "Optuna"}
    versions = [f"{name} {importlib.metadata.version(d)}" for d, name in peers.items() if _there(d)]
    print(f"Python {here.python}, NumPy {here.numpy}, SciPy {here.scipy}, Numba {here.numba}, {', '.join(versions)}")
    print(f"{here.processor}, {here.cores} cores")
    return 0


def _there(distribution: str) -> bool:
    return importlib.util.find_spec({"scikit-learn": "sklearn"}.get(distribution, distribution)) is not None
