"""What makes results doubtful, in words."""

from __future__ import annotations

from collections.abc import Iterable

from undergrad.display.languages import Language
from undergrad.experiments import Comparison, RunResult
from undergrad.insight.outcome import DOUBTS
from undergrad.report.words import say
from undergrad.tuning import Tuning


def doubts_of_runs(runs: Iterable[RunResult], language: Language = "en", *, several_seeds: bool) -> list[str]:
    """A sentence for each run whose result is doubtful; its name tells the seed where there are several."""
    named = ((run.name + (f", seed {run.spec.seed}" if several_seeds else ""), run.warnings) for run in runs)
    return _sentences(named, language)


def doubts_of(comparison: Comparison, language: Language = "en") -> list[str]:
    """A sentence for each run of the comparison whose result is doubtful."""
    return doubts_of_runs(comparison.runs, language, several_seeds=len(comparison.experiment.seeds) > 1)


def doubts_of_chosen(tuning: Tuning, language: Language = "en") -> list[str]:
    """A sentence for each of the chosen whose result is doubtful."""
    return _sentences(((say(chosen.rank, language), chosen.warnings) for chosen in tuning.chosen), language)


def _sentences(named: Iterable[tuple[str, Iterable[str]]], language: Language) -> list[str]:
    return [f"{name}: {'; '.join(words)}" for name, warnings in named if (words := doubt_words(warnings, language))]


def doubt_words(warnings: Iterable[str], language: Language = "en") -> list[str]:
    """Each in words; one that only another version knows, as it is."""
    return [say(f"doubt_{warning}", language) if warning in DOUBTS else warning for warning in warnings]
