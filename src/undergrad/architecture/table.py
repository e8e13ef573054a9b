"""Which layers a text may name, and what arguments each takes: read from the layers' own constructors."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Mapping
from typing import Any

from undergrad.architecture.notation import Call, call_text
from undergrad.arrays import is_array
from undergrad.errors import UsageError, unknown
from undergrad.layers import LAYERS, Activation, Layer
from undergrad.outputs import OUTPUTS
from undergrad.settings.kinds import check_whole, is_number, is_whole

#: Arguments of a constructor by name and value, in its order, none left out.
Arguments = tuple[tuple[str, Any], ...]

#: How a layer's first weights are drawn is no part of what it is.
_DRAWN = ("rng", "dtype")


def kind_named(word: str) -> type[Layer]:
    """The layer of that word. UsageError with the nearest one for another."""
    if word not in LAYERS:
        raise unknown("layer", word, LAYERS)
    return LAYERS[word]


def is_in_table(layer: Any) -> bool:
    """Whether a text can name the layer: one of exactly such a class, not of one derived from it."""
    return LAYERS.get(getattr(type(layer), "word", "")) is type(layer)


def is_textbook(layer: Any) -> bool:
    """Whether the layer is exactly of a class of the textbook, or of none that is called like one."""
    kinds: list[type[Any]] = [*LAYERS.values(), *(output.layer for output in OUTPUTS.values())]
    named = {kind.__name__: kind for kind in kinds}
    return named.get(type(layer).__name__, type(layer)) is type(layer)


def activation_of(layer: Any) -> Activation | None:
    """The layer itself where it is an activation function of the table whose units are observed."""
    return layer if isinstance(layer, Activation) and layer.observable and is_in_table(layer) else None


@functools.cache
def signature(kind: Any) -> inspect.Signature:
    """The arguments that a text gives: without those that follow from the input's shape, without `rng` and `dtype`."""
    whole = inspect.signature(kind)
    left_out = {*kind.sized_by((1, 1, 1)), *_DRAWN}
    return whole.replace(
        parameters=[parameter for name, parameter in whole.parameters.items() if name not in left_out],
        return_annotation=inspect.Signature.empty,
    )


def is_drawn(kind: type[Layer]) -> bool:
    """Whether the layer's first weights are drawn at random."""
    return set(_DRAWN) <= inspect.signature(kind).parameters.keys()


def bound(call: Call) -> Arguments:
    """The arguments of a call, each checked. UsageError, one sentence, for what the layer does not take."""
    kind = kind_named(call.name)
    takes = signature(kind)
    for name in call.named:
        if name not in takes.parameters:
            raise UsageError(f"{call.name} has no argument {name}; {_usage(call.name, takes)}")
    try:
        filled = takes.bind(*call.positional, **call.named)
    except TypeError:
        raise UsageError(f"{call_text(call.name, call.positional, call.named)}: {_usage(call.name, takes)}") from None
    filled.apply_defaults()
    arguments = tuple(
        (name, _checked(f"{name} of {call.name}", value, takes.parameters[name].default))
        for name, value in filled.arguments.items()
    )
    if not kind.sized_by((1, 1, 1)):
        kind(**dict(arguments))  # nothing is allocated, and the constructor knows what it takes
    return arguments


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


def as_text(kind: Any, word: str, arguments: Arguments) -> str:
    """The canonical text: what has no default by position, the rest by keyword where it differs from the default."""
    takes = signature(kind).parameters if arguments else {}
    positional = tuple(value for name, value in arguments if takes[name].default is inspect.Parameter.empty)
    named = {name: value for name, value in arguments if takes[name].default not in (inspect.Parameter.empty, value)}
    return call_text(word, positional, named)


def _checked(what: str, value: Any, default: Any) -> Any:
    """`value` in the type that the default has; one without a default is a size."""
    if default is inspect.Parameter.empty:
        check_whole(what, value, least=1)
        return int(value)
    if isinstance(default, bool):
        if not isinstance(value, bool):
            raise UsageError(f"{what} must be True or False, not {value!r}")
        return value
    if isinstance(default, int):
        if not is_whole(value):
            raise UsageError(f"{what} must be a whole number, not {value!r}")
        return int(value)
    if isinstance(default, float):
        if not is_number(value):
            raise UsageError(f"{what} must be a finite number, not {value!r}")
        return float(value) + 0.0  # -0 is 0
    return value


def _usage(word: str, takes: inspect.Signature) -> str:
    """How the layer is written: `write fc(output_dim)`."""
    parameters: Mapping[str, inspect.Parameter] = takes.parameters
    shown = ", ".join(
        name if parameter.default is inspect.Parameter.empty else f"{name}={parameter.default!r}"
        for name, parameter in parameters.items()
    )
    return f"write {word}({shown})" if shown else f"write {word} alone"
