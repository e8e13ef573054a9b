"""Where threads that share a step wait for each other."""

from __future__ import annotations

import ctypes
import sys
from typing import Any

import llvmlite.binding
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from undergrad.engines.elementary import OPTIONS
from undergrad.engines.memory import pointer

#: A wait is far shorter than this many looks, unless another thread has lost its core: then this one gives up its own.
_LOOKS = 2000

if sys.platform == "win32":
    _give_up_core = ctypes.WinDLL("kernel32").SwitchToThread
else:
    _give_up_core = ctypes.CDLL(None).sched_yield
llvmlite.binding.add_symbol("undergrad_yield", ctypes.cast(_give_up_core, ctypes.c_void_p).value)


@intrinsic
def _arrive(typing_context: Any, counter: Any) -> Any:
    """Add 1 to the number, after everything that this thread has written."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        builder.atomic_rmw("add", arguments[0], ir.Constant(ir.IntType(64), 1), "acq_rel")
        return context.get_dummy_value()

    return types.void(counter), generate


@intrinsic
def _arrived(typing_context: Any, counter: Any) -> Any:
    """The number, before anything that this thread reads from now on."""

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
    """Wait until each of `threads` threads is here for the `times`-th time. False where that is cancelled.

    `counter` (1,) int64 begins at 0; below 0 it says that the meeting is cancelled.
    """
    if threads == 1:
        return True
    place = pointer(counter, 0)
    _arrive(place)
    looks, arrived = 0, _arrived(place)
    while 0 <= arrived < threads * times:
        looks += 1
        if looks > _LOOKS:
            _yield()
        arrived = _arrived(place)
    return bool(arrived >= 0)
