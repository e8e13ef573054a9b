"""A network as a function: from a picture to probabilities, shapes, and why layers are composed."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from tools.figures.registry import figure
from tools.figures.style import (
    BLUE,
    CURVES,
    GREEN,
    GREY,
    ORANGE,
    PALE_GREEN,
    PALE_GREY,
    PALE_ORANGE,
    PURPLE,
    arrow,
    board,
    box,
    canvas,
    matrix,
)
from undergrad import fully_connected, load_dataset


@figure("pixels-to-probabilities")
def pixels_to_probabilities() -> Figure:
    """The first training image, its first rows as numbers, and a network's answer before it has learned."""
    image = load_dataset("mnist-10k").x_train[0]
    model = fully_connected(784, [500], 10, "relu", rng=np.random.default_rng(0))
    y_hat = model.predict(image[None] / 255.0)[0]
    drawn = canvas(5.8, 2.7)
    left, middle, right = drawn.subplots(1, 3, width_ratios=[1, 1.1, 1.25])
    left.imshow(image, cmap="gray", interpolation="none")
    left.set(title="an image:\n28 x 28 pixels", xticks=[], yticks=[])
    left.grid(visible=False)
    middle.axis("off")
    middle.set(xlim=(0, 10), ylim=(0, 10))
    middle.set_title("$x$ (784,):\neach from 0 to 1")
    numbers = image.ravel()[209:216] / 255
    for place, value in enumerate(numbers):
        middle.text(1.5, 9.2 - 1.05 * place, f"$x_{{{210 + place}}}$", ha="center", va="center", color=GREY)
        middle.text(3.6, 9.2 - 1.05 * place, f"{value:.2f}", ha="center", va="center", fontsize=10)
    middle.text(3.6, 1.6, "...", ha="center", va="center")
    box(middle, (7.4, 5), (2.6, 2.6), "$f$", fontsize=16)
    arrow(middle, (4.8, 5), (6.0, 5))
    arrow(middle, (8.8, 5), (10, 5))
    right.barh(range(10), y_hat, color=BLUE)
    right.set(title="$\\hat y$ (10,): a probability\nfor each digit", yticks=range(10), xlim=(0, 0.25))
    right.set(xlabel="before any training")
    right.invert_yaxis()
    right.grid(visible=False, axis="y")
    return drawn


@figure("one-layer-in-shapes")
def one_layer_in_shapes() -> Figure:
    """x W + b = z as arrays: a row of x, a column of W, an entry of b and the entry of z that they make."""
    drawn, axes = board(5.8, 1.9)
    samples, features, units, cell = 4, 6, 3, 0.31
    row, unit, top = 1, 2, 2.7
    of_layer: dict[str, Any] = {"cell": cell, "face": PALE_ORANGE, "edge": ORANGE, "columns": [unit]}
    matrix(axes, (0.3, top), (samples, features), cell=cell, name="$x$", says="(N, D)", rows=[row])
    matrix(axes, (3.0, top), (features, units), name="$W$", says="(D, H)", **of_layer)
    matrix(axes, (4.8, top - 1.5 * cell), (1, units), name="$b$", says="(H,)", **of_layer)
    of_z: dict[str, Any] = {"cell": cell, "face": PALE_GREEN, "edge": GREEN}
    left, *_ = matrix(axes, (6.6, top), (samples, units), name="$z$", says="(N, H)", **of_z)
    for x, sign in ((2.58, "@"), (4.36, "+"), (6.17, "=")):
        axes.text(x, top - 2 * cell, sign, ha="center", va="center", fontsize=13, color=GREY)
    middle = (left + (unit + 0.5) * cell, top - (row + 0.5) * cell)
    axes.add_patch(Rectangle((middle[0] - cell / 2, middle[1] - cell / 2), cell, cell, fc=GREEN, ec="none"))
    arrow(axes, (8.35, middle[1]), (middle[0] + 0.25, middle[1]), color=GREEN)
    axes.text(8.45, middle[1], "one sample,\none unit", va="center", fontsize=9)
    return drawn


@figure("a-network-in-shapes")
def a_network_in_shapes() -> Figure:
    """The network 784-500-10 from top to bottom: each layer, the shapes between layers, the parameters."""
    drawn, axes = board(4.6, 4.3)
    layers = {"flatten": "", "$x W_1 + b_1$": "392,500 parameters", "relu": "", "$h W_2 + b_2$": "5,010 parameters",
              "softmax": ""}  # fmt: skip
    between = {"images": "(N, 28, 28)", "$x$": "(N, 784)", "$z$": "(N, 500)", "$h$": "(N, 500)", "$s$": "(N, 10)",
               r"$\hat y$": "(N, 10)"}  # fmt: skip
    step, top, middle = 1.65, 8.8, 3.9
    for place, (name, shape) in enumerate(between.items()):
        y = top - place * step
        arrow(axes, (middle, y + 0.36), (middle, y - 0.36))
        axes.text(middle - 0.35, y, name, ha="right", va="center", fontsize=11)
        axes.text(middle + 0.35, y, shape, ha="left", va="center", color=GREY)
    for place, (text, count) in enumerate(layers.items()):
        y = top - (place + 0.5) * step
        face, edge = (PALE_ORANGE, ORANGE) if count else (PALE_GREY, GREY)
        box(axes, (middle, y), (2.6, 0.86), text, face=face, edge=edge)
        axes.text(middle + 1.6, y, count, ha="left", va="center", color=ORANGE)
    return drawn


@figure("bends")
def bends() -> Figure:
    """A network with one input and three hidden units, with relu and without: a line with three bends, and a line."""
    x = np.linspace(-2, 2, 401)
    W1, b1 = np.array([[1.0, 1.0, -1.0]]), np.array([1.0, -0.5, -0.4])
    W2, b2 = np.array([[1.2], [-2.6], [0.9]]), np.array([-0.8])
    z = x[:, None] @ W1 + b1
    hidden = np.maximum(z, 0)
    drawn = canvas(5.8, 2.8)
    left, right = drawn.subplots(1, 2, sharex=True)
    for unit, (colour, line) in enumerate(CURVES[:3]):
        left.plot(x, hidden[:, unit], line, color=colour, label=f"$h_{unit + 1}$")
    left.set(title="three hidden units", xlabel="$x$")
    left.legend()
    right.plot(x, (hidden @ W2 + b2)[:, 0], color=BLUE, label="with relu")
    right.plot(x, (z @ W2 + b2)[:, 0], "--", color=PURPLE, label="without")
    right.plot([-1, 0.5, -0.4], np.interp([-1, 0.5, -0.4], x, (hidden @ W2 + b2)[:, 0]), "o", color=BLUE)
    right.set(title="their sum, weighted by $W_2$, plus $b_2$", xlabel="$x$")
    right.legend()
    return drawn
