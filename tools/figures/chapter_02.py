"""The loss and the gradient: the accuracy's staircase, the cost of a picture, the tangent, maps and paths."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tools.figures.registry import figure
from tools.figures.style import BLUE, FAINT, GREEN, GREY, INK, ORANGE, PURPLE, arrow, canvas
from undergrad import ClassifierModel, FCLayer, SoftmaxLayer, load_dataset

#: The three samples of the chapter's line, and the parameters with the least loss.
X, Y = np.array([0.0, 1.0, 2.0]), np.array([1.0, 2.0, 2.0])
LOWEST = (0.5, 7 / 6)


def line_loss(w: Any, b: Any) -> Any:
    """The mean squared error of w x + b, for one w and b or for arrays of them."""
    return np.mean([(w * x + b - y) ** 2 for x, y in zip(X, Y, strict=True)], axis=0)


def line_gradient(w: float, b: float) -> tuple[float, float]:
    """Its slope in w and in b."""
    error = w * X + b - Y
    return float(2 * np.mean(error * X)), float(2 * np.mean(error))


def a_map(axes: Axes, w: tuple[float, float], b: tuple[float, float]) -> None:
    """The contour lines of the loss of the line."""
    ws, bs = np.meshgrid(np.linspace(*w, 120), np.linspace(*b, 120))
    levels = np.array([0.02, 0.15, 0.4, 0.9, 1.7, 3.0, 5.0, 8.0, 12.0]) + line_loss(*LOWEST)
    axes.contour(ws, bs, line_loss(ws, bs), levels=levels, colors=[GREY], linewidths=0.8)
    axes.plot(*LOWEST, "+", color=GREEN, markersize=10, markeredgewidth=2)
    axes.set(xlim=w, ylim=b, xlabel="$w$", ylabel="$b$", aspect="equal")
    axes.grid(visible=False)


@figure("loss-and-accuracy")
def loss_and_accuracy() -> Figure:
    """Accuracy and loss on 40 pictures while all parameters move along one line."""
    mnist = load_dataset("mnist-10k")
    x, labels = mnist.x_train[:40] / 255.0, mnist.y_train[:40]
    y = np.eye(10)[labels]
    layer, model = FCLayer(784, 10, rng=np.random.default_rng(0)), ClassifierModel()
    model.add_layer("fc", layer)
    model.add_layer("softmax", SoftmaxLayer())
    start = layer.W
    model.forward(x, y)
    model.backward()
    way, places = -0.3 * layer.dW, np.linspace(0, 1, 201)
    accuracies, losses = [], []
    for place in places:
        layer.W = start + place * way
        losses.append(model.forward(x, y))
        accuracies.append((model.predict(x).argmax(axis=1) == labels).mean())
    drawn = canvas(5.8, 3.8)
    above, below = drawn.subplots(2, 1, sharex=True)
    above.step(places, accuracies, where="post", color=ORANGE)
    above.set(title="accuracy on 40 pictures", ylim=(0, 0.6))
    below.plot(places, losses, color=BLUE)
    below.set(title="loss", xlabel="how far all parameters were moved, $t$")
    return drawn


@figure("minus-log")
def minus_log() -> Figure:
    """The cost of one picture, by the probability of its right class."""
    drawn = canvas(5.8, 2.7)
    axes = drawn.subplots()
    p = np.linspace(0.008, 1, 400)
    axes.plot(p, -np.log(p), color=BLUE)
    for place, says in ((0.1, "guessing among ten: 2.30"), (0.5, "undecided between two: 0.69"), (1.0, "certain: 0")):
        cost = -np.log(place)
        axes.plot(place, cost, "o", color=ORANGE)
        to_the_left = place == 1
        axes.text(
            place + (0.0 if to_the_left else 0.03),
            cost + (0.45 if to_the_left else 0.2),
            says,
            ha="right" if to_the_left else "left",
        )
    axes.set(xlabel="probability of the right class, $p$", ylabel=r"$-\log\,p$", ylim=(-0.2, 4.8), xlim=(0, 1.03))
    return drawn


@figure("tangent")
def tangent() -> Figure:
    """The loss of the line over w, with b = 1, and its tangent at w = 0."""
    drawn = canvas(5.8, 2.9)
    axes = drawn.subplots()
    w = np.linspace(-0.4, 1.6, 200)
    axes.plot(w, line_loss(w, 1.0), color=BLUE, label="the loss $L(w)$")
    near = np.array([-0.4, 0.62])
    axes.plot(near, 2 / 3 - 2 * near, "--", color=ORANGE, label="its tangent at $w = 0$, with the slope $-2$")
    axes.plot(0, 2 / 3, "o", color=ORANGE)
    axes.plot(0.5, line_loss(0.5, 1.0), "o", color=BLUE)
    axes.plot([0.5, 0.5], [2 / 3 - 1, line_loss(0.5, 1.0)], ":", color=PURPLE)
    axes.text(0.53, -0.16, "what the tangent\nleaves out for $s = 0.5$", color=PURPLE, va="center")
    axes.plot(0.6, line_loss(0.6, 1.0), "+", color=GREEN, markersize=10, markeredgewidth=2)
    axes.set(xlabel="$w$", ylim=(-0.55, 2.1))
    axes.legend(loc="upper center")
    return drawn


@figure("gradient-on-a-map")
def gradient_on_a_map() -> Figure:
    """The contour lines of the loss of the line, and the direction against the gradient in four places."""
    drawn = canvas(5.8, 4.3)
    axes = drawn.subplots()
    a_map(axes, (-1.2, 2.4), (-0.4, 2.6))
    for place in ((-0.6, 0.4), (-0.4, 2.0), (1.7, 0.3), (1.6, 1.3)):
        slopes = line_gradient(*place)
        end = (place[0] - 0.09 * slopes[0], place[1] - 0.09 * slopes[1])
        axes.plot(*place, "o", color=INK, markersize=4)
        arrow(axes, place, end, color=ORANGE, lw=1.8)
    axes.text(LOWEST[0] + 0.08, LOWEST[1] + 0.08, "lowest", color=GREEN)
    axes.set_title("the loss as a map, and four times the way against the gradient")
    return drawn


@figure("three-learning-rates")
def three_learning_rates() -> Figure:
    """Twelve steps from the same place with three learning rates, one below the other."""
    drawn = canvas(4.6, 8.2)
    for axes, (rate, says) in zip(
        drawn.subplots(3, 1), ((0.02, "too small"), (0.35, "good"), (0.43, "too large")), strict=True
    ):
        a_map(axes, (-1.0, 2.6), (-0.5, 2.9))
        path = [(0.0, 0.0)]
        for _ in range(12):
            slopes = line_gradient(*path[-1])
            path.append((path[-1][0] - rate * slopes[0], path[-1][1] - rate * slopes[1]))
        axes.plot(*zip(*path, strict=True), "o-", color=BLUE, lw=1.2, markersize=3.5, markerfacecolor=BLUE)
        axes.plot(*path[0], "o", color=ORANGE)
        axes.set_title(rf"$\eta$ = {rate}: {says}")
        for side in axes.spines.values():
            side.set_color(FAINT)
    return drawn
