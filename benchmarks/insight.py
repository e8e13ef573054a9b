"""Measures the cost of recording insight: `python -m benchmarks insight`.

It times epochs of `fit`, with both accuracies, in turn without a watch and with a Recorder, through one training. The
results are medians, and the median of the ratio of neighbours. An epoch of mnist-10k trains on 9,000 images, one of
MNIST on 54,000.
"""

from __future__ import annotations

import argparse

import numpy as np
from numpy.typing import NDArray

from undergrad.architecture import Architecture
from undergrad.data import Dataset, Scaling, split
from undergrad.engines import make_engine
from undergrad.experiments.environment import environment
from undergrad.insight import Recorder
from undergrad.training import Hyperparameters, Scene
from undergrad.training.fit import train_epoch
from undergrad.training.units import Unit

NETWORKS = {
    "784-500-500-10": "fc(500), {0}, fc(500), {0}",
    "784-128-32-10": "fc(128), {0}, fc(32), {0}",
    "conv8-conv16-fc128": "conv(8, 3, pad=1), {0}, pool(2), conv(16, 3, pad=1), {0}, pool(2), fc(128), {0}",
}
ACTIVATIONS = ("relu", "sigmoid", "tanh")


def images(n: int) -> Dataset:
    """Random images, of which `n` remain after a tenth is set aside for validation."""
    rng = np.random.default_rng(0)
    x, y = rng.integers(0, 256, (n * 10 // 9, 28, 28), dtype=np.uint8), rng.integers(0, 10, n * 10 // 9)
    return Dataset.from_arrays(x, y, x[:10], y[:10], name="images")


def times(data: Dataset, layers: str, pairs: int) -> NDArray[np.float64]:
    """Seconds of epochs without and with a Recorder, (pairs, 2), after a pair for warming up."""
    settings = Hyperparameters(epochs=2 * pairs + 2)
    model = Architecture.parse(layers).build((28, 28), 10, rng=np.random.default_rng(0), dtype=np.float32)
    train_rows, val_rows = split(len(data.x_train), rng=np.random.default_rng(0))
    engine = make_engine("auto", model, Scaling.of(data.x_train, train_rows), 10, "float32")
    rows = train_rows, np.sort(train_rows), np.sort(val_rows)
    scene = Scene(model, engine, data.x_train, data.y_train, *rows, settings, 0, Unit())
    recorder = Recorder()
    recorder.begins(scene, "")
    seconds = [
        train_epoch(number, scene, recorder if number % 2 == 0 else None)[0].seconds
        for number in range(1, settings.epochs + 1)
    ]
    return np.reshape(seconds[2:], (pairs, 2))


def main(argv: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks insight")
    parser.add_argument("--pairs", type=int, default=31, help="default: 31")
    args = parser.parse_args(argv)
    print(f"{'network':18} {'':8} {'images':>7} {'without':>10} {'with':>10} {'ratio':>7}")
    for count in (9_000, 54_000):
        data = images(count)
        for name, layers in NETWORKS.items():
            for activation in ACTIVATIONS:
                seconds = times(data, layers.format(activation), args.pairs)
                plain, watched = 1000 * np.median(seconds, axis=0)
                ratio = np.median(seconds[:, 1] / seconds[:, 0])
                columns = f"{plain:7.1f} ms {watched:7.1f} ms {ratio:7.3f}"
                print(f"{name:18} {activation:8} {count:7,} {columns}", flush=True)
    here = environment()
    print(f"batch 128, float32; {'; '.join(here.blas)}")
    print(f"Python {here.python}, NumPy {here.numpy}, Numba {here.numba}; {here.processor}, {here.cores} cores")
    return 0
