"""The L2 term: three fits to ten points, and how the minimum moves when weights cost more."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from tools.figures.registry import figure
from tools.figures.style import BLUE, CURVES, FAINT, GREEN, GREY, INK, ORANGE, canvas

_X = np.linspace(-1, 1, 10)
_Y = np.sin(np.pi * _X) + np.random.default_rng(3).normal(0, 0.25, 10)


def _powers(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.stack([x**k for k in range(1, 10)], axis=1)


def coefficients(reg_lambda: float) -> NDArray[np.float64]:
    """The coefficients of x, x^2, ..., x^9 with the least mean of half the squared errors, plus their L2 term."""
    powers = _powers(_X)
    centred = powers - powers.mean(axis=0)
    curvature = centred.T @ centred / len(_X) + reg_lambda * np.eye(9)
    return np.asarray(np.linalg.solve(curvature, centred.T @ (_Y - _Y.mean()) / len(_X)))


@figure("three-fits")
def three_fits() -> Figure:
    """A polynomial of degree 9 through ten points, without the L2 term, with a little of it, and with too much."""
    drawn = canvas(5.8, 3.3)
    axes = drawn.subplots()
    x = np.linspace(-1, 1, 301)
    for reg_lambda, (colour, line) in zip((0.0, 0.001, 1.0), CURVES, strict=False):
        curve = _Y.mean() + (_powers(x) - _powers(_X).mean(axis=0)) @ coefficients(reg_lambda)
        axes.plot(x, curve, line, color=colour, label=f"$\\lambda$ = {reg_lambda:g}")
    axes.plot(_X, _Y, "o", color=INK, ms=5, label="the ten points")
    axes.set(xlabel="$x$", ylim=(-2, 2.6), title="a polynomial of degree 9")
    axes.legend(loc="upper left", fontsize=9, ncols=2)
    return drawn


@figure("pulled-to-the-origin")
def pulled_to_the_origin() -> Figure:
    """Two weights: the minimum for several lambda, between the minimum of the data and the origin."""
    curvature, best = np.array([3.0, 0.3]), np.array([2.0, 2.0])
    drawn = canvas(4.6, 4.4)
    axes = drawn.subplots()
    angle = np.linspace(0, 2 * np.pi, 181)
    circle = np.stack([np.cos(angle), np.sin(angle)])
    for height in (0.05, 0.2, 0.45, 0.8):
        ellipse = best[:, None] + np.sqrt(2 * height / curvature)[:, None] * circle
        axes.plot(*ellipse, color=BLUE, lw=1.1, label="loss of the data" if height == 0.05 else None)
    for radius in (0.4, 0.8, 1.2, 1.6):
        axes.plot(*(radius * circle), ":", color=GREY, lw=1.3, label="L2 term" if radius == 0.4 else None)
    reg_lambda = np.concatenate([[0.0], np.geomspace(0.001, 1000, 300)])
    path = curvature[:, None] / (curvature[:, None] + reg_lambda) * best[:, None]
    axes.plot(*path, color=ORANGE, lw=2.2, label="minimum of both")
    for value in (0.0, 0.1, 0.3, 1.0, 3.0, 10.0):
        place = curvature / (curvature + value) * best
        axes.plot(*place, "o", color=ORANGE, ms=6)
        offset, across, up = ((9, -1), "left", "center") if value < 3 else ((0, -7), "center", "top")
        axes.annotate(f"{value:g}", place, xytext=offset, textcoords="offset points", fontsize=9, ha=across, va=up)
    axes.axhline(0, color=FAINT, lw=1)
    axes.axvline(0, color=FAINT, lw=1)
    axes.plot(0, 0, "s", color=GREEN, ms=6)
    axes.set(xlabel="$w_1$", ylabel="$w_2$", xlim=(-0.6, 3.4), ylim=(-0.6, 3.6), aspect="equal")
    axes.set_title("numbers at the dots: $\\lambda$")
    axes.legend(loc="upper left", fontsize=9)
    return drawn
