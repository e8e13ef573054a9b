"""Stored runs as tables: all their fields, or the homework's table of the best."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from undergrad.experiments.stored import FIELDS, StoredRun
from undergrad.insight import Verdict, worst_of
from undergrad.outputs import CLASSES
from undergrad.report.markdown import table
from undergrad.report.tabular import csv_text
from undergrad.report.tuning import headings, rate_cell, short_network, short_rate
from undergrad.report.words import say
from undergrad.tuning.conclude import RANKS
from undergrad.tuning.domains import label

#: The columns for a terminal of 80 columns.
SHORT = ("run", "network", "epochs", "learning rate", "lambda", "valid.", "test")


def short_table(runs: Sequence[StoredRun], below: Path) -> tuple[tuple[str, ...], list[list[str]]]:
    """SHORT and a row for each run; the last two columns name their measure unless it is always the accuracy."""
    lines = [short_cells(run, below) for run in runs]
    measures = [run.result.measure for run in runs]
    if all(measure is CLASSES.measure for measure in measures):
        return SHORT, lines
    return (*SHORT, "measure"), [[*line, measure.name] for line, measure in zip(lines, measures, strict=True)]


def rows(runs: Sequence[StoredRun]) -> list[dict[str, Any]]:
    """Every field of every run; hidden layers as 512-256."""
    records = [{name: field(run) for name, field in FIELDS.items()} for run in runs]
    return [row | {"hidden": label(row["hidden"])} for row in records]


def runs_json(runs: Sequence[StoredRun]) -> str:
    """A list of objects, one per run."""
    return msgspec.json.format(msgspec.json.encode(rows(runs))).decode() + "\n"


def runs_table_csv(runs: Sequence[StoredRun]) -> str:
    """One line for each run."""
    return csv_text(tuple(FIELDS), (row.values() for row in rows(runs)))  # type: ignore[misc]


def short_cells(run: StoredRun, below: Path) -> list[str]:
    """The texts of a run's row, one for each of SHORT; its folder is relative to `below`."""
    result, network = run.result, run.result.spec.network
    epochs = {"complete": str(network.epochs), "stopped": f"{result.epochs}/{network.epochs}"}
    return [
        run.folder.relative_to(below).as_posix() if run.folder != below else run.folder.as_posix(),
        short_network(network),
        epochs.get(result.status, result.status),
        short_rate(network),
        f"{network.reg_lambda:.2g}",
        result.measure.text(result.best_val_measure),
        result.measure.text(result.test.value) if result.test else "-",
    ]


def verdict_lines(verdicts: Sequence[Verdict]) -> list[str]:
    """A line for each kind: `severe: dead units in fc1, epochs 3-10; worst in fc1, epoch 7: 0.48, where dead >= 0.4`.

    Further numbers that explain it follow.
    """
    kinds: dict[tuple[str, str], list[Verdict]] = {}
    for verdict in verdicts:
        kinds.setdefault((verdict.name, verdict.severity), []).append(verdict)
    return [_verdict_line(kind) for kind in kinds.values()]


def _verdict_line(kind: Sequence[Verdict]) -> str:
    worst = worst_of(kind)
    first, last = min(verdict.epoch for verdict in kind), max(verdict.until for verdict in kind)
    span = f"epoch {first}" if first == last else f"epochs {first}-{last}"
    layers = f" in {', '.join(verdict.layer or '' for verdict in kind)}" if worst.layer else ""
    place = f"worst in {worst.layer}, epoch {worst.worst_epoch}" if len(kind) > 1 else f"in epoch {worst.worst_epoch}"
    value = "not finite" if worst.value is None else f"{worst.value:.3g}"
    numbers = ", ".join(f"{key} {'not finite' if n is None else f'{n:.3g}'}" for key, n in worst.numbers.items())
    behind = f" ({numbers})" if numbers else ""
    name = say(f"verdict_{worst.name}", "en")
    return f"{worst.severity}: {name}{layers}, {span}; {place}: {value}, where {worst.definition}{behind}"


def ranks(count: int) -> list[str]:
    """1st, 2nd, 3rd, 4th ..."""
    return [*RANKS, *(f"{place}th" for place in range(len(RANKS) + 1, count + 1))][:count]


def best_md(runs: Sequence[StoredRun]) -> str:
    """The homework's table of `runs`, the best first, in Markdown."""
    measure = runs[0].result.measure if runs else CLASSES.measure
    titles = ["", *headings(measure), "run"]
    rows = []
    for rank, run in zip(ranks(len(runs)), runs, strict=True):
        result, network = run.result, run.result.spec.network
        test = "not opened" if result.test is None else measure.shown(result.test)
        texts = (
            *(result.spec.structure, str(network.epochs), rate_cell(network), label(network.reg_lambda)),
            *(measure.text(result.best_val_measure), test),
        )
        rows.append([rank, *texts, run.folder.as_posix()])
    return "\n".join(table(titles, rows)) + "\n"
