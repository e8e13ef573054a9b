"""The decorator for functions that only compiled functions call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import njit, types

from undergrad.engines.compiled.elementary import OPTIONS


def part(function: Callable[..., Any]) -> Any:
    """Compile the function at its calls, once for each floating type.

    Numba would compile it again for each constant argument, since each constant has its own type.
    """
    dispatcher = njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, **OPTIONS)(function)
    template_of = dispatcher.get_call_template

    def get_call_template(args: tuple[Any, ...], kws: dict[str, Any]) -> Any:
        return template_of(tuple(map(types.unliteral, args)), {key: types.unliteral(kws[key]) for key in kws})

    dispatcher.get_call_template = get_call_template
    return dispatcher
