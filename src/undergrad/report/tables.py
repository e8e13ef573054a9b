"""A comparison as Markdown and CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from undergrad.experiments import Comparison, Row
from undergrad.experiments.environment import Environment

_COLUMNS = (
    "activation",
    "best_val_accuracy",
    "best_epoch",
    "test_accuracy",
    "test_low",
    "test_high",
    "seconds",
    "homework",
)


def is_named(comparison: Comparison) -> bool:
    """Whether the networks have names other than their activation functions', which the tables must then show."""
    return any(row.network != row.activation for row in comparison.rows)


def table_csv(comparison: Comparison) -> str:
    """One line for each network; the column `network` comes first where names differ from the activation functions."""
    columns = (("network",) if is_named(comparison) else ()) + _COLUMNS
    return csv_text(columns, ([getattr(row, column) for column in columns] for row in comparison.rows))


def runs_csv(comparison: Comparison) -> str:
    """One line for each run, that is for each network and seed."""
    columns = ("network", "activation", "seed", *_COLUMNS[1:-1])
    lines = (
        [
            *(run.name, run.spec.network.activation, run.spec.seed, run.best_val_accuracy, run.best_epoch),
            *(run.test.value, run.test.low, run.test.high, run.seconds),
        ]
        for run in comparison.runs
        if run.test
    )
    return csv_text(columns, lines)


def headings(comparison: Comparison, *, short: bool = False) -> list[str]:
    """The column titles of the table that people read; `short` ones fit a terminal of 80 columns."""
    seeds = len(comparison.experiment.seeds)
    titles = [
        *([("network", "network")] if is_named(comparison) else []),
        ("activation", "activation"),
        ("best validation accuracy", "validation"),
        ("in epoch" if seeds == 1 else "in epoch (median)", "epoch"),
        ("test accuracy", "test"),
        ("95 % interval", "95 % interval"),
        *([("spread over seeds", "spread")] if seeds > 1 else []),
        ("seconds", "seconds"),
        *([("homework", "homework")] if _has_homework(comparison) else []),
    ]
    return [title[short] for title in titles]


def cells(row: Row, comparison: Comparison) -> list[str]:
    """The row's texts, one for each of `headings`."""
    return [
        *([row.network] if is_named(comparison) else []),
        row.activation,
        f"{row.best_val_accuracy:.4f}",
        str(row.best_epoch),
        f"{row.test_accuracy:.4f}",
        f"{row.test_low:.4f}-{row.test_high:.4f}",
        *([f"{row.test_spread:.4f}"] if row.test_spread is not None else []),
        f"{row.seconds:.0f}" if row.seconds >= 10 else f"{row.seconds:.1f}",
        *(["-" if row.homework is None else f"{row.homework:g}"] if _has_homework(comparison) else []),
    ]


def _has_homework(comparison: Comparison) -> bool:
    return any(row.homework is not None for row in comparison.rows)


def verdicts(comparison: Comparison) -> list[str]:
    """A sentence for each pair of networks: which is better, by how much, and whether that exceeds chance."""
    sentences = []
    for pair in comparison.differences:
        p = "p < 0.0001" if pair.p_value < 1e-4 else f"p = {pair.p_value:.4f}"
        verdict = "exceeds chance" if pair.exceeds_chance else "does not exceed chance"
        points = f"{100 * pair.difference:.2f} points"
        sentences.append(f"{pair.first} over {pair.second}: {points}, {verdict} ({p}, {pair.method})")
    if sentences and len(comparison.experiment.seeds) == 1:
        sentences.append("One seed judges these trained weights; --seeds 5 judges the networks.")
    return sentences


def table_md(comparison: Comparison) -> str:
    """The table, the differences, the specification and the machine, as a Markdown page."""
    experiment, titles = comparison.experiment, headings(comparison)
    lines = [f"# {experiment.name}", "", _protocol(comparison), ""]
    lines += [line(titles), line(["---"] * len(titles))]
    lines += [line(cells(row, comparison)) for row in comparison.rows]
    if comparison.differences:
        lines += ["", "Differences in test accuracy:", "", *(f"- {sentence}" for sentence in verdicts(comparison))]
    lines += ["", *machines(run.environment for run in comparison.runs)]
    return "\n".join(lines) + "\n"


def _protocol(comparison: Comparison) -> str:
    experiment = comparison.experiment
    parts = [f"Data set {experiment.data.dataset}"]
    for label, attribute in (
        ("hidden layers", "hidden"),
        ("epochs", "epochs"),
        ("learning rate", "learning_rate"),
        ("batch", "batch_size"),
        ("lambda", "reg_lambda"),
        ("momentum", "momentum"),
        ("learning-rate schedule", "schedule"),
    ):
        values = [getattr(network, attribute) for network in experiment.networks]
        texts = [_text(value) for value in values]
        # What the homework does not have is told only where it is used.
        if attribute in _PLAIN and all(value == _PLAIN[attribute] for value in values):
            continue
        parts.append(f"{label} {texts[0] if len(set(texts)) == 1 else ', '.join(texts)}")
    parts.append(f"seed{'s' * (len(experiment.seeds) > 1)} {', '.join(map(str, experiment.seeds))}")
    return "; ".join(parts) + "."


_PLAIN = {"momentum": 0.0, "schedule": "constant"}


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return "-".join(map(str, value))
    return value if isinstance(value, str) else f"{value:g}"


def machines(environments: Iterable[Environment]) -> list[str]:
    """A sentence for each different environment."""
    return [
        f"Made with undergrad {e.undergrad} (code {e.code}), Python {e.python}, NumPy {e.numpy}, SciPy {e.scipy}, "
        f"{f'Numba {e.numba}, ' * bool(e.numba)}{'; '.join(e.blas)}; {e.system}, {e.processor}, {e.cores} cores."
        for e in dict.fromkeys(environments)
    ]


def line(texts: Sequence[str]) -> str:
    """A line of a Markdown table."""
    return "| " + " | ".join(texts) + " |"


def csv_text(columns: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    """CSV with a line of column names; None is an empty field."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(["" if value is None else value for value in line] for line in lines)
    return buffer.getvalue()
