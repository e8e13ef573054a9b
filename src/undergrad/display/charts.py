"""Lines, matrices and bars as matplotlib figures: plain numbers with names, nothing more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from undergrad.display.figures import COLOURS, STYLE, Drawing

#: For each line its name, its x values, and a y value for each; None where there is none.
Lines = Mapping[str, tuple[Sequence[int], Sequence[float | None]]]


def lines_figure(
    panels: Mapping[str, Lines], title: str, ylabel: str, *, log: bool = False, share: bool = False
) -> Figure:
    """Lines over epochs, a panel beside the other under its name, all with one y axis; `share` of 1 in percent."""
    with matplotlib.rc_context(STYLE):
        figure = Drawing(max(7.2, 3.2 * len(panels)), 4.4 if len(panels) == 1 else 3.4)
        figure.suptitle(title)
        row = figure.subplots(1, len(panels), sharey=True, squeeze=False)[0]
        for axes, (name, lines) in zip(row, panels.items(), strict=True):
            for number, (label, (epochs, values)) in enumerate(lines.items()):
                marker = "." if len(epochs) < 3 else None
                ys = [np.nan if value is None else value for value in values]
                axes.plot(epochs, ys, color=COLOURS[number % len(COLOURS)], marker=marker, lw=1.8, label=label)
            axes.set(title=name, xlabel="epoch", yscale="log" if log else "linear")
            axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
            axes.grid(alpha=0.3)
            axes.spines[["top", "right"]].set_visible(False)
            axes.legend(frameon=False, loc="best")
        row[0].set_ylabel(ylabel)
        if share:
            row[0].set_ylim(-0.02, 1.02)
            row[0].yaxis.set_major_formatter(PercentFormatter(1.0, decimals=None))
    return figure


def confusion_figure(panels: Mapping[str, np.ndarray[Any, Any]], classes: Sequence[str], title: str) -> Figure:
    """Confusion matrices (C, C), true class downwards: shade by the share of the class, the counts written into it."""
    with matplotlib.rc_context(STYLE):
        figure = Drawing(4.6 * len(panels), 4.9)
        figure.suptitle(title)
        places = range(len(classes))
        for axes, (name, counts) in zip(figure.subplots(1, len(panels), squeeze=False)[0], panels.items(), strict=True):
            shares = counts / np.maximum(1, counts.sum(axis=1, keepdims=True))
            axes.imshow(np.sqrt(shares), cmap="Blues", vmin=0, vmax=1)
            for label, predicted in np.argwhere(counts):
                dark = shares[label, predicted] > 0.4
                text = str(counts[label, predicted])
                axes.text(
                    predicted, label, text, ha="center", va="center", fontsize=6, color="white" if dark else "black"
                )
            axes.set(title=name, xlabel="predicted class", ylabel="true class")
            axes.set_xticks(places, classes, rotation=90 if max(map(len, classes)) > 2 else 0)
            axes.set_yticks(places, classes)
    return figure


def bars_figure(shares: Mapping[str, float], filled: Sequence[bool], title: str, xlabel: str) -> Figure:
    """A bar for each name, the first on top, of a share of 1; those not `filled` are outlines."""
    with matplotlib.rc_context(STYLE):
        figure = Drawing(7.2, 1.0 + 0.36 * len(shares))
        axes = figure.add_subplot()
        colours = [COLOURS[0] if solid else "white" for solid in filled]
        axes.barh(list(shares), list(shares.values()), color=colours, edgecolor=COLOURS[0])
        axes.invert_yaxis()
        axes.set(title=title, xlabel=xlabel, xlim=(0, 1))
        axes.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=None))
        axes.spines[["top", "right"]].set_visible(False)
    return figure
