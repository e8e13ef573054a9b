"""A search as the homework's table, with the sentences that say how the choice came about."""

from __future__ import annotations

from pathlib import Path

from undergrad.experiments import Network
from undergrad.report.tables import csv_text, line, machines
from undergrad.tuning import Chosen, Importance, Tuning
from undergrad.tuning.space import label

COLUMNS = (
    "model structure",
    "number of epochs",
    "learning rate",
    "L2 lambda",
    "best validation accuracy",
    "final test accuracy",
)


SHORT_COLUMNS = ("", "hidden layers", "epochs", "learning rate", "lambda", "valid.", "test", "95 %")


def rate_cell(network: Network) -> str:
    """The learning rate with what else steers the steps, where it is not the homework's plain descent."""
    parts = [label(network.learning_rate)]
    if network.schedule != "constant":
        parts.append(network.schedule)
    if network.momentum:
        parts.append(f"momentum {label(network.momentum)}")
    return ", ".join(parts)


def short_network(network: Network) -> str:
    """Hidden widths and activation function: `512-256 relu`; `none` is the network without a hidden layer."""
    return f"{label(network.hidden)} {network.activation}" if network.hidden else "none"


def short_rate(network: Network) -> str:
    """`0.15 cosine m0.9`: the learning rate, its schedule, the momentum."""
    schedule = "" if network.schedule == "constant" else f" {network.schedule}"
    return label(network.learning_rate) + schedule + (f" m{label(network.momentum)}" if network.momentum else "")


def short_cells(chosen: Chosen) -> list[str]:
    """The row's texts for a terminal of 80 columns, one for each of SHORT_COLUMNS."""
    network, test = chosen.network, chosen.test
    value = f"{test.value:.4f}" + (" =" if chosen.tied else "")
    return [
        *(chosen.rank, short_network(network), str(network.epochs), short_rate(network), f"{network.reg_lambda:.2g}"),
        *(f"{chosen.best_val_accuracy:.4f}", value, f"{test.low:.4f}-{test.high:.4f}"),
    ]


def cells(chosen: Chosen) -> list[str]:
    """The row's texts, one for each of COLUMNS."""
    network, test = chosen.network, chosen.test
    return [
        chosen.structure,
        str(network.epochs) if chosen.epochs == network.epochs else f"{chosen.epochs} of {network.epochs}",
        rate_cell(network),
        label(network.reg_lambda),
        f"{chosen.best_val_accuracy:.4f}",
        f"{test.value:.4f} ({test.low:.4f}-{test.high:.4f})" + (" =" if chosen.tied else ""),
    ]


def tuning_md(tuning: Tuning) -> str:
    """The table, how the choice came about, and the machine, as a Markdown page."""
    lines = [f"# {tuning.name}", "", line(["", *COLUMNS]), line(["---"] * (len(COLUMNS) + 1))]
    lines += [line([chosen.rank, *cells(chosen)]) for chosen in tuning.chosen]
    lines += ["", "In brackets the 95 % interval."]
    if any(chosen.tied for chosen in tuning.chosen):
        lines[-1] += " `=` marks what does not differ from the 1st by more than chance."
    if tuning.repeats:
        lines += ["", f"Trained again with the seeds {_list(list(map(str, tuning.repeat_seeds)))}:", ""]
        lines += [line(["", "mean test accuracy", "95 % interval of the mean", "spread over seeds"]), line(["---"] * 4)]
        lines += [
            line(
                [
                    row.network,
                    f"{row.test_accuracy:.4f}",
                    f"{row.test_low:.4f}-{row.test_high:.4f}",
                    "-" if row.test_spread is None else f"{row.test_spread:.4f}",
                ]
            )
            for row in tuning.repeats
        ]
    lines += ["", " ".join(explanation(tuning)), "", *evidence(tuning)]
    lines += ["", *machines(tuning.environments)]
    return "\n".join(lines) + "\n"


