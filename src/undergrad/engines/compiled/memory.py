"""Pointers to numbers in memory for compiled functions, without reference counts and shapes."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic


@intrinsic
def after(typing_context: Any, pointer: Any, distance: Any) -> Any:
    """Points to the number `distance` numbers further on."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.gep(arguments[0], [arguments[1]])

    return pointer(pointer, types.int64), generate


@intrinsic
def bytes_of(typing_context: Any, pointer: Any) -> Any:
    """The bytes per number at `pointer`."""
    size = pointer.dtype.bitwidth // 8

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return context.get_constant(types.int64, size)

    return types.int64(pointer), generate


@intrinsic
def prefetch(typing_context: Any, pointer: Any) -> Any:
    """Begin to load the memory at `pointer` into the cache."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        address, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [address, number, number, number])
        function = builder.module.declare_intrinsic("llvm.prefetch", [address], kind)
        for_reading_often_data = [ir.Constant(number, value) for value in (0, 3, 1)]
        builder.call(function, [builder.bitcast(arguments[0], address), *for_reading_often_data])
        return context.get_dummy_value()

    return types.void(pointer), generate
