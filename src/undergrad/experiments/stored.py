"""Lists every finished run under a folder, of experiments, trainings and searches."""

from __future__ import annotations

import functools
import operator
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from undergrad.errors import FileError, UsageError, unknown
from undergrad.experiments.networks import LINE
from undergrad.experiments.records import SMALL, check_files, load_sealed
from undergrad.experiments.run import RunResult
from undergrad.settings import DECLARATIONS
from undergrad.training.model_file import MODEL_FILE, file_of


@dataclass(frozen=True)
class StoredRun:
    """A run and its folder."""

    folder: Path
    result: RunResult

    @property
    def is_line(self) -> bool:
        """Whether the run is the network without hidden layers that was trained beside a table's network."""
        network = self.result.spec.network
        return network.name == LINE and not network.layers


Field = Callable[[StoredRun], Any]


def _number(name: str, run: StoredRun) -> Any:
    value = getattr(run.result.spec.network, name)
    # As in the options: one value per field, which can be filtered, sorted and written.
    return ",".join(repr(each).removesuffix(".0") for each in value) if isinstance(value, tuple) else value


#: The hyperparameters whose field comes last, with its name: two of them share a name with a result of the run.
_AT_THE_END = {"validation": "validation_share", "engine": "engine_asked", "step_at": "step_at"}

#: The fields for filtering and sorting runs, in the order of a table's columns. `hidden` is the tuple of widths; other
#: hyperparameters with several values are a text: `0.6,0.85`.
FIELDS: dict[str, Field] = {
    "run": lambda run: run.folder.as_posix(),
    "dataset": lambda run: run.result.spec.data.dataset,
    "layers": lambda run: run.result.spec.network.layers,
    "hidden": lambda run: run.result.spec.network.hidden,
    "activation": lambda run: run.result.spec.network.activation,
    "output": lambda run: run.result.spec.network.output,
    **{name: functools.partial(_number, name) for name in DECLARATIONS if name not in _AT_THE_END},
    "seed": lambda run: run.result.spec.seed,
    "status": lambda run: run.result.status,
    "measure": lambda run: run.result.measure.name,
    "best_epoch": lambda run: run.result.best_epoch,
    # A run that failed in its first epoch has no measure, and 0 would be the best possible error.
    "validation": lambda run: run.result.best_val_measure if run.result.best_epoch else None,
    "test": lambda run: run.result.test.value if run.result.test else None,
    "seconds": lambda run: run.result.seconds,
    "engine": lambda run: run.result.engine,
    "name": lambda run: run.result.name,
    "data": lambda run: run.result.spec.data.title(),
    "data_digest": lambda run: run.result.spec.data_digest,
    "epochs_trained": lambda run: run.result.epochs,
    "test_low": lambda run: run.result.test.low if run.result.test else None,
    "test_high": lambda run: run.result.test.high if run.result.test else None,
    **{field: functools.partial(_number, name) for name, field in _AT_THE_END.items()},
}


def stored_runs(folder: Path, damaged: list[FileError] | None = None) -> Iterator[StoredRun]:
    """The finished runs in `folder` and below it, in the order of their paths. UsageError if there is no folder.

    A run with an unreadable result or a changed small record is left out, and its error is put into `damaged`; without
    that list it is raised. Models, predictions and insight are not opened.
    """
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder}; name one that holds runs")
    for place, folders, files in os.walk(folder):
        folders.sort()
        if "result.json" in files:
            run = Path(place)
            try:
                result, digests = load_sealed(run, RunResult)
                check_files(run, digests, SMALL)
            except FileError as error:
                if damaged is None:
                    raise
                damaged.append(error)
            else:
                yield StoredRun(run, result)


_NAMED = 5  # runs named in an error


def model_in(path: Path) -> Path:
    """The model's file for `path`: the file itself, that of a run's folder, or that of the only run below a folder.

    The network without hidden layers that is trained beside a table's does not count.

    UsageError for a folder below which no run has a model, or several have; it names them. FileError if one of the runs
    is damaged.
    """
    if not path.is_dir() or (path / MODEL_FILE).is_file():
        return file_of(path)
    runs = list(stored_runs(path))
    with_model = [run for run in runs if (run.folder / MODEL_FILE).is_file()]
    able = [run.folder for run in with_model if not run.is_line] or [run.folder for run in with_model]
    if len(able) == 1:
        return file_of(able[0])
    if able:
        names = ", ".join(map(str, able[:_NAMED])) + (f" and {len(able) - _NAMED} more" if len(able) > _NAMED else "")
        raise UsageError(f"{path} holds {len(able)} runs that have a model; name one of them: {names}")
    failed = next((run for run in runs if run.result.status == "failed"), None)
    why = f", for {failed.folder} failed: {failed.result.error}" if failed else ""
    raise UsageError(f"{path} holds no finished run that has a model{why}; name a run's folder or a {MODEL_FILE}")


_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "!=": operator.ne,
    "=": operator.eq,
    "<": operator.lt,
    ">": operator.gt,
}


def condition(text: str) -> Callable[[StoredRun], bool]:
    """A function that tests a run for `FIELD=VALUE`, or with `!=`, `<`, `<=`, `>`, `>=`. UsageError for other texts.

    Hidden layers are compared by their widths, one after the other: `hidden=512-256`. A run without the field, for
    example without a test, satisfies only `!=`.
    """
    match = re.fullmatch(r"\s*(\w+)\s*(<=|>=|!=|=|<|>)\s*(.*?)\s*", text)
    if not match:
        raise UsageError(f"the filter {text!r} is no condition; write FIELD=VALUE, or with !=, <, <=, > or >=")
    field, compare = field_of(match[1]), _COMPARISONS[match[2]]

    def holds(run: StoredRun) -> bool:
        value = field(run)
        if value is None:
            return match[2] == "!="
        if isinstance(value, str):
            return compare(value, match[3])
        try:
            return compare(value, _widths(match[3]) if isinstance(value, tuple) else float(match[3]))
        except ValueError:
            kind = "widths, as 512-256" if isinstance(value, tuple) else "a number"
            raise UsageError(f"{match[1]} is {kind}, so the filter cannot compare it with {match[3]!r}") from None

    return holds


def _widths(text: str) -> tuple[int, ...]:
    """Widths as in tables, 512-256, or as in options, 512,256; an empty text has none. ValueError for other texts."""
    return tuple(map(int, re.split("[-,]", text))) if text else ()


def field_of(name: str) -> Field:
    """The field of that name. UsageError with the nearest name for an unknown one."""
    if name not in FIELDS:
        raise unknown("field", name, FIELDS)
    return FIELDS[name]


def ordered(runs: Iterable[StoredRun], name: str, *, reverse: bool = False) -> list[StoredRun]:
    """`runs` sorted by a field, the smallest first or, with `reverse`, the greatest; runs without it come last."""
    field = field_of(name)
    pairs = [(field(run), run) for run in runs]
    having = sorted((pair for pair in pairs if pair[0] is not None), key=lambda pair: pair[0], reverse=reverse)
    return [run for _, run in having] + [run for value, run in pairs if value is None]
