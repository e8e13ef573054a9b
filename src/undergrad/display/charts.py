"""Lines, matrices, bars and parallel coordinates as matplotlib figures, drawn from plain numbers with names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import LogFormatterSciNotation, PercentFormatter

from undergrad.display.figures import COLOURS, ENGLISH, STYLE, Drawing, Words, epoch_ticks

#: For each line its name, its x values, and a y value for each x; None where there is no value.
Lines = Mapping[str, tuple[Sequence[int], Sequence[float | None]]]

#: The colour of what is drawn but does not count.
_GREY = "#C4C8CC"


def lines_figure(
    panels: Mapping[str, Lines],
    title: str,
    ylabel: str,
    *,
    log: bool = False,
    share: bool = False,
    layers: bool = False,
    words: Words = ENGLISH,
) -> Figure:
    """Lines over epochs, in named panels side by side that share one y axis; `share` shows 1 as 100 %.

    Each line is a network or, with `layers`, a layer; layers get shades of one colour that no network has.
    """
    with matplotlib.rc_context(STYLE):
        figure = Drawing(max(7.2, 3.2 * len(panels)), 4.4 if len(panels) == 1 else 3.4)
        figure.suptitle(title)
        row = figure.subplots(1, len(panels), sharey=True, squeeze=False)[0]
        for axes, (name, lines) in zip(row, panels.items(), strict=True):
            colours = _shades(len(lines)) if layers else [COLOURS[n % len(COLOURS)] for n in range(len(lines))]
            for colour, (label, (epochs, values)) in zip(colours, lines.items(), strict=True):
                marker = "." if len(epochs) < 3 else None
                ys = [np.nan if value is None else value for value in values]
                axes.plot(epochs, ys, color=colour, marker=marker, lw=1.8, label=label)
            axes.set(title=name, xlabel=words.epoch, yscale="log" if log else "linear")
            axes.xaxis.set_major_locator(epoch_ticks())
            if log:
                axes.yaxis.set_major_formatter(_Powers())
                axes.yaxis.set_minor_formatter(_Powers())
            axes.grid(alpha=0.3)
            axes.spines[["top", "right"]].set_visible(False)
            axes.legend(frameon=False, loc="best")
        row[0].set_ylabel(ylabel)
        if share:
            row[0].set_ylim(-0.02, 1.02)
            row[0].yaxis.set_major_formatter(PercentFormatter(1.0, decimals=None))
    return figure


_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class _Powers(LogFormatterSciNotation):
    """10⁻³ as plain characters, since the figures do not typeset formulas."""

    def __call__(self, x: float, pos: int | None = None) -> str:
        formula = super().__call__(x, pos).removeprefix("$\\mathdefault{").removesuffix("}$").replace("\\times", "×")
        return re.sub(r"\^\{(.*?)\}", lambda match: match[1].translate(_RAISED), formula)


def _shades(count: int) -> list[Any]:
    """Colours from dark to light, for white and dark pages, any colour vision, and print without colours."""
    return list(matplotlib.colormaps["plasma"](np.linspace(0.35, 0.78, count)))


def confusion_figure(
    panels: Mapping[str, np.ndarray[Any, Any]], classes: Sequence[str], title: str, words: Words = ENGLISH
) -> Figure:
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
            axes.set(title=name, xlabel=words.predicted_class, ylabel=words.true_class)
            axes.set_xticks(places, classes, rotation=90 if max(map(len, classes)) > 2 else 0)
            axes.set_yticks(places, classes)
    return figure


def bars_figure(
    shares: Mapping[str, float], counts: Sequence[bool], title: str, xlabel: str, words: Words = ENGLISH
) -> Figure:
    """A bar for each name's share of 1, the first on top; grey where the share does not exceed chance."""
    with matplotlib.rc_context(STYLE):
        figure = Drawing(7.2, 1.0 + 0.36 * len(shares))
        axes = figure.add_subplot()
        _bars(axes, shares, counts, words)
        axes.set(title=title, xlabel=xlabel)
    return figure


