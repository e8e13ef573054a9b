"""A comparison as Markdown and CSV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from undergrad.architecture import brief
from undergrad.display.languages import Language
from undergrad.experiments import Comparison, Experiment, Network, Row
from undergrad.experiments.environment import Environment
from undergrad.outputs import CLASSES, Measure, Output
from undergrad.report.doubts import doubts_of
from undergrad.report.markdown import escaped, paragraph, table
from undergrad.report.numbers import each, protocol_parts
from undergrad.report.tabular import csv_text
from undergrad.report.words import gap, say, say_of


def _columns(measure: Measure) -> dict[str, str]:
    """The columns of a row in CSV: the name of the column, which includes the measure, and the name of the field."""
    return {
        "activation": "activation",
        f"best_val_{measure.name}": "best_val_measure",
        "best_epoch": "best_epoch",
        f"test_{measure.name}": "test",
        **{name: name for name in ("test_low", "test_high", "seconds", "homework")},
    }


def is_named(comparison: Comparison) -> bool:
    """Whether any network's name is not its activation function's; then the tables must show the names."""
    return any(row.network != row.activation for row in comparison.rows)


def table_csv(comparison: Comparison) -> str:
    """A line for each network; the column `network` comes first if names differ from the activation functions."""
    columns = ({"network": "network"} if is_named(comparison) else {}) | _columns(comparison.measure)
    return csv_text(tuple(columns), ([getattr(row, field) for field in columns.values()] for row in comparison.rows))


def runs_csv(comparison: Comparison) -> str:
    """A line for each run, that is for each network and seed."""
    columns = ("network", "activation", "seed", *tuple(_columns(comparison.measure))[1:-1])
    lines = (
        [
            *(run.name, run.spec.network.activation, run.spec.seed, run.best_val_measure, run.best_epoch),
            *(run.test.value, run.test.low, run.test.high, run.seconds),
        ]
        for run in comparison.runs
        if run.test
    )
    return csv_text(columns, lines)


#: Shorter titles for a terminal of 80 columns.
_SHORT = {
    "best_val_measure": "valid.",
    "best_epoch": "epoch",
    "best_epoch_median": "epoch",
    "test_measure": "test",
    "spread": "spread",
}


def headings(comparison: Comparison, language: Language = "en", *, short: bool = False) -> list[str]:
    """The column titles of the table for people; `short` ones, in English, fit into a terminal of 80 columns."""
    several = len(comparison.experiment.seeds) > 1
    titles = [
        *(["network"] if is_named(comparison) else []),
        *("activation", "best_val_measure", "best_epoch_median" if several else "best_epoch"),
        *("test_measure", "interval"),
        *(["spread"] if several else []),
        "seconds",
        *(["homework"] if _has_homework(comparison) else []),
    ]
    language = "en" if short else language
    translated = [say_of(comparison.measure, title, language) for title in titles]
    return [_SHORT.get(title, words) if short else words for title, words in zip(titles, translated, strict=True)]


def cells(row: Row, comparison: Comparison) -> list[str]:
    """The row's texts, one for each of `headings`."""
    several, measure = len(comparison.experiment.seeds) > 1, comparison.measure
    return [
        *([row.network] if is_named(comparison) else []),
        row.activation,
        measure.text(row.best_val_measure),
        str(row.best_epoch),
        measure.text(row.test),
        measure.interval(row.test_low, row.test_high),
        *(["-" if row.test_spread is None else measure.text(row.test_spread)] if several else []),
        f"{row.seconds:.0f}" if row.seconds >= 10 else f"{row.seconds:.1f}",
        *(["-" if row.homework is None else f"{row.homework:g}"] if _has_homework(comparison) else []),
    ]


def _has_homework(comparison: Comparison) -> bool:
    return any(row.homework is not None for row in comparison.rows)


