"""Tiles of matrix products: a few rows times a few vectors whose sums stay in registers (see `products`)."""

from __future__ import annotations

import itertools
from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from undergrad.engines.registers import (
    DOT_COLUMNS,
    DOT_ROWS,
    FEWER_SUM_ROWS,
    SUM_ROWS,
    TILE_ROWS,
    TILE_VECTORS,
    VECTOR_BYTES,
    WIDE_SUM_ROWS,
)
from undergrad.engines.vectors import I32, VECTOR_SIZES, Emitter


@intrinsic
def tile(
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
        emitter = Emitter(builder, signature.args[3].dtype)
        alpha, beta = emitter.factor(alpha), emitter.factor(beta)

        def write(rows: int, vectors: int) -> None:
            def body(sums: list[Any], places: list[Any], step: Any) -> tuple[list[Any], list[Any]]:
                in_a, in_b = places
                row = [emitter.load(emitter.at(in_b, emitter.number(v * emitter.width))) for v in range(vectors)]
                after = []
                for i in range(rows):
                    place = emitter.at(in_a, builder.mul(a_row, emitter.number(i)))
                    factor = emitter.splat(builder.load(place))
                    after += [emitter.fma(factor, row[v], sums[i * vectors + v]) for v in range(vectors)]
                return after, [emitter.at(in_a, a_step), emitter.at(in_b, b_step)]

            sums = emitter.sums([emitter.zero()] * (rows * vectors), [a, b], steps, body)
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

        emitter.cases(rows, _ROWS, lambda r: emitter.cases(vectors, _VECTORS, lambda v: write(r, v)))
        return context.get_dummy_value()

    i, f = types.int64, types.float64
    return types.void(i, i, i, a, i, i, b, i, f, f, c, i), generate


_ROWS, _VECTORS = [TILE_ROWS, 2, 1], [v for v in (4, 2, 1) if v <= TILE_VECTORS]


@intrinsic
def dots(
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
        emitter = Emitter(builder, signature.args[2].dtype)
        scale, width = emitter.factor(alpha), emitter.number(emitter.width)
        to_next_panel = builder.sub(b_panel, emitter.number((TILE_VECTORS - 1) * emitter.width))
        columns = range(DOT_COLUMNS)

        def write(rows: int) -> None:
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

            sums = emitter.sums([emitter.zero()] * (rows * DOT_COLUMNS), [a, b], vectors, body)
            for i in range(rows):
                found = _sums_within(emitter, sums[i * DOT_COLUMNS : (i + 1) * DOT_COLUMNS])
                factor = builder.insert_element(ir.Constant(found.type, ir.Undefined), scale, ir.Constant(I32, 0))
                factor = emitter.shuffle(factor, factor, [0] * DOT_COLUMNS)
                emitter.store(builder.fmul(factor, found), emitter.at(c, builder.mul(c_row, emitter.number(i))))

        emitter.cases(rows, [DOT_ROWS, 1], write)
        return context.get_dummy_value()

    i, f = types.int64, types.float64
    return types.void(i, i, a, i, b, i, i, f, c, i), generate


def _sums_within(emitter: Emitter, vectors: list[Any]) -> Any:
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


@intrinsic
def sum_tile(
    typing_context: Any,
    rows: Any,
    size: Any,
    valid: Any,
    outer: Any,
    inner: Any,
    a: Any,
    a_row: Any,
    a_outer: Any,
    a_inner: Any,
    b: Any,
    b_outer: Any,
    b_inner: Any,
    adds: Any,
    c: Any,
    c_row: Any,
) -> Any:
    """C <- sum_o sum_i A B, added to C where it `adds`, for `rows` rows and `size` bytes of each; o, i begin with 0.

    What is multiplied: see `products.accumulate`. Only the first `valid` rows are read and
    written; the others repeat the last of them.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        rows, size, valid, outer, inner, a, a_row, a_outer, a_inner, b, b_outer, b_inner, adds, c, c_row = arguments
        adds = builder.icmp_signed("!=", adds, ir.Constant(adds.type, 0))

        def write(rows: int, size: int) -> None:
            emitter = Emitter(builder, signature.args[5].dtype, min(size, VECTOR_BYTES))
            vectors = size // min(size, VECTOR_BYTES)
            to_row, last = [emitter.number(0)], builder.mul(a_row, builder.sub(valid, emitter.number(1)))
            for _ in range(1, rows):
                is_last = builder.icmp_signed("==", to_row[-1], last)
                to_row.append(builder.select(is_last, last, builder.add(to_row[-1], a_row)))

            def add_product(sums: list[Any], places: list[Any], step: Any) -> tuple[list[Any], list[Any]]:
                in_a, in_b = places
                row = [emitter.load(emitter.at(in_b, emitter.number(v * emitter.width))) for v in range(vectors)]
                after = []
                for i in range(rows):
                    factor = emitter.splat(builder.load(emitter.at(in_a, to_row[i])))
                    after += [emitter.fma(factor, row[v], sums[i * vectors + v]) for v in range(vectors)]
                return after, [emitter.at(in_a, a_inner), emitter.at(in_b, b_inner)]

            def add_products(sums: list[Any], places: list[Any], step: Any) -> tuple[list[Any], list[Any]]:
                in_a, in_b = places
                after = emitter.sums(sums, places, inner, add_product)
                return after, [emitter.at(in_a, a_outer), emitter.at(in_b, b_outer)]

            sums = emitter.sums([emitter.zero()] * (rows * vectors), [a, b], outer, add_products)
            for i in range(rows):
                with builder.if_then(builder.icmp_signed("<", emitter.number(i), valid)):
                    places = [
                        emitter.at(c, builder.mul(c_row, emitter.number(i)), emitter.number(v * emitter.width))
                        for v in range(vectors)
                    ]
                    mine = sums[i * vectors : (i + 1) * vectors]
                    with builder.if_else(adds) as (more, new):
                        with more:
                            for value, place in zip(mine, places, strict=True):
                                emitter.store(builder.fadd(emitter.load(place), value), place)
                        with new:
                            for value, place in zip(mine, places, strict=True):
                                emitter.store(value, place)

        emitter = Emitter(builder, signature.args[5].dtype)
        sizes = [2 * VECTOR_BYTES, *VECTOR_SIZES]
        emitter.cases(size, sizes, lambda s: emitter.cases(rows, _rows_of(s), lambda r: write(r, s)))
        return context.get_dummy_value()

    i = types.int64
    return types.void(i, i, i, i, i, a, i, i, i, b, i, i, i, c, i), generate


def _rows_of(size: int) -> list[int]:
    """How many rows a tile may have whose rows are so many bytes long."""
    most = SUM_ROWS if size <= VECTOR_BYTES else WIDE_SUM_ROWS
    return [most, *(rows for rows in FEWER_SUM_ROWS if rows < most)]
