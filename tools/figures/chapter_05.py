"""Activation functions: their values, their slopes, and their effect on the gradient from layer to layer."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from tools.figures.registry import figure
from tools.figures.style import CURVES, canvas
from undergrad import ELU, ReLU, Sigmoid, Tanh, fully_connected, load_dataset

_KINDS = ("sigmoid", "tanh", "relu")


@figure("activation-functions")
def activation_functions() -> Figure:
    """Four functions, and their slopes below, as the layers themselves compute them."""
    z = np.linspace(-5, 5, 500)  # without 0, where there is a jump
    drawn = canvas(5.8, 4.8)
    above, below = drawn.subplots(2, 1, sharex=True)
    for (colour, line), layer in zip(CURVES, (Sigmoid(), Tanh(), ReLU(), ELU()), strict=True):
        name = type(layer).__name__
        above.plot(z, layer.forward(z), line, color=colour, label=name)
        below.plot(z, layer.backward(np.ones_like(z)), line, color=colour, label=name)
    above.set(title="the function", ylim=(-1.2, 2.2))
    above.legend(loc="upper left")
    below.set(title="its slope", ylim=(-0.05, 1.1), yticks=(0, 0.25, 0.5, 0.75, 1), xlabel="$z$")
    return drawn


@figure("gradient-by-layer")
def gradient_by_layer() -> Figure:
    """The root mean square of dLoss/dz in each of eight hidden layers, before any training."""
    mnist = load_dataset("mnist-10k")
    x, y = mnist.x_train[:500] / 255.0, np.eye(10)[mnist.y_train[:500]]
    drawn = canvas(5.8, 3.2)
    axes = drawn.subplots()
    for (colour, line), kind in zip(CURVES, _KINDS, strict=False):
        model = fully_connected(784, [100] * 8, 10, kind, rng=np.random.default_rng(0))
        model.forward(x, y)
        assert model.output_layer is not None
        delta, sizes = model.output_layer.backward(), []
        for name, layer in reversed(model.layers.items()):
            if name.startswith("fc"):
                sizes.append(float(np.sqrt((delta**2).mean())))
            delta = layer.backward(delta)
        axes.plot(range(8, 0, -1), sizes[1:], line, color=colour, marker="o", markersize=4, label=kind)
    axes.set(yscale="log", xlabel="layer (1 sees the picture)", xticks=range(1, 9))
    axes.set_title(r"size of $\delta = \partial L / \partial z$ (root mean square)")
    axes.legend(loc="lower right")
    return drawn


@figure("loss-by-activation")
def loss_by_activation() -> Figure:
    """The loss of three networks over 60 steps; only the function between the layers differs."""
    mnist = load_dataset("mnist-10k")
    x, y = mnist.x_train[:500] / 255.0, np.eye(10)[mnist.y_train[:500]]
    drawn = canvas(5.8, 3.0)
    axes = drawn.subplots()
    for (colour, line), kind in zip(CURVES, _KINDS, strict=False):
        model = fully_connected(784, [100, 100, 100], 10, kind, rng=np.random.default_rng(0))
        losses = []
        for _ in range(61):
            losses.append(model.forward(x, y))
            model.backward()
            model.update(learning_rate=0.1)
        axes.plot(losses, line, color=colour, label=kind)
    axes.axhline(np.log(10), color=CURVES[3][0], lw=0.8)
    axes.text(60, np.log(10) + 0.05, "guessing", ha="right", va="bottom", color=CURVES[3][0])
    axes.set(xlabel="step", title="loss", ylim=(0, 2.75))
    axes.legend(loc="center right")
    return drawn
