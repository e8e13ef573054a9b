"""The layers that a text may name, and the arguments of each, read from the layers' own constructors."""

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
    """The layer of that word. UsageError with the nearest word for an unknown one."""
    if word not in LAYERS:
        raise unknown("layer", word, LAYERS)
    return LAYERS[word]


def is_textbook(layer: Any) -> bool:
    """Whether the layer's class is exactly one of the textbook's, or at least has none of their names."""
    kinds: list[type[Any]] = [*LAYERS.values(), *(output.layer for output in OUTPUTS.values())]
    named = {kind.__name__: kind for kind in kinds}
    return named.get(type(layer).__name__, type(layer)) is type(layer)


def activation_of(layer: Any) -> Activation | None:
    """The layer itself if it is an activation function of the table whose units are observed, else None.

    >>> from undergrad import FCLayer, ReLU
    >>> relu = ReLU()
    >>> activation_of(relu) is relu, activation_of(FCLayer(2, 3))
    (True, None)
    """
    return layer if isinstance(layer, Activation) and layer.observable and is_in_table(layer) else None


def drawn_by(kind: type[Layer]) -> frozenset[str]:
    """The constructor's arguments about the drawing of its first weights."""
    constructor: Any = kind
    return _drawn_by(constructor)


@functools.cache
def _drawn_by(kind: Any) -> frozenset[str]:
    return frozenset(DRAWN) & inspect.signature(kind).parameters.keys()


def bound(call: Call) -> Arguments:
    """The arguments of a call by the constructor's names, each checked. UsageError, one sentence, for a wrong one."""
    kind = kind_named(call.name)
    names = {text_name: name for name, text_name in kind.text_names.items()}
    values = tuple((names.get(name, name), value) for name, value in arguments.bound(call, _text_signature(kind)))
    kind.check(**dict(values))
    return values


@functools.cache
def _text_signature(kind: Any) -> inspect.Signature:
    """The arguments by their names in a text, with the text's defaults."""
    names, defaults = getattr(kind, "text_names", {}), getattr(kind, "text_defaults", {})
    parameters = [
        parameter.replace(
            name=names.get(name, name), default=As(defaults[name]) if name in defaults else parameter.default
        )
        for name, parameter in signature(kind).parameters.items()
    ]
    return inspect.Signature(parameters)


def arguments_of(layer: Any, kind: Any) -> Arguments:
    """The arguments that made a layer like those of the class `kind`, read from its attributes.

    A user's own class may not keep them: then a size is the width of its weights, and others are the default.
    """

    def value(name: str, default: Any) -> Any:
        if default is inspect.Parameter.empty:
            weights: Any = getattr(layer, "W", getattr(layer, "w", None))
            default = int(weights.shape[-1]) if is_array(weights) and weights.ndim else 0
        return getattr(layer, name, default)

    return tuple((name, value(name, parameter.default)) for name, parameter in signature(kind).parameters.items())


def as_text(kind: Any, word: str, values: Arguments) -> str:
    """The canonical text of a layer with these arguments. A user's own class has only its word."""
    if not values:
        return word
    names = getattr(kind, "text_names", {})
    return arguments.as_text(word, tuple((names.get(n, n), value) for n, value in values), _text_signature(kind))
