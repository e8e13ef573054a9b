"""How often the verdicts are right: `python -m benchmarks calibration [--seeds N] [--first-seed N]`.

Networks of 64 units a layer learn 1,500 digits of 14 x 14 pixels for ten epochs of batches of 32: every activation
function, 2 to 8 hidden layers, four ways to draw the first weights, four learning rates, five seeds. What is ill is
found without the measures of the verdicts, on 2,000 test images that these never see, or by training again:

vanishing       the network stays at chance (under 20 % of the test images), and at ten times the learning rate too;
                well: it gets beyond 50 %
exploding       the loss stops being finite, or ends above twice that of guessing; well: the network gets beyond 50 %
dead            of a layer's ReLUs a tenth say the same for every test image; well: under a twentieth
near_dead       of a layer's ReLUs a fifth say the same for 99 % of the test images; well: under a tenth
saturated       a tenth of a layer's units hardly answer: a nudge of z that moves a unit by an eighth of its range where
                its curve is steepest moves them by under a fiftieth, for 95 % of the images; well: under a twentieth
low_derivative  of the gradient's norm above the activation function, under a fifth of what its steepest slope would
                leave is left below it; well: over 0.3
slow            ten times the learning rate gets 10 points further; well: not 2, and this one is beyond 50 %
fast            a tenth of the learning rate gets 10 points further; well: not 2, and this one is beyond 50 %

What lies between ill and well counts for neither. An alarm is a verdict that still holds after the last epoch, an
explosion at any time. `dead` to `low_derivative` count layers, the others networks.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import functools
import itertools
import math
import multiprocessing
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from undergrad.architecture import fully_connected
from undergrad.data import Dataset, load_dataset
from undergrad.errors import NonFiniteLossError
from undergrad.experiments.environment import environment
from undergrad.insight import RULES, Insight, Recorder
from undergrad.layers import ACTIVATIONS
from undergrad.model import ClassifierModel
from undergrad.training import Oversight, fit

#: The activation functions whose units are observed.
OBSERVED = [word for word, kind in ACTIVATIONS.items() if kind.observable]
WIDTH, EPOCHS, BATCH = 64, 10, 32
DEPTHS = (2, 4, 6, 8)
RATES = (0.003, 0.03, 0.3, 3.0)
#: Standard deviation of the first weights of a layer from D to H units.
STARTS = {
    "he": lambda D, H: math.sqrt(2 / D),
    "glorot": lambda D, H: math.sqrt(2 / (D + H)),
    "small": lambda D, H: 0.01,
    "large": lambda D, H: 3 * math.sqrt(2 / D),
}
#: Verdicts on a layer; the others are on networks.
OF_LAYERS = ("dead", "near_dead", "saturated", "low_derivative")


@dataclass(frozen=True)
class Case:
    """A training."""

    activation: str
    depth: int
    start: str
    rate: float
    seed: int


@dataclass(frozen=True)
class Outcome:
    """What a training came to: the alarms, and what is true of it by other means."""

    case: Case
    accuracy: float
    #: The cross-entropy of the last epoch; infinite where it stopped being finite.
    loss: float
    insight: Insight
    #: For each verdict of OF_LAYERS, the truth's measure in each hidden layer; without those where there is none.
    layers: Mapping[str, tuple[float, ...]]


@functools.cache
def digits() -> Dataset:
    """2,000 digits to train and validate on, 2,000 to test on, every other pixel of every other line."""
    data = load_dataset("mnist-10k")
    x, y = (images[:2000, ::2, ::2] for images in (data.x_train, data.x_test))
    return Dataset.from_arrays(x, data.y_train[:2000], y, data.y_test[:2000], name="digits")


def train(case: Case) -> Outcome:
    """Train, and measure in the other way."""
    data, recorder = digits(), Recorder()
    rng = np.random.default_rng(case.seed)
    model = fully_connected(196, [WIDTH] * case.depth, 10, case.activation, rng=rng)
    model.set_parameters(
        {
            key: array if array.ndim == 1 else rng.normal(0, STARTS[case.start](*array.shape), array.shape)
            for key, array in model.parameters().items()
        }
    )
    loss = math.inf
    with threadpool_limits(1), contextlib.suppress(NonFiniteLossError):
        result = fit(
            model,
            data,
            epochs=EPOCHS,
            batch_size=BATCH,
            learning_rate=case.rate,
            validation=0.25,
            seed=case.seed,
            oversight=Oversight(watch=recorder),
        )
        model.set_parameters(result.last)
        loss = result.history[-1].data_loss
    insight = recorder.insight
    assert insight is not None
    x = data.x_test.reshape(len(data.x_test), -1) / np.float32(255)
    with np.errstate(all="ignore"):
        scores = model.predict(x)
        finite = bool(np.isfinite(scores).all())
        accuracy = float((scores.argmax(1) == data.y_test).mean()) if finite else 0.0
        layers = truths(model, case.activation, x, data.y_test) if finite and insight.epochs else {}
    return Outcome(case, accuracy, loss, insight, layers)


def truths(
    model: ClassifierModel, activation: str, x: NDArray[Any], labels: NDArray[Any]
) -> dict[str, tuple[float, ...]]:
    """The truth's measures, hidden layer for hidden layer."""
    model.forward(x, np.eye(10, dtype=x.dtype)[labels])
    d_prev, left = model.softmax_layer.backward(), {}
    steepest = {"sigmoid": 0.25}.get(activation, 1.0)
    for name, layer in reversed(model.layers.items()):
        below = layer.backward(d_prev)
        if type(layer) is ACTIVATIONS[activation]:
            left[name] = float(np.linalg.norm(below) / (steepest * np.linalg.norm(d_prev)))
        d_prev = below
    found: dict[str, list[float]] = {name: [] for name in OF_LAYERS}
    out, span = x, {"sigmoid": 1.0, "tanh": 2.0}.get(activation, 0.0)
    for name, layer in model.layers.items():
        z, out = out, layer.forward(out)
        if name not in left:
            continue
        if activation == "relu":
            same = np.stack([_most_frequent(unit) for unit in out.T])
            found["dead"].append(float((same == len(out)).mean()))
            found["near_dead"].append(float((same >= 0.99 * len(out)).mean()))
        found["low_derivative"].append(left[name])
        if span:
            nudge = span / 8 / steepest
            moved = np.abs(np.stack([layer.forward(z + nudge) - out, layer.forward(z - nudge) - out])).max(axis=0)
            found["saturated"].append(float(((moved < span / 50).mean(axis=0) > 0.95).mean()))
    return {name: tuple(values) for name, values in found.items() if values}


