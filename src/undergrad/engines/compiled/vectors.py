"""LLVM's vector instructions, written out where its own vectoriser would do nothing, or something else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import njit, types
from numba.core import cgutils

from undergrad.engines.compiled.elementary import OPTIONS
from undergrad.engines.registers import VECTOR_BYTES

I64, I32 = ir.IntType(64), ir.IntType(32)

#: The bytes of vectors, from a whole register down to 16.
VECTOR_SIZES = [VECTOR_BYTES >> halved for halved in range(VECTOR_BYTES.bit_length() - 4)]


@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, **OPTIONS)
def vector_within(room: int, largest: int) -> int:
    """`largest`, halved until it is at most `room`, which is at least 16; all in bytes."""
    while largest > room:
        largest //= 2
    return largest


def splat(builder: Any, value: Any, width: int) -> Any:
    """A vector of `width` copies of a value."""
    undefined = ir.Constant(ir.VectorType(value.type, width), ir.Undefined)
    first = builder.insert_element(undefined, value, ir.Constant(I32, 0))
    return builder.shuffle_vector(first, undefined, ir.Constant(ir.VectorType(I32, width), [0] * width))


class Emitter:
    """Writes LLVM's instructions for vectors of one floating type, `size` bytes long."""

    def __init__(self, builder: Any, real: Any, size: int = VECTOR_BYTES) -> None:
        self.builder = builder
        self.single = real == types.float32
        self.real = ir.FloatType() if self.single else ir.DoubleType()
        self.width = size // (4 if self.single else 8)
        self.vector = ir.VectorType(self.real, self.width)
        name = f"llvm.fmuladd.v{self.width}f{32 if self.single else 64}"
        kind = ir.FunctionType(self.vector, [self.vector] * 3)
        self._fma = cgutils.get_or_insert_function(builder.module, kind, name)

    def number(self, value: int) -> Any:
        return ir.Constant(I64, value)

    def at(self, pointer: Any, *distances: Any) -> Any:
        """Points `distances`, in numbers, after `pointer`."""
        for distance in distances:
            pointer = self.builder.gep(pointer, [distance])
        return pointer

    def multiples(self, distance: Any, count: int) -> list[Any]:
        """0, 1, ..., `count` - 1 times `distance`; addressing itself can multiply by 2, 4 and 8."""
        odd = {number: self.builder.mul(distance, self.number(number)) for number in range(1, count, 2)}
        multiples = [self.number(0)]
        for number in range(1, count):
            twos = number & -number
            multiples.append(self.builder.mul(odd[number // twos], self.number(twos)))
        return multiples

    def load(self, pointer: Any) -> Any:
        return self.builder.load(self.builder.bitcast(pointer, self.vector.as_pointer()), align=4)

    def store(self, value: Any, pointer: Any) -> None:
        self.builder.store(value, self.builder.bitcast(pointer, value.type.as_pointer()), align=4)

    def hidden(self, value: Any) -> Any:
        """The same value with its origin hidden from LLVM."""
        kind = ir.FunctionType(value.type, [value.type])
        return self.builder.asm(kind, "", "=r,0", [value], side_effect=False)

    def fma(self, a: Any, b: Any, c: Any) -> Any:
        return self.builder.call(self._fma, [a, b, c])

    def splat(self, value: Any) -> Any:
        return splat(self.builder, value, self.width)

    def zero(self) -> Any:
        return ir.Constant(self.vector, [0.0] * self.width)

    def shuffle(self, a: Any, b: Any, order: list[int]) -> Any:
        return self.builder.shuffle_vector(a, b, ir.Constant(ir.VectorType(I32, len(order)), order))

    def factor(self, value: Any) -> Any:
        return self.builder.fptrunc(value, self.real) if self.single else value

    def cases(self, value: Any, numbers: list[int], emit: Callable[[int], None]) -> None:
        """`emit(number)` for the number that equals `value`."""
        builder, end = self.builder, self.builder.append_basic_block("end")
        blocks = [builder.append_basic_block(f"case{number}") for number in numbers]
        switch = builder.switch(value, blocks[-1])
        for number, block in zip(numbers[:-1], blocks, strict=False):
            switch.add_case(self.number(number), block)
        for number, block in zip(numbers, blocks, strict=True):
            builder.position_at_end(block)
            emit(number)
            builder.branch(end)
        builder.position_at_end(end)

    def sums(
        self,
        first: list[Any],
        pointers: list[Any],
        steps: Any,
        body: Callable[[list[Any], list[Any], Any], tuple[list[Any], list[Any]]],
    ) -> list[Any]:
        """Sums that begin with `first`: body(sums, pointers, step) returns the next of both, for each of `steps` >= 1.

        The body may be such a loop itself. If `steps` is an int, the steps are written out one after the other. If it
        is a pointer, they end when the last of `pointers` reaches it: LLVM cannot count them, and leaves the loop
        unchanged.
        """
        builder, entry = self.builder, self.builder.block
        if isinstance(steps, int):
            for step in range(steps):
                first, pointers = body(first, pointers, self.number(step))
            return first
        loop, done = builder.append_basic_block("loop"), builder.append_basic_block("done")
        builder.branch(loop)
        builder.position_at_end(loop)
        step = builder.phi(I64)
        before = [builder.phi(value.type) for value in first]
        places = [builder.phi(pointer.type) for pointer in pointers]
        sums, following = body(before, places, step)
        next_step, end = builder.add(step, self.number(1)), builder.block
        here = following[-1] if isinstance(steps.type, ir.PointerType) else next_step
        builder.cbranch(builder.icmp_unsigned("!=", here, steps), loop, done)
        starts = [self.number(0), *first, *pointers]
        for phi, start, later in zip([step, *before, *places], starts, [next_step, *sums, *following], strict=True):
            phi.add_incoming(start, entry)
            phi.add_incoming(later, end)
        builder.position_at_end(done)
        return sums
