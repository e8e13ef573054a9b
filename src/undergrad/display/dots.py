"""Scatter plots as matplotlib figures: calibration, and one number against another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter
from numpy.typing import NDArray

from undergrad.display.figures import COLOURS, STYLE, Drawing

#: Up to this number, dots are drawn large, so that one sees each of them.
_FEW = 100
#: The colour of the line that the dots are compared with.
_LINE: Any = {"color": "#555D66", "lw": 1, "ls": "--", "zorder": 1}

#: For each group the mean probability, the share of right predictions, and the ends of that share's interval.
Groups = Sequence[tuple[float, float, float, float]]


def calibration_figure(panels: Mapping[str, Groups], title: str, xlabel: str, ylabel: str) -> Figure:
    """A reliability diagram for each name: the share of right predictions over the probability, and the diagonal."""
    with matplotlib.rc_context(STYLE):
        figure = Drawing(max(4.6, 3.4 * len(panels)), 4.0)
        figure.suptitle(title)
        row = figure.subplots(1, len(panels), sharex=True, sharey=True, squeeze=False)[0]
        for number, (axes, (name, groups)) in enumerate(zip(row, panels.items(), strict=True)):
            probability, right, low, high = np.array(groups).T
            axes.axline((0, 0), slope=1, **_LINE)
            bars = (right - low, high - right)
            axes.errorbar(probability, right, bars, fmt="o", ms=5, color=COLOURS[number % len(COLOURS)], clip_on=False)
            axes.set(title=name, xlabel=xlabel)
            _percent(axes)
        least = min(min(group[0], group[2]) for groups in panels.values() for group in groups)
        row[0].set(ylabel=ylabel, xlim=(max(0, least - 0.02), 1), ylim=(max(0, least - 0.02), 1))
    return figure


def _percent(axes: Any) -> None:
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(PercentFormatter(1.0, decimals=None))
    axes.grid(alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)


#: The x and y of each dot.
Dots = tuple[NDArray[np.float64], NDArray[np.float64]]


def dots_figure(panels: Mapping[str, Dots], title: str, xlabel: str, ylabel: str, *, diagonal: bool) -> Figure:
    """A scatter plot for each name, side by side, with the line y = x if `diagonal`, else y = 0."""
    with matplotlib.rc_context(STYLE):
        figure = Drawing(max(4.6, 3.4 * len(panels)), 4.0)
        figure.suptitle(title)
        row = figure.subplots(1, len(panels), squeeze=False)[0]
        for number, (axes, (name, (across, upwards))) in enumerate(zip(row, panels.items(), strict=True)):
            if diagonal:
                low, high = float(min(across.min(), upwards.min())), float(max(across.max(), upwards.max()))
                room = 0.04 * (high - low) or 1
                axes.axline((low, low), slope=1, **_LINE)
                axes.set(xlim=(low - room, high + room), ylim=(low - room, high + room))
            else:
                axes.axhline(0, **_LINE)
            colour = COLOURS[number % len(COLOURS)]
            few = len(across) <= _FEW
            axes.scatter(
                across, upwards, s=20 if few else 10, color=colour, alpha=1 if few else 0.5, linewidths=0, zorder=2
            )
            axes.set(title=name, xlabel=xlabel)
            axes.grid(alpha=0.3)
            axes.spines[["top", "right"]].set_visible(False)
        row[0].set_ylabel(ylabel)
    return figure
