"""Convolution and pooling: the output of a filter, and forward and backward window by window."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from tools.figures.registry import figure
from tools.figures.style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PALE_BLUE,
    PALE_GREEN,
    PALE_GREY,
    PALE_ORANGE,
    PAPER,
    PURPLE,
    arrow,
    board,
    canvas,
    matrix,
)
from undergrad import ConvolutionLayer, MaxPoolingLayer, load_dataset

#: The numbers of the chapter's example: an image, a filter, and the gradient from above, whose digits identify its
#: entries.
IMAGE = np.arange(9.0).reshape(1, 1, 3, 3)
FILTER = np.array([[[[1.0, 2.0], [3.0, 4.0]]]])
UPSTREAM = np.array([[[[1.0, 10.0], [100.0, 1000.0]]]])
CELL = 0.62


def numbers(
    axes: Axes,
    corner: tuple[float, float],
    values: NDArray[Any],
    marked: NDArray[Any] | None = None,
    *,
    edge: str = BLUE,
    face: str = PALE_BLUE,
    name: str = "",
    cell: float = CELL,
    shown: NDArray[Any] | None = None,
) -> None:
    """A matrix with its numbers, from its upper left corner: `marked` cells are coloured, only `shown` cells filled."""
    (x, y), (down, right) = corner, values.shape
    for i, j in np.ndindex(down, right):
        inside = marked is not None and marked[i, j]
        fill = face if inside else PALE_GREY
        axes.add_patch(Rectangle((x + j * cell, y - (i + 1) * cell), cell, cell, fc=fill, ec=PAPER, lw=0.8))
        if shown is None or shown[i, j]:
            text = f"{values[i, j]:g}"
            size = 10 if len(text) < 4 else 9
            middle = (x + (j + 0.5) * cell, y - (i + 0.5) * cell)
            axes.text(*middle, text, ha="center", va="center", fontsize=size, color=INK)
    axes.add_patch(Rectangle((x, y - down * cell), right * cell, down * cell, fc="none", ec=edge, lw=1.2))
    if name:
        axes.text(x + right * cell / 2, y + 0.12, name, ha="center", va="bottom", fontsize=11)


def window(shape: tuple[int, int], place: tuple[int, int], size: int) -> NDArray[Any]:
    """True inside the window of that size, from its upper left corner."""
    inside = np.zeros(shape, bool)
    inside[place[0] : place[0] + size, place[1] : place[1] + size] = True
    return inside


@figure("edges")
def edges() -> Figure:
    """The first training image, and the outputs of two filters of 3 x 3: vertical and horizontal edges."""
    image = load_dataset("mnist-10k").x_train[0] / 255.0
    layer = ConvolutionLayer(1, 2, 3, pad=1)
    upright = np.array([[-1.0, 0.0, 1.0]] * 3)
    layer.w = np.stack([upright, upright.T])[:, None]
    out = layer.forward(image[None])[0]
    drawn = canvas(5.8, 2.9)
    axes = drawn.subplots(1, 3)
    titles = ("the image", "from dark to bright,\nleft to right", "from dark to bright,\ntop to bottom")
    for one, picture, title in zip(axes, (image, *out), titles, strict=True):
        limit = 1.0 if picture is image else 3.0
        one.imshow(picture, cmap="gray", interpolation="none", vmin=0.0 if picture is image else -limit, vmax=limit)
        one.set(xticks=[], yticks=[])
        one.set_title(title)
        one.grid(visible=False)
    for one, w in zip(axes[1:], layer.w[:, 0], strict=True):
        one.set_xlabel("\n".join("  ".join(f"{entry:+g}" if entry else " 0" for entry in row) for row in w))
    return drawn


@figure("convolution-forward")
def convolution_forward() -> Figure:
    """The four windows of a 3 x 3 image, each multiplied with the filter and added up."""
    drawn, axes = board(5.8, 5.4)
    layer = ConvolutionLayer(1, 1, 2)
    layer.w = FILTER
    out = layer.forward(IMAGE)[0, 0]
    done = np.zeros((2, 2), bool)
    for number, (i, j) in enumerate(np.ndindex(2, 2)):
        top = 8.75 - 2.22 * number
        first = number == 0
        done[i, j] = True
        here = np.zeros((2, 2), bool)
        here[i, j] = True
        in_window = window((3, 3), (i, j), 2)
        numbers(axes, (0.2, top), IMAGE[0, 0], in_window, name="$x$" if first else "")
        numbers(axes, (2.55, top - CELL / 2), FILTER[0, 0], np.ones((2, 2), bool), edge=ORANGE, face=PALE_ORANGE,
                name="$w$" if first else "")  # fmt: skip
        pairs = zip(IMAGE[0, 0, i : i + 2, j : j + 2].ravel(), FILTER.ravel(), strict=True)
        terms = [f"{a:g}$\\cdot${b:g}" for a, b in pairs]
        axes.text(4.05, top - 0.62, " + ".join(terms[:2]), va="center", fontsize=10)
        axes.text(4.05, top - 1.18, "+ " + " + ".join(terms[2:]) + f" = {out[i, j]:g}", va="center", fontsize=10)
        arrow(axes, (7.3, top - 1.5 * CELL), (8.2, top - 1.5 * CELL))
        numbers(axes, (8.4, top - CELL / 2), out, here, edge=GREEN, face=PALE_GREEN, shown=done,
                name="out" if first else "")  # fmt: skip
    return drawn


@figure("windows-as-columns")
def windows_as_columns() -> Figure:
    """A convolution as a product: filters are rows, windows are columns."""
    drawn, axes = board(5.8, 2.1)
    filters, entries, places, cell, top = 3, 8, 6, 0.27, 2.95
    matrix(axes, (0.3, top), (filters, entries), cell=cell, name="$w$", says="(F, C k k)", rows=[1], face=PALE_ORANGE,
           edge=ORANGE)  # fmt: skip
    matrix(axes, (3.6, top), (entries, places), cell=cell, name="$X_n$", says="(C k k, H' W')", columns=[3])
    left, *_ = matrix(axes, (6.3, top), (filters, places), cell=cell, name="out$_n$", says="(F, H' W')",
                      face=PALE_GREEN, edge=GREEN)  # fmt: skip
    for x, sign in ((3.03, "@"), (5.76, "=")):
        axes.text(x, top - 1.5 * cell, sign, ha="center", va="center", fontsize=13, color=GREY)
    middle = (left + 3.5 * cell, top - 1.5 * cell)
    axes.add_patch(Rectangle((middle[0] - cell / 2, middle[1] - cell / 2), cell, cell, fc=GREEN, ec="none"))
    arrow(axes, (8.25, middle[1]), (middle[0] + 0.2, middle[1]), color=GREEN)
    axes.text(8.35, middle[1], "one filter,\none window", va="center", fontsize=9)
    axes.text(6.3, 0.95, "a column of $X_n$ is\none window, written out", va="center", fontsize=9, color=BLUE)
    arrow(axes, (6.2, 1.0), (5.35, 1.0), color=BLUE)
    return drawn


@figure("convolution-backward")
def convolution_backward() -> Figure:
    """Each entry of the gradient from above sends the filter, multiplied by it, back to its window; these add up."""
    drawn, axes = board(5.8, 5.4)
    so_far = np.zeros((3, 3))
    for number, (i, j) in enumerate(np.ndindex(2, 2)):
        top = 8.75 - 2.22 * number
        first = number == 0
        here = np.zeros((2, 2), bool)
        here[i, j] = True
        delta = UPSTREAM[0, 0, i, j]
        so_far[i : i + 2, j : j + 2] += delta * FILTER[0, 0]
        in_window = window((3, 3), (i, j), 2)
        wide = 0.66
        numbers(axes, (0.2, top - wide / 2), UPSTREAM[0, 0], here, edge=GREEN, face=PALE_GREEN, cell=wide,
                name=r"$\delta$" if first else "")  # fmt: skip
        axes.text(2.02, top - 1.5 * wide, r"$\cdot$", ha="center", va="center", fontsize=16, color=GREY)
        numbers(axes, (2.35, top - 0.37), FILTER[0, 0], np.ones((2, 2), bool), edge=ORANGE, face=PALE_ORANGE,
                name="$w$" if first else "")  # fmt: skip
        axes.text(3.95, top - 1.5 * wide, "=", ha="center", va="center", fontsize=13, color=GREY)
        numbers(axes, (4.3, top - wide / 2), delta * FILTER[0, 0], np.ones((2, 2), bool), cell=wide,
                name=r"$\delta_{ij}\, w$" if first else "")  # fmt: skip
        arrow(axes, (5.95, top - 1.5 * wide), (7.35, top - 1.5 * wide))
        axes.text(6.63, top - 1.5 * wide + 0.12, "add", ha="center", va="bottom", fontsize=9, color=GREY)
        shown = so_far > 0
        numbers(axes, (7.6, top), so_far, in_window, cell=wide, shown=shown, name="$dx$ so far" if first else "")
    return drawn


@figure("filter-gradient")
def filter_gradient() -> Figure:
    """The gradient of one weight is the sum over the windows of the pixel under it times the gradient of the window."""
    drawn, axes = board(5.8, 2.35)
    for number, (a, e) in enumerate(np.ndindex(2, 2)):
        left, top = 0.2 + 2.5 * number, 3.25
        cut = IMAGE[0, 0, a : a + 2, e : e + 2]
        numbers(axes, (left, top), IMAGE[0, 0], window((3, 3), (a, e), 2), cell=0.55)
        value = (cut * UPSTREAM[0, 0]).sum()
        weight = ("left", "right")[e]
        row = ("upper", "lower")[a]
        axes.text(left + 0.82, top + 0.12, f"{row} {weight}", ha="center", va="bottom", fontsize=9)
        names = ("00", "01", "10", "11")
        axes.text(left + 0.82, top - 2.0, f"$dw_{{{names[number]}}}$ = {value:g}", ha="center", fontsize=10)
    pixels = r"4310 = 0$\cdot$1 + 1$\cdot$10 + 3$\cdot$100 + 4$\cdot$1000"
    axes.text(5, 0.45, f"for example {pixels}", ha="center", fontsize=10, color=GREY)
    return drawn


def _pooled(axes: Axes, top: float, x: NDArray[Any], stride: int, upstream: NDArray[Any], *, first: bool) -> None:
    pool = MaxPoolingLayer(2, stride)
    out = pool.forward(x[None, None])[0, 0]
    dx = pool.backward(upstream[None, None])[0, 0]
    size, cell = len(x), 0.62
    middle = top - size * cell / 2
    small = middle + len(out) * cell / 2
    chosen = dx != 0
    numbers(axes, (0.2, top), x, chosen, face=PALE_ORANGE, name="$x$" if first else "", cell=cell)
    arrow(axes, (2.75, middle), (3.2, middle))
    numbers(axes, (3.3, small), out, np.ones_like(out, bool), edge=GREEN, face=PALE_GREEN, cell=cell,
            name="out" if first else "")  # fmt: skip
    numbers(axes, (5.2, small), upstream, np.ones_like(out, bool), edge=PURPLE, cell=cell,
            name=r"$\delta$" if first else "")  # fmt: skip
    arrow(axes, (6.6, middle), (7.2, middle))
    numbers(axes, (7.4, top), dx, chosen, face=PALE_ORANGE, cell=cell, name="$dx$" if first else "")


@figure("pooling")
def pooling() -> Figure:
    """Forward and backward through a pooling: windows side by side, and windows that overlap."""
    drawn, axes = board(5.8, 3.75)
    x = np.array([[1.0, 5, 2, 2], [3, 4, 2, 2], [0, 1, 7, 3], [6, 2, 4, 8]])
    delta = np.array([[1.0, 10], [100, 1000]])
    axes.text(0.2, 6.12, "stride 2: windows side by side", fontsize=10, color=GREY)
    _pooled(axes, 5.5, x, 2, delta, first=True)
    y = np.array([[1.0, 2, 3], [4, 9, 5], [6, 7, 8]])
    axes.text(0.2, 2.35, "stride 1: windows overlap", fontsize=10, color=GREY)
    _pooled(axes, 2.1, y, 1, delta, first=False)
    return drawn
