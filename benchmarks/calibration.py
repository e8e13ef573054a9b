"""How often the verdicts are right: `python -m benchmarks calibration [--images] [--seeds N] [--first-seed N]`.

Networks learn digits of 14 x 14 pixels for ten epochs of batches of 32, with every activation function, from several
starts, at four learning rates. Without --images they have 2 to 8 hidden layers of 64 units and 1,500 digits; with it,
one convolution or three before a fully connected layer, and 600 digits. Whether a network is ill or well (the columns
of the table) is decided without the measures of the verdicts, on as many test images that these never see, or by
training again:

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

A feature map is a unit: it says the same where its whole map is the same, and a nudge moves it by its places' mean.
Cases between ill and well count for neither. An alarm is a verdict that still holds after the last epoch, or an
explosion at any time. `dead` to `low_derivative` count layers, the others networks.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import itertools
import math
import multiprocessing
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.families import FAMILIES
from benchmarks.truths import BOUNDS, truths
from undergrad.errors import NonFiniteLossError
from undergrad.experiments.environment import environment
from undergrad.insight import RULES, Insight, Recorder
from undergrad.layers import ACTIVATIONS
from undergrad.training import Oversight, fit

#: The activation functions whose units are observed.
OBSERVED = [word for word, kind in ACTIVATIONS.items() if kind.observable]
EPOCHS, BATCH = 10, 32
RATES = (0.003, 0.03, 0.3, 3.0)


@dataclass(frozen=True)
class Case:
    """A training."""

    family: str
    activation: str
    network: str
    start: str
    rate: float
    seed: int


@dataclass(frozen=True)
class Outcome:
    """The outcome of a training: the alarms, and the truth by other means."""

    case: Case
    accuracy: float
    #: The cross-entropy of the last epoch; infinite where it stopped being finite.
    loss: float
    insight: Insight
    #: For each verdict on layers, the true measure in each hidden layer, if it exists.
    layers: Mapping[str, tuple[float, ...]]


def train(case: Case) -> Outcome:
    """Train, and measure the truth by the other means."""
    family, recorder = FAMILIES[case.family], Recorder()
    data = family.data()
    model = family.build(case.network, case.activation, case.start, np.random.default_rng(case.seed))
    loss = math.inf
    with threadpool_limits(1), contextlib.suppress(NonFiniteLossError):
        result = fit(
            model,
            data,
            epochs=EPOCHS,
            batch_size=BATCH,
            learning_rate=case.rate,
            validation=family.validation,
            seed=case.seed,
            oversight=Oversight(watch=recorder),
        )
        model.set_parameters(result.last)
        loss = result.history[-1].data_loss
    insight = recorder.insight
    assert insight is not None
    x = data.x_test / np.float32(255)
    with np.errstate(all="ignore"):
        scores = model.predict(x)
        finite = bool(np.isfinite(scores).all())
        accuracy = float((scores.argmax(1) == data.y_test).mean()) if finite else 0.0
        layers = truths(model, case.activation, x, data.y_test) if finite and insight.epochs else {}
    return Outcome(case, accuracy, loss, insight, layers)


CHANCE, LEARNED = 0.2, 0.5
#: The gain of another learning rate that makes a case ill, and the greatest gain of a case that is well.
FURTHER, NOT_FURTHER = 0.1, 0.02


def judged(outcomes: Iterable[Outcome]) -> dict[str, list[tuple[bool | None, bool]]]:
    """For each verdict: whether the case is ill, well (False) or between (None), and whether there was an alarm."""
    outcomes = list(outcomes)
    by_case = {outcome.case: outcome for outcome in outcomes}
    cases_of: dict[str, list[tuple[bool | None, bool]]] = {rule.name: [] for rule in RULES}
    for outcome in outcomes:
        insight, learned = outcome.insight, outcome.accuracy >= LEARNED
        holding = {(v.name, v.layer) for v in insight.verdicts if v.until == EPOCHS}
        alarms = {name for name, _ in holding}
        exploded = outcome.loss > 2 * math.log(10)
        cases_of["exploding"].append((_side(exploded, learned), "exploding" in {v.name for v in insight.verdicts}))
        for name, values in outcome.layers.items():
            for layer, value in zip(insight.head.layers, values, strict=False):
                cases_of[name].append((_side(*_beyond(value, *BOUNDS[name])), (name, layer.name) in holding))
        if exploded:
            continue
        faster, slower = (_other(outcome, by_case, step) for step in (1, -1))
        stuck = outcome.accuracy <= CHANCE and (faster is None or faster.accuracy <= CHANCE)
        cases_of["vanishing"].append((_side(stuck, learned), "vanishing" in alarms))
        for name, other in (("slow", faster), ("fast", slower)):
            if other is not None:
                gain = other.accuracy - outcome.accuracy
                cases_of[name].append((_side(gain >= FURTHER, learned and gain < NOT_FURTHER), name in alarms))
    return cases_of


def _other(outcome: Outcome, by_case: Mapping[Case, Outcome], step: int) -> Outcome | None:
    """The same network at the next learning rate up or down."""
    place = RATES.index(outcome.case.rate) + step
    return by_case[dataclasses.replace(outcome.case, rate=RATES[place])] if 0 <= place < len(RATES) else None


def _side(ill: bool, well: bool) -> bool | None:
    return True if ill else False if well else None


def _beyond(value: float, ill: float, well: float) -> tuple[bool, bool]:
    """Whether the value is beyond the bound `ill`, and whether it is beyond the bound `well`, on the other side."""
    return (value >= ill, value < well) if ill > well else (value < ill, value >= well)


def cases(family: str, seeds: Iterable[int]) -> list[Case]:
    """Every training."""
    networks, starts = FAMILIES[family].networks, FAMILIES[family].starts
    return [Case(*each) for each in itertools.product([family], OBSERVED, networks, starts, RATES, seeds)]


def main(argv: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks calibration")
    parser.add_argument("--images", action="store_true", help="networks with convolutions")
    parser.add_argument("--seeds", type=int, default=5, help="default: 5")
    parser.add_argument("--first-seed", type=int, default=0, help="default: 0")
    parser.add_argument("--workers", type=int, default=2, help="default: 2")
    args = parser.parse_args(argv)
    seeds = range(args.first_seed, args.first_seed + args.seeds)
    todo = cases("images" if args.images else "dense", seeds)
    with ProcessPoolExecutor(args.workers, multiprocessing.get_context("spawn")) as pool:
        outcomes = list(pool.map(train, todo, chunksize=8))
    print(f"{'verdict':15} {'ill':>6} {'alarms':>7} {'well':>7} {'alarms':>7}")
    for name, pairs in judged(outcomes).items():
        parts = [[alarm for ill, alarm in pairs if ill is side] for side in (True, False)]
        columns = [f"{len(part):7,} {np.mean(part) if part else math.nan:7.1%}" for part in parts]
        print(f"{name:15}{' '.join(columns)}")
    here = environment()
    print(f"{len(todo):,} trainings, seeds {seeds[0]} to {seeds[-1]}; Python {here.python}, NumPy {here.numpy}")
    print(f"{here.processor}, {here.cores} cores")
    return 0
