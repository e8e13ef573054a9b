"""Checks the arguments of a call against the constructor that takes them, and writes them as canonical text."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from undergrad.errors import UsageError
from undergrad.notation.calls import Call, call_text
from undergrad.notation.kinds import check_whole, is_number, is_whole

#: All arguments of a constructor by name and value, in its order.
Arguments = tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class As:
    """The default of an argument, a size, that equals another argument."""

    name: str

    def __repr__(self) -> str:
        return self.name


def bound(call: Call, takes: inspect.Signature) -> Arguments:
    """The arguments of a call, each in the type of its default. UsageError, one sentence, for an invalid argument."""
    for name in call.named:
        if name not in takes.parameters:
            raise UsageError(f"{call.name} has no argument {name}; {_usage(call.name, takes)}")
    try:
        filled = takes.bind(*call.positional, **call.named)
    except TypeError:
        raise UsageError(f"{call_text(call.name, call.positional, call.named)}: {_usage(call.name, takes)}") from None
    filled.apply_defaults()
    values: dict[str, Any] = {}
    for name, value in filled.arguments.items():
        value = values[value.name] if isinstance(value, As) else value
        values[name] = _checked(f"{name} of {call.name}", value, takes.parameters[name])
    return tuple(values.items())


def as_text(word: str, arguments: Arguments, takes: inspect.Signature) -> str:
    """The canonical text: arguments without default by position, others by keyword if they differ from the default."""
    values = dict(arguments)
    defaults = {name: parameter.default for name, parameter in takes.parameters.items()}
    defaults |= {name: values[other.name] for name, other in defaults.items() if isinstance(other, As)}
    positional = tuple(value for name, value in arguments if defaults[name] is inspect.Parameter.empty)
    named = {name: value for name, value in arguments if defaults[name] not in (inspect.Parameter.empty, value)}
    return call_text(word, positional, named)


def _checked(what: str, value: Any, parameter: inspect.Parameter) -> Any:
    """`value` in the default's type; an argument without a default is a size, unless it is annotated as a number."""
    default = parameter.default
    has_none = default is inspect.Parameter.empty
    if isinstance(default, As) or (has_none and parameter.annotation not in (float, "float")):
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
    if isinstance(default, float) or has_none:
        if not is_number(value):
            raise UsageError(f"{what} must be a finite number, not {value!r}")
        return float(value) + 0.0  # -0 is 0
    return value


def _usage(word: str, takes: inspect.Signature) -> str:
    """The remedy in an error: `write fc(output_dim)`."""
    parameters: Mapping[str, inspect.Parameter] = takes.parameters
    shown = ", ".join(
        name if parameter.default is inspect.Parameter.empty else f"{name}={parameter.default!r}"
        for name, parameter in parameters.items()
    )
    return f"write {word}({shown})" if shown else f"write {word} alone"
