"""Where a step's time goes and what each gain was: `python -m benchmarks parts`.

In turn, medians, first on one thread and then on all that BLAS has: the reference engine, which calls the layers; the
products of a step by BLAS; the same products by the engine's own functions, on one thread; the engine's whole step.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import itertools
import os
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numba import njit
from threadpoolctl import threadpool_limits

from benchmarks.blas import pointer
from benchmarks.floor import BATCH, floor
from benchmarks.step import ACTIVATIONS, LEARNING_RATE, NETWORKS, REG_LAMBDA, ours
from benchmarks.timing import medians
from undergrad.architecture import fully_connected
from undergrad.data import Scaling
from undergrad.engines import ReferenceEngine
from undergrad.engines.elementary import OPTIONS
from undergrad.engines.layout import NOTHING, Layout
from undergrad.engines.products import multiply, multiply_transposed
from undergrad.engines.threads import SAID, cores
from undergrad.experiments.environment import environment


@njit(**OPTIONS)
def _products(parameters: Any, network: Any, work: Any, n: int, steps: int) -> None:
    last, panel = network.layers[0] - 1, network.panel[0]
    for _ in range(steps):
        for i in range(last + 1):
            D, H, to_x, to_out = network.widths[i], network.widths[i + 1], network.to_row[i], network.to_row[i + 1]
            x, W, out = pointer(work, network.x[i]), pointer(parameters, network.W[i]), pointer(work, network.x[i + 1])
            multiply(n, H, D, panel, x, to_x, 1, W, panel, network.to_panel[i], 1e-9, 0.0, out, to_out, panel)
        for i in range(last, 0, -1):
            D, H, to_x, to_d = network.widths[i], network.widths[i + 1], network.to_row[i], network.to_row[i + 1]
            d, W = pointer(work, network.d[i]), pointer(parameters, network.W[i])
            multiply_transposed(
                n, D, H, panel, d, to_d, W, network.to_panel[i], 1.0, pointer(work, network.d[i - 1]), to_x
            )
        for i in range(last + 1):
            D, H, to_x, to_d = network.widths[i], network.widths[i + 1], network.to_row[i], network.to_row[i + 1]
            x, d, W = pointer(work, network.x[i]), pointer(work, network.d[i]), pointer(parameters, network.W[i])
            multiply(D, H, n, panel, x, 1, to_x, d, to_d, panel, -1e-9, 1.0, W, panel, network.to_panel[i])


def products(widths: list[int], steps: int) -> Callable[[], object]:
    """The products of `steps` steps by the engine's functions, on one thread."""
    rng = np.random.default_rng(0)
    layout = Layout(widths, [NOTHING] * (len(widths) - 1), np.float32)
    network, work = layout.work(BATCH)
    work[...] = rng.random(work.size, dtype=np.float32)
    arrays = [
        (0.01 * rng.random((D, H), dtype=np.float32), np.zeros(H, np.float32)) for D, H in itertools.pairwise(widths)
    ]
    return functools.partial(_products, layout.pack(arrays), network, work, BATCH, steps)


def reference(widths: list[int], activation: str, x: Any, labels: Any) -> Callable[[], object]:
    """An epoch of the reference engine."""
    rng = np.random.default_rng(0)
    model = fully_connected(widths[0], widths[1:-1], widths[-1], activation, rng=rng, dtype=np.float32)
    engine = ReferenceEngine(model, Scaling.of(x), widths[-1], np.float32)
    settings = {"learning_rate": LEARNING_RATE, "reg_lambda": REG_LAMBDA}
    return lambda: engine.train_epoch(x, labels, epoch=1, batch_size=BATCH, **settings)


@contextlib.contextmanager
def with_all_threads() -> Iterator[None]:
    """The reference engine takes as many threads as BLAS is set to, as where the environment had said how many."""
    before = os.environ.get(SAID[0])
    os.environ[SAID[0]] = before or str(cores())
    try:
        yield
    finally:
        if before is None:
            del os.environ[SAID[0]]


def main(argv: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks parts")
    parser.add_argument("--steps", type=int, default=40, help="steps in an epoch (default: 40)")
    parser.add_argument("--rounds", type=int, default=11, help="epochs of each (default: 11)")
    args = parser.parse_args(argv)
    columns = ("reference", "by BLAS", "products", "step")
    print(f"{'microseconds a step':26}", f"{'on one thread':>33}", f"{'on all threads':>33}")
    print(f"{'network':15} {'activation':10}", *(f"{column:>9}" for column in (*columns, *columns[:2], columns[3])))
    for name, hidden in NETWORKS.items():
        widths, rng = [784, *hidden, 10], np.random.default_rng(0)
        x = rng.integers(0, 256, (args.steps * BATCH, 784), dtype=np.uint8)
        labels = rng.integers(0, 10, len(x))
        for activation in ACTIVATIONS:
            functions = {
                "reference": reference(widths, activation, x, labels),
                "by BLAS": floor(widths, args.steps),
                "products": products(widths, args.steps),
                "step": ours(widths, activation, x, labels),
            }
            with threadpool_limits(1, user_api="blas"):
                alone = medians(functions, rounds=args.rounds)
            del functions["products"]
            with with_all_threads():
                together = medians(functions, rounds=args.rounds)
            times = [1e6 * seconds / args.steps for seconds in (*alone.values(), *together.values())]
            print(f"{name:15} {activation:10}", *(f"{time:9.0f}" for time in times), flush=True)
    here = environment()
    print(f"batch {BATCH}, float32; {'; '.join(here.blas)}")
    print(f"Python {here.python}, NumPy {here.numpy}, SciPy {here.scipy}, Numba {here.numba}")
    print(f"{here.processor}, {here.cores} cores")
    return 0
