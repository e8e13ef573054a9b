"""A training step against its bare matrix products: `python -m benchmarks step`.

The floor is the step's products alone, through the same BLAS, on the same shapes, into preallocated arrays: for each
layer the forward product and the one for dW, and for each but the first the one for dx. A step is an epoch's time
divided by its batches, uint8 pixels to updated weights.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
from scipy.linalg import blas

from benchmarks.timing import medians
from undergrad.data import Scaling
from undergrad.engines import CpuEngine
from undergrad.experiments.environment import environment
from undergrad.model import fully_connected

BATCH, STEPS = 128, 10
NETWORKS = {"784-500-500-10": (500, 500), "784-128-32-10": (128, 32)}


def bare_products(widths: list[int]) -> Callable[[], None]:
    """STEPS steps' products in float32."""
    rng = np.random.default_rng(0)
    inputs = [rng.random((BATCH, width), dtype=np.float32) for width in widths]
    weights = [rng.random(shape, dtype=np.float32) for shape in itertools.pairwise(widths)]
    gradients = [np.empty_like(W) for W in weights]

    def products() -> None:
        for _ in range(STEPS):
            for x, W, out in zip(inputs, weights, inputs[1:], strict=False):
                blas.sgemm(1.0, W.T, x.T, 0.0, out.T, overwrite_c=1)
            for index in range(len(weights) - 1, -1, -1):
                d, x, W = inputs[index + 1], inputs[index], weights[index]
                blas.sgemm(1.0, d.T, x.T, 0.0, gradients[index].T, trans_b=1, overwrite_c=1)
                if index:
                    blas.sgemm(1.0, W.T, d.T, 0.0, x.T, trans_a=1, overwrite_c=1)

    return products


def training(widths: list[int], activation: str) -> Callable[[], None]:
    """STEPS steps of the engine."""
    rng = np.random.default_rng(0)
    x = rng.integers(0, 256, (STEPS * BATCH, widths[0]), dtype=np.uint8)
    labels = rng.integers(0, widths[-1], len(x))
    model = fully_connected(widths[0], widths[1:-1], widths[-1], activation, rng=rng, dtype=np.float32)
    engine = CpuEngine(model, Scaling.of(x), widths[-1], np.float32)

    def epoch() -> None:
        engine.train_epoch(x, labels, epoch=1, batch_size=BATCH, learning_rate=1e-3, reg_lambda=1e-8)

    return epoch


def main() -> None:
    """Print the table."""
    print(f"{'network':16} {'activation':10} {'floor, us':>10} {'step, us':>10} {'ratio':>6}")
    for name, hidden in NETWORKS.items():
        widths = [784, *hidden, 10]
        functions = {"floor": bare_products(widths)}
        functions |= {activation: training(widths, activation) for activation in ("relu", "sigmoid", "tanh")}
        times = {key: 1e6 * value / STEPS for key, value in medians(functions, rounds=20).items()}
        for activation in ("relu", "sigmoid", "tanh"):
            ratio = times[activation] / times["floor"]
            print(f"{name:16} {activation:10} {times['floor']:10.0f} {times[activation]:10.0f} {ratio:6.2f}")
    here = environment()
    print(
        f"batch {BATCH}, float32; {'; '.join(here.blas)}; NumPy {here.numpy}, SciPy {here.scipy}, Python {here.python}"
    )
    print(f"{here.processor}, {here.cores} cores")
