"""The measure of the best constant, each network's gain over it, and whether the gain may be chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from undergrad.display.languages import Language
from undergrad.experiments.baseline import Baseline, baseline, largest_class
from undergrad.experiments.predictions import load_predictions
from undergrad.report.markdown import paragraph
from undergrad.report.page.content import Content
from undergrad.report.page.samples import lacking
from undergrad.report.words import say, say_of
from undergrad.training.model_file import read_model

#: From this share of the largest class on, data are called imbalanced; with two classes one has half anyway.
_IMBALANCED, _IMBALANCED_OF_TWO = 0.5, 0.6


@dataclass(frozen=True)
class Baselines:
    """Sentences about the baseline."""

    #: The constant, its measure, and each network's difference from it.
    reached: str
    #: The share of the largest class, if it is over half; else empty.
    imbalance: str
    #: A sentence for each network that is not better by more than chance, unless its doubts already say so.
    warnings: list[str]

    @property
    def lines(self) -> list[str]:
        """All sentences, one per line."""
        return [self.reached, *([self.imbalance] if self.imbalance else []), *self.warnings]


def baselines(content: Content, language: Language = "en") -> Baselines | None:
    """The baseline of the table's networks; None if none was tested, nothing was stored, or the output has none."""
    folders = (run.folder for run in content.runs if run.folder is not None and run.result and run.result.test)
    folder = next((folder for folder in folders if not lacking(folder)), None)
    if folder is None:
        return None
    predictions, output = load_predictions(folder), content.output
    constant, networks, measure = baseline(output, predictions), list(_networks(content, language)), output.measure
    if constant is None or not networks:
        return None
    part = say(f"{constant.part}_of_data", language)
    reached = say_of(
        measure,
        "baseline",
        language,
        constant=output.constant_words[language].format(part=part),
        value=measure.text(constant.value),
        each=", ".join(_beside(network, constant, content, language) for network in networks),
    )
    imbalance, largest = "", largest_class(output, predictions)
    limit = _IMBALANCED_OF_TWO if len(np.unique(predictions.labels)) == 2 else _IMBALANCED
    if largest is not None and largest[1] > limit:
        name = read_model(folder / "model.safetensors").class_names[largest[0]]
        imbalance = say("imbalance", language, name=name, share=f"{100 * largest[1]:.1f} %")
    warnings = [
        say_of(
            measure,
            "baseline_not_beaten",
            language,
            name=network.name,
            value=measure.text(constant.value),
            interval=measure.interval(network.low, network.high),
        )
        for network in networks
        if not network.is_called_guessing and not constant.is_beaten(measure, network.low, network.high)
    ]
    return Baselines(reached, imbalance, warnings)


def baselines_md(content: Content, language: Language) -> list[str]:
    """Lines of Markdown."""
    sentences = baselines(content, language)
    return [] if sentences is None else [text for line in sentences.lines for text in ("", paragraph(line))]


@dataclass(frozen=True)
class _Network:
    """The test measure in a row of the table."""

    name: str
    value: float
    low: float
    high: float
    is_called_guessing: bool


def _networks(content: Content, language: Language) -> Iterator[_Network]:
    if content.comparison is not None:
        for row in content.comparison.rows:
            own = [run for run in content.comparison.runs if run.name == row.network]
            guessing = all("guessing" in run.warnings for run in own)
            yield _Network(row.network, row.test, row.test_low, row.test_high, guessing)
    elif content.tuning is not None:
        for chosen in content.tuning.chosen:
            test, guessing = chosen.test, "guessing" in chosen.warnings
            yield _Network(say(chosen.rank, language), test.value, test.low, test.high, guessing)


def _beside(network: _Network, constant: Baseline, content: Content, language: Language) -> str:
    """`relu 12.40 points better`, and whether that may be chance."""
    measure = content.output.measure
    merit = measure.merit(network.value) - measure.merit(constant.value)
    size = measure.gap(abs(merit))
    size = say("points", language, gap=size) if measure.is_share else size
    text = say("better_by" if merit > 0 else "worse_by", language, name=network.name, gap=size)
    return text + say("may_be_chance", language) * (
        merit > 0 and not constant.is_beaten(measure, network.low, network.high)
    )
