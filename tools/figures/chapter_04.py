"""The fully connected layer: its gradients as arrays, and the size of the first weights."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from tools.figures.registry import figure
from tools.figures.style import (
    BLUE,
    CURVES,
    GREEN,
    GREY,
    ORANGE,
    PALE_BLUE,
    PALE_GREEN,
    PALE_ORANGE,
    PALE_PURPLE,
    PURPLE,
    board,
    canvas,
    matrix,
)
from undergrad import load_dataset

_CELL = 0.31


def product(axes: Axes, top: float, arrays: tuple[tuple[str, str, tuple[int, int], str, str], ...]) -> None:
    """Two arrays and their product, with a row of the first, a column of the second and the entry they make marked."""
    row, column, x = 1, 2, 0.5
    for place, (name, says, shape, face, edge) in enumerate(arrays):
        marked: dict[str, Any] = {"rows": [row]} if place == 0 else {"columns": [column]} if place == 1 else {}
        corner = (x, top - (6 - shape[0]) * _CELL / 2)
        matrix(axes, corner, shape, cell=_CELL, name=name, says=says, face=face, edge=edge, **marked)
        if place == 2:
            at = (corner[0] + column * _CELL, corner[1] - (row + 1) * _CELL)
            axes.add_patch(Rectangle(at, _CELL, _CELL, fc=edge, ec="none"))
        x += shape[1] * _CELL
        if place < 2:
            axes.text(x + 0.45, top - 3 * _CELL, "@="[place], ha="center", va="center", fontsize=13, color=GREY)
        x += 0.9


@figure("dw-in-shapes")
def dw_in_shapes() -> Figure:
    """dW = x^T delta as arrays, with N = 4, D = 6 and H = 3."""
    drawn, axes = board(4.6, 1.75)
    product(
        axes,
        3.1,
        (
            (r"$x^{\mathsf{T}}$", "(D, N)", (6, 4), PALE_BLUE, BLUE),
            (r"$\delta$", "(N, H)", (4, 3), PALE_PURPLE, PURPLE),
            (r"$\mathrm{d}W$", "(D, H)", (6, 3), PALE_ORANGE, ORANGE),
        ),
    )
    axes.text(6.6, 2.2, "summed over the\nsamples, $n$", va="center", color=GREY)
    return drawn


@figure("dx-in-shapes")
def dx_in_shapes() -> Figure:
    """dx = delta W^T as arrays, with N = 4, D = 6 and H = 3."""
    drawn, axes = board(4.6, 1.5)
    product(
        axes,
        2.85,
        (
            (r"$\delta$", "(N, H)", (4, 3), PALE_PURPLE, PURPLE),
            (r"$W^{\mathsf{T}}$", "(H, D)", (3, 6), PALE_ORANGE, ORANGE),
            (r"$\mathrm{d}x$", "(N, D)", (4, 6), PALE_GREEN, GREEN),
        ),
    )
    axes.text(7.4, 1.9, "summed over\nthe units, $h$", va="center", color=GREY)
    return drawn


@figure("first-weights")
def first_weights() -> Figure:
    """The root mean square of the signal after each of ten layers of 500 units, for three scales of the weights."""
    pictures = load_dataset("mnist-10k").x_train[:500].reshape(500, -1) / 255.0
    drawn = canvas(5.8, 3.0)
    axes = drawn.subplots()
    scales = (("0.1", lambda D: 0.1), (r"$\sqrt{2 / D}$", lambda D: np.sqrt(2 / D)), ("0.01", lambda D: 0.01))
    for (colour, line), (says, scale) in zip(CURVES, scales, strict=False):
        rng, h, sizes = np.random.default_rng(0), pictures, [np.sqrt((pictures**2).mean())]
        for _ in range(10):
            h = np.maximum(h @ (scale(h.shape[1]) * rng.normal(size=(h.shape[1], 500))), 0)
            sizes.append(np.sqrt((h**2).mean()))
        axes.plot(range(11), sizes, line, color=colour, label=f"weights of size {says}")
    axes.set(yscale="log", xlabel="layer", xticks=range(11), title="size of the signal (root mean square)")
    axes.legend()
    return drawn
