"""Shows where a step's time goes and the gain of each part: `python -m benchmarks parts`.

It prints medians of times taken in turn, first on one thread and then on all of BLAS's: the reference engine, which
calls the layers; the products of a step by BLAS; the same products by the engine's own functions, on one thread; the
engine's whole step. Then it shows a convolution, from the obvious loop to the engine's (`convolution`).
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import os
from collections.abc import Iterator
from typing import Any

import numpy as np
from numba import njit
from threadpoolctl import threadpool_limits

from benchmarks import convolution
from benchmarks.blas import pointer
from benchmarks.floor import BATCH, floor
from benchmarks.step.sections import ACTIVATIONS, NETWORKS
from benchmarks.task import Run, fully_connected, ours
from benchmarks.timing import medians
from undergrad import architecture
from undergrad.engines import tables as t
from undergrad.engines.compiled.elementary import OPTIONS
from undergrad.engines.compiled.products import multiply, multiply_transposed
from undergrad.engines.program import Program
from undergrad.engines.tabulate import Tables
from undergrad.engines.threads import SAID, cores
from undergrad.experiments.environment import environment


@njit(**OPTIONS)
def _products(parameters: Any, ops: Any, slots: Any, work: Any, n: int, steps: int) -> None:
    for _ in range(steps):
        for op in ops:
            before, behind = slots[op[t.IN]], slots[op[t.OUT]]
            x, W, out = pointer(work, before[t.X]), pointer(parameters, op[t.W]), pointer(work, behind[t.X])
            D, H, panel, to_panel = op[t.ROWS], op[t.COLUMNS], op[t.PANEL], op[t.TO_PANEL]
            multiply(n, H, D, panel, x, before[t.TO_X], 1, W, panel, to_panel, 1e-9, 0.0, out, behind[t.TO_X], panel)
        for i in range(len(ops) - 1, 0, -1):
            op = ops[i]
            before, behind = slots[op[t.IN]], slots[op[t.OUT]]
            d, W, to = pointer(work, behind[t.D]), pointer(parameters, op[t.W]), pointer(work, before[t.D])
            D, H, panel, to_panel = op[t.ROWS], op[t.COLUMNS], op[t.PANEL], op[t.TO_PANEL]
            multiply_transposed(n, D, H, panel, d, behind[t.TO_D], W, to_panel, 1.0, to, before[t.TO_D])
        for op in ops:
            before, behind = slots[op[t.IN]], slots[op[t.OUT]]
            x, d, W = pointer(work, before[t.X]), pointer(work, behind[t.D]), pointer(parameters, op[t.W])
            D, H, panel, to_panel = op[t.ROWS], op[t.COLUMNS], op[t.PANEL], op[t.TO_PANEL]
            to_x, to_d = before[t.TO_X], behind[t.TO_D]
            multiply(D, H, n, panel, x, 1, to_x, d, to_d, panel, -1e-9, 1.0, W, panel, to_panel)


def products(widths: list[int], steps: int) -> Run:
    """The products of `steps` steps by the engine's functions, on one thread."""
    rng = np.random.default_rng(0)
    model = architecture.fully_connected(widths[0], widths[1:-1], widths[-1], "relu", rng=rng, dtype=np.float32)
    program = Program(model, (widths[0],), np.float32)
    tables = Tables(program, BATCH, 1, goes_back=True)
    ops = tables.ops[tables.ops[:, t.KIND] == t.PRODUCT]
    work = rng.random(tables.work.size, dtype=np.float32)
    return functools.partial(_products, program.packed(model.parameters()), ops, tables.slots, work, BATCH, steps)


def reference(hidden: tuple[int, ...], activation: str, x: Any, labels: Any) -> Run:
    """An epoch of the reference engine."""
    return ours(fully_connected(hidden, activation), x, labels, engine="reference", in_order=True).epoch


@contextlib.contextmanager
def with_all_threads() -> Iterator[None]:
    """Let the reference engine use as many threads as BLAS is set to, as if the environment had set the number."""
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
    parser.add_argument("--only", choices=["network", "convolution"], help="only one of the two tables")
    args = parser.parse_args(argv)
    if args.only != "convolution":
        _show_networks(args.steps, args.rounds)
    if args.only is None:
        print()
    if args.only != "network":
        convolution.show(args.rounds)
    here = environment()
    print(f"batch {BATCH}, float32; {'; '.join(here.blas)}")
    print(f"Python {here.python}, NumPy {here.numpy}, SciPy {here.scipy}, Numba {here.numba}")
    print(f"{here.processor}, {here.cores} cores")
    return 0


def _show_networks(steps: int, rounds: int) -> None:
    columns = ("reference", "by BLAS", "products", "step")
    print(f"{'microseconds a step':26}", f"{'on one thread':>33}", f"{'on all threads':>33}")
    print(f"{'network':15} {'activation':10}", *(f"{column:>9}" for column in (*columns, *columns[:2], columns[3])))
    for name, hidden in NETWORKS.items():
        widths, rng = [784, *hidden, 10], np.random.default_rng(0)
        x = rng.integers(0, 256, (steps * BATCH, 784), dtype=np.uint8)
        labels = rng.integers(0, 10, len(x))
        for activation in ACTIVATIONS:
            functions = {
                "reference": reference(hidden, activation, x, labels),
                "by BLAS": floor(widths, steps),
                "products": products(widths, steps),
                "step": ours(fully_connected(hidden, activation), x, labels).epoch,
            }
            with threadpool_limits(1, user_api="blas"):
                alone = medians(functions, rounds=rounds)
            del functions["products"]
            with with_all_threads():
                together = medians(functions, rounds=rounds)
            times = [1e6 * seconds / steps for seconds in (*alone.values(), *together.values())]
            print(f"{name:15} {activation:10}", *(f"{time:9.0f}" for time in times), flush=True)
