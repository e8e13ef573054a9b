"""Signatures with the names in the code: `x: Array`, and not the type behind the alias."""

from __future__ import annotations

import inspect
import types
import typing
from typing import Any

_LONGEST = 60  # the largest number of characters of a default that is shown


def signature(value: Any, *, is_method: bool = False) -> tuple[str, str]:
    """The arguments in parentheses and the return type of a function or a class; empty texts if there are none.

    Private arguments (for example a field of a dataclass) are left out, and a meaningless or long default is `...`.

    >>> signature(signature)
    ('(value: Any, *, is_method: bool = False)', 'tuple[str, str]')
    """
    if getattr(value, "_is_protocol", False):  # nobody calls it
        return "", ""
    try:
        known = inspect.signature(value)
    except (TypeError, ValueError):
        return "", ""
    parameters = list(known.parameters.values())
    if is_method and parameters and parameters[0].name in ("self", "cls"):
        parameters.pop(0)
    written = _annotations(value)
    shown = [
        parameter.replace(
            annotation=_Words(_word(written.get(parameter.name, parameter.annotation))),
            default=_default(parameter.default),
        )
        for parameter in parameters
        if not parameter.name.startswith("_")
    ]
    arguments = str(inspect.Signature(_without_annotations(shown)))
    returned = "" if inspect.isclass(value) else _word(known.return_annotation)
    return arguments, returned


class _Words(str):
    """A text that inspect writes without quotation marks."""

    def __repr__(self) -> str:
        return str(self)


def _annotations(value: Any) -> dict[str, Any]:
    """The annotations of a class's fields as in its file; they override those of its base classes."""
    if not inspect.isclass(value):
        return {}
    known: dict[str, Any] = {}
    for base in reversed(value.__mro__):
        known |= inspect.get_annotations(base)
    return known


def _word(annotation: Any) -> str:
    if annotation is inspect.Parameter.empty:
        return ""
    if isinstance(annotation, typing.ForwardRef):  # as a named tuple keeps it
        annotation = annotation.__forward_arg__
    if isinstance(annotation, str):
        return annotation.strip("'\"")
    if isinstance(annotation, types.GenericAlias | types.UnionType) or not hasattr(annotation, "__name__"):
        return str(annotation)
    return str(annotation.__name__)


def _default(default: Any) -> Any:
    if default is inspect.Parameter.empty:
        return default
    if inspect.isclass(default):
        return _Words(default.__name__)
    text = repr(default)
    return _Words("..." if text.startswith("<") or len(text) > _LONGEST else text)


def _without_annotations(parameters: list[inspect.Parameter]) -> list[inspect.Parameter]:
    """The signature without empty annotations."""
    empty = inspect.Parameter.empty
    return [parameter if parameter.annotation else parameter.replace(annotation=empty) for parameter in parameters]
