"""Optimizers on the same surface, a valley: their first steps, and how the loss falls."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from tools.figures.registry import figure
from tools.figures.style import CURVES, FAINT, GREY, INK, canvas
from undergrad.optimizers import SGD, Adam, Optimizer, RMSProp

_CURVATURE = np.array([1.0, 25.0])
_START = np.array([-2.0, 0.8])
#: Each method with the learning rate that the chapter gives it.
_METHODS: tuple[tuple[str, Optimizer, float], ...] = (
    ("steepest descent", SGD(), 0.07),
    ("momentum", SGD(momentum=0.8), 0.03),
    ("RMSProp", RMSProp(), 0.05),
    ("Adam", Adam(), 0.2),
)


def _path(optimizer: Optimizer, learning_rate: float, steps: int) -> NDArray[np.float64]:
    """(steps + 1, 2): the weights, from the start on."""
    places, memory = [_START], dict[str, NDArray[np.float64]]()
    for t in range(1, steps + 1):
        w = places[-1]
        places.append(w - optimizer.step(_CURVATURE * w, learning_rate, memory, t))
    return np.array(places)


@figure("four-ways-down")
def four_ways_down() -> Figure:
    """The first 30 steps of each method, on lines of equal loss."""
    drawn = canvas(5.8, 4.9)
    angle = np.linspace(0, 2 * np.pi, 181)
    circle = np.stack([np.cos(angle), np.sin(angle)])
    every = drawn.subplots(2, 2, sharex=True, sharey=True)
    for axes, (name, optimizer, rate), (colour, _) in zip(every.flat, _METHODS, CURVES, strict=True):
        for loss in (0.1, 0.6, 2.0, 5.0, 10.0):
            axes.plot(*(np.sqrt(2 * loss / _CURVATURE)[:, None] * circle), color=GREY if loss == 2 else FAINT, lw=1)
        path = _path(optimizer, rate, 30)
        axes.plot(*path.T, color=colour, marker="o", ms=3, lw=1.3)
        axes.plot(*_START, "s", color=INK, ms=5)
        axes.plot(0, 0, "+", color=INK, ms=10, mew=1.6)
        axes.set(title=f"{name}, $\\eta$ = {rate:g}", xlim=(-2.4, 1.2), ylim=(-1.0, 1.0))
        axes.grid(visible=False)
    for axes in every[1]:
        axes.set_xlabel("$w_1$")
    for axes in every[:, 0]:
        axes.set_ylabel("$w_2$")
    return drawn


@figure("four-losses")
def four_losses() -> Figure:
    """The loss of each method over 60 steps."""
    drawn = canvas(5.8, 3.2)
    axes = drawn.subplots()
    for (name, optimizer, rate), (colour, line) in zip(_METHODS, CURVES, strict=True):
        losses = (_path(optimizer, rate, 60) ** 2 * _CURVATURE).sum(axis=1) / 2
        axes.semilogy(losses, line, color=colour, label=name)
    axes.set(xlabel="steps", title="loss", ylim=(1e-6, 100))
    axes.legend(loc="lower left", fontsize=9)
    return drawn
