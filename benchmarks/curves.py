"""Measures how time grows with rows and with width: `python -m benchmarks curves`.

An epoch of the cpu engine against its bare products, in turn, medians.
"""

from __future__ import annotations

import argparse

import numpy as np

from benchmarks.floor import BATCH, floor
from benchmarks.task import fully_connected, ours
from benchmarks.timing import medians
from undergrad.experiments.environment import environment

ROWS = (10_000, 60_000, 600_000)
WIDTHS = (32, 64, 128, 256, 512, 1024, 2048, 4096)


def main(argv: list[str] | None = None) -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks curves")
    parser.add_argument("--rounds", type=int, default=7, help="default: 7")
    args = parser.parse_args(argv)
    rng = np.random.default_rng(0)
    task = fully_connected((128, 32))
    print(f"{'rows':>8} {'epoch, s':>9} {'us a row':>9}   784-128-32-10, ReLU")
    pixels = rng.integers(0, 256, (max(ROWS), 784), dtype=np.uint8)
    labels = rng.integers(0, 10, len(pixels))
    functions = {str(n): ours(task, pixels[:n], labels[:n]).epoch for n in ROWS}
    for n, seconds in medians(functions, rounds=max(3, args.rounds // 2), warm_up=1).items():
        print(f"{n:>8} {seconds:9.3f} {1e6 * seconds / int(n):9.2f}", flush=True)

    print(f"\n{'width':>8} {'floor, us':>9} {'ours, us':>9} {'ratio':>6}   784-width-width-10, ReLU, a step")
    for width in WIDTHS:
        widths = [784, width, width, 10]
        steps = max(3, min(100, 60_000 // width))
        functions = {
            "floor": floor(widths, steps),
            "ours": ours(fully_connected((width, width)), pixels[: steps * BATCH], labels[: steps * BATCH]).epoch,
        }
        times = {key: 1e6 * value / steps for key, value in medians(functions, rounds=args.rounds).items()}
        ratio = times["ours"] / times["floor"]
        print(f"{width:>8} {times['floor']:9.0f} {times['ours']:9.0f} {ratio:6.3f}", flush=True)
    here = environment()
    print(f"batch {BATCH}, float32; {'; '.join(here.blas)}")
    print(f"Python {here.python}, NumPy {here.numpy}, SciPy {here.scipy}, Numba {here.numba}")
    print(f"{here.processor}, {here.cores} cores")
    return 0
