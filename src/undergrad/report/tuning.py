"""A search as the homework's table, with sentences that explain the choice."""

from __future__ import annotations

from collections.abc import Sequence

from undergrad.architecture import brief
from undergrad.display.languages import Language
from undergrad.experiments import Network
from undergrad.optimizers import SGD, parse_optimizer
from undergrad.outputs import Measure
from undergrad.report.choice import choice_en, choice_ko, listed, values_ko
from undergrad.report.doubts import doubts_of_chosen
from undergrad.report.markdown import escaped, paragraph, table
from undergrad.report.numbers import shown
from undergrad.report.tables import machines
from undergrad.report.tabular import csv_text
from undergrad.report.words import say, say_of, say_parameter
from undergrad.settings import DECLARATIONS, DEFAULTS
from undergrad.tuning import Chosen, Importance, Tuning
from undergrad.tuning.domains import label

_COLUMNS = (
    "structure_of",
    "number_of_epochs",
    "learning_rate",
    "reg_lambda",
    "best_val_measure",
    "final_test_measure",
)


SHORT_COLUMNS = ("", "hidden layers", "epochs", "learning rate", "lambda", "valid.", "test", "95 %")


def headings(measure: Measure, language: Language = "en") -> list[str]:
    """The column titles of the homework's table, after the ranks."""
    return [say_of(measure, key, language) for key in _COLUMNS]


def rate_cell(network: Network) -> str:
    """The learning rate, with other settings of the steps if they are not the homework's plain descent."""
    parts = [label(network.learning_rate)]
    if network.schedule != "constant":
        parts.append(network.schedule)
    if network.optimizer != DEFAULTS["optimizer"]:
        parts.append(network.optimizer)
    if network.order != "fixed":
        parts.append(network.order)
    return ", ".join(parts)


def short_network(network: Network) -> str:
    """Hidden widths and activation function: `512-256 relu`; the whole text if those do not describe the network."""
    return brief(network.architecture) or network.structure


def short_rate(network: Network) -> str:
    """`0.15 cosine m0.9`: the learning rate, its schedule, the optimizer or, for plain descent, its momentum."""
    schedule, optimizer = "" if network.schedule == "constant" else f" {network.schedule}", network.optimizer
    plain = parse_optimizer(optimizer)
    if isinstance(plain, SGD) and not plain.nesterov:
        optimizer = f"m{label(plain.momentum)}" if plain.momentum else ""
    return f"{label(network.learning_rate)}{schedule} {optimizer}".rstrip()


def short_cells(chosen: Chosen) -> list[str]:
    """The row's texts for a terminal of 80 columns, one for each of SHORT_COLUMNS."""
    network, test, measure = chosen.network, chosen.test, chosen.network.puts_out.measure
    value = measure.text(test.value) + (" =" if chosen.tied else "")
    return [
        *(chosen.rank, short_network(network), str(network.epochs), short_rate(network), f"{network.reg_lambda:.2g}"),
        *(measure.text(chosen.best_val_measure), value, measure.interval(test.low, test.high)),
    ]


def cells(chosen: Chosen) -> list[str]:
    """The row's texts, one for each of `headings`."""
    network, test, measure = chosen.network, chosen.test, chosen.network.puts_out.measure
    return [
        chosen.structure,
        str(network.epochs) if chosen.epochs == network.epochs else f"{chosen.epochs} of {network.epochs}",
        rate_cell(network),
        label(network.reg_lambda),
        measure.text(chosen.best_val_measure),
        f"{measure.text(test.value)} ({measure.interval(test.low, test.high)})" + (" =" if chosen.tied else ""),
    ]


