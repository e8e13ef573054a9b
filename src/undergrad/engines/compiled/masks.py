"""Masks of dropout in compiled code: the textbook's random bits (`layers.philox`), many counters at a time."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from undergrad.engines.compiled.memory import after
from undergrad.engines.compiled.part import part
from undergrad.engines.compiled.vectors import I32, I64, Emitter, splat
from undergrad.engines.registers import VECTOR_BYTES
from undergrad.layers.philox import MULTIPLIERS, ROUNDS, WEYL

#: The counters at a time; each gives four words. A word has 64 bits, since a product of two words needs them.
_COUNTERS = VECTOR_BYTES // 8
_WORDS = 4 * _COUNTERS


@part
def draw(mask: Any, count: int, first: int, key: int, a: int, b: int, c: int, threshold: int, factor: float) -> None:
    """mask (count,) <- `factor` where the word is at least `threshold`, 0 elsewhere, for the words from `first` on.

    The words are those of `layers.philox.words_at(..., key, a, b, c)`, from 0 to 2^32 - 1. `first` is not negative.
    """
    room = _room(mask)
    start = first // _WORDS * _WORDS - first
    for place in range(start, count, _WORDS):
        inside = place >= 0 and place + _WORDS <= count
        numbers = after(mask, place) if inside else room
        _draw_block(numbers, (first + place) // 4, key, a, b, c, threshold, factor)
        if not inside:
            for i in range(max(place, 0), min(place + _WORDS, count)):
                mask[i] = room[i - place]


@intrinsic
def _room(typing_context: Any, pointer: Any) -> Any:
    """Space for a block of numbers, until the function returns."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        real = context.get_data_type(pointer.dtype)
        return cgutils.alloca_once(builder, real, ir.Constant(I64, _WORDS))

    return pointer(pointer), generate


@intrinsic
def _draw_block(
    typing_context: Any,
    numbers: Any,
    counter: Any,
    key: Any,
    a: Any,
    b: Any,
    c: Any,
    threshold: Any,
    factor: Any,
) -> Any:
    """`draw` for the `_WORDS` words from `counter` on.

    The upper of a word's 64 bits are arbitrary and never used.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        numbers, counter, key, a, b, c, threshold, factor = arguments
        emitter, vector = Emitter(builder, signature.args[0].dtype), ir.VectorType(I64, _COUNTERS)

        def each(value: int) -> Any:
            return ir.Constant(vector, [value] * _COUNTERS)

        def product(words: Any, multiplier: Any) -> Any:
            return builder.mul(builder.and_(words, each(0xFFFFFFFF)), each(int(multiplier)))

        counters = builder.add(splat(builder, counter, _COUNTERS), ir.Constant(vector, [*range(_COUNTERS)]))
        words = [counters, *(splat(builder, word, _COUNTERS) for word in (a, b, c))]
        keys = [key, builder.lshr(key, ir.Constant(I64, 32))]
        for number in range(ROUNDS):
            left, right = product(words[0], MULTIPLIERS[0]), product(words[2], MULTIPLIERS[1])
            even, odd = (
                splat(builder, builder.add(word, ir.Constant(I64, number * int(weyl))), _COUNTERS)
                for word, weyl in zip(keys, WEYL, strict=True)
            )
            upper = [builder.lshr(side, each(32)) for side in (right, left)]
            words = [
                builder.xor(builder.xor(upper[0], words[1]), even),
                right,
                builder.xor(builder.xor(upper[1], words[3]), odd),
                left,
            ]
        first, second = [
            builder.or_(builder.and_(low, each(0xFFFFFFFF)), builder.shl(high, each(32)))
            for low, high in (words[:2], words[2:])
        ]
        # No word equals 2^32.
        never = builder.icmp_signed(">", threshold, ir.Constant(I64, 0xFFFFFFFF))
        kept = emitter.splat(emitter.factor(builder.select(never, ir.Constant(factor.type, 0.0), factor)))
        least = splat(builder, builder.trunc(threshold, I32), emitter.width)
        places = [place for number in range(_COUNTERS) for place in (number, _COUNTERS + number)]
        for half in (0, 1):
            side = emitter.shuffle(first, second, places[half * _COUNTERS : (half + 1) * _COUNTERS])
            in_order = builder.bitcast(side, ir.VectorType(I32, 2 * _COUNTERS))
            for start in range(0, 2 * _COUNTERS, emitter.width):
                part = emitter.shuffle(in_order, in_order, [*range(start, start + emitter.width)])
                is_kept = builder.icmp_unsigned(">=", part, least)
                place = emitter.at(numbers, emitter.number(half * 2 * _COUNTERS + start))
                emitter.store(builder.select(is_kept, kept, emitter.zero()), place)
        return context.get_dummy_value()

    i = types.int64
    return types.void(numbers, i, i, i, i, i, i, types.float64), generate
