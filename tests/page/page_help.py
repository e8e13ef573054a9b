"""Records for the tests of the page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from undergrad.experiments import Comparison
from undergrad.insight.records import Insight, InsightEpoch, InsightHead, LayerEpoch, LayerShape, Verdict
from undergrad.outputs import CLASSES
from undergrad.report.page import Content, ShownRun, of_comparison
from undergrad.tuning import Chosen, Tuning, parse_space
from undergrad.tuning.importance import importances
from undergrad.tuning.store import Tried

#: The width and height of a canvas, and its pixels.
READ = """id => {
    const { width, height } = document.getElementById(id);
    return [width, height, ...document.getElementById(id).getContext('2d').getImageData(0, 0, width, height).data];
}"""


GARMENTS = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")


def of_classes(data: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """The page's data as if the classes had been `names`, with counts of four digits on the diagonal."""
    places = range(len(names))
    for run in data["runs"]:
        counts = [[1128 if row == column else 10 * row + column for column in places] for row in places]
        confused = [[row, 0, counts[row][0]] for row in (9, 8, 7)]
        run["details"] |= {"classes": list(names), "confusion": counts, "confused": confused, "worst": []}
    return data


def insight_of(run: ShownRun) -> Insight:
    """Insight of three layers with known numbers: the norm of dLoss/dz in layer l after epoch e is e / 10^(3 - l).

    After epoch e, e - 1 of four units have a derivative in the highest tenth, and the others in the lowest.
    """
    names = ("fc1", "fc2", "fc3")
    return Insight(
        head=InsightHead(
            layers=tuple(
                LayerShape(name=name, inputs=4, units=4, activation=None, activation_layer=None) for name in names
            ),
            probe=512,
            validation=30,
        ),
        epochs=tuple(
            InsightEpoch(
                epoch=record.epoch,
                learning_rate=0.1,
                layers=tuple(
                    _layer(name, 10.0 ** -(3 - place) * record.epoch, record.epoch) for place, name in enumerate(names)
                ),
                first_to_last=0.01,
            )
            for record in run.history
        ),
        verdicts=(
            Verdict(
                name="vanishing",
                severity="severe",
                layer=None,
                epoch=1,
                until=5,
                epochs=5,
                worst_epoch=2,
                value=0.004,
                threshold=0.01,
                numbers={},
                definition="first_to_last < 0.01",
                source="Hochreiter 1991",
            ),
            _slow("fc1", 3e-5, until=4),
            _slow("fc2", 1e-5, until=5),
        ),
    )


def _slow(layer: str, value: float, *, until: int) -> Verdict:
    return Verdict(
        name="slow",
        severity="warning",
        layer=layer,
        epoch=2,
        until=until,
        epochs=until - 1,
        worst_epoch=3,
        value=value,
        threshold=2e-4,
        numbers={"gradient_norm": 0.25, "weight_norm": 12.5},
        definition="update_ratio < 0.0002",
        source="Karpathy",
    )


def _layer(name: str, norm: float, epoch: int) -> LayerEpoch:
    high = min(epoch - 1, 4)
    return LayerEpoch(
        name=name,
        gradient_norm=norm,
        gradient_rms=norm,
        upstream_norm=norm,
        upstream_rms=None,
        weight_norm=1.0,
        update_ratio=norm,
        dead=0.25 if name != "fc3" else None,
        derivative=0.5 if name != "fc3" else None,
        derivative_histogram=(4 - high, *[0] * 8, high) if name != "fc3" else None,
    )


def search_of(comparison: Comparison, out: Path) -> Content:
    """A search whose trials are the comparison's runs under other accuracies."""
    space = parse_space(
        {"width": [8, 16, 32], "activation": ["relu", "tanh"], "learning_rate": {"low": 0.01, "high": 0.5}}, where="x"
    )
    trials = []
    for number in range(13):
        width, activation = (8, 16, 32)[number % 3], ("relu", "tanh")[number % 2]
        result = msgspec.structs.replace(
            comparison.runs[number % 3],
            best_val_measure=round(0.4 + width / 64 + number / 1000, 4),
            status="failed" if number == 12 else "stopped" if width == 8 else "complete",
        )
        values = {"width": width, "activation": activation, "learning_rate": round(0.02 + number * 0.03, 3)}
        trials.append(Tried(number + 1, values, result))
    able = [trial for trial in trials if trial.result.status != "failed"]
    best = sorted(able, key=lambda trial: -trial.result.best_val_measure)[:3]
    chosen = tuple(
        Chosen(
            rank=rank,
            trial=trial.number,
            network=trial.result.spec.network,
            epochs=trial.result.epochs,
            best_epoch=trial.result.best_epoch,
            best_val_measure=trial.result.best_val_measure,
            test=trial.result.test,
            tied=rank == "2nd",
        )
        for rank, trial in zip(("1st", "2nd", "3rd"), best, strict=True)
    )
    ranks = dict(zip([row.network for row in comparison.rows], ("1st", "2nd", "3rd"), strict=True))
    tuning = Tuning(
        name="a search",
        identity="0",
        data=comparison.experiment.data,
        strategy="random",
        seed=0,
        trials=13,
        stopped=4,
        failed=1,
        epochs=60,
        epochs_unstopped=65,
        seconds=1.0,
        searched={key: space.words(key) for key in space.searched},
        chosen=chosen,
        differences=tuple(
            msgspec.structs.replace(pair, first=ranks[pair.first], second=ranks[pair.second])
            for pair in comparison.differences
        ),
        importances=importances(space, [(trial.values, trial.result.best_val_measure) for trial in able]),
        environments=(comparison.runs[0].environment,),
    )
    shown = of_comparison(comparison, out).runs
    runs = tuple(replace(run, name=rank) for run, rank in zip(shown, ("1st", "2nd", "3rd"), strict=True))
    return Content(title=tuning.name, runs=runs, tuning=tuning, trials=tuple(trials), output=CLASSES)