def explanation(tuning: Tuning) -> list[str]:
    """Sentences that say what was searched, what mattered, what was chosen, and what is tied. From the record alone."""
    space = "; ".join(f"{key} {words}" for key, words in tuning.searched.items())
    ended = [f"{_were(tuning.stopped)} stopped early"]
    if tuning.failed:
        ended.append(f"{tuning.failed} failed")
    first = tuning.chosen[0]
    sentences = [
        f"{_were(tuning.trials, 'network')} tried on {Path(tuning.data.dataset).name}, proposed by the strategy "
        f"{tuning.strategy} (seed {tuning.seed}): {space}.",
        f"Of these {' and '.join(ended)}: {tuning.epochs:,} epochs were trained of {tuning.epochs_unstopped:,}.",
        *_what_mattered(tuning.importances),
        f"The choice was made by validation accuracy alone: trial {first.trial} reached {first.best_val_accuracy:.4f} "
        f"in epoch {first.best_epoch} of {first.network.epochs}"
        + (f", {_lead(tuning.chosen)}." if len(tuning.chosen) > 1 else "."),
        f"The test set was opened once, after the choice, for {_many[len(tuning.chosen)]} alone"
        + (", and after that for their repetitions." if tuning.repeats else "."),
    ]
    tied = [chosen.rank for chosen in tuning.chosen if chosen.tied]
    if tied:
        sentences.append(
            f"On it the {_list(tied)} cannot be told from the 1st ({tuning.differences[0].method}): "
            f"{'they are' if len(tied) > 1 else 'it is'} tied."
        )
    elif len(tuning.chosen) > 1:
        sentences.append(f"On it the 1st differs from the others by more than chance ({tuning.differences[0].method}).")
    return sentences


def evidence(tuning: Tuning) -> list[str]:
    """A Markdown table: for each parameter the trials with each of its values, and what they reached."""
    if not tuning.importances:
        return []
    rows = [
        line([name, share, group.label, str(group.trials), f"{group.median:.4f}", f"{group.best:.4f}"])
        for importance in tuning.importances
        for number, group in enumerate(importance.groups)
        for name, share in [_first_cells(importance) if number == 0 else ("", "")]
    ]
    titles = ["parameter", "explains", "values", "trials", "median validation accuracy", "best"]
    return [line(titles), line(["---"] * len(titles)), *rows]


def _first_cells(importance: Importance) -> tuple[str, str]:
    p = "p < 0.0001" if importance.p_value < 1e-4 else f"p = {importance.p_value:.4f}"
    return importance.parameter, f"{100 * importance.share:.0f} % ({p})"


def tuning_csv(tuning: Tuning) -> str:
    """One line for each of the best three."""
    columns: tuple[str, ...] = (
        "rank",
        "trial",
        "structure",
        "activation",
        "hidden",
        "epochs",
        "learning_rate",
        "schedule",
        "momentum",
    )
    columns += ("reg_lambda", "best_epoch", "best_val_accuracy", "test_accuracy", "test_low", "test_high", "tied")
    return csv_text(
        columns,
        (
            [
                *(c.rank, c.trial, c.structure, c.network.activation, label(c.network.hidden), c.network.epochs),
                *(c.network.learning_rate, c.network.schedule, c.network.momentum, c.network.reg_lambda),
                *(c.best_epoch, c.best_val_accuracy, c.test.value, c.test.low, c.test.high, str(c.tied).lower()),
            ]
            for c in tuning.chosen
        ),
    )


def _what_mattered(found: tuple[Importance, ...]) -> list[str]:
    if not found:
        return ["That is too few to tell which parameters mattered."]
    mattered = [importance for importance in found if importance.exceeds_chance]
    others = [importance.parameter for importance in found if not importance.exceeds_chance]
    sentences = []
    if mattered:
        told = []
        for importance in mattered:
            groups = sorted(importance.groups, key=lambda group: -group.median)
            told.append(
                f"{importance.parameter} ({100 * importance.share:.0f} % of the order of trials: median "
                f"{groups[0].median:.4f} for {groups[0].label}, {groups[-1].median:.4f} for {groups[-1].label})"
            )
        sentences.append(f"What mattered beyond chance, in this order: {_list(told)}.")
    if others:
        sentences.append(f"No effect beyond chance was seen of {_list(others)}.")
    return sentences


def _lead(chosen: tuple[Chosen, ...]) -> str:
    gaps = [100 * (chosen[0].best_val_accuracy - other.best_val_accuracy) for other in chosen[1:]]
    return f"{_list([f'{gap:.2f}' for gap in gaps])} points before the {_list([other.rank for other in chosen[1:]])}"


_many = {1: "this one", 2: "these two", 3: "these three"}


def _were(number: int, noun: str = "") -> str:
    """`none was`, `1 network was`, `2 networks were`."""
    if not number:
        return "none was"
    return f"{number:,} {noun}{'s' * (bool(noun) and number != 1)} {'was' if number == 1 else 'were'}".replace(
        "  ", " "
    )


def _list(parts: list[str]) -> str:
    """`a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]
