"""Whether a network's numbers can be believed: calibration of a classifier; of numbers, predicted against true."""

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

#: More dots would lie on each other.
_DOTS = 1000
#: Of several numbers that a network puts out, so many are drawn.
_TARGETS = 3


def first_runs(content: Content, most: int) -> list[ShownRun]:
    """Of at most so many networks, the first run that was tested and still has its files."""
    runs: dict[str, ShownRun] = {}
    for run in content.runs:
        name = run.name if content.tuning else run.spec.network.name
        if run.folder is not None and run.result is not None and run.result.test and not lacking(run.folder):
            runs.setdefault(name, run)
    return list(runs.values())[:most]


def calibration_of(folder: Path, output: Output) -> Calibration | None:
    """Of the run in `folder`; None where nothing is classified, or no probabilities were kept."""
    predictions = load_predictions(folder)
    if not output.classifies or predictions.probabilities is None:
        return None
    called = predictions.said_by(output).class_numbers(predictions.predicted)
    return calibration(predictions.probabilities, called, predictions.labels)


def calibration_data(run: ShownRun) -> dict[str, Any] | None:
    """The groups of a run's calibration and a sentence about it in each language; None where there is none."""
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
    """One number that a network puts out: what it predicted, and what is true."""

    #: What the number is called; empty where it is the only one.
    name: str
    #: (n,) float64 each.
    predicted: NDArray[np.float64]
    true: NDArray[np.float64]

    @property
    def rows(self) -> NDArray[np.int64]:
        """The samples that are drawn: all, or as many as can be told apart, always the same ones, in their order."""
        n = len(self.true)
        if n <= _DOTS:
            return np.arange(n)
        return np.sort(np.random.default_rng(0).choice(n, _DOTS, replace=False))

    def caption(self, language: Language) -> str:
        """Which of the samples are drawn."""
        n, shown = len(self.true), len(self.rows)
        return say("dots_all" if shown == n else "dots_some", language, samples=f"{n:,}", shown=f"{shown:,}")


def agreements(folder: Path, output: Output) -> tuple[list[Agreement], int]:
    """The first numbers that the run in `folder` predicts, and how many there are; none where it is a classifier's."""
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
    """For each number that is drawn its dots and, by tenths of the predictions, how far these are from the truth."""
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
    """Samples, means of what was predicted, of what is true and of the residual, and the residual's deviation."""
    numbers, residuals = quantile_groups(each.predicted), each.true - each.predicted
    rows = []
    for number in range(int(numbers.max()) + 1):
        there = numbers == number
        means = [values[there].mean() for values in (each.predicted, each.true, residuals)]
        rows.append([int(there.sum()), *map(_short, (*means, residuals[there].std()))])
    return rows


def _short(value: float) -> float:
    """With so many digits that a picture does not differ."""
    return float(f"{value:.6g}")
