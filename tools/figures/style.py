"""The style of the book's figures: colours that follow the reader's theme, and parts that many figures have.

A figure is drawn with the colours of the light theme. In the SVG each of them becomes a CSS variable, and a rule for
`prefers-color-scheme: dark` gives it the dark theme's value. So one file serves both themes: on the site, on GitHub,
and opened directly. It has its own background, so it is readable even if a browser takes the other theme.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle

from undergrad.display.figures import KOREAN_FONT


class Colour(NamedTuple):
    """A colour for the light theme, and its counterpart for the dark one."""

    light: str
    dark: str


#: By its meaning. The first three bright ones can be distinguished with any colour vision (Okabe and Ito's palette).
COLOURS = {
    "paper": Colour("#ffffff", "#14181e"),
    "ink": Colour("#222833", "#ced6de"),
    "grey": Colour("#5a6473", "#9aa5b3"),
    "faint": Colour("#d4d9df", "#3a424d"),
    "blue": Colour("#0072b2", "#56b4ea"),
    "orange": Colour("#c44e00", "#ff9d4d"),
    "green": Colour("#007d5c", "#34c79a"),
    "purple": Colour("#a8467e", "#e3a1c7"),
    "pale_blue": Colour("#dcedf8", "#173a52"),
    "pale_orange": Colour("#fce6d6", "#4e2d12"),
    "pale_green": Colour("#d8f1e8", "#12413a"),
    "pale_purple": Colour("#f6e3ee", "#46243a"),
    "pale_grey": Colour("#eef0f3", "#272e38"),
}
PAPER, INK, GREY, FAINT, BLUE, ORANGE, GREEN, PURPLE = (colour.light for colour in list(COLOURS.values())[:8])
PALE_BLUE, PALE_ORANGE, PALE_GREEN, PALE_PURPLE, PALE_GREY = (colour.light for colour in list(COLOURS.values())[8:])
#: For several curves in one picture, in this order, each with a line style of its own.
CURVES = ((BLUE, "-"), (ORANGE, "--"), (GREEN, "-."), (PURPLE, ":"))

_STYLE: Any = {
    "svg.hashsalt": "undergrad",
    "svg.fonttype": "path",  # outlines of letters are in the file, so it looks the same everywhere, also in Korean
    "font.family": [name for name in ("DejaVu Sans", KOREAN_FONT) if name],
    "font.size": 10,
    "mathtext.fontset": "dejavusans",
    "text.parse_math": True,
    "text.color": INK,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "axes.facecolor": PAPER,
    "axes.titlesize": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": FAINT,
    "grid.linewidth": 0.6,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "legend.frameon": False,
    "lines.linewidth": 1.8,
    "figure.facecolor": PAPER,
    "savefig.facecolor": PAPER,
}


@contextmanager
def style() -> Iterator[None]:
    """A context in which drawings have the style of the book."""
    with matplotlib.rc_context(_STYLE):
        yield


def canvas(width: float = 5.8, height: float = 3.0) -> Figure:
    """An empty figure, in inches. A phone shows 5.8 inches at two thirds, so no letter is below 9 points."""
    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def board(width: float = 5.8, height: float = 3.0) -> tuple[Figure, Axes]:
    """A figure to draw on by hand: axes are invisible, and one unit has the same length in both directions.

    Its corners are (0, 0) and (10, 10 height / width).
    """
    figure = canvas(width, height)
    figure.set_layout_engine("none")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 10), ylim=(0, 10 * height / width))
    axes.axis("off")
    return figure, axes


def box(axes: Axes, middle: tuple[float, float], size: tuple[float, float], text: str = "", **how: Any) -> None:
    """A rounded box with a text; `how` may have `face`, `edge`, and any option of a text."""
    (x, y), (width, height) = middle, size
    face, edge = how.pop("face", PALE_BLUE), how.pop("edge", BLUE)
    corner = (x - width / 2 + 0.08, y - height / 2 + 0.08)
    shape = FancyBboxPatch(corner, width - 0.16, height - 0.16, boxstyle="round,pad=0.08", fc=face, ec=edge, lw=1.2)
    axes.add_patch(shape)
    axes.text(x, y, text, **{"ha": "center", "va": "center", **how})


def arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float], **how: Any) -> None:
    """An arrow, straight by default; `how` goes to matplotlib's FancyArrowPatch."""
    usual: dict[str, Any] = {
        "arrowstyle": "-|>",
        "mutation_scale": 11,
        "color": GREY,
        "lw": 1.3,
        "shrinkA": 0,
        "shrinkB": 0,
    }
    axes.add_patch(FancyArrowPatch(start, end, **(usual | how)))


def matrix(
    axes: Axes,
    corner: tuple[float, float],
    shape: tuple[int, int],
    *,
    cell: float = 0.22,
    name: str = "",
    says: str = "",
    face: str = PALE_BLUE,
    edge: str = BLUE,
    rows: Sequence[int] = (),
    columns: Sequence[int] = (),
) -> tuple[float, float, float, float]:
    """An array as a grid of cells from its upper left corner, with its name above and the text about its shape below.

    `rows` and `columns` are marked. Returns the left, lower, right and upper edge.
    """
    (x, y), (down, right) = corner, shape
    for i, j in np.ndindex(down, right):
        fill = edge if i in rows or j in columns else face
        axes.add_patch(Rectangle((x + j * cell, y - (i + 1) * cell), cell, cell, fc=fill, ec=PAPER, lw=0.8))
    axes.add_patch(Rectangle((x, y - down * cell), right * cell, down * cell, fc="none", ec=edge, lw=1.2))
    axes.text(x + right * cell / 2, y + 0.12, name, ha="center", va="bottom", fontsize=11)
    axes.text(x + right * cell / 2, y - down * cell - 0.12, says, ha="center", va="top", fontsize=9, color=GREY)
    return x, y - down * cell, x + right * cell, y


def svg(figure: Figure, drawn: str) -> bytes:
    """The figure as an SVG that follows the theme; it stores `drawn`, the digest of its content."""
    buffer = io.BytesIO()
    with style():
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    text = buffer.getvalue().decode("utf-8")
    used = {name: colour for name, colour in COLOURS.items() if colour.light in text}
    for name, colour in used.items():
        text = text.replace(colour.light, f"var(--{name})")
    if foreign := sorted(set(re.findall(r"(?:fill|stroke): (#[0-9a-f]{6})", text)) - FIXED):
        raise ValueError(f"a figure has the colours {', '.join(foreign)}; take those of tools/figures/style.py")
    light, dark = (
        " ".join(f"--{name}: {getattr(colour, theme)};" for name, colour in used.items()) for theme in ("light", "dark")
    )
    rules = f":root {{ {light} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}"
    text = re.sub(r" *<metadata>.*?</metadata>\n", "", text, flags=re.DOTALL)
    start = text.index("<defs>")
    text = f"{text[:start]}<!-- drawn: {drawn} -->\n <style>\n{rules}\n </style>\n {text[start:]}"
    text = "\n".join(line.rstrip() for line in text.splitlines()) + "\n"
    ET.fromstring(text)
    return text.encode("utf-8")


#: Colours that are the same in both themes: black and white within a picture of pixels.
FIXED = {"#000000"}
