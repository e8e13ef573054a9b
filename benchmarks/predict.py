"""Times one sample's prediction, also by other libraries: `python -m benchmarks predict`.

Ours is `TrainedModel.predict` for a raw row, (1, D), including checks and scaling. The other libraries get a scaled
row, PyTorch as a tensor; PyTorch evaluates in inference mode, and scikit-learn's function is `predict_proba`.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import itertools
import warnings
from typing import Any

import numpy as np

from benchmarks.peers.versions import versions
from benchmarks.task import Run
from benchmarks.timing import medians
from undergrad.architecture import fully_connected
from undergrad.data import Scaling
from undergrad.experiments.environment import environment
from undergrad.training import TrainedModel

NETWORKS = {"784-128-32-10": [784, 128, 32, 10], "4-16-3": [4, 16, 3]}
DTYPES = ("float32", "float64")
CALLS = 200  # calls timed together: a single call is hardly longer than the clock's resolution and a cold cache


def row(features: int) -> Any:
    """An image's pixels, or a few measured features: (1, D)."""
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 256, (1, features), dtype=np.uint8)
    return pixels if features == 784 else pixels.astype(np.float32)


def ours(widths: list[int], dtype: str) -> Run:
    """From raw numbers to probabilities."""
    x, classes = row(widths[0]), tuple(map(str, range(widths[-1])))
    rng = np.random.default_rng(0)
    model = fully_connected(widths[0], widths[1:-1], widths[-1], "relu", rng=rng, dtype=dtype)
    trained = TrainedModel(model, Scaling.of(np.concatenate([x, 0 * x, x + 1])), (widths[0],), classes)
    return lambda: trained.predict(x)


def with_torch(widths: list[int], dtype: str) -> Run:
    """From a scaled tensor to a tensor of probabilities."""
    torch: Any = importlib.import_module("torch")
    layers: list[Any] = []
    for D, H in itertools.pairwise(widths):
        layers += [torch.nn.Linear(D, H), torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1], torch.nn.Softmax(dim=1)).to(getattr(torch, dtype)).eval()
    x = torch.from_numpy((row(widths[0]) / 255).astype(dtype))

    def predict() -> Any:
        with torch.inference_mode():
            return model(x)

    return predict


def with_sklearn(widths: list[int], dtype: str) -> Run:
    """From a scaled array to an array of probabilities."""
    from sklearn.neural_network import MLPClassifier

    x = (row(widths[0]) / 255).astype(dtype)
    model = MLPClassifier(widths[1:-1], solver="sgd", random_state=0)
    model.partial_fit(np.repeat(x, widths[-1], axis=0), np.arange(widths[-1]), classes=np.arange(widths[-1]))
    return lambda: model.predict_proba(x)


PEERS = {"torch": with_torch, "sklearn": with_sklearn}


def _calls(predict: Run) -> Run:
    def several() -> None:
        for _ in range(CALLS):
            predict()

    return several


def main(argv: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks predict")
    parser.add_argument("--rounds", type=int, default=25, help=f"of {CALLS} predictions of each (default: 25)")
    parser.add_argument("--alone", action="store_true", help="without the other libraries")
    args = parser.parse_args(argv)
    warnings.simplefilter("ignore")  # scikit-learn warns about training for one step
    peers = {name: make for name, make in PEERS.items() if importlib.util.find_spec(name) and not args.alone}
    print("microseconds for one sample, and how many times ours")
    print(f"{'network':13} {'weights':7} {'ours':>6}", *(f"{name:>7} /ours" for name in peers))
    for name, widths in NETWORKS.items():
        for dtype in DTYPES:
            functions = {"ours": ours(widths, dtype)} | {peer: make(widths, dtype) for peer, make in peers.items()}
            several = {key: _calls(predict) for key, predict in functions.items()}
            times = {key: 1e6 * value / CALLS for key, value in medians(several, rounds=args.rounds).items()}
            columns = [f"{times[peer]:7.1f} {times[peer] / times['ours']:5.2f}" for peer in peers]
            print(f"{name:13} {dtype:7} {times['ours']:6.1f}", *columns, flush=True)
    here = environment()
    others = versions("PyTorch", "scikit-learn")
    print(f"ReLU; {'; '.join(here.blas)}")
    print(", ".join([f"Python {here.python}", f"NumPy {here.numpy}", *([others] if others else [])]))
    print(f"{here.processor}, {here.cores} cores")
    return 0
