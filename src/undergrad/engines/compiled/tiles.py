"""Tiles of matrix products: a few rows times a few vectors whose sums stay in registers (see `products`)."""

from __future__ import annotations

import itertools
from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from undergrad.engines.compiled.vectors import I32, VECTOR_SIZES, Emitter
from undergrad.engines.registers import (
    BLOCK_ROWS,
    DOT_COLUMNS,
    DOT_ROWS,
    MOST_SUM_ROWS,
    MOST_WIDE_SUM_ROWS,
    SUM_ROWS,
    TILE_VECTORS,
    VECTOR_BYTES,
)


@intrinsic
def sum_tile(
    typing_context: Any,
    rows: Any,
    size: Any,
    outer: Any,
    inner: Any,
    a: Any,
    a_row: Any,
    a_group: Any,
    a_outer: Any,
    a_inner: Any,
    b: Any,
    b_outer: Any,
    b_inner: Any,
    alpha: Any,
    beta: Any,
    c: Any,
    c_row: Any,
    c_group: Any,
) -> Any:
    """C <- alpha A B + beta C (see `products.sum_products`) for `rows` rows and `size` bytes of each.

    The rows form two equal groups or, if there are `BLOCK_ROWS` **2, BLOCK_ROWS groups; the next group is `a_group` and
    `c_group` numbers further on. Groups may overlap: then a row gets the same number twice.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        rows, size, outer, inner, a, a_row, a_group, a_outer, a_inner, *others = arguments
        b, b_outer, b_inner, alpha, beta, c, c_row, c_group = others
        real, byte = signature.args[4].dtype, ir.IntType(8).as_pointer()

        def write(rows: int, size: int) -> None:
            emitter = Emitter(builder, real, min(size, VECTOR_BYTES))
            vectors = size // min(size, VECTOR_BYTES)
            groups = BLOCK_ROWS if rows == BLOCK_ROWS**2 else 2
            columns = [emitter.number(v * emitter.width) for v in range(vectors)]
            # In bytes, so that a processor's addressing multiplies by 2, 4 and 8.
            to_row, to_inner, to_outer = (
                builder.mul(distance, emitter.number(real.bitwidth // 8)) for distance in (a_row, a_inner, a_outer)
            )
            in_group = emitter.multiples(to_row, rows // groups)

            def add_product(sums: list[Any], places: list[Any], step: Any) -> tuple[list[Any], list[Any]]:
                # LLVM would compute a pointer for every row in each step; hiding a group's pointer prevents that.
                in_groups, in_b = [emitter.hidden(place) for place in places[:-1]], places[-1]
                weights = [emitter.load(emitter.at(in_b, column)) for column in columns]
                after: list[Any] = []
                for group, row in itertools.product(in_groups, in_group):
                    factor = emitter.splat(builder.load(builder.bitcast(emitter.at(group, row), a.type)))
                    after += [emitter.fma(factor, weight, sums[len(after) + v]) for v, weight in enumerate(weights)]
                return after, [*(emitter.at(group, to_inner) for group in in_groups), emitter.at(in_b, b_inner)]

            def add_products(sums: list[Any], places: list[Any], step: Any) -> tuple[list[Any], list[Any]]:
                end = emitter.at(places[-1], builder.mul(inner, b_inner))
                after = emitter.sums(sums, places, end, add_product)
                return after, [*(emitter.at(place, to_outer) for place in places[:-1]), emitter.at(places[-1], b_outer)]

            starts = [
                builder.bitcast(emitter.at(a, builder.mul(a_group, emitter.number(group))), byte)
                for group in range(groups)
            ]
            end = emitter.at(b, builder.mul(outer, b_outer))
            sums = emitter.sums([emitter.zero()] * (rows * vectors), [*starts, b], end, add_products)
            in_c = [
                emitter.at(c, builder.mul(c_group, emitter.number(g)), row, column)
                for g, row, column in itertools.product(
                    range(groups), emitter.multiples(c_row, rows // groups), columns
                )
            ]
            write_sums(emitter, sums, in_c, alpha, beta)

        def rows_of(size: int) -> list[int]:
            wide = size > VECTOR_BYTES
            usual = [rows for rows in SUM_ROWS if rows <= (MOST_WIDE_SUM_ROWS if wide else MOST_SUM_ROWS)]
            return usual if wide else [*usual, BLOCK_ROWS**2]

        emitter = Emitter(builder, real)
        sizes = [2 * VECTOR_BYTES, *VECTOR_SIZES]
        emitter.cases(size, sizes, lambda s: emitter.cases(rows, rows_of(s), lambda r: write(r, s)))
        return context.get_dummy_value()

    i, f = types.int64, types.float64
    return types.void(i, i, i, i, a, i, i, i, i, b, i, i, f, f, c, i, i), generate


def write_sums(emitter: Emitter, sums: list[Any], in_c: list[Any], alpha: Any, beta: Any) -> None:
    """C <- alpha sum + beta C for each sum and its place in C; two places may be the same."""
    builder = emitter.builder
    scale, keep = (emitter.splat(emitter.factor(value)) for value in (alpha, beta))
    scaled, plain = [builder.fmul(scale, value) for value in sums], builder.block
    with builder.if_then(builder.fcmp_unordered("!=", beta, ir.Constant(beta.type, 0.0))):
        # All are read before the first is written.
        kept = [builder.fmul(keep, emitter.load(place)) for place in in_c]
        added = [emitter.fma(scale, value, old) for value, old in zip(sums, kept, strict=True)]
        adding = builder.block
    totals = [builder.phi(value.type) for value in sums]
    for total, alone, sum_of_both, place in zip(totals, scaled, added, in_c, strict=True):
        total.add_incoming(alone, plain)
        total.add_incoming(sum_of_both, adding)
        emitter.store(total, place)


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
    """C <- alpha A B^T for `rows` rows of A (`DOT_ROWS` or 1) and DOT_COLUMNS rows of B, which is in panels.

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
                totals = _sums_within(emitter, sums[i * DOT_COLUMNS : (i + 1) * DOT_COLUMNS])
                factor = builder.insert_element(ir.Constant(totals.type, ir.Undefined), scale, ir.Constant(I32, 0))
                factor = emitter.shuffle(factor, factor, [0] * DOT_COLUMNS)
                emitter.store(builder.fmul(factor, totals), emitter.at(c, builder.mul(c_row, emitter.number(i))))

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
    while size < 4:  # two doubles; the missing ones are 0
        nothing = ir.Constant(vectors[0].type, [0.0] * size)
        vectors = [emitter.shuffle(v, nothing, [*range(2 * size)]) for v in vectors]
        size *= 2

    def pairs(a: Any, b: Any, left: list[int], right: list[int]) -> Any:
        return builder.fadd(emitter.shuffle(a, b, left), emitter.shuffle(a, b, right))

    first, second = (pairs(vectors[i], vectors[i + 1], [0, 4, 1, 5], [2, 6, 3, 7]) for i in (0, 2))
    return pairs(first, second, [0, 1, 4, 5], [2, 3, 6, 7])
