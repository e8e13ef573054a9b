"""Measures the time that the cpu engine adds to a start: `python -m benchmarks start`.

It prints medians over new processes, in turn: one that imports everything for a training; one that also loads the
engine from the cache on disk; and one with an empty cache that compiles the engine.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time

import numpy as np

from undergrad.experiments.environment import environment

IMPORTS = "import numpy, undergrad.training"
READY = f"{IMPORTS}; from undergrad.engines import machine_code; machine_code.ready(numpy.dtype('float32'))"


def seconds(script: str, cache: str) -> float:
    """The seconds of a new Python that runs `script`, with the user's cache in the folder `cache`."""
    start = time.perf_counter()
    command = [sys.executable, "-c", script]
    subprocess.run(command, check=True, env=os.environ | {"UNDERGRAD_CACHE": cache}, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def main(argv: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks start")
    parser.add_argument("--rounds", type=int, default=7, help="default: 7")
    args = parser.parse_args(argv)
    without, later, first = [], [], []
    with tempfile.TemporaryDirectory() as kept:
        seconds(READY, kept)
        for _ in range(args.rounds):
            with tempfile.TemporaryDirectory() as empty:
                first.append(seconds(READY, empty))
            without.append(seconds(IMPORTS, kept))
            later.append(seconds(READY, kept))
    base = float(np.median(without))
    print(f"{'without the engine':26} {base:6.2f} s")
    print(f"{'a later start adds':26} {float(np.median(later)) - base:6.2f} s")
    print(f"{'the first one adds':26} {float(np.median(first)) - base:6.2f} s, once for a computer")
    here = environment()
    print(f"Python {here.python}, NumPy {here.numpy}, Numba {here.numba}; {here.processor}, {here.cores} cores")
    return 0
