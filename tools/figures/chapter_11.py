"""Batch normalisation and dropout: the layers' outputs, the paths of a gradient, and its remainder."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

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
    PALE_PURPLE,
    PAPER,
    PURPLE,
    arrow,
    board,
    box,
    canvas,
)
from undergrad import BatchNormLayer


@figure("two-features-normalised")
def two_features_normalised() -> Figure:
    """A batch of two features before, between and after the two steps of a batch normalisation."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(60, 2)) * [2.0, 0.4] + [5.0, 3.0]
    layer = BatchNormLayer(2)
    layer.gamma, layer.beta = np.array([0.7, 1.5]), np.array([-2.0, 1.0])
    out = layer.forward(x)
    drawn = canvas(5.8, 2.5)
    axes = drawn.subplots(1, 3, sharex=True, sharey=True)
    shown = {
        "$x$": (x, BLUE),
        r"$\hat x$": (layer.x_hat[..., 0], ORANGE),
        r"out = $\gamma \hat x + \beta$": (out, GREEN),
    }
    for one, (title, (points, colour)) in zip(axes, shown.items(), strict=True):
        one.plot(*points.T, ".", color=colour, markersize=4)
        one.plot(*points.mean(axis=0), "+", color=INK, markersize=12, markeredgewidth=2)
        one.set(title=title, xlabel="feature 1", aspect="equal", xlim=(-4.5, 10.5), ylim=(-4.5, 5.5))
    axes[0].set_ylabel("feature 2")
    return drawn


@figure("ways-of-one-entry")
def ways_of_one_entry() -> Figure:
    """From an entry of x to the outputs of its feature: directly, through the mean, and through the deviation."""
    drawn, axes = board(5.8, 3.3)
    high, middle, low = 4.8, 3.0, 1.2
    for y, name in ((high, "$x_1$"), (middle, "$x_i$"), (low, "$x_m$")):
        box(axes, (0.8, y), (1.0, 0.8), name, face=PALE_BLUE, edge=BLUE, fontsize=12)
    box(axes, (3.3, 4.3), (1.1, 0.8), r"$\mu$", face=PALE_ORANGE, edge=ORANGE, fontsize=13)
    box(axes, (3.3, 1.7), (1.1, 0.8), "$s$", face=PALE_PURPLE, edge=PURPLE, fontsize=13)
    for y, name in ((high, r"$\hat x_1$"), (middle, r"$\hat x_i$"), (low, r"$\hat x_m$")):
        box(axes, (6.3, y), (1.0, 0.8), name, face=PALE_GREEN, edge=GREEN, fontsize=12)
        box(axes, (8.9, y), (1.5, 0.8), name.replace(r"\hat x", "out").replace("out", r"\mathrm{out}"), face=PALE_GREY,
            edge=GREY, fontsize=12)  # fmt: skip
        arrow(axes, (6.8, y), (8.15, y))
        arrow(axes, (3.85, 4.3), (5.8, y), color=ORANGE)
        arrow(axes, (3.85, 1.7), (5.8, y), color=PURPLE)
    axes.text(7.45, high + 0.12, r"$\gamma, \beta$", ha="center", va="bottom", color=GREY)
    arrow(axes, (1.3, middle), (5.8, middle), color=GREEN)
    arrow(axes, (1.3, middle), (2.75, 4.25), color=ORANGE)
    arrow(axes, (1.3, middle), (2.75, 1.75), color=PURPLE)
    arrow(axes, (3.3, 3.9), (3.3, 2.1), color=GREY)
    for y in (high, low):
        axes.plot([1.3, 1.65], [y, y], ":", color=GREY)
    return drawn


@figure("what-a-line-cannot-explain")
def what_a_line_cannot_explain() -> Figure:
    """The gradient over the normalised input, the least-squares line, and the rest, which is passed on."""
    rng = np.random.default_rng(3)
    layer = BatchNormLayer(1)
    layer.forward(rng.normal(size=(9, 1)))
    x_hat = layer.x_hat[:, 0, 0]
    delta = 0.6 + 0.5 * x_hat + rng.normal(size=9) * 0.5
    dx = layer.backward(delta[:, None])[:, 0] * layer.deviation[0]
    line = delta - dx
    drawn = canvas(5.8, 2.9)
    left, right = drawn.subplots(1, 2, sharex=True)
    order = np.argsort(x_hat)
    left.plot(x_hat[order], line[order], "--", color=ORANGE, label=r"$\mathrm{d}\beta/m + \hat x\, \mathrm{d}\gamma/m$")
    left.vlines(x_hat, line, delta, color=GREEN)
    left.plot(x_hat, delta, "o", color=BLUE, label=r"$\delta$")
    left.set(title="what comes, and the line through it", xlabel=r"$\hat x$")
    left.legend()
    right.axhline(0, color=ORANGE, linestyle="--")
    right.vlines(x_hat, 0, dx, color=GREEN)
    right.plot(x_hat, dx, "o", color=GREEN)
    right.set(title=r"what goes on: the rest", xlabel=r"$\hat x$")
    left.set_ylim(min(delta.min(), line.min()) - 0.2, max(delta.max(), line.max()) + 0.9)
    return drawn


@figure("dropout-mask")
def dropout_mask() -> Figure:
    """A batch, a mask with the rate 1/2 and their product, and the same in the backward pass."""
    drawn, axes = board(5.8, 3.5)
    x = np.array([[1.0, 2, 3, 4], [5, 6, 7, 8], [9, 1, 2, 3]])
    mask = np.array([[2.0, 0, 2, 0], [0, 2, 2, 2], [0, 0, 2, 0]])
    delta = np.array([[1.0, 2, 1, 3], [2, 1, 4, 1], [3, 1, 2, 5]])
    cell = 0.6
    rows = (("forward", 5.2, ("$x$", "mask", "out"), x), ("backward", 2.35, (r"$\delta$", "mask", "$dx$"), delta))
    for label, top, names, values in rows:
        axes.text(0.05, top + 0.3, label, fontsize=10, color=GREY)
        shown = ((values, BLUE, PALE_BLUE), (mask, ORANGE, PALE_ORANGE), (mask * values, GREEN, PALE_GREEN))
        for place, (array, edge, face) in enumerate(shown):
            left = 0.85 + 3.25 * place
            for i, j in np.ndindex(3, 4):
                fill = face if mask[i, j] or place == 0 else PALE_GREY
                corner = (left + j * cell, top - (i + 1) * cell)
                axes.add_patch(Rectangle(corner, cell, cell, fc=fill, ec=PAPER, lw=0.8))
                middle = (corner[0] + cell / 2, corner[1] + cell / 2)
                axes.text(*middle, f"{array[i, j]:g}", ha="center", va="center", fontsize=10)
            axes.add_patch(Rectangle((left, top - 3 * cell), 4 * cell, 3 * cell, fc="none", ec=edge, lw=1.2))
            axes.text(left + 2 * cell, top + 0.12, names[place], ha="center", va="bottom", fontsize=11)
        for x_of_sign, sign in ((3.67, r"$\odot$"), (6.92, "=")):
            axes.text(x_of_sign, top - 1.5 * cell, sign, ha="center", va="center", fontsize=13, color=GREY)
    return drawn
