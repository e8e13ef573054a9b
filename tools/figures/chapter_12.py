"""An honest experiment: the score of the best of many, intervals, and two networks on the same samples."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from scipy.stats import binom

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
    arrow,
    board,
    box,
    canvas,
)
from undergrad.outputs.accuracy import wilson


@figure("three-parts")
def three_parts() -> Figure:
    """The parts of the data, their uses, and how often each is used."""
    drawn, axes = board(5.8, 2.9)
    parts = (
        ("training", 0.2, 4.9, BLUE, PALE_BLUE, "find the weights", "in every step"),
        ("validation", 5.2, 1.7, ORANGE, PALE_ORANGE, "choose", "in every epoch"),
        ("test", 7.7, 2.1, GREEN, PALE_GREEN, "say how good it is", "once, at the end"),
    )
    for name, left, width, edge, face, purpose, often in parts:
        middle = left + width / 2
        box(axes, (middle, 4.2), (width, 0.9), name, face=face, edge=edge, fontsize=11)
        arrow(axes, (middle, 3.6), (middle, 2.75), color=edge)
        axes.text(middle, 2.4, purpose, ha="center", va="center", fontsize=10)
        axes.text(middle, 1.85, often, ha="center", va="center", fontsize=9, color=GREY)
    axes.plot([7.28, 7.28], [0.9, 4.8], "--", color=GREY, lw=1.2)
    axes.text(3.55, 0.8, "what may be looked at while choosing", ha="center", fontsize=9, color=GREY)
    return drawn


@figure("best-of-many")
def best_of_many() -> Figure:
    """Sixty equally good networks on one validation set, and the score of the best of the first n."""
    truth, size = 0.88, 1000
    rng = np.random.default_rng(0)
    scores = rng.binomial(size, truth, 60) / size
    below = binom.cdf(np.arange(size), size, truth)  # the probability that one network has at most 0, 1, 2 ... right
    counts = np.unique(np.rint(np.logspace(0, 3, 25)).astype(int))  # a power of ten may be rounded to just below
    best = [(1 - below**count).sum() / size for count in counts]  # the exact mean of the best of n
    drawn = canvas(5.8, 2.9)
    left, right = drawn.subplots(1, 2, sharey=True)
    left.axhline(truth, color=GREEN, linestyle="--")
    left.plot(range(1, 61), scores, "o", color=BLUE, markersize=4)
    top = int(scores.argmax())
    left.plot(top + 1, scores[top], "o", color=ORANGE, markersize=8)
    left.set(title="60 networks, all equally good", xlabel="network", ylabel="validation accuracy")
    right.axhline(truth, color=GREEN, linestyle="--", label="the truth")
    right.plot(counts, best, color=ORANGE, label="the best, on average")
    right.set(xscale="log", title="the best of more and more", xlabel="how many were tried")
    right.legend(loc="lower right")
    return drawn


@figure("intervals")
def intervals() -> Figure:
    """Wilson's interval of a network that is right with probability 0.9, on forty test sets of 200."""
    truth, size, count = 0.9, 200, 40
    rng = np.random.default_rng(4)
    shares = rng.binomial(size, truth, count) / size
    drawn = canvas(5.8, 2.6)
    axes = drawn.subplots()
    axes.axhline(truth, color=GREEN, linestyle="--")
    for place, share in enumerate(shares, 1):
        low, high = wilson(share, size)
        colour = BLUE if low <= truth <= high else ORANGE
        axes.vlines(place, low, high, color=colour, linewidth=1.6)
        axes.plot(place, share, "o", color=colour, markersize=3.5)
    axes.set(xlabel="test set of 200 samples", ylabel="accuracy, 95 % interval")
    return drawn


@figure("who-is-right")
def who_is_right() -> Figure:
    """The test samples by which of two networks is right; only two of the four groups say which one is better."""
    drawn, axes = board(5.8, 3.3)
    cells = (
        (2.7, 2.65, "both are right", "says nothing", PALE_GREY, INK),
        (6.1, 2.65, "only A is right", "speaks for A", PALE_BLUE, BLUE),
        (2.7, 0.75, "only B is right", "speaks for B", PALE_ORANGE, ORANGE),
        (6.1, 0.75, "both are wrong", "says nothing", PALE_GREY, INK),
    )
    for left, bottom, text, says, face, edge in cells:
        axes.add_patch(Rectangle((left, bottom), 3.3, 1.8, fc=face, ec=edge, lw=1.2))
        axes.text(left + 1.65, bottom + 1.1, text, ha="center", va="center", fontsize=11)
        axes.text(left + 1.65, bottom + 0.55, says, ha="center", va="center", fontsize=9, color=GREY)
    axes.text(4.35, 4.75, "B is right", ha="center", fontsize=10)
    axes.text(7.75, 4.75, "B is wrong", ha="center", fontsize=10)
    axes.text(2.5, 3.55, "A is right", ha="right", va="center", fontsize=10)
    axes.text(2.5, 1.65, "A is wrong", ha="right", va="center", fontsize=10)
    return drawn
