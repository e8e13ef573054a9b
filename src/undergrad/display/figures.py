"""Plain numbers as matplotlib figures; a notebook displays them without any backend."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.ticker import MaxNLocator, PercentFormatter

from undergrad.display.columns import wrapped

#: Okabe and Ito's palette, safe for any colour vision; the line style also separates training from validation.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
#: Fonts with Korean letters on Linux, macOS and Windows. matplotlib sees only the first font of a collection; in
#: Noto's that is the Japanese one, which has the same letters.
_KOREAN = (
    *("Noto Sans CJK KR", "Noto Sans KR", "Noto Sans CJK JP", "Source Han Sans KR", "NanumGothic", "NanumBarunGothic"),
    *("Apple SD Gothic Neo", "AppleGothic", "Malgun Gothic", "Gulim", "UnDotum", "Baekmuk Gulim", "Noto Serif CJK JP"),
)
_INSTALLED = {font.name for font in fontManager.ttflist}
#: The first of them that is installed; None if none is.
KOREAN_FONT = next((name for name in _KOREAN if name in _INSTALLED), None)
#: How every figure looks. Names may be in any script; matplotlib tries the families for each letter.
STYLE: Any = {
    "svg.hashsalt": "undergrad",
    "font.family": [name for name in ("DejaVu Sans", KOREAN_FONT, "Arial") if name in _INSTALLED],
    "font.size": 10,
    "axes.titlesize": 11,
    # A name may contain dollar signs without being a formula; one that matplotlib cannot parse would end the report.
    "text.parse_math": False,
}
_UNITS = 32  # units of a layer that one can still distinguish in one picture
_TITLE = 76  # columns of a title that fit above curves: in a search it is the whole text of a network

Weights = np.ndarray[Any, Any]


class Curves(NamedTuple):
    """What a network reached, epoch by epoch; None where there is no number."""

    epochs: Sequence[int]
    validation: Sequence[float | None]
    training: Sequence[float | None]
    #: The place of the best epoch, which a dot marks; None without one.
    best: int | None = None


class Panel(NamedTuple):
    """Curves of several networks, by name, on one y axis; `share` shows 1 as 100 %."""

    ylabel: str
    curves: Mapping[str, Curves]
    share: bool = False


class Words(NamedTuple):
    """The words in figures, in English; a report in another language brings its own."""

    epoch: str = "epoch"
    loss: str = "loss"
    training: str = "training"
    validation: str = "validation"
    true_class: str = "true class"
    predicted_class: str = "predicted class"
    exceeds: str = "exceeds chance"
    does_not_exceed: str = "does not exceed chance"


ENGLISH = Words()


class Drawing(Figure):
    """A figure outside pyplot: nobody has to close it, and it chooses no backend for the user."""

    def __init__(self, width: float, height: float) -> None:
        """`width` and `height` in inches."""
        super().__init__(figsize=(width, height), layout="constrained")
        FigureCanvasAgg(self)

    def _repr_png_(self) -> bytes:
        return render(self, "png")


def curves_figure(panels: Sequence[Panel], title: str, words: Words = ENGLISH) -> Figure:
    """Panels over epochs, stacked, the first the largest; validation is solid, training dashed."""
    with matplotlib.rc_context(STYLE):
        figure = Drawing(7.2, 4.4 + 1.7 * (len(panels) - 1))
        heights = [3.0, *(1.4 for _ in panels[1:])]
        column = figure.subplots(len(panels), 1, sharex=True, squeeze=False, height_ratios=heights)[:, 0]
        for axes, panel in zip(column, panels, strict=True):
            for number, (name, curves) in enumerate(panel.curves.items()):
                _draw(axes, name, curves, COLOURS[number % len(COLOURS)], words)
            axes.set_ylabel(panel.ylabel)
            axes.xaxis.set_major_locator(epoch_ticks())
            if panel.share:
                axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=None))
            axes.grid(alpha=0.3)
            axes.spines[["top", "right"]].set_visible(False)
        column[0].set_title("\n".join(wrapped(title, _TITLE)))
        column[-1].set_xlabel(words.epoch)
        count = len(panels[0].curves)
        if count:  # the colours and dashes are the same in every panel
            column[0].legend(frameon=False, loc="best", ncols=1 if count < 4 else 2)
    return figure


def _draw(axes: Any, name: str, curves: Curves, colour: str, words: Words) -> None:
    # A line through one point is invisible, so very short trainings get markers.
    marker = "." if len(curves.epochs) < 3 else None
    for part, values, width, style in (
        (words.validation, curves.validation, 1.8, "-"),
        (words.training, curves.training, 1.3, "--"),
    ):
        ys = [np.nan if value is None else value for value in values]
        axes.plot(curves.epochs, ys, color=colour, marker=marker, lw=width, ls=style, label=_joined(name, part))
    if curves.best is not None:
        best = curves.epochs[curves.best], curves.validation[curves.best]
        axes.plot(*best, "o", color=colour, ms=5, mec="white", zorder=3)


def epoch_ticks() -> MaxNLocator:
    """Ticks at whole numbers only: a single epoch gets one tick, not fractions around it."""
    return MaxNLocator(integer=True, min_n_ticks=1)


def _joined(name: str, part: str) -> str:
    return f"{name}, {part}" if name else part


def spread_figure(weights: Mapping[str, Weights], title: str) -> Figure:
    """A histogram of the entries of each array in `weights`, of any shape, one below the other."""
    with matplotlib.rc_context(STYLE):
        figure = Drawing(7.2, 0.9 + 1.3 * max(len(weights), 1))
        figure.suptitle(title)
        panels = figure.subplots(max(len(weights), 1), squeeze=False)[:, 0]
        for axes, (name, array) in zip(panels, weights.items(), strict=False):
            entries = array[np.isfinite(array)]
            axes.hist(entries, bins=min(60, 1 + math.isqrt(entries.size)), color=COLOURS[0])
            axes.set(ylabel=name, yticks=[])
            axes.spines[["top", "right", "left"]].set_visible(False)
        panels[-1].set_xlabel("value")
    return figure


def units_figure(W: Weights, sample_shape: tuple[int, ...], title: str) -> Figure:
    """What each unit of a first layer responds to: the columns of `W` (D, H) as images of `sample_shape`.

    If there are more than 32 units, the 32 with the greatest norms are shown. Blue is negative, red positive, white 0;
    all images have one scale. Samples that are not images give one image of all of `W`: a row for each feature, a
    column for each unit.
    """
    limit = float(np.nanmax(np.abs(W), initial=0.0)) or 1.0
    norms = np.linalg.norm(W, axis=0)
    shown = np.sort(np.argsort(-norms, kind="stable")[:_UNITS])
    is_image = len(sample_shape) == 2
    tiles = {f"{unit}": W[:, unit].reshape(sample_shape) for unit in shown} if is_image else {"": W}
    columns = min(8, len(tiles))
    rows = -(-len(tiles) // columns)
    with matplotlib.rc_context(STYLE):
        figure = Drawing(7.2, 0.9 + 1.05 * rows) if is_image else Drawing(7.2, 4.4)
        figure.suptitle(title)
        panels = figure.subplots(rows, columns, squeeze=False).ravel()
        for axes in panels:
            axes.axis("off")
        for axes, (name, tile) in zip(panels, tiles.items(), strict=False):
            picture = axes.imshow(tile, cmap="RdBu_r", vmin=-limit, vmax=limit, aspect="equal" if is_image else "auto")
            axes.set_title(name, fontsize=8)
        figure.colorbar(picture, ax=list(panels), shrink=0.8)
        if not is_image:
            panels[0].set(xlabel="unit", ylabel="feature")
            panels[0].axis("on")
    return figure


def render(figure: Figure, kind: str) -> bytes:
    """The figure as "svg" or "png" bytes; the same data give the same bytes."""
    buffer = io.BytesIO()
    metadata = {"Date": None} if kind == "svg" else {"Software": None}
    with matplotlib.rc_context(STYLE), warnings.catch_warnings():
        # If no font has a letter, the picture shows a box. That needs no warning.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font", category=UserWarning)
        figure.savefig(buffer, format=kind, dpi=160, metadata=metadata)
    return buffer.getvalue()


def pictures(figure: Figure) -> dict[str, bytes]:
    """The figure in each format that a report uses, keyed by the file's ending."""
    return {kind: render(figure, kind) for kind in ("svg", "png")}
