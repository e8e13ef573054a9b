"""Times many small trainings at once: `python -m benchmarks together [--runs N]`.

It does the same runs one after the other on all BLAS threads, and as many at a time as cores, each in a process of its
own on one thread, in turn. It prints microseconds per step and model: wall time divided by all runs' steps.
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.floor import BATCH
from benchmarks.step.sections import NETWORKS
from benchmarks.task import fully_connected, ours
from undergrad.experiments.environment import environment

STEPS = 100


def train(hidden: tuple[int, ...], epochs: int, threads: int | None) -> float:
    """Train one network. Returns the seconds of its epochs, without the preparation."""
    task = fully_connected(hidden)
    with threadpool_limits(threads, user_api="blas"):
        epoch = ours(task, *task.data(STEPS)).epoch
        epoch()
        start = time.perf_counter()
        for _ in range(epochs):
            epoch()
        return time.perf_counter() - start


def main(argv: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks together")
    parser.add_argument("--runs", type=int, default=4, help="default: 4")
    parser.add_argument("--epochs", type=int, default=10, help=f"of {STEPS} steps (default: 10)")
    parser.add_argument("--rounds", type=int, default=5, help="default: 5")
    args = parser.parse_args(argv)
    here, spawn = environment(), multiprocessing.get_context("spawn")
    print(f"{'network':15} {'in turn, all threads':>20} {'together, one each':>18} {'ratio':>6}")
    with ProcessPoolExecutor(1, spawn) as alone, ProcessPoolExecutor(here.cores, spawn) as several:
        for name, hidden in NETWORKS.items():
            turns, at_once = [], []
            for _ in range(args.rounds):
                turns.append(sum(alone.map(train, *zip(*[(hidden, args.epochs, None)] * args.runs, strict=True))))
                # For simultaneous runs: the mean of their seconds, once for each turn of the processes.
                times = list(several.map(train, *zip(*[(hidden, args.epochs, 1)] * args.runs, strict=True)))
                at_once.append(float(np.mean(times)) * args.runs / here.cores)
            steps = args.runs * args.epochs * STEPS
            one, many = (1e6 * float(np.median(seconds)) / steps for seconds in (turns, at_once))
            print(f"{name:15} {one:20.0f} {many:18.0f} {one / many:6.2f}", flush=True)
    print(
        f"{args.runs} runs, batch {BATCH}, float32, ReLU; {'; '.join(here.blas)}; {here.processor}, {here.cores} cores"
    )
    return 0
