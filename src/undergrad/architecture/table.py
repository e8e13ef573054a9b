"""Which layers a text may name, and what arguments each takes: read from the layers' own constructors."""

from __future__ import annotations

import functools
import inspect
from typing import Any

from undergrad.arrays import is_array
from undergrad.errors import unknown
from undergrad.layers import LAYERS, Activation, Layer, is_in_table
from undergrad.layers.outline import DRAWN, signature
from undergrad.notation import arguments
from undergrad.notation.arguments import Arguments, As
from undergrad.notation.calls import Call
from undergrad.outputs import OUTPUTS


def kind_named(word: str) -> type[Layer]:
    """The layer of that word. UsageError with the nearest one for another."""
    if word not in LAYERS:
        raise unknown("layer", word, LAYERS)
    return LAYERS[word]


def is_textbook(layer: Any) -> bool:
    """Whether the layer is exactly of a class of the textbook, or of none that is called like one."""
    kinds: list[type[Any]] = [*LAYERS.values(), *(output.layer for output in OUTPUTS.values())]
    named = {kind.__name__: kind for kind in kinds}
    return named.get(type(layer).__name__, type(layer)) is type(layer)


def activation_of(layer: Any) -> Activation | None:
    """The layer itself where it is an activation function of the table whose units are observed; None for any other.

    >>> from undergrad import FCLayer, ReLU
    >>> relu = ReLU()
    >>> activation_of(relu) is relu, activation_of(FCLayer(2, 3))
    (True, None)
    """
    return layer if isinstance(layer, Activation) and layer.observable and is_in_table(layer) else None


def drawn_by(kind: type[Layer]) -> frozenset[str]:
    """What the layer's constructor takes of how its first weights are drawn."""
    constructor: Any = kind
    return _drawn_by(constructor)


@functools.cache
def _drawn_by(kind: Any) -> frozenset[str]:
    return frozenset(DRAWN) & inspect.signature(kind).parameters.keys()


def bound(call: Call) -> Arguments:
    """The arguments of a call by the constructor's names, each checked. UsageError, one sentence, for what is wrong."""
    kind = kind_named(call.name)
    names = {text_name: name for name, text_name in kind.text_names.items()}
    values = tuple((names.get(name, name), value) for name, value in arguments.bound(call, _text_signature(kind)))
    kind.check(**dict(values))
    return values


@functools.cache
def _text_signature(kind: Any) -> inspect.Signature:
    """The arguments as a text names them, with its defaults."""
    names, defaults = getattr(kind, "text_names", {}), getattr(kind, "text_defaults", {})
    parameters = [
        parameter.replace(
            name=names.get(name, name), default=As(defaults[name]) if name in defaults else parameter.default
        )
        for name, parameter in signature(kind).parameters.items()
    ]
    return inspect.Signature(parameters)


def arguments_of(layer: Any, kind: Any) -> Arguments:
    """With which arguments a layer like those of the class `kind` was made, read from its attributes.

    A class of one's own may not keep them: then a size is the width of its weights, and others are the default.
    """

    def value(name: str, default: Any) -> Any:
        if default is inspect.Parameter.empty:
            weights: Any = getattr(layer, "W", getattr(layer, "w", None))
            default = int(weights.shape[-1]) if is_array(weights) and weights.ndim else 0
        return getattr(layer, name, default)

    return tuple((name, value(name, parameter.default)) for name, parameter in signature(kind).parameters.items())


def as_text(kind: Any, word: str, values: Arguments) -> str:
    """The canonical text of a layer with these arguments. A class of one's own is called by its word alone."""
    if not values:
        return word
    names = getattr(kind, "text_names", {})
    return arguments.as_text(word, tuple((names.get(n, n), value) for n, value in values), _text_signature(kind))
