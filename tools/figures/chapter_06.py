"""Softmax with cross-entropy: the cost of an answer, the push on the scores, and the two ways back."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from tools.figures.registry import figure
from tools.figures.style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PALE_GREEN,
    PALE_GREY,
    PALE_ORANGE,
    PURPLE,
    arrow,
    board,
    box,
    canvas,
)


@figure("cross-entropy-and-its-slope")
def cross_entropy_and_its_slope() -> Figure:
    """The cost over the probability of the right class; and the push on a wrong score by either of two losses."""
    drawn = canvas(5.8, 2.9)
    left, right = drawn.subplots(1, 2)
    probability = np.geomspace(0.004, 1, 200)
    left.plot(probability, -np.log(probability), color=BLUE)
    left.plot([0.1], [np.log(10)], "o", color=BLUE)
    left.text(0.16, 2.35, "$\\log 10 = 2.30$:\none of ten, guessed", fontsize=9, va="bottom")
    left.set(title="loss of one sample", xlabel="probability of its right class", ylim=(0, 5.6))
    gap = np.linspace(-10, 10, 201)
    wrong = 1 / (1 + np.exp(-gap))
    right.plot(gap, wrong, color=BLUE, label="cross-entropy")
    right.plot(gap, 2 * wrong**2 * (1 - wrong), "--", color=ORANGE, label="squared error")
    right.set(title="push on the wrong score", xlabel="wrong score $-$ right score", ylim=(0, 1.45))
    right.legend(loc="upper left", fontsize=9)
    return drawn


@figure("push-on-the-scores")
def push_on_the_scores() -> Figure:
    """y_hat, y, and their difference, for one sample of class 2 of five."""
    y_hat = np.array([0.60, 0.05, 0.20, 0.05, 0.10])
    y = np.eye(5)[2]
    drawn = canvas(4.6, 3.9)
    rows = drawn.subplots(3, 1, sharex=True)
    for axes, (title, values, colour) in zip(
        rows,
        [("predicted, $\\hat y$", y_hat, BLUE), ("right, $y$", y, GREEN), ("$\\hat y - y$", y_hat - y, ORANGE)],
        strict=True,
    ):
        axes.bar(range(5), values, color=colour, width=0.6)
        axes.axhline(0, color=GREY, lw=0.8)
        axes.set_title(title, loc="left")
        axes.grid(visible=False)
        axes.set(yticks=[], ylim=(-1.15, 0.95) if values.min() < 0 else (0, 1.35))
        axes.spines["left"].set_visible(False)
        for place, value in enumerate(values):
            up = value >= 0
            axes.text(place, value + (0.05 if up else -0.06), f"{value:.2f}", ha="center",
                      va="bottom" if up else "top", fontsize=9)  # fmt: skip
    rows[-1].set_xticks(range(5), [f"class {place}" for place in range(5)])
    return drawn


@figure("two-ways-back")
def two_ways_back() -> Figure:
    """Scores, probabilities and the loss of one sample: forward, back through both parts, and straight back."""
    drawn, axes = board(5.8, 2.75)
    places = {"$x$": 1.2, "$\\hat y$": 5.0, "$\\ell$": 8.8}
    faces = [(PALE_GREY, GREY), (PALE_GREEN, GREEN), (PALE_ORANGE, ORANGE)]
    top = 3.4
    for (name, x), (face, edge), shape in zip(places.items(), faces, ["(C,)", "(C,)", "()"], strict=True):
        box(axes, (x, top), (1.3, 0.9), name, face=face, edge=edge, fontsize=13)
        axes.text(x, top + 0.6, shape, ha="center", va="bottom", fontsize=9, color=GREY)
    for start, end, above, below in (
        (1.2, 5.0, "softmax", "$\\hat y_c\\,([c = k] - \\hat y_k)$\n(C, C)"),
        (5.0, 8.8, "cross-entropy", "$-y_c\\,/\\,\\hat y_c$\n(C,)"),
    ):
        arrow(axes, (start + 0.75, top + 0.2), (end - 0.75, top + 0.2))
        axes.text((start + end) / 2, top + 0.32, above, ha="center", va="bottom")
        arrow(axes, (end - 0.75, top - 0.2), (start + 0.75, top - 0.2), color=PURPLE, ls="--")
        axes.text((start + end) / 2, top - 0.34, below, ha="center", va="top", fontsize=9.5, color=PURPLE)
    way = {"connectionstyle": "arc3,rad=-0.28", "color": BLUE, "lw": 1.8}
    arrow(axes, (8.8, top - 0.5), (1.2, top - 0.5), **way)
    axes.text(5.0, 1.0, "$\\hat y_k - y_k$", ha="center", va="bottom", fontsize=12, color=BLUE)
    axes.text(5.0, 0.42, "both parts at once, (C,)", ha="center", va="center", fontsize=9, color=INK)
    return drawn