def _bars(axes: Any, shares: Mapping[str, float], counts: Sequence[bool], words: Words) -> None:
    styles = {True: (COLOURS[0], words.exceeds), False: (_GREY, words.does_not_exceed)}
    axes.barh(list(shares), list(shares.values()), color=[styles[each][0] for each in counts])
    axes.invert_yaxis()
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=None))
    axes.spines[["top", "right"]].set_visible(False)
    shown = [Patch(color=colour, label=label) for each, (colour, label) in styles.items() if each in counts]
    axes.legend(handles=shown, frameon=False, loc="lower right")


#: For each network its value on the validation set, its value on the test set, and the ends of the latter's interval.
Reached = Mapping[str, tuple[float, float, float, float]]


def search_figure(
    reached: Reached,
    shares: Mapping[str, float],
    counts: Sequence[bool],
    title: str,
    ylabel: str,
    *,
    share: bool = False,
) -> Figure:
    """What the best networks of a search reached and, if there are `shares`, the bars of `bars_figure` beside it.

    `ylabel` names what they reached; `share` shows 1 as 100 %.
    """
    with matplotlib.rc_context(STYLE):
        figure = Drawing(7.2 if shares else 3.6, 3.4)
        figure.suptitle(title)
        row = figure.subplots(1, 1 + bool(shares), squeeze=False)[0]
        places = np.arange(len(reached))
        validation, test, low, high = np.array(list(reached.values())).T
        row[0].plot(places - 0.12, validation, "o", color=COLOURS[1], mfc="white", label="validation")
        errors = (test - low, high - test)
        row[0].errorbar(places + 0.12, test, errors, fmt="o", color=COLOURS[0], capsize=3, label="test, 95 %")
        row[0].set(xlim=(-0.5, len(reached) - 0.5), ylabel=ylabel)
        row[0].set_xticks(places, list(reached))
        if share:
            row[0].yaxis.set_major_formatter(PercentFormatter(1.0, decimals=None))
        row[0].grid(axis="y", alpha=0.3)
        row[0].spines[["top", "right"]].set_visible(False)
        row[0].legend(frameon=False, loc="best")
        if shares:
            _bars(row[1], shares, counts, ENGLISH)
            row[1].set_xlabel("share of the order of trials")
    return figure


#: For each axis its name, and its ticks: heights from 0 to 1 with their texts.
Axes = Sequence[tuple[str, Sequence[tuple[float, str]]]]


def parallel_figure(
    axes: Axes, lines: Sequence[Sequence[float | None]], named: Mapping[str, Sequence[float | None]], title: str
) -> Figure:
    """Vertical axes side by side, and `lines` across them: a height from 0 to 1 on each axis, None for no value.

    Lines are grey, later ones darker; the `named` ones have colours and appear in the legend.
    """
    with matplotlib.rc_context(STYLE):
        figure = Drawing(max(7.2, 1.3 * len(axes)), 4.4)
        panel = figure.add_subplot()
        places = range(len(axes))
        for order, heights in enumerate(lines):
            _across(panel, places, heights, color=str(0.85 - 0.4 * order / len(lines)), lw=1)
        for number, (name, heights) in enumerate(named.items()):
            _across(panel, places, heights, color=COLOURS[number % len(COLOURS)], lw=2.4, label=name)
        for place, (_, ticks) in zip(places, axes, strict=True):
            panel.axvline(place, color="black", lw=0.8)
            for height, text in ticks:
                box = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.8}
                panel.text(place + 0.04, height, text, fontsize=8, va="center", bbox=box, zorder=4)
        panel.set_xticks(places, [name for name, _ in axes])
        panel.xaxis.tick_top()
        panel.tick_params(length=0)
        panel.set(xlim=(-0.1, len(axes) - 0.5), ylim=(-0.04, 1.04), yticks=[], title=title)
        panel.spines[:].set_visible(False)
        if named:
            panel.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, 0), ncols=len(named))
    return figure


def _across(panel: Any, places: Sequence[int], heights: Sequence[float | None], **style: Any) -> None:
    panel.plot(places, [np.nan if height is None else height for height in heights], **style)
