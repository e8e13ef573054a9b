"""How far to trust a network's outputs: calibration for a classifier; for numbers, predicted against true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undergrad.display.languages import LANGUAGES, Language
from undergrad.experiments.predictions import load_predictions
from undergrad.outputs import Output
from undergrad.outputs.calibration import Calibration, calibration
from undergrad.outputs.groups import quantile_groups
from undergrad.report.page.content import Content, ShownRun
from undergrad.report.page.samples import lacking
from undergrad.report.words import say
from undergrad.training.model_file import read_model

#: More dots would cover each other.
_DOTS = 1000
#: If a network predicts several numbers, this many are drawn.
_TARGETS = 3


def first_runs(content: Content, most: int) -> list[ShownRun]:
    """The first tested run that still has its files, of each of at most `most` networks."""
    runs: dict[str, ShownRun] = {}
    for run in content.runs:
        name = run.name if content.tuning else run.spec.network.name
        if run.folder is not None and run.result is not None and run.result.test and not lacking(run.folder):
            runs.setdefault(name, run)
    return list(runs.values())[:most]


def calibration_of(folder: Path, output: Output) -> Calibration | None:
    """The calibration of the run in `folder`; None without classes or stored probabilities."""
    predictions = load_predictions(folder)
    if not output.classifies or predictions.probabilities is None:
        return None
    called = predictions.said_by(output).class_numbers(predictions.predicted)
    return calibration(predictions.probabilities, called, predictions.labels)


def calibration_data(run: ShownRun) -> dict[str, Any] | None:
    """The groups of a run's calibration and a sentence about it in each language; None without calibration."""
    assert run.folder is not None, "it has ended"
    measured = calibration_of(run.folder, run.spec.network.puts_out)
    if measured is None:
        return None
    return {
        "groups": [asdict(group) for group in measured.groups],
        "said": {each: calibration_words(measured, each) for each in LANGUAGES},
    }


def calibration_words(measured: Calibration, language: Language) -> str:
    """The expected calibration error, what it means, and whether the network is too sure of itself."""
    numbers = {"probability": f"{100 * measured.probability:.1f} %", "right": f"{100 * measured.accuracy.value:.1f} %"}
    sentences = [
        say("calibration_error", language, error=f"{measured.error:.4f}", points=f"{100 * measured.error:.1f}"),
        say(f"calibration_{measured.tendency}", language, **numbers),
    ]
    off = sum(group.is_off for group in measured.groups)
    sentences.append(say("calibration_off", language, off=off, groups=len(measured.groups)))
    return " ".join(sentences)


@dataclass(frozen=True)
class Agreement:
    """One output number of a network: its predictions and the true values."""

    #: The name of the number; empty if it is the only one.
    name: str
    #: (n,) float64 each.
    predicted: NDArray[np.float64]
    true: NDArray[np.float64]

    @property
    def rows(self) -> NDArray[np.int64]:
        """The samples to draw: all, or a fixed selection small enough to distinguish the dots, in their order."""
        n = len(self.true)
        if n <= _DOTS:
            return np.arange(n)
        return np.sort(np.random.default_rng(0).choice(n, _DOTS, replace=False))

    def caption(self, language: Language) -> str:
        """Which of the samples are drawn."""
        n, shown = len(self.true), len(self.rows)
        return say("dots_all" if shown == n else "dots_some", language, samples=f"{n:,}", shown=f"{shown:,}")


def agreements(folder: Path, output: Output) -> tuple[list[Agreement], int]:
    """The first numbers that the run in `folder` predicts, and how many it has; empty for a classifier."""
    if output.target != "numbers":
        return [], 0
    names, predictions = read_model(folder / "model.safetensors").class_names, load_predictions(folder)
    predicted, true = (
        np.asarray(numbers, np.float64).reshape(len(numbers), -1)
        for numbers in (predictions.predicted, predictions.labels)
    )
    count = true.shape[1]
    shown = [
        Agreement(names[place] if count > 1 else "", predicted[:, place], true[:, place])
        for place in range(min(count, _TARGETS))
    ]
    return shown, count


def agreement_data(run: ShownRun) -> list[dict[str, Any]]:
    """For each drawn number its dots and, by tenths of the predictions, their distance from the truth."""
    assert run.folder is not None, "it has ended"
    shown, count = agreements(run.folder, run.spec.network.puts_out)
    return [
        {
            "name": each.name,
            "dots": [[_short(each.true[row]), _short(each.predicted[row])] for row in each.rows],
            "groups": _groups(each),
            "said": {
                language: " ".join(
                    [each.caption(language)]
                    + [say("targets_left", language, shown=len(shown), targets=count)] * (count > len(shown))
                )
                for language in LANGUAGES
            },
        }
        for each in shown
    ]


def _groups(each: Agreement) -> Sequence[Sequence[float]]:
    """The number of samples, the means of predictions, true values and residuals, and the residuals' deviation."""
    numbers, residuals = quantile_groups(each.predicted), each.true - each.predicted
    rows = []
    for number in range(int(numbers.max()) + 1):
        group = numbers == number
        means = [values[group].mean() for values in (each.predicted, each.true, residuals)]
        rows.append([int(group.sum()), *map(_short, (*means, residuals[group].std()))])
    return rows


def _short(value: float) -> float:
    """Rounded to digits that do not change the picture."""
    return float(f"{value:.6g}")