def verdicts(comparison: Comparison, language: Language = "en") -> list[str]:
    """A sentence for each pair of networks: which is better, by how much, and whether that exceeds chance."""
    sentences = [
        say(
            "difference",
            language,
            first=pair.first,
            second=pair.second,
            gap=gap(comparison.measure, pair.difference, language),
            verdict=say("exceeds" if pair.exceeds_chance else "does_not_exceed", language),
            p="p < 0.0001" if pair.p_value < 1e-4 else f"p = {pair.p_value:.4f}",
            method=say(pair.method, language),
        )
        for pair in comparison.differences
    ]
    if sentences and len(comparison.experiment.seeds) == 1:
        sentences.append(say("one_seed", language))
    return sentences


def failures(comparison: Comparison, language: Language = "en") -> list[str]:
    """A sentence for each run that failed."""
    several = len(comparison.experiment.seeds) > 1
    return [
        say(
            "failed_run",
            language,
            name=run.name + (f", seed {run.spec.seed}" if several else ""),
            epochs=run.epochs,
            error=run.error,
        )
        for run in comparison.failed
    ]


def table_md(
    comparison: Comparison, under: Sequence[str] = (), beside: Sequence[str] = (), language: Language = "en"
) -> str:
    """The table with the lines `under` it, the differences with those `beside` them, the machine: a Markdown page."""
    experiment, titles = comparison.experiment, headings(comparison, language)
    lines = [f"# {escaped(experiment.name)}", "", paragraph(protocol(experiment, language)), ""]
    lines += table(titles, [cells(row, comparison) for row in comparison.rows])
    lines += [text for sentence in own_layers(comparison, language) for text in ("", paragraph(sentence))]
    lines += [text for failure in failures(comparison, language) for text in ("", paragraph(failure))]
    lines += [text for doubt in doubts_of(comparison, language) for text in ("", paragraph(doubt))]
    lines += under
    if comparison.differences:
        sentences = verdicts(comparison, language)
        lines += [
            "",
            say_of(comparison.measure, "differences", language),
            "",
            *(f"- {paragraph(sentence)}" for sentence in sentences),
        ]
    lines += beside
    lines += ["", *map(paragraph, machines((run.environment for run in comparison.runs), language))]
    return "\n".join(lines) + "\n"


def protocol(experiment: Experiment, language: Language = "en") -> str:
    """A sentence with the hyperparameters of the networks."""
    networks, seeds = experiment.networks, experiment.seeds
    parts = [
        say("protocol_data", language, name=experiment.data.title(language)),
        f"{say('hidden', language)} {each(_hidden(network, language) for network in networks)}",
        *(() if networks[0].output == CLASSES.name else (output_part(networks[0].puts_out, language),)),
        *protocol_parts(networks, language),
        say("protocol_seeds" if len(seeds) > 1 else "protocol_seed", language, value=", ".join(map(str, seeds))),
    ]
    return "; ".join(parts) + "."


def output_part(output: Output, language: Language) -> str:
    """`output huber(delta=5.0) (Huber loss)`: the words for an output that is not the homework's."""
    return say("protocol_output", language, output=output.text, loss=output.loss_words[language])


def _hidden(network: Network, language: Language) -> str:
    """The widths, if these and the activation function (in the table) describe the network; else the whole text."""
    text = str(network.architecture)
    if not text:
        return say("no_hidden", language)
    return text if brief(network.architecture) == text else "-".join(map(str, network.hidden))


def own_layers(comparison: Comparison, language: Language = "en") -> list[str]:
    """A sentence that names the user's own layers, if they replaced the textbook's."""
    own = {(run.own, run.spec.answer.path) for run in comparison.runs if run.spec.answer is not None}
    return [
        say("own_layers", language, classes=", ".join(classes), file=Path(path).name) for classes, path in sorted(own)
    ]


def machines(environments: Iterable[Environment], language: Language = "en") -> list[str]:
    """A sentence for each different environment."""
    return [
        say(
            "machine",
            language,
            undergrad=e.undergrad,
            code=e.code,
            versions=f"Python {e.python}, NumPy {e.numpy}, SciPy {e.scipy}, "
            f"{f'Numba {e.numba}, ' * bool(e.numba)}{'; '.join(e.blas)}",
            machine=f"{e.system}, {e.processor}",
            cores=e.cores,
        )
        for e in dict.fromkeys(environments)
    ]
