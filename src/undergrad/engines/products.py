"""Matrix products of a training step, for the vector registers of this processor.

A BLAS rearranges both factors of every product before it multiplies. Here the weights lie for a whole epoch in the
order in which they are multiplied, and nothing is rearranged. They are kept in panels: the columns of W are cut into
groups of `panel`, and a panel holds those columns of all rows, row after row. What does not fill a panel is 0.

The products are built from tiles: a few rows times a few vectors whose sums stay in registers over the whole inner
dimension (Goto and van de Geijn 2008, "Anatomy of high-performance matrix multiplication"). Every number is summed in
one order, whatever tile it falls into, so how rows are shared among threads changes no bit.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from undergrad.engines.elementary import OPTIONS
from undergrad.engines.memory import after
from undergrad.engines.registers import DOT_COLUMNS, DOT_ROWS, TILE_ROWS, TILE_VECTORS, VECTOR_BYTES

#: So many steps of the inner dimension at a time that a panel's part stays in the second cache: 256 KiB in float32.
_DEPTH = 1024

_part = njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, **OPTIONS)
_I64, _I32 = ir.IntType(64), ir.IntType(32)


class _Emitter:
    """Writes LLVM's instructions for vectors of one floating type."""

    def __init__(self, builder: Any, real: Any) -> None:
        self.builder = builder
        self.single = real == types.float32
        self.real = ir.FloatType() if self.single else ir.DoubleType()
        self.width = VECTOR_BYTES // (4 if self.single else 8)
        self.vector = ir.VectorType(self.real, self.width)
        name = f"llvm.fmuladd.v{self.width}f{32 if self.single else 64}"
        kind = ir.FunctionType(self.vector, [self.vector] * 3)
        self._fma = cgutils.get_or_insert_function(builder.module, kind, name)

    def number(self, value: int) -> Any:
        return ir.Constant(_I64, value)

    def at(self, pointer: Any, *distances: Any) -> Any:
        """Points `distances`, in numbers, after `pointer`."""
        for distance in distances:
            pointer = self.builder.gep(pointer, [distance])
        return pointer

    def load(self, pointer: Any) -> Any:
        return self.builder.load(self.builder.bitcast(pointer, self.vector.as_pointer()), align=4)

    def store(self, value: Any, pointer: Any) -> None:
        self.builder.store(value, self.builder.bitcast(pointer, value.type.as_pointer()), align=4)

    def fma(self, a: Any, b: Any, c: Any) -> Any:
        return self.builder.call(self._fma, [a, b, c])

    def splat(self, value: Any) -> Any:
        undefined = ir.Constant(self.vector, ir.Undefined)
        first = self.builder.insert_element(undefined, value, ir.Constant(_I32, 0))
        return self.shuffle(first, undefined, [0] * self.width)

    def zero(self) -> Any:
        return ir.Constant(self.vector, [0.0] * self.width)

    def shuffle(self, a: Any, b: Any, order: list[int]) -> Any:
        return self.builder.shuffle_vector(a, b, ir.Constant(ir.VectorType(_I32, len(order)), order))

    def factor(self, value: Any) -> Any:
        return self.builder.fptrunc(value, self.real) if self.single else value

    def cases(self, value: Any, numbers: list[int], emit: Callable[[int], None]) -> None:
        """`emit(number)` for the number that `value` is."""
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
        self, count: int, pointers: list[Any], steps: Any, body: Callable[[list[Any], list[Any], Any], Any]
    ) -> Any:
        """`count` sums of vectors: body(sums, pointers, step) gives the next of both, `steps` times (at least once)."""
        builder, entry = self.builder, self.builder.block
        loop, done = builder.append_basic_block("loop"), builder.append_basic_block("done")
        builder.branch(loop)
        builder.position_at_end(loop)
        step = builder.phi(_I64)
        before = [builder.phi(self.vector) for _ in range(count)]
        places = [builder.phi(pointer.type) for pointer in pointers]
        sums, following = body(before, places, step)
        next_step = builder.add(step, self.number(1))
        builder.cbranch(builder.icmp_signed("<", next_step, steps), loop, done)
        first = [self.number(0), *[self.zero()] * count, *pointers]
        for phi, start, later in zip([step, *before, *places], first, [next_step, *sums, *following], strict=True):
            phi.add_incoming(start, entry)
            phi.add_incoming(later, loop)
        builder.position_at_end(done)
        return sums


