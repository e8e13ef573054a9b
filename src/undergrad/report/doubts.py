"""Doubts about results, in words."""

from __future__ import annotations

from collections.abc import Iterable

from undergrad.display.languages import Language
from undergrad.experiments import Comparison, RunResult
from undergrad.insight.outcome import DOUBTS
from undergrad.outputs import Output
from undergrad.report.words import say, say_of
from undergrad.tuning import Tuning


def doubts_of_runs(runs: Iterable[RunResult], language: Language = "en", *, several_seeds: bool) -> list[str]:
    """A sentence for each run whose result is doubtful; its name includes the seed if there are several."""
    return _sentences(
        (
            (run.name + (f", seed {run.spec.seed}" if several_seeds else ""), run.warnings, run.spec.network.puts_out)
            for run in runs
        ),
        language,
    )


def doubts_of(comparison: Comparison, language: Language = "en") -> list[str]:
    """A sentence for each run of the comparison whose result is doubtful."""
    return doubts_of_runs(comparison.runs, language, several_seeds=len(comparison.experiment.seeds) > 1)


def doubts_of_chosen(tuning: Tuning, language: Language = "en") -> list[str]:
    """A sentence for each chosen network whose result is doubtful."""
    named = ((say(chosen.rank, language), chosen.warnings, chosen.network.puts_out) for chosen in tuning.chosen)
    return _sentences(named, language)


def _sentences(named: Iterable[tuple[str, Iterable[str], Output]], language: Language) -> list[str]:
    doubtful = ((name, doubt_words(warnings, output, language)) for name, warnings, output in named)
    return [f"{name}: {'; '.join(words)}" for name, words in doubtful if words]


def doubt_words(warnings: Iterable[str], output: Output, language: Language = "en") -> list[str]:
    """Each doubt in words; one that only another version knows stays unchanged."""
    chance = output.chance_words[language]
    return [
        say_of(output.measure, f"doubt_{warning}", language, chance=chance) if warning in DOUBTS else warning
        for warning in warnings
    ]
