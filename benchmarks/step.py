"""A training step against its bare matrix products and against other libraries: `python -m benchmarks step`.

The floor is in `floor.py`. A step is an epoch's time divided by its batches: from uint8 pixels in random order to
updated weights. The other libraries get their pixels scaled and in order.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import importlib.util
import itertools
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from benchmarks.floor import BATCH, floor
from benchmarks.timing import medians
from undergrad.architecture import fully_connected
from undergrad.data import Scaling
from undergrad.engines import CpuEngine
from undergrad.experiments.environment import environment

NETWORKS = {"784-500-500-10": (500, 500), "784-128-32-10": (128, 32)}
ACTIVATIONS = ("relu", "sigmoid", "tanh")
LEARNING_RATE, REG_LAMBDA = 1e-3, 1e-8
Run = Callable[[], object]


def ours(widths: list[int], activation: str, x: Any, labels: Any) -> Run:
    """An epoch of the cpu engine."""
    model = fully_connected(
        widths[0], widths[1:-1], widths[-1], activation, rng=np.random.default_rng(0), dtype=np.float32
    )
    engine = CpuEngine(model, Scaling.of(x), widths[-1], np.float32)
    rows = np.random.default_rng(0).permutation(len(x))
    return lambda: engine.train_epoch(
        x, labels, rows=rows, epoch=1, batch_size=BATCH, learning_rate=LEARNING_RATE, reg_lambda=REG_LAMBDA
    )


def with_jax(widths: list[int], activation: str, x: Any, labels: Any) -> Run:
    """An epoch of JAX, compiled whole: jit over scan."""
    jax: Any = importlib.import_module("jax")
    jnp = jax.numpy
    function = {"relu": jax.nn.relu, "sigmoid": jax.nn.sigmoid, "tanh": jnp.tanh}[activation]
    rng = np.random.default_rng(0)
    parameters = [
        (jnp.asarray(rng.standard_normal((D, H)) * np.sqrt(2 / D), jnp.float32), jnp.zeros(H, jnp.float32))
        for D, H in itertools.pairwise(widths)
    ]
    batches = jnp.asarray(x.reshape(-1, BATCH, widths[0]) / np.float32(255)), jnp.asarray(labels.reshape(-1, BATCH))

    def loss(parameters: Any, x: Any, labels: Any) -> Any:
        for W, b in parameters[:-1]:
            x = function(x @ W + b)
        W, b = parameters[-1]
        log_y_hat = jax.nn.log_softmax(x @ W + b)
        l2 = sum((W**2).sum() for W, _ in parameters)
        return -jnp.take_along_axis(log_y_hat, labels[:, None], 1).mean() + REG_LAMBDA / 2 * l2

    def step(parameters: Any, batch: Any) -> Any:
        value, gradients = jax.value_and_grad(loss)(parameters, *batch)
        return jax.tree.map(lambda p, g: p - LEARNING_RATE * g, parameters, gradients), value

    epoch = jax.jit(lambda parameters, batches: jax.lax.scan(step, parameters, batches))
    return lambda: jax.block_until_ready(epoch(parameters, batches))


def with_torch(widths: list[int], activation: str, x: Any, labels: Any) -> Run:
    """An epoch of PyTorch, one operation after the other."""
    torch: Any = importlib.import_module("torch")
    torch.manual_seed(0)
    function = {"relu": torch.nn.ReLU, "sigmoid": torch.nn.Sigmoid, "tanh": torch.nn.Tanh}[activation]
    layers: list[Any] = []
    for D, H in itertools.pairwise(widths):
        layers += [torch.nn.Linear(D, H), function()]
    model, loss = torch.nn.Sequential(*layers[:-1]), torch.nn.CrossEntropyLoss()
    optimiser = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE, weight_decay=REG_LAMBDA)
    inputs, targets = torch.from_numpy(x / np.float32(255)), torch.from_numpy(labels)

    def epoch() -> None:
        for x, y in zip(inputs.split(BATCH), targets.split(BATCH), strict=True):
            optimiser.zero_grad()
            loss(model(x), y).backward()
            optimiser.step()

    return epoch


def with_sklearn(widths: list[int], activation: str, x: Any, labels: Any) -> Run:
    """An epoch of scikit-learn's MLPClassifier, SGD without momentum."""
    from sklearn.neural_network import MLPClassifier

    names = {"relu": "relu", "sigmoid": "logistic", "tanh": "tanh"}
    model = MLPClassifier(
        widths[1:-1],
        activation=names[activation],
        solver="sgd",
        momentum=0,
        alpha=REG_LAMBDA,
        batch_size=BATCH,
        learning_rate_init=LEARNING_RATE,
        shuffle=False,
        random_state=0,
    )
    inputs = x / np.float32(255)
    return lambda: model.partial_fit(inputs, labels, classes=np.arange(widths[-1]))


PEERS = {"jax": with_jax, "torch": with_torch, "sklearn": with_sklearn}
DISTRIBUTIONS = {"jax": "JAX", "torch": "PyTorch", "scikit-learn": "scikit-learn", "numba": "Numba"}


def main(argv: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks step")
    parser.add_argument("--steps", type=int, default=60, help="steps in an epoch (default: 60)")
    parser.add_argument("--rounds", type=int, default=15, help="epochs of each (default: 15)")
    parser.add_argument("--alone", action="store_true", help="without the other libraries")
    args = parser.parse_args(argv)
    warnings.simplefilter("ignore")  # scikit-learn has much to say about one epoch
    peers = {name: make for name, make in PEERS.items() if importlib.util.find_spec(name) and not args.alone}
    print("microseconds a step, and how many times the floor's or ours")
    print(f"{'network':15} {'activation':10} {'floor':>6} {'ours':>6} {'/floor':>6}", *(f"{n:>7} /ours" for n in peers))
    for name, hidden in NETWORKS.items():
        widths, rng = [784, *hidden, 10], np.random.default_rng(0)
        x = rng.integers(0, 256, (args.steps * BATCH, 784), dtype=np.uint8)
        labels = rng.integers(0, 10, len(x))
        for activation in ACTIVATIONS:
            functions = {"floor": floor(widths, args.steps), "ours": ours(widths, activation, x, labels)}
            functions |= {peer: make(widths, activation, x, labels) for peer, make in peers.items()}
            times = {key: 1e6 * value / args.steps for key, value in medians(functions, rounds=args.rounds).items()}
            columns = [f"{times[peer]:7.0f} {times[peer] / times['ours']:5.2f}" for peer in peers]
            us = f"{times['floor']:6.0f} {times['ours']:6.0f} {times['ours'] / times['floor']:6.3f}"
            print(f"{name:15} {activation:10} {us}", *columns, flush=True)
    here = environment()
    print(f"batch {BATCH}, float32; {'; '.join(here.blas)}")
    print(f"Python {here.python}, NumPy {here.numpy}, SciPy {here.scipy}, {versions(DISTRIBUTIONS)}")
    print(f"{here.processor}, {here.cores} cores")
    return 0


def versions(distributions: Mapping[str, str]) -> str:
    """The versions of those of the `distributions` that are installed, by the names that they go by."""
    found = {d: name for d, name in distributions.items() if importlib.util.find_spec(_module(d))}
    return ", ".join(f"{name} {importlib.metadata.version(d)}" for d, name in found.items())


def _module(distribution: str) -> str:
    return {"scikit-learn": "sklearn"}.get(distribution, distribution)
