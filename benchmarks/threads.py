"""Measures the gain of a second thread for the reference engine: `python -m benchmarks threads [--busy N]`.

It times steps of the reference engine on one BLAS thread and on all, in turn, in the machine's present state; with
`--busy`, beside N processes that only count. The last line has the number of processes that wanted a core meanwhile.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
from collections.abc import Callable, Iterator

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.floor import BATCH
from benchmarks.parts import reference, with_all_threads
from benchmarks.step.sections import NETWORKS
from benchmarks.timing import medians
from undergrad.experiments.environment import environment


def _count() -> None:
    while True:
        pass


@contextlib.contextmanager
def busy(processes: int) -> Iterator[None]:
    """A context with `count` processes that each keep a core busy."""
    spawn = multiprocessing.get_context("spawn")
    others = [spawn.Process(target=_count, daemon=True) for _ in range(processes)]
    for other in others:
        other.start()
    try:
        yield
    finally:
        for other in others:
            other.terminate()
            other.join()


def main(argv: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks threads")
    parser.add_argument("--busy", type=int, default=0, help="other processes that want a core (default: 0)")
    parser.add_argument("--steps", type=int, default=20, help="steps in an epoch (default: 20)")
    parser.add_argument("--rounds", type=int, default=7, help="epochs of each (default: 7)")
    args = parser.parse_args(argv)
    print(f"{'microseconds a step':20} {'one thread':>11} {'all threads':>11} {'all / one':>9}")
    here, rng = environment(), np.random.default_rng(0)
    with busy(args.busy), with_all_threads():
        for name, hidden in NETWORKS.items():
            x = rng.integers(0, 256, (args.steps * BATCH, 784), dtype=np.uint8)
            labels = rng.integers(0, 10, len(x))
            epoch = reference(hidden, "relu", x, labels)

            def on_one(epoch: Callable[[], object] = epoch) -> None:
                with threadpool_limits(1, user_api="blas"):
                    epoch()

            times = medians({"one": on_one, "all": epoch}, rounds=args.rounds, warm_up=1)
            one, all_ = (1e6 * times[key] / args.steps for key in ("one", "all"))
            print(f"{name:20} {one:11.0f} {all_:11.0f} {all_ / one:9.2f}", flush=True)
        load = f"{os.getloadavg()[0]:.1f} processes wanted a core" if hasattr(os, "getloadavg") else "load not known"
    print(f"batch {BATCH}, float32, ReLU; {'; '.join(here.blas)}")
    print(f"Python {here.python}, NumPy {here.numpy}; {here.processor}, {here.cores} cores; {load}")
    return 0