def _most_frequent(values: NDArray[Any]) -> int:
    return int(np.unique(values, return_counts=True)[1].max())


#: From where on a truth's measure is ill, and from where on well.
BOUNDS = {"dead": (0.1, 0.05), "near_dead": (0.2, 0.1), "saturated": (0.1, 0.05), "low_derivative": (0.2, 0.3)}
CHANCE, LEARNED = 0.2, 0.5
#: How much further another learning rate must get, and may.
FURTHER, NOT_FURTHER = 0.1, 0.02


def judged(outcomes: Iterable[Outcome]) -> dict[str, list[tuple[bool | None, bool]]]:
    """For each verdict: whether it is ill, well (False) or between (None), and whether there was an alarm."""
    outcomes = list(outcomes)
    by_case = {outcome.case: outcome for outcome in outcomes}
    found: dict[str, list[tuple[bool | None, bool]]] = {rule.name: [] for rule in RULES}
    for outcome in outcomes:
        insight, learned = outcome.insight, outcome.accuracy >= LEARNED
        holding = {(v.name, v.layer) for v in insight.verdicts if v.until == EPOCHS}
        alarms = {name for name, _ in holding}
        exploded = outcome.loss > 2 * math.log(10)
        found["exploding"].append((_side(exploded, learned), "exploding" in {v.name for v in insight.verdicts}))
        for name, values in outcome.layers.items():
            for layer, value in zip(insight.head.layers, values, strict=False):
                found[name].append((_side(*_beyond(value, *BOUNDS[name])), (name, layer.name) in holding))
        if exploded:
            continue
        faster, slower = (_other(outcome, by_case, step) for step in (1, -1))
        stuck = outcome.accuracy <= CHANCE and (faster is None or faster.accuracy <= CHANCE)
        found["vanishing"].append((_side(stuck, learned), "vanishing" in alarms))
        for name, other in (("slow", faster), ("fast", slower)):
            if other is not None:
                gain = other.accuracy - outcome.accuracy
                found[name].append((_side(gain >= FURTHER, learned and gain < NOT_FURTHER), name in alarms))
    return found


def _other(outcome: Outcome, by_case: Mapping[Case, Outcome], step: int) -> Outcome | None:
    """The same network at the next learning rate up or down."""
    place = RATES.index(outcome.case.rate) + step
    return by_case[dataclasses.replace(outcome.case, rate=RATES[place])] if 0 <= place < len(RATES) else None


def _side(ill: bool, well: bool) -> bool | None:
    return True if ill else False if well else None


def _beyond(value: float, ill: float, well: float) -> tuple[bool, bool]:
    """Whether it is beyond `ill`, and whether it is beyond `well`, on the sides that these are of each other."""
    return (value >= ill, value < well) if ill > well else (value < ill, value >= well)


def cases(seeds: Iterable[int]) -> list[Case]:
    """Every training."""
    return [Case(*each) for each in itertools.product(OBSERVED, DEPTHS, STARTS, RATES, seeds)]


def main(argv: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks calibration")
    parser.add_argument("--seeds", type=int, default=5, help="default: 5")
    parser.add_argument("--first-seed", type=int, default=0, help="default: 0")
    parser.add_argument("--workers", type=int, default=2, help="default: 2")
    args = parser.parse_args(argv)
    seeds = range(args.first_seed, args.first_seed + args.seeds)
    todo = cases(seeds)
    with ProcessPoolExecutor(args.workers, multiprocessing.get_context("spawn")) as pool:
        outcomes = list(pool.map(train, todo, chunksize=8))
    print(f"{'verdict':15} {'ill':>6} {'alarms':>7} {'well':>7} {'alarms':>7}")
    for name, pairs in judged(outcomes).items():
        parts = [[alarm for ill, alarm in pairs if ill is side] for side in (True, False)]
        told = [f"{len(part):7,} {np.mean(part) if part else math.nan:7.1%}" for part in parts]
        print(f"{name:15}{' '.join(told)}")
    here = environment()
    print(f"{len(todo):,} trainings, seeds {seeds[0]} to {seeds[-1]}; Python {here.python}, NumPy {here.numpy}")
    print(f"{here.processor}, {here.cores} cores")
    return 0
