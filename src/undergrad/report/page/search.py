"""A search for the page: each trial as a line through its parameters, and what mattered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from undergrad.experiments import RunResult
from undergrad.tuning import Importance, Tuning
from undergrad.tuning.domains import label
from undergrad.tuning.store import Tried

#: A numeric parameter with more values than this gets an axis of numbers.
_MANY_VALUES = 8
#: From this ratio of the greatest to the smallest value on, the axis is logarithmic.
_LOGARITHMIC = 10


def search_data(tuning: Tuning | None, trials: Sequence[Tried]) -> dict[str, Any] | None:
    """The trials and, once the search is over, the importance of each parameter. None without a search."""
    if tuning is None and not trials:
        return None
    keys = list(dict.fromkeys(key for trial in trials for key in trial.values))
    return {
        "axes": [_axis(key, [trial.values.get(key) for trial in trials]) for key in keys],
        "trials": [
            {
                "number": trial.number,
                "values": [_plain(trial.values.get(key)) for key in keys],
                "labels": [label(trial.values.get(key)) for key in keys],
                "status": trial.result.status,
                "epochs": trial.result.epochs,
                "reached": _reached(trial.result),
            }
            for trial in trials
        ],
        "chosen": [entry.trial for entry in tuning.chosen] if tuning is not None else [],
        "importances": [_importance(entry) for entry in tuning.importances] if tuning is not None else [],
    }


def _reached(result: RunResult) -> float | None:
    return result.best_val_measure if result.status != "failed" else None


def _axis(key: str, values: Sequence[Any]) -> dict[str, Any]:
    """An axis of numbers from `low` to `high`, or of `categories` in order."""
    present = [value for value in values if value is not None]
    distinct = list(dict.fromkeys(present))
    numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in distinct)
    if numbers and len(distinct) > _MANY_VALUES:
        low, high = min(distinct), max(distinct)
        return {"key": key, "low": low, "high": high, "log": low > 0 and high / low >= _LOGARITHMIC}
    ordered = sorted(distinct, key=lambda value: (value if numbers or isinstance(value, tuple) else (), str(value)))
    return {"key": key, "categories": [label(value) for value in ordered]}


def _plain(value: Any) -> float | None:
    """A value as a number; None if it has only a label."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _importance(importance: Importance) -> dict[str, Any]:
    return {
        "parameter": importance.parameter,
        "share": importance.share,
        "p_value": importance.p_value,
        "exceeds_chance": importance.exceeds_chance,
        "groups": [[group.label, group.trials, group.median, group.best] for group in importance.groups],
    }
