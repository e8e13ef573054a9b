"""The short form of a network: the widths of its hidden layers and one activation function."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from undergrad.architecture.architecture import Architecture, Element
from undergrad.errors import UsageError, unknown
from undergrad.layers import ACTIVATIONS, FCLayer
from undergrad.model import ClassifierModel
from undergrad.notation.kinds import check_whole

#: The homework's network of experiment (a).
HIDDEN, ACTIVATION = (500, 500), "relu"


def short(hidden: Iterable[int] = HIDDEN, activation: str = ACTIVATION) -> Architecture:
    """FC - activation - ... with these widths. UsageError for values that make no network, such as a width of 0.

    `activation` is written as in a text, `leaky_relu(alpha=0.2)`.

    >>> str(short([128, 32], "tanh"))
    'fc(128), tanh, fc(32), tanh'
    """
    if isinstance(hidden, str) or not isinstance(hidden, Iterable):
        raise UsageError(f"hidden must be a list of widths, like [500, 500], not {hidden!r}")
    return _alternating(hidden, activation_element(activation))


def brief(architecture: Architecture) -> str:
    """The network in few letters: `500-500 relu` if it has the short form, else its text.

    >>> brief(short([128, 32], "tanh")), brief(Architecture.parse("fc(8), relu, tanh"))
    ('128-32 tanh', 'fc(8), relu, tanh')
    """
    activation = architecture.activation
    if activation in ("", *ACTIVATIONS) and architecture == short(architecture.hidden, activation or ACTIVATION):
        return f"{'-'.join(map(str, architecture.hidden))} {activation}".strip()
    return str(architecture)


def activation_element(text: str) -> Element:
    """The activation function that the text names. UsageError for anything else, with the nearest one."""
    word = str(text).partition("(")[0].strip()
    if word not in ACTIVATIONS:
        raise unknown("activation", text, ACTIVATIONS)
    elements = Architecture.parse(text).elements
    if len(elements) != 1:
        raise UsageError(f"activation is one activation function, not {text!r}; write several in layers")
    return elements[0]


def fully_connected(
    input_dim: int,
    hidden: Iterable[int],
    classes: int,
    activation: str | type[Any] = ACTIVATION,
    *,
    rng: np.random.Generator | None = None,
    dtype: Any = np.float64,
) -> ClassifierModel:
    """FC - activation - ... - FC - softmax, with the widths `hidden` between `input_dim` and `classes`.

    `activation` is one that `Architecture.parse` reads, or your own layer class. The weights are NumPy arrays of
    `dtype`, drawn from `rng` in the order of the layers, or from NumPy's global state without it. UsageError for a
    width below 1 or an unknown activation function, ShapeError for inputs or classes below 1.

    >>> model = fully_connected(784, [500, 500], 10, "tanh")
    >>> list(model.layers)
    ['fc1', 'tanh1', 'fc2', 'tanh2', 'fc3']
    """
    element = activation_element(activation) if isinstance(activation, str) else Element(activation)
    return _alternating(hidden, element).build((input_dim,), classes, rng=rng, dtype=dtype)


def _alternating(hidden: Iterable[int], activation: Element) -> Architecture:
    elements: list[Element] = []
    for width in hidden:
        check_whole("each hidden width", width, least=1)
        elements += [Element(FCLayer, (("output_dim", int(width)),)), activation]
    return Architecture(tuple(elements))
