"""Every derived gradient against central differences in float64: `python -m benchmarks gradients`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from undergrad.architecture import fully_connected
from undergrad.layers import ACTIVATIONS, ELU, FCLayer, Layer, LeakyReLU, Norm, ReLU, SoftmaxLayer
from undergrad.model import ClassifierModel

Matrix = np.ndarray[Any, Any]
SEEDS = 20
N, D, H, C = 5, 7, 3, 11
_WITH_A_KINK = (ReLU, LeakyReLU, ELU)


def numerical_gradient(f: Callable[[], float], x: Matrix) -> Matrix:
    """df/dx by (f(x + h) - f(x - h)) / (the step actually taken), each entry of `x` by itself; `x` is restored."""
    gradient = np.empty_like(x)
    for index in np.ndindex(x.shape):
        original = x[index]
        h = 1e-5 * max(1.0, float(abs(original)))
        x[index] = original + h
        above, high = f(), x[index]
        x[index] = original - h
        gradient[index] = (above - f()) / (high - x[index])
        x[index] = original
    return gradient


def relative_error(a: Matrix, b: Matrix) -> float:
    """||a - b|| / max(||a||, ||b||), 0 where both are zero."""
    largest = max(np.linalg.norm(a), np.linalg.norm(b))
    return float(np.linalg.norm(a - b) / largest) if largest else 0.0


def near_a_kink(model: ClassifierModel, z: Matrix) -> bool:
    """Whether a difference step could move an input across 0, where an activation function or its slope bends."""
    near = False
    for layer in model.layers.values():
        near |= isinstance(layer, _WITH_A_KINK) and bool(np.abs(z).min() < 1e-3)
        z = layer.forward(z)
    return near


def error(derived: Matrix, f: Callable[[], float], x: Matrix) -> float:
    """The error of a derived gradient of f at x."""
    return relative_error(derived, numerical_gradient(f, x))


def errors(rng: np.random.Generator) -> Iterator[tuple[str, float]]:
    """The error of every gradient for one random problem."""
    for name, kind in ACTIVATIONS.items():
        z, upstream = rng.standard_normal((N, D)), rng.standard_normal((N, D))
        z += np.copysign(1e-3, z)  # away from 0, where some functions have no derivative
        layer = kind()
        layer.forward(z)
        derived = layer.backward(upstream)

        def weighed(kind: type[Layer] = kind, u: Matrix = upstream, z: Matrix = z) -> float:
            return float(np.sum(u * kind().forward(z)))

        yield name, error(derived, weighed, z)

    x, upstream = rng.standard_normal((N, D)), rng.standard_normal((N, H))
    fc = FCLayer(D, H, rng=rng)

    def fc_loss() -> float:
        return float(np.sum(upstream * fc.forward(x))) + Norm().forward([fc.W], 0.3)

    fc_loss()
    for name, derived, array in (("dx", fc.backward(upstream, 0.3), x), ("dW", fc.dW, fc.W), ("db", fc.db, fc.b)):
        yield f"FCLayer {name}", error(derived, fc_loss, array)

    scores, y, softmax = rng.standard_normal((N, C)), np.eye(C)[rng.integers(0, C, N)], SoftmaxLayer()
    softmax.ce_loss(softmax.forward(scores), y)
    yield "softmax", error(softmax.backward(), lambda: softmax.ce_loss(softmax.forward(scores), y), scores)

    for name in ACTIVATIONS:
        x, y = 0.3 * rng.standard_normal((N, D)), np.eye(H)[rng.integers(0, H, N)]
        model = fully_connected(D, [C], H, name, rng=rng)
        while near_a_kink(model, x):
            model = fully_connected(D, [C], H, name, rng=rng)

        def loss(model: ClassifierModel = model, x: Matrix = x, y: Matrix = y) -> float:
            return model.forward(x, y, 0.3)

        loss()
        model.backward(0.3)
        gradients = [
            (getattr(layer, f"d{p}"), getattr(layer, p)) for layer in model.layers.values() for p in layer.parameters
        ]
        yield f"whole loss, {name}", max(error(derived, loss, array) for derived, array in gradients)


def main() -> None:
    """Print the largest error of each gradient over the seeds."""
    worst: dict[str, float] = {}
    for seed in range(SEEDS):
        for name, value in errors(np.random.default_rng(seed)):
            worst[name] = max(worst.get(name, 0.0), value)
    for name, value in worst.items():
        print(f"{name:22} {value:.1e}")
    print(f"largest of {SEEDS} seeds, NumPy {np.__version__}")
