"""The chain rule: graphs with values and slopes, why one goes backwards, and a network from both sides."""

from __future__ import annotations

import math

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle

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
    PURPLE,
    arrow,
    board,
    box,
)

Point = tuple[float, float]


def node(axes: Axes, middle: Point, text: str, *, given: bool = False) -> None:
    """An operation as a circle, or a given number as a box."""
    if given:
        box(axes, middle, (0.9, 0.7), text, face=PALE_GREEN, edge=GREEN, fontsize=11)
        return
    axes.add_patch(Circle(middle, 0.5, fc=PALE_GREY, ec=GREY, lw=1.2))
    axes.text(*middle, text, ha="center", va="center", fontsize=10)


def edge(axes: Axes, start: Point, end: Point, value: str, slope: str, *, across: bool = False) -> None:
    """An arrow with its value in blue on the left (or above) and its slope in orange on the right (or below)."""
    arrow(axes, start, end)
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    if across:
        axes.text(x, y + 0.12, value, ha="center", va="bottom", color=BLUE)
        axes.text(x, y - 0.14, slope, ha="center", va="top", color=ORANGE)
    else:
        axes.text(x - 0.2, y, value, ha="right", va="center", color=BLUE)
        axes.text(x + 0.2, y, slope, ha="left", va="center", color=ORANGE)


@figure("one-unit-as-a-graph")
def one_unit_as_a_graph() -> Figure:
    """(relu(w x + b) - y)^2 step by step, with the value and the slope of every number."""
    w, x, b, y = 3, 2, -4, 1
    p = w * x
    z = p + b
    h = max(z, 0)
    e = h - y
    loss = e**2
    d_e = 2 * e
    d_z = d_e * (z > 0)
    drawn, axes = board(4.6, 6.0)
    middle, step = 5.6, 2.15
    tops = [11.2 - step * place for place in range(5)]
    for top, text in zip(tops, (r"$\times$", "$+$", "relu", "$-$", r"$(\,\cdot\,)^2$"), strict=True):
        node(axes, (middle, top), text)
    for top, name, value, slope in (
        (tops[0], "$x$", x, d_z * w),
        (tops[1], "$b$", b, d_z),
        (tops[3], "$y$", y, -d_e),
    ):
        node(axes, (1.4, top), name, given=True)
        edge(axes, (1.9, top), (middle - 0.5, top), f"{value}", f"{slope}", across=True)
    node(axes, (middle, tops[0] + 1.3), "$w$", given=True)
    axes.text(middle - 0.6, tops[0] + 1.3, f"{w}", ha="right", va="center", color=BLUE)
    axes.text(middle + 0.6, tops[0] + 1.3, f"{d_z * x}", ha="left", va="center", color=ORANGE)
    arrow(axes, (middle, tops[0] + 0.9), (middle, tops[0] + 0.5))
    values = (("p", p, d_z), ("z", z, d_z), ("h", h, d_e), ("e", e, d_e))
    for (name, value, slope), above, below in zip(values, tops, tops[1:], strict=False):
        edge(axes, (middle, above - 0.5), (middle, below + 0.5), f"${name}$ = {value}", f"{slope}")
    edge(axes, (middle, tops[4] - 0.5), (middle, tops[4] - 1.6), f"$L$ = {loss}", "1")
    axes.text(7.2, 12.5, "values", color=BLUE, ha="left")
    axes.text(7.2, 12.0, "slopes of $L$", color=ORANGE, ha="left")
    arrow(axes, (7.9, tops[1] + 0.4), (7.9, tops[3] - 0.4), color=BLUE)
    arrow(axes, (8.5, tops[3] - 0.4), (8.5, tops[1] + 0.4), color=ORANGE)
    axes.text(7.9, tops[3] - 0.6, "forward", color=BLUE, ha="center", va="top", fontsize=9)
    axes.text(8.5, tops[1] + 0.6, "backward", color=ORANGE, ha="center", va="bottom", fontsize=9)
    return drawn


@figure("two-paths")
def two_paths() -> Figure:
    """X e^x as a graph: x goes two ways, and two slopes come back to it."""
    v = math.e
    drawn, axes = board(5.8, 2.5)
    node(axes, (0.9, 2.1), "$x$", given=True)
    node(axes, (4.2, 3.4), "exp")
    node(axes, (7.2, 2.1), r"$\times$")
    edge(axes, (7.7, 2.1), (9.6, 2.1), f"$L$ = {v:.2f}", "1", across=True)
    arrow(axes, (1.35, 2.3), (3.72, 3.25))
    arrow(axes, (4.68, 3.2), (6.75, 2.35))
    arrow(axes, (1.35, 2.0), (6.7, 2.0))
    axes.text(2.3, 2.95, "1", ha="center", va="bottom", color=BLUE)
    axes.text(2.75, 2.6, f"{v:.2f}", ha="center", va="top", color=ORANGE)
    axes.text(5.85, 2.98, f"$v$ = {v:.2f}", ha="center", va="bottom", color=BLUE)
    axes.text(5.5, 2.65, "1", ha="center", va="top", color=ORANGE)
    axes.text(4.2, 1.9, f"{v:.2f}", ha="center", va="top", color=ORANGE)
    axes.text(4.6, 2.06, "1", ha="center", va="bottom", color=BLUE)
    axes.text(0.9, 1.5, "value 1", ha="center", va="top", color=BLUE)
    axes.text(0.35, 0.95, f"slope {v:.2f} + {v:.2f} = {2 * v:.2f}", ha="left", va="top", color=ORANGE)
    return drawn


