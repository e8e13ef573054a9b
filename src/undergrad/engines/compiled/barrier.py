"""The barrier at which threads that share a step wait for each other."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from undergrad.engines.compiled.elementary import OPTIONS

#: A wait takes far fewer looks, unless another thread has lost its core: then this thread yields its own.
_LOOKS = 2000


@intrinsic
def _arrive(typing_context: Any, counter: Any) -> Any:
    """Add 1 to the number, ordered after all earlier writes of this thread."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        builder.atomic_rmw("add", arguments[0], ir.Constant(ir.IntType(64), 1), "acq_rel")
        return context.get_dummy_value()

    return types.void(counter), generate


@intrinsic
def _arrived(typing_context: Any, counter: Any) -> Any:
    """The number, ordered before all later reads of this thread."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.load_atomic(arguments[0], "acquire", 8)

    return types.int64(counter), generate


@intrinsic
def _yield(typing_context: Any) -> Any:
    """Let another thread have this core, if one waits for it."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind = ir.FunctionType(ir.IntType(32), [])
        builder.call(cgutils.get_or_insert_function(builder.module, kind, "undergrad_yield"), [])
        return context.get_dummy_value()

    return types.void(), generate


@njit(inline="always", **OPTIONS)
def meet(counter: Any, threads: int, times: int) -> bool:
    """Wait until each of `threads` threads has arrived for the `times`-th time. False if that is cancelled.

    `counter` points to an int64 that begins at 0; a negative value means that the meeting is cancelled.
    """
    if threads == 1:
        return True
    _arrive(counter)
    looks, arrived = 0, _arrived(counter)
    while 0 <= arrived < threads * times:
        looks += 1
        if looks > _LOOKS:
            _yield()
        arrived = _arrived(counter)
    return bool(arrived >= 0)