@intrinsic
def _tile(
    typing_context: Any,
    rows: Any,
    vectors: Any,
    steps: Any,
    a: Any,
    a_row: Any,
    a_step: Any,
    b: Any,
    b_step: Any,
    alpha: Any,
    beta: Any,
    c: Any,
    c_row: Any,
) -> Any:
    """C <- alpha A B + beta C for `rows` rows (6, 2 or 1) and `vectors` vectors (4, 2 or 1) of C; `steps` >= 1.

    The next row of A, B or C is so many numbers further on. With beta = 0, C is not read.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        rows, vectors, steps, a, a_row, a_step, b, b_step, alpha, beta, c, c_row = arguments
        emitter = _Emitter(builder, signature.args[3].dtype)
        alpha, beta = emitter.factor(alpha), emitter.factor(beta)

        def tile(rows: int, vectors: int) -> None:
            def body(sums: list[Any], places: list[Any], step: Any) -> tuple[list[Any], list[Any]]:
                in_a, in_b = places
                row = [emitter.load(emitter.at(in_b, emitter.number(v * emitter.width))) for v in range(vectors)]
                after = []
                for i in range(rows):
                    place = emitter.at(in_a, builder.mul(a_row, emitter.number(i)))
                    factor = emitter.splat(builder.load(place))
                    after += [emitter.fma(factor, row[v], sums[i * vectors + v]) for v in range(vectors)]
                return after, [emitter.at(in_a, a_step), emitter.at(in_b, b_step)]

            sums = emitter.sums(rows * vectors, [a, b], steps, body)
            scale, keep = emitter.splat(alpha), emitter.splat(beta)
            nothing_kept = builder.fcmp_ordered("==", beta, ir.Constant(emitter.real, 0.0))
            with builder.if_else(nothing_kept) as (new, kept):
                for adds, branch in ((False, new), (True, kept)):
                    with branch:
                        for i, v in itertools.product(range(rows), range(vectors)):
                            place = emitter.at(
                                c, builder.mul(c_row, emitter.number(i)), emitter.number(v * emitter.width)
                            )
                            value = sums[i * vectors + v]
                            if adds:
                                value = emitter.fma(scale, value, builder.fmul(keep, emitter.load(place)))
                            else:
                                value = builder.fmul(scale, value)
                            emitter.store(value, place)

        emitter.cases(rows, _ROWS, lambda r: emitter.cases(vectors, _VECTORS, lambda v: tile(r, v)))
        return context.get_dummy_value()

    i, f = types.int64, types.float64
    return types.void(i, i, i, a, i, i, b, i, f, f, c, i), generate


_ROWS, _VECTORS = [TILE_ROWS, 2, 1], [v for v in (4, 2, 1) if v <= TILE_VECTORS]


@intrinsic
def _dots(
    typing_context: Any,
    rows: Any,
    vectors: Any,
    a: Any,
    a_row: Any,
    b: Any,
    b_row: Any,
    b_panel: Any,
    alpha: Any,
    c: Any,
    c_row: Any,
) -> Any:
    """C <- alpha A B^T for `rows` rows of A (`DOT_ROWS` or 1) and DOT_COLUMNS rows of B, which lies in panels.

    The inner dimension is `vectors` vectors long.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        rows, vectors, a, a_row, b, b_row, b_panel, alpha, c, c_row = arguments
        emitter = _Emitter(builder, signature.args[2].dtype)
        scale, width = emitter.factor(alpha), emitter.number(emitter.width)
        to_next_panel = builder.sub(b_panel, emitter.number((TILE_VECTORS - 1) * emitter.width))
        columns = range(DOT_COLUMNS)

        def tile(rows: int) -> None:
            def body(sums: list[Any], places: list[Any], step: Any) -> tuple[list[Any], list[Any]]:
                in_a, in_b = places
                row = [emitter.load(emitter.at(in_b, builder.mul(b_row, emitter.number(j)))) for j in columns]
                after = []
                for i in range(rows):
                    factors = emitter.load(emitter.at(in_a, builder.mul(a_row, emitter.number(i))))
                    after += [emitter.fma(factors, row[j], sums[i * DOT_COLUMNS + j]) for j in columns]
                place = builder.and_(step, emitter.number(TILE_VECTORS - 1))
                last = builder.icmp_signed("==", place, emitter.number(TILE_VECTORS - 1))
                return after, [emitter.at(in_a, width), emitter.at(in_b, builder.select(last, to_next_panel, width))]

            sums = emitter.sums(rows * DOT_COLUMNS, [a, b], vectors, body)
            for i in range(rows):
                dots = _sums_within(emitter, sums[i * DOT_COLUMNS : (i + 1) * DOT_COLUMNS])
                factor = builder.insert_element(ir.Constant(dots.type, ir.Undefined), scale, ir.Constant(_I32, 0))
                factor = emitter.shuffle(factor, factor, [0] * DOT_COLUMNS)
                emitter.store(builder.fmul(factor, dots), emitter.at(c, builder.mul(c_row, emitter.number(i))))

        emitter.cases(rows, [DOT_ROWS, 1], tile)
        return context.get_dummy_value()

    i, f = types.int64, types.float64
    return types.void(i, i, a, i, b, i, i, f, c, i), generate


