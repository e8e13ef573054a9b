"""Why it is fast: the same convolution in six ways, arithmetic for each number that is fetched, and a tile."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from tools.figures.registry import figure
from tools.figures.style import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PALE_BLUE,
    PALE_GREEN,
    PALE_ORANGE,
    PAPER,
    arrow,
    board,
    canvas,
)

_RESULTS = Path(__file__).parents[2] / "docs" / "results"


@figure("six-ways")
def six_ways() -> Figure:
    """The stored times of one convolution, from the obvious loop to the engine's."""
    line = re.search(r"^8 to 16, 14 x 14 (.*)$", (_RESULTS / "parts.txt").read_text("utf-8"), re.MULTILINE)
    assert line, "parts.txt has another layout"
    python, compiled, textbook, by_blas, last, tiles, _ = (float(number) for number in line[1].split())
    ways = {
        "loops in Python": python,
        "the same loops, compiled": compiled,
        "compiled, channels last": last,
        "textbook: windows, one product": textbook,
        "the bare product": by_blas,
        "the engine's tiles": tiles,
    }
    drawn = canvas(5.8, 2.7)
    axes = drawn.subplots()
    axes.barh(list(ways), list(ways.values()), color=[ORANGE, ORANGE, ORANGE, BLUE, GREY, GREEN])
    for place, milliseconds in enumerate(ways.values()):
        label = f"{milliseconds:,.0f}" if milliseconds > 100 else f"{milliseconds:.3g}"
        axes.text(milliseconds * 1.25, place, label, va="center", fontsize=9)
    axes.set(xscale="log", xlim=(0.1, 60000), xlabel="milliseconds for 128 pictures")
    axes.invert_yaxis()
    axes.grid(visible=False, axis="y")
    return drawn


@figure("work-for-each-number")
def work_for_each_number() -> Figure:
    """The number of multiplications and additions of a layer for each number that it touches, over the batch."""
    batches = np.logspace(0, 4, 100)
    drawn = canvas(5.8, 2.7)
    axes = drawn.subplots()
    for (width, line), colour in zip(((100, ":"), (500, "-"), (2000, "--")), (ORANGE, BLUE, GREEN), strict=True):
        touched = 2 * batches * width + width**2
        axes.plot(batches, 2 * batches * width**2 / touched, line, color=colour, label=f"D = H = {width}")
    axes.plot(128, 2 * 128 * 500**2 / (2 * 128 * 500 + 500**2), "o", color=BLUE)
    axes.set(xscale="log", yscale="log", xlabel="samples in a batch, N", ylabel="operations\nfor each number")
    axes.legend()
    return drawn


@figure("a-tile")
def a_tile() -> Figure:
    """A tile of the result whose sums stay in registers, and the parts of both factors that each step needs."""
    drawn, axes = board(5.8, 3.4)
    cell, rows, columns, inner = 0.34, 6, 8, 7

    def grid(left: float, top: float, shape: tuple[int, int], face: str, edge: str) -> None:
        for i, j in np.ndindex(shape):
            axes.add_patch(
                Rectangle((left + j * cell, top - (i + 1) * cell), cell, cell, fc=face, ec=PAPER, lw=0.8),
            )
        axes.add_patch(
            Rectangle((left, top - shape[0] * cell), shape[1] * cell, shape[0] * cell, fc="none", ec=edge, lw=1.2)
        )

    grid(0.9, 2.85, (rows, inner), PALE_BLUE, BLUE)
    grid(4.2, 5.5, (inner, columns), PALE_ORANGE, ORANGE)
    grid(4.2, 2.85, (rows, columns), PALE_GREEN, GREEN)
    step = 3
    for i in range(1, 4):
        axes.add_patch(Rectangle((0.9 + step * cell, 2.85 - (i + 1) * cell), cell, cell, fc=BLUE, ec=PAPER, lw=0.8))
    for j in range(2, 6):
        axes.add_patch(Rectangle((4.2 + j * cell, 5.5 - (step + 1) * cell), cell, cell, fc=ORANGE, ec=PAPER, lw=0.8))
    for i, j in np.ndindex(3, 4):
        corner = (4.2 + (j + 2) * cell, 2.85 - (i + 2) * cell)
        axes.add_patch(Rectangle(corner, cell, cell, fc=GREEN, ec=PAPER, lw=0.8))
    axes.text(2.1, 0.55, "$x$", ha="center", va="center", fontsize=11)
    axes.text(3.95, 5.2, "$W$", ha="right", va="center", fontsize=11)
    axes.text(5.55, 0.55, "$x W$", ha="center", va="center", fontsize=11)
    arrow(axes, (7.55, 1.9), (6.35, 1.9), color=GREEN)
    axes.text(7.65, 1.9, "a tile of 3 x 4:\n12 sums in registers", va="center", fontsize=9)
    axes.text(0.4, 4.4, "in each step:\n3 + 4 numbers are loaded,\n12 products are added", va="center", fontsize=9)
    return drawn
