"""Training and validation accuracy per epoch, in one picture."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.ticker import MaxNLocator, PercentFormatter

from undergrad.training import Epoch

# Okabe and Ito's palette, told apart with any colour vision; the line style tells training from validation besides.
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
# Names of data sets may be in any script; matplotlib goes through these families letter by letter.
_FONTS = ("DejaVu Sans", "Noto Sans CJK KR", "Noto Sans KR", "NanumGothic", "Malgun Gothic", "AppleGothic", "Arial")
_STYLE: Any = {
    "svg.hashsalt": "undergrad",
    "font.family": [name for name in _FONTS if name in {font.name for font in fontManager.ttflist}],
    "font.size": 10,
    "axes.titlesize": 11,
}


def accuracy_figure(histories: Mapping[str, Sequence[Epoch]], title: str) -> Figure:
    """Epoch against validation (solid) and training (dashed) accuracy; a dot marks each network's best epoch."""
    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(7.2, 4.4), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        for number, (name, history) in enumerate(histories.items()):
            colour = _COLOURS[number % len(_COLOURS)]
            epochs = [epoch.epoch for epoch in history]
            # A line through one point is invisible, so very short trainings get markers.
            marker = "." if len(epochs) < 3 else None
            validation = [epoch.val_accuracy for epoch in history]
            training = [epoch.train_accuracy for epoch in history]
            best = max(range(len(validation)), key=lambda index: (validation[index], -index))
            axes.plot(epochs, validation, color=colour, marker=marker, lw=1.8, label=f"{name}, validation")
            axes.plot(epochs, training, color=colour, marker=marker, lw=1.3, ls="--", label=f"{name}, training")
            axes.plot(epochs[best], validation[best], "o", color=colour, ms=5, mec="white", zorder=3)
        axes.set(title=title, xlabel="epoch", ylabel="accuracy")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=None))
        axes.grid(alpha=0.3)
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(frameon=False, loc="best", ncols=1 if len(histories) < 4 else 2)
    return figure


def render(figure: Figure, kind: str) -> bytes:
    """The figure as "svg" or "png" bytes, the same bytes for the same data."""
    buffer = io.BytesIO()
    metadata = {"Date": None} if kind == "svg" else {"Software": None}
    with matplotlib.rc_context(_STYLE), warnings.catch_warnings():
        # Where no font has a letter, the picture shows a box; that is no reason to talk.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font", category=UserWarning)
        figure.savefig(buffer, format=kind, dpi=160, metadata=metadata)
    return buffer.getvalue()