def _sums_within(emitter: _Emitter, vectors: list[Any]) -> Any:
    """A vector of four numbers: the sum within each of four vectors."""
    builder, size = emitter.builder, emitter.width
    while size > 4:
        half, size = [*range(size // 2)], size // 2
        vectors = [
            builder.fadd(emitter.shuffle(v, v, half), emitter.shuffle(v, v, [size + i for i in half])) for v in vectors
        ]
    while size < 4:  # two doubles: what is missing is 0
        nothing = ir.Constant(vectors[0].type, [0.0] * size)
        vectors = [emitter.shuffle(v, nothing, [*range(2 * size)]) for v in vectors]
        size *= 2

    def pairs(a: Any, b: Any, left: list[int], right: list[int]) -> Any:
        return builder.fadd(emitter.shuffle(a, b, left), emitter.shuffle(a, b, right))

    first, second = (pairs(vectors[i], vectors[i + 1], [0, 4, 1, 5], [2, 6, 3, 7]) for i in (0, 2))
    return pairs(first, second, [0, 1, 4, 5], [2, 3, 6, 7])


@_part
def multiply(
    m: int,
    n: int,
    k: int,
    panel: int,
    a: Any,
    a_row: int,
    a_step: int,
    b: Any,
    b_step: int,
    b_panel: int,
    alpha: float,
    beta: float,
    c: Any,
    c_row: int,
    c_panel: int,
) -> None:
    """C <- alpha A B + beta C for C (m, n), A (m, k), B (k, n), where the columns of B and C lie in panels.

    The next row, step of the inner dimension, or panel is so many numbers further on: A is transposed where `a_step` is
    its row's length; a matrix whose rows are not cut has panels that are `panel` apart. B and C may be written and read
    up to a whole vector.
    """
    width = panel // TILE_VECTORS
    for p in range((n + panel - 1) // panel):
        in_panel = min(TILE_VECTORS, (n - p * panel + width - 1) // width)
        for begin in range(0, k, _DEPTH):
            steps, kept = min(_DEPTH, k - begin), beta if begin == 0 else 1.0
            i = 0
            while i < m:
                rows = TILE_ROWS if m - i >= TILE_ROWS else 2 if m - i >= 2 else 1
                in_a = after(a, i * a_row + begin * a_step)
                v = 0
                while v < in_panel:
                    vectors = 4 if in_panel - v >= 4 else 2 if in_panel - v >= 2 else 1
                    in_b = after(b, p * b_panel + begin * b_step + v * width)
                    in_c = after(c, p * c_panel + i * c_row + v * width)
                    _tile(rows, vectors, steps, in_a, a_row, a_step, in_b, b_step, alpha, kept, in_c, c_row)
                    v += vectors
                i += rows


@_part
def multiply_transposed(
    m: int, n: int, k: int, panel: int, a: Any, a_row: int, b: Any, b_panel: int, alpha: float, c: Any, c_row: int
) -> None:
    """C <- alpha A B^T for C (m, n), A (m, k), B (n, k), where the columns of B lie in panels and A's are not cut.

    Rows of A and B are 0 up to a whole vector, and B has rows, and C columns, up to a multiple of DOT_COLUMNS.
    """
    width = panel // TILE_VECTORS
    vectors = (k + width - 1) // width
    for j in range(0, n, DOT_COLUMNS):
        i = 0
        while i < m:
            rows = DOT_ROWS if m - i >= DOT_ROWS else 1
            in_c = after(c, i * c_row + j)
            _dots(rows, vectors, after(a, i * a_row), a_row, after(b, j * panel), panel, b_panel, alpha, in_c, c_row)
            i += rows
