"""The decorator of functions that only compiled functions call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import njit, types

from undergrad.engines.compiled.elementary import OPTIONS


def part(function: Callable[..., Any]) -> Any:
    """Compile it where it is called, once for each floating type.

    Numba would compile it once more for each constant that it is called with, since a constant has a type of its own.
    """
    dispatcher = njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, **OPTIONS)(function)
    template_of = dispatcher.get_call_template

    def get_call_template(args: tuple[Any, ...], kws: dict[str, Any]) -> Any:
        return template_of(tuple(map(types.unliteral, args)), {key: types.unliteral(kws[key]) for key in kws})

    dispatcher.get_call_template = get_call_template
    return dispatcher
