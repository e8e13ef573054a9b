"""Tiles of sums for rows of 16 bytes, four of which share a vector (see `products`).

A tile of `tiles` broadcasts each of A's numbers from memory. A processor reads two per step, which is enough for rows
as long as a vector. These tiles read 16 bytes of A's numbers at a time, and spread them within the register.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from undergrad.engines.compiled.tiles import write_sums
from undergrad.engines.compiled.vectors import Emitter
from undergrad.engines.registers import NARROW_VECTORS, VECTOR_BYTES

_ROW = 16
_IN_VECTOR = VECTOR_BYTES // _ROW


@intrinsic
def narrow_tile(
    typing_context: Any,
    vectors: Any,
    rows: Any,
    outer: Any,
    inner: Any,
    a: Any,
    a_row: Any,
    a_outer: Any,
    b: Any,
    b_outer: Any,
    b_inner: Any,
    alpha: Any,
    beta: Any,
    c: Any,
    c_row: Any,
) -> Any:
    """C <- alpha A B + beta C (see `products.sum_products`) for `rows` rows of 16 bytes.

    A's numbers are contiguous along i, and `inner` is a multiple of the numbers in 16 bytes. The sums are in `vectors`
    vectors, one of NARROW_VECTORS: at most as many as rows, and enough for them. A vector has a row from each part of
    the rows; the parts may overlap, and then a row gets the same number twice.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        vectors, rows, outer, inner, a, a_row, a_outer, b, b_outer, b_inner, alpha, beta, c, c_row = arguments
        real, byte = signature.args[4].dtype, ir.IntType(8).as_pointer()
        whole, row = Emitter(builder, real), Emitter(builder, real, _ROW)

        def side_by_side(parts: list[Any]) -> Any:
            """A vector of parts, whose number is a power of two."""
            while len(parts) > 1:
                both = [*range(2 * parts[0].type.count)]
                parts = [whole.shuffle(*pair, both) for pair in zip(parts[::2], parts[1::2], strict=True)]
            return parts[0]

        def write(vectors: int) -> None:
            to_row, to_outer = (
                builder.mul(distance, whole.number(real.bitwidth // 8)) for distance in (a_row, a_outer)
            )
            in_part = whole.multiples(to_row, vectors)

            def add_products(sums: list[Any], places: list[Any], step: Any) -> tuple[list[Any], list[Any]]:
                in_parts, in_b = [whole.hidden(place) for place in places[:-1]], places[-1]
                numbers = [side_by_side([row.load(whole.at(part, place)) for part in in_parts]) for place in in_part]
                for number in range(row.width):
                    weights = side_by_side([row.load(in_b)] * _IN_VECTOR)
                    in_b = whole.at(in_b, b_inner)
                    order = [lane // row.width * row.width + number for lane in range(whole.width)]
                    factors = [whole.shuffle(vector, vector, order) for vector in numbers]
                    sums = [whole.fma(factor, weights, before) for factor, before in zip(factors, sums, strict=True)]
                return sums, [*(whole.at(part, whole.number(_ROW)) for part in in_parts), in_b]

            def add_rows(sums: list[Any], places: list[Any], step: Any) -> tuple[list[Any], list[Any]]:
                end = whole.at(places[-1], builder.mul(inner, b_inner))
                after = whole.sums(sums, places, end, add_products)
                return after, [*(whole.at(place, to_outer) for place in places[:-1]), whole.at(places[-1], b_outer)]

            last, firsts = builder.sub(rows, whole.number(vectors)), []
            for part in range(_IN_VECTOR):
                first = whole.number(part * vectors)
                firsts.append(builder.select(builder.icmp_signed("<", first, last), first, last))
            starts = [whole.at(builder.bitcast(a, byte), builder.mul(to_row, first)) for first in firsts]
            end = whole.at(b, builder.mul(outer, b_outer))
            sums = whole.sums([whole.zero()] * vectors, [*starts, b], end, add_rows)
            cut, in_c = [], []
            for part, first in enumerate(firsts):
                for value, place in zip(sums, whole.multiples(c_row, vectors), strict=True):
                    cut.append(whole.shuffle(value, value, [*range(part * row.width, (part + 1) * row.width)]))
                    in_c.append(whole.at(c, builder.mul(c_row, first), place))
            write_sums(row, cut, in_c, alpha, beta)

        whole.cases(vectors, [*NARROW_VECTORS], write)
        return context.get_dummy_value()

    i, f = types.int64, types.float64
    return types.void(i, i, i, i, a, i, i, b, i, i, f, f, c, i), generate