@figure("from-left-or-right")
def from_left_or_right() -> Figure:
    """The product of three Jacobians, from the left and from the right: the order of the products, and the work."""
    drawn, axes = board(5.0, 4.6)
    sizes = {1: 0.16, 10: 0.5, 500: 1.6, 784: 2.3}

    def rectangle(x: float, middle: float, shape: tuple[int, int], face: str, colour: str) -> float:
        high, wide = sizes[shape[0]], sizes[shape[1]]
        axes.add_patch(Rectangle((x, middle - high / 2), wide, high, fc=face, ec=colour, lw=1.2))
        axes.text(
            x + wide / 2, middle - high / 2 - 0.12, f"({shape[0]}, {shape[1]})", ha="center", va="top", fontsize=9
        )
        return x + wide

    axes.text(0.3, 8.95, "from the left: begin at the loss", fontsize=11, color=GREEN, va="top")
    right = rectangle(0.5, 7.9, (1, 10), PALE_GREEN, GREEN)
    right = rectangle(right + 0.45, 7.9, (10, 500), PALE_BLUE, BLUE)
    axes.text(right + 0.4, 7.9, "=", ha="center", va="center", fontsize=13)
    rectangle(right + 0.8, 7.9, (1, 500), PALE_GREEN, GREEN)
    axes.text(9.9, 7.9, "5,000", ha="right", va="center", color=INK)
    right = rectangle(0.5, 5.9, (1, 500), PALE_GREEN, GREEN)
    right = rectangle(right + 0.35, 5.9, (500, 784), PALE_BLUE, BLUE)
    axes.text(right + 0.3, 5.9, "=", ha="center", va="center", fontsize=13)
    rectangle(right + 0.6, 5.9, (1, 784), PALE_GREEN, GREEN)
    axes.text(9.9, 5.9, "392,000", ha="right", va="center", color=INK)
    axes.text(0.3, 4.05, "from the right: begin at the picture", fontsize=11, color=ORANGE, va="top")
    right = rectangle(0.5, 2.5, (10, 500), PALE_BLUE, BLUE)
    right = rectangle(right + 0.35, 2.5, (500, 784), PALE_BLUE, BLUE)
    axes.text(right + 0.3, 2.5, "=", ha="center", va="center", fontsize=13)
    rectangle(right + 0.6, 2.5, (10, 784), PALE_ORANGE, ORANGE)
    axes.text(9.9, 2.5, "3,920,000", ha="right", va="center", color=INK)
    right = rectangle(0.5, 0.75, (1, 10), PALE_GREEN, GREEN)
    right = rectangle(right + 0.45, 0.75, (10, 784), PALE_ORANGE, ORANGE)
    axes.text(right + 0.35, 0.75, "=", ha="center", va="center", fontsize=13)
    rectangle(right + 0.7, 0.75, (1, 784), PALE_GREEN, GREEN)
    axes.text(9.9, 0.75, "7,840", ha="right", va="center", color=INK)
    axes.text(9.9, 8.9, "multiplications", ha="right", va="top", fontsize=9, color=GREY)
    return drawn


@figure("forward-and-backward")
def forward_and_backward() -> Figure:
    """The network 784-500-10 from both sides: the values go down, the slopes come up, and each box stores something."""
    drawn, axes = board(4.8, 4.6)
    boxes = (
        ("fc1", "keeps $x$"),
        ("relu", "keeps the mask"),
        ("fc2", "keeps $h$"),
        ("softmax, loss", r"keeps $\hat y$, $y$"),
    )
    shapes = (("$x$", "(N, 784)"), ("$z$", "(N, 500)"), ("$h$", "(N, 500)"), ("$s$", "(N, 10)"))
    step, top, middle = 2.1, 7.9, 3.9
    for place, ((text, keeps), (name, shape)) in enumerate(zip(boxes, shapes, strict=True)):
        y = top - place * step
        learns = text.startswith("fc")
        face, colour = (PALE_ORANGE, ORANGE) if learns else (PALE_GREY, GREY)
        box(axes, (middle, y), (3.0, 0.9), text, face=face, edge=colour)
        axes.text(middle + 1.75, y, keeps, ha="left", va="center", fontsize=9, color=PURPLE)
        arrow(axes, (middle - 0.7, y + 1.55), (middle - 0.7, y + 0.5), color=BLUE)
        arrow(axes, (middle + 0.7, y + 0.5), (middle + 0.7, y + 1.55), color=ORANGE)
        axes.text(middle - 0.9, y + 1.02, f"{name} {shape}", ha="right", va="center", color=BLUE)
        axes.text(middle + 0.9, y + 1.02, rf"$\delta$ {shape}", ha="left", va="center", color=ORANGE)
    axes.text(8.6, 6.6, "forward", color=BLUE, ha="center", rotation=270, va="center")
    axes.text(9.3, 6.6, "backward", color=ORANGE, ha="center", rotation=90, va="center")
    arrow(axes, (8.6, 5.6), (8.6, 2.4), color=BLUE)
    arrow(axes, (9.3, 2.4), (9.3, 5.6), color=ORANGE)
    return drawn
