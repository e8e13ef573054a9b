"""What a training step spends beside its products: `python -m benchmarks parts`.

The engine's own compiled parts are added to the bare products one after the other, all variants in turn, medians. The
last column is the reference engine, which calls the layers: what a step took before there was a compiled engine.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit

from benchmarks.floor import BATCH
from benchmarks.step import ACTIVATIONS, LEARNING_RATE, NETWORKS, REG_LAMBDA
from benchmarks.timing import medians
from undergrad.data import Scaling
from undergrad.engines import ReferenceEngine, compiled
from undergrad.engines.compiled import gemm, pointer
from undergrad.experiments.environment import environment
from undergrad.model import fully_connected

#: Parts that are added to the products, in the order of a step.
PIXELS, BIAS, ACTIVATION, SOFTMAX, DERIVATIVE = 1, 2, 4, 8, 16
VARIANTS = {
    "products": 0,
    "+ pixels": PIXELS,
    "+ bias": PIXELS | BIAS,
    "+ activation": PIXELS | BIAS | ACTIVATION,
    "+ softmax": PIXELS | BIAS | ACTIVATION | SOFTMAX,
    "+ derivative": PIXELS | BIAS | ACTIVATION | SOFTMAX | DERIVATIVE,
}
CODES = {"relu": compiled.RELU, "sigmoid": compiled.SIGMOID, "tanh": compiled.TANH}


@njit(error_model="numpy", fastmath={"contract"})
def _steps(
    flags: int, steps: int, network: Any, parameters: Any, work: Any, pixels: Any, rows: Any, labels: Any, scale: Any
) -> None:
    last, width, n = network.follows.size - 1, network.widths[0], BATCH
    factor = pointer(scale, 0)
    for start in range(0, steps * n, n):
        if flags & PIXELS:
            for i in range(n):
                x, now = pointer(work, network.x[0] + i * width), pointer(pixels, rows[start + i] * width)
                for j in range(width):
                    x[j] = type(x[j])(now[j]) * factor[j]
        for i in range(last + 1):
            D, H = network.widths[i], network.widths[i + 1]
            x, out = pointer(work, network.x[i]), pointer(work, network.x[i + 1])
            W, b = pointer(parameters, network.W[i]), pointer(parameters, network.b[i])
            if flags & BIAS:
                for place in range(0, n * H, H):
                    for j in range(H):
                        out[place + j] = b[j]
            gemm(False, False, n, H, D, 1.0, x, W, 1.0, out)
            if flags & ACTIVATION:
                compiled._activate(out, n * H, network.follows[i])
        scores, db = pointer(work, network.x[last + 1]), pointer(work, network.db[0])
        if flags & SOFTMAX:
            compiled._softmax(scores, n, network.widths[last + 1], labels, rows, start)
        d = scores
        for i in range(last, -1, -1):
            D, H = network.widths[i], network.widths[i + 1]
            x, following = pointer(work, network.x[i]), pointer(work, network.d[i % 2])
            if i > 0:
                gemm(False, True, n, D, H, 1.0, d, pointer(parameters, network.W[i]), 0.0, following)
                if flags & DERIVATIVE:
                    compiled._differentiate(following, x, n, D, network.follows[i - 1], db)
            gemm(True, False, D, H, n, -1e-9, x, d, 1.0, pointer(parameters, network.W[i]))
            d = following


def parts(widths: list[int], activation: str, steps: int) -> dict[str, Callable[[], object]]:
    """A function for each variant, which does `steps` steps."""

    def places(sizes: list[int]) -> np.ndarray[Any, Any]:
        return np.concatenate([[0], np.cumsum([-(-size // 16) * 16 for size in sizes])])

    rng, largest = np.random.default_rng(0), BATCH * max(widths)
    own = places([size for D, H in itertools.pairwise(widths) for size in (D * H, H)])
    shared = places([*(BATCH * width for width in widths), largest, largest, max(widths)])
    count = len(widths)
    follows = np.array([CODES[activation]] * (count - 2) + [compiled.NOTHING])
    x, d, db = shared[:count], shared[count : count + 2], shared[count + 2 : count + 3]
    network = compiled.Network(np.array(widths), follows, own[:-1:2].copy(), own[1::2].copy(), x, d, db)
    parameters = (0.05 * rng.standard_normal(own[-1])).astype(np.float32)
    pixels = rng.integers(0, 256, steps * BATCH * widths[0], dtype=np.uint8)
    rows, labels = rng.permutation(steps * BATCH), rng.integers(0, widths[-1], steps * BATCH)
    scale = np.full(widths[0], 1 / 255, np.float32)

    def variant(flags: int) -> Callable[[], object]:
        memory = rng.random(shared[-1], dtype=np.float32)
        return lambda: _steps(flags, steps, network, parameters, memory, pixels, rows, labels, scale)

    return {name: variant(flags) for name, flags in VARIANTS.items()}


def reference(widths: list[int], activation: str, steps: int) -> Callable[[], object]:
    """An epoch of the reference engine."""
    rng = np.random.default_rng(0)
    model = fully_connected(widths[0], widths[1:-1], widths[-1], activation, rng=rng, dtype=np.float32)
    x = rng.integers(0, 256, (steps * BATCH, widths[0]), dtype=np.uint8)
    labels = rng.integers(0, widths[-1], len(x))
    engine = ReferenceEngine(model, Scaling.of(x), widths[-1], np.float32)
    settings = {"learning_rate": LEARNING_RATE, "reg_lambda": REG_LAMBDA}
    return lambda: engine.train_epoch(x, labels, epoch=1, batch_size=BATCH, **settings)


def main(argv: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks parts")
    parser.add_argument("--steps", type=int, default=60, help="steps in an epoch (default: 60)")
    parser.add_argument("--rounds", type=int, default=15, help="epochs of each (default: 15)")
    args = parser.parse_args(argv)
    print("microseconds a step, with one part more in each column")
    print(f"{'network':15} {'activation':10}", *(f"{name:>12}" for name in VARIANTS), f"{'reference':>10}")
    for name, hidden in NETWORKS.items():
        widths = [784, *hidden, 10]
        for activation in ACTIVATIONS:
            functions = parts(widths, activation, args.steps)
            functions["reference"] = reference(widths, activation, args.steps)
            times = {key: 1e6 * value / args.steps for key, value in medians(functions, rounds=args.rounds).items()}
            columns = [f"{times[variant]:12.0f}" for variant in VARIANTS]
            print(f"{name:15} {activation:10}", *columns, f"{times['reference']:10.0f}", flush=True)
    here = environment()
    print(f"batch {BATCH}, float32; {'; '.join(here.blas)}")
    print(f"Python {here.python}, NumPy {here.numpy}, SciPy {here.scipy}, Numba {here.numba}")
    print(f"{here.processor}, {here.cores} cores")
    return 0
