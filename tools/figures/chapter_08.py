"""How to check a gradient: chords for a tangent, and their error over the step."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from tools.figures.registry import figure
from tools.figures.style import BLUE, FAINT, GREEN, GREY, INK, ORANGE, PURPLE, canvas


@figure("chords")
def chords() -> Figure:
    """A tangent and two chords; and a chord that goes over the kink of relu."""
    drawn = canvas(5.8, 3.1)
    left, right = drawn.subplots(1, 2)
    x = np.linspace(0, 2.2, 200)
    left.plot(x, x**3 / 3, color=INK)
    middle, h = 1.1, 0.55
    around = np.array([-0.85, 0.85])
    left.plot(middle + around, middle**3 / 3 + middle**2 * around, color=GREY, lw=1.2, label="tangent")
    for start, end, (colour, line), name in (
        (middle, middle + h, (ORANGE, "--"), "one-sided"),
        (middle - h, middle + h, (BLUE, "-."), "central"),
    ):
        ends = np.array([start, end])
        left.plot(ends, ends**3 / 3, line, marker="o", ms=5, color=colour, label=name)
    left.set_xticks([middle - h, middle, middle + h], ["$x - h$", "$x$", "$x + h$"])
    left.set(title="two chords", yticks=[], ylim=(-0.8, 3.2))
    left.legend(loc="upper left", fontsize=9)
    z = np.array([-1.6, 0.0, 2.2])
    right.plot(z, np.maximum(z, 0), color=INK)
    ends = np.array([-0.5, 1.5])
    right.plot(ends, np.maximum(ends, 0), "-.", marker="o", ms=5, color=BLUE)
    right.axvline(0, color=FAINT, lw=1)
    right.text(-1.5, 1.35, "slope 0.75,\nneither 0 nor 1", fontsize=9, color=BLUE)
    right.set_xticks([-0.5, 0.5, 1.5], ["$z - h$", "$z$", "$z + h$"])
    right.set(title="relu, with a kink", yticks=[], ylim=(-0.5, 2.3))
    return drawn


def _cube(x: Any) -> Any:
    return x * x * x


@figure("error-over-step")
def error_over_step() -> Figure:
    """The error of differences of x^3 at 0.7: only sums, products and quotients, which all machines round equally."""
    drawn = canvas(5.8, 3.6)
    axes = drawn.subplots()
    exponents = np.arange(-13, -0.99, 0.125)
    steps = np.array([float(f"{10.0**exponent:.3e}") for exponent in exponents])
    x, slope = 0.7, 3 * 0.7 * 0.7
    central = abs((_cube(x + steps) - _cube(x - steps)) / (2 * steps) - slope)
    one_sided = abs((_cube(x + steps) - _cube(x)) / steps - slope)
    place, single = np.float32(x), steps.astype(np.float32)
    coarse = abs(((_cube(place + single) - _cube(place - single)) / (2 * single)).astype(float) - slope)
    is_shown = steps > 1e-8  # float32 cannot represent a smaller step
    axes.loglog(steps[is_shown], coarse[is_shown], ":", color=PURPLE, label="central, float32")
    axes.loglog(steps, one_sided, "--", color=ORANGE, label="one-sided, float64")
    axes.loglog(steps, central, color=BLUE, label="central, float64")
    axes.axvline(1e-5, ymax=0.84, color=GREEN, lw=1.2)
    axes.text(1.3e-5, 3e-14, "$h = 10^{-5}$", color=GREEN, fontsize=9, ha="left", va="bottom")
    axes.set(xlabel="step $h$", ylim=(1e-14, 1e5), title="error of the slope of $x^3$ at 0.7")
    axes.legend(loc="upper center", fontsize=9, ncols=2)
    return drawn
