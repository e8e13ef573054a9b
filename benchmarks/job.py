"""Compares whole commands with their bare matrix products: `python -m benchmarks job [--dataset NAME] [--epochs N]`.

A job is the complete command `undergrad train` or `undergrad compare`: start, data, every epoch with its evaluation,
files. Its floor is only the products of its training steps and the forward products of its evaluations, in as many
processes and threads as the command uses. Job and floor run in turn.
"""

from __future__ import annotations

import argparse
import multiprocessing
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.floor import BATCH, floor
from undergrad.data import Dataset, load_dataset, split
from undergrad.experiments.environment import environment
from undergrad.experiments.jobs import default_workers

#: Rows of an evaluation at once, the fastest number for BLAS.
EVALUATION_ROWS = 1024
JOBS = {"train": 1, "compare": 3}  # the number of runs of each command


def seconds(command: list[str]) -> float:
    """The seconds of a command. Raises an error if it fails."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def job(name: str, dataset: str, epochs: int) -> float:
    """Seconds of the whole command, in an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        options = ["--dataset", dataset, "--epochs", str(epochs), "--out", str(Path(folder) / "out"), "--quiet"]
        return seconds([sys.executable, "-m", "undergrad", name, *options])


def products(widths: list[int], rows: tuple[int, int, int], epochs: int, threads: int | None) -> float:
    """Seconds of one run's products: `rows` are those to train on, to validate on and to test on."""
    train, held, test = rows
    step, last = floor(widths, 1), floor(widths, 1, train % BATCH) if train % BATCH else None
    evaluate = floor(widths, 1, EVALUATION_ROWS, backward=False)
    start = time.perf_counter()
    with threadpool_limits(threads, user_api="blas"):
        for _ in range(epochs):
            for _ in range(train // BATCH):
                step()
            if last:
                last()
            for _ in range(-(-(train + held) // EVALUATION_ROWS)):
                evaluate()
        for _ in range(-(-test // EVALUATION_ROWS)):
            evaluate()
    return time.perf_counter() - start


def sizes(data: Dataset) -> tuple[int, int, int]:
    """Rows to train on, to validate on, to test on, under the protocol."""
    train, held = split(len(data.x_train), rng=np.random.default_rng(0))
    return len(train), len(held), len(data.x_test)


def main(argv: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks job")
    parser.add_argument("--dataset", default="mnist-10k", help="default: mnist-10k")
    parser.add_argument("--epochs", type=int, default=20, help="default: 20; the commands' own default is 100")
    parser.add_argument("--rounds", type=int, default=3, help="default: 3")
    args = parser.parse_args(argv)
    rows, widths = sizes(load_dataset(args.dataset)), [784, 500, 500, 10]
    print(f"{'command':8} {'job, s':>7} {'floor, s':>8} {'ratio':>6}")
    for name, runs in JOBS.items():
        workers, threads = default_workers(runs), 1 if runs > 1 else None
        jobs, floors = [], []
        with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:

            def floor_of_all(count: int, runs: int = runs, threads: int | None = threads) -> float:
                start = time.perf_counter()
                list(pool.map(products, *zip(*[(widths, rows, count, threads)] * runs, strict=True)))
                return time.perf_counter() - start

            floor_of_all(1)  # starts the processes
            for _ in range(args.rounds):
                jobs.append(job(name, args.dataset, args.epochs))
                floors.append(floor_of_all(args.epochs))
        own, least = float(np.median(jobs)), float(np.median(floors))
        print(f"{name:8} {own:7.2f} {least:8.2f} {own / least:6.3f}", flush=True)
    here = environment()
    print(f"{args.dataset}, 784-500-500-10, {args.epochs} epochs, batch {BATCH}, float32; {'; '.join(here.blas)}")
    print(f"Python {here.python}, NumPy {here.numpy}, SciPy {here.scipy}, Numba {here.numba}")
    print(f"{here.processor}, {here.cores} cores")
    return 0