def tuning_md(tuning: Tuning, language: Language = "en", under: Sequence[str] = (), beside: Sequence[str] = ()) -> str:
    """The table with the lines `under` it, those `beside` it, how the choice came about, the machine, in Markdown."""
    titles = headings(tuning.measure, language)
    rows = [[say(chosen.rank, language), *cells(chosen)] for chosen in tuning.chosen]
    lines = [f"# {escaped(tuning.name)}", "", *table(["", *titles], rows)]
    lines += ["", *footnote(tuning, language)]
    lines += [text for doubt in doubts_of_chosen(tuning, language) for text in ("", paragraph(doubt))]
    lines += under
    if tuning.repeats:
        lines += ["", paragraph(repeated(tuning, language)), ""]
        lines += table(["", *repeat_headings(tuning, language)], repeat_cells(tuning, language))
    lines += beside
    lines += ["", paragraph(" ".join(explanation(tuning, language))), "", *evidence(tuning, language)]
    lines += ["", *map(paragraph, machines(tuning.environments, language))]
    return "\n".join(lines) + "\n"


def footnote(tuning: Tuning, language: Language) -> list[str]:
    """A line that explains the table's last column."""
    ties = [say("tied_mark", language)] if any(chosen.tied for chosen in tuning.chosen) else []
    return [" ".join([say("in_brackets", language), *ties])]


def repeated(tuning: Tuning, language: Language) -> str:
    """The heading of the repetitions."""
    seeds = list(map(str, tuning.repeat_seeds))
    return say("repeated", language, seeds=listed(seeds) if language == "en" else ", ".join(seeds))


def repeat_headings(tuning: Tuning, language: Language) -> list[str]:
    """The column titles of the repetitions, after the ranks."""
    return [say_of(tuning.measure, key, language) for key in ("mean_test_measure", "mean_interval", "spread")]


def repeat_cells(tuning: Tuning, language: Language) -> list[list[str]]:
    """A row for each chosen network, with its measures in the repetitions."""
    measure = tuning.measure
    return [
        [
            say(row.network, language),
            measure.text(row.test),
            measure.interval(row.test_low, row.test_high),
            "-" if row.test_spread is None else measure.text(row.test_spread),
        ]
        for row in tuning.repeats
    ]


def explanation(tuning: Tuning, language: Language = "en") -> list[str]:
    """Sentences about what was searched, what mattered, what was chosen and what is tied, from the record alone."""
    return choice_ko(tuning) if language == "ko" else choice_en(tuning)


def evidence(tuning: Tuning, language: Language = "en") -> list[str]:
    """A Markdown table: for each parameter the trials with each of its values, and their measures."""
    if not tuning.importances:
        return []
    measure = tuning.measure
    rows = [
        [name, share, values, str(group.trials), measure.text(group.median), measure.text(group.best)]
        for importance in tuning.importances
        for number, group in enumerate(importance.groups)
        for name, share in [_first_cells(importance, language) if number == 0 else ("", "")]
        for values in [values_ko(group.label) if language == "ko" else group.label]
    ]
    keys = ("parameter", "explains", "values", "trials", "median", "best")
    titles = [say_of(measure, key, language) for key in keys]
    return table(titles, rows)


def _first_cells(importance: Importance, language: Language) -> tuple[str, str]:
    p = "p < 0.0001" if importance.p_value < 1e-4 else f"p = {importance.p_value:.4f}"
    name = importance.parameter if language == "en" else say_parameter(importance.parameter, language)
    return name, f"{100 * importance.share:.0f} % ({p})"


def tuning_csv(tuning: Tuning) -> str:
    """A line for each of the best three."""
    columns = ("rank", "trial", "layers", "activation", "hidden", *DECLARATIONS)
    measured = tuning.measure.name
    columns += ("best_epoch", f"best_val_{measured}", f"test_{measured}", "test_low", "test_high", "tied")
    return csv_text(
        columns,
        (
            [
                *(c.rank, c.trial, c.network.layers, c.network.activation, label(c.network.hidden)),
                *(_plain(getattr(c.network, name)) for name in DECLARATIONS),
                *(c.best_epoch, c.best_val_measure, c.test.value, c.test.low, c.test.high, str(c.tied).lower()),
            ]
            for c in tuning.chosen
        ),
    )


def _plain(value: object) -> object:
    return shown(value) if isinstance(value, tuple) else value
