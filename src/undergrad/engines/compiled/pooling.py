"""Max pooling of an image with contiguous channels, forward and backward, a vector of channels at a time.

LLVM's vectoriser hardly helps with a loop over four or eight channels. So the vectors are written out, as long as the
channels allow; the number of channels is a multiple of the numbers in 16 bytes.
"""

from __future__ import annotations

from typing import Any

from numba import types
from numba.extending import intrinsic

from undergrad.engines.compiled.memory import after, bytes_of
from undergrad.engines.compiled.part import part
from undergrad.engines.compiled.vectors import VECTOR_SIZES, Emitter, vector_within
from undergrad.engines.registers import VECTOR_BYTES

#: Windows of this side, the usual ones, are written out without loops over their entries.
_USUAL, _ANY = 2, 0


@part
def pool(
    size: int, stride: int, channels: int, down: int, right: int, x: Any, x_row: int, out: Any, out_row: int
) -> None:
    """out (down, right, channels) <- the maximum of each window of `size` x `size` in the image x, or NaN.

    The next row is `x_row` or `out_row` numbers further on, the next window `stride` columns or rows of x.
    """
    c = 0
    while c < channels:
        part = vector_within((channels - c) * bytes_of(x), VECTOR_BYTES)
        for y in range(down):
            windows, greatest = after(x, y * stride * x_row + c), after(out, y * out_row + c)
            _pool_row(part, size, right, channels, stride * channels, windows, x_row, greatest)
        c += part // bytes_of(x)


@part
def unpool(
    size: int,
    stride: int,
    channels: int,
    height: int,
    width: int,
    down: int,
    right: int,
    x: Any,
    x_row: int,
    out: Any,
    out_row: int,
    d: Any,
    d_row: int,
    dx: Any,
    dx_row: int,
) -> None:
    """dx (height, width, channels) <- dLoss/dx from d (down, right, channels), dLoss/dout, where `pool` gave out.

    The first entry of a window, row by row, that equals its `out` gets its d. If windows overlap, an entry gets the sum
    over them, in their order, row by row.
    """
    # In the usual pooling every entry belongs to one window, and is written once.
    once = stride == size == _USUAL and down * size == height and right * size == width
    if not once:
        for y in range(height):
            for i in range(width * channels):
                dx[y * dx_row + i] = 0
    c = 0
    while c < channels:
        part = vector_within((channels - c) * bytes_of(x), VECTOR_BYTES)
        for y in range(down):
            windows, derivatives = after(x, y * stride * x_row + c), after(dx, y * stride * dx_row + c)
            greatest, d_out, step = after(out, y * out_row + c), after(d, y * d_row + c), stride * channels
            _unpool_row(once, part, size, right, channels, step, windows, x_row, greatest, d_out, derivatives, dx_row)
        c += part // bytes_of(x)


@intrinsic
def _pool_row(
    typing_context: Any,
    part: Any,
    size: Any,
    count: Any,
    channels: Any,
    to_next: Any,
    x: Any,
    x_row: Any,
    out: Any,
) -> Any:
    """`pool` for `part` bytes of the channels of `count` windows, each `to_next` numbers after the one before."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        part, size, count, channels, to_next, x, x_row, out = arguments

        def write(part: int, usual: int) -> None:
            emitter = Emitter(builder, signature.args[5].dtype, part)

            def entry(sums: list[Any], places: list[Any], step: Any) -> tuple[list[Any], list[Any]]:
                value = emitter.load(places[0])
                greater = builder.select(builder.fcmp_ordered(">", value, sums[0]), value, sums[0])
                kept = builder.select(builder.fcmp_unordered("uno", value, value), value, greater)
                return [kept], [emitter.at(places[0], channels)]

            def row(sums: list[Any], places: list[Any], step: Any) -> tuple[list[Any], list[Any]]:
                end = emitter.at(places[0], builder.mul(size, channels))
                return emitter.sums(sums, places, usual or end, entry), [emitter.at(places[0], x_row)]

            def window(sums: list[Any], places: list[Any], step: Any) -> tuple[list[Any], list[Any]]:
                in_x, in_out = places
                end = emitter.at(in_x, builder.mul(size, x_row))
                (greatest,) = emitter.sums([emitter.load(in_x)], [in_x], usual or end, row)
                emitter.store(greatest, in_out)
                return [], [emitter.at(in_x, to_next), emitter.at(in_out, channels)]

            emitter.sums([], [x, out], emitter.at(out, builder.mul(count, channels)), window)

        emitter = Emitter(builder, signature.args[5].dtype)
        emitter.cases(part, VECTOR_SIZES, lambda p: emitter.cases(size, [_USUAL, _ANY], lambda s: write(p, s)))
        return context.get_dummy_value()

    i = types.int64
    return types.void(i, i, i, i, i, x, i, out), generate


@intrinsic
def _unpool_row(
    typing_context: Any,
    once: Any,
    part: Any,
    size: Any,
    count: Any,
    channels: Any,
    to_next: Any,
    x: Any,
    x_row: Any,
    out: Any,
    d: Any,
    dx: Any,
    dx_row: Any,
) -> Any:
    """`unpool` for `part` bytes of the channels of `count` windows. dx is added to, unless it is written `once`."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        once, part, size, count, channels, to_next, x, x_row, out, d, dx, dx_row = arguments

        def write(part: int, usual: int) -> None:
            emitter = Emitter(builder, signature.args[6].dtype, part)

            def window(sums: list[Any], places: list[Any], step: Any) -> tuple[list[Any], list[Any]]:
                in_x, in_dx, in_d, in_out = places
                greatest = emitter.load(in_out)

                def entry(left: list[Any], places: list[Any], step: Any) -> tuple[list[Any], list[Any]]:
                    is_maximum = builder.fcmp_ordered("==", emitter.load(places[0]), greatest)
                    value = builder.select(is_maximum, left[0], emitter.zero())
                    if not usual:
                        value = builder.fadd(emitter.load(places[1]), value)
                    emitter.store(value, places[1])
                    following = [emitter.at(place, channels) for place in places]
                    return [builder.select(is_maximum, emitter.zero(), left[0])], following

                def row(left: list[Any], places: list[Any], step: Any) -> tuple[list[Any], list[Any]]:
                    end = emitter.at(places[1], builder.mul(size, channels))
                    following = [emitter.at(places[0], x_row), emitter.at(places[1], dx_row)]
                    return emitter.sums(left, places, usual or end, entry), following

                end = emitter.at(in_dx, builder.mul(size, dx_row))
                emitter.sums([emitter.load(in_d)], [in_x, in_dx], usual or end, row)
                following = [(in_x, to_next), (in_dx, to_next), (in_d, channels), (in_out, channels)]
                return [], [emitter.at(place, distance) for place, distance in following]

            emitter.sums([], [x, dx, d, out], emitter.at(out, builder.mul(count, channels)), window)

        emitter = Emitter(builder, signature.args[6].dtype)
        shape = builder.select(once, emitter.number(_USUAL), emitter.number(_ANY))
        emitter.cases(part, VECTOR_SIZES, lambda p: emitter.cases(shape, [_USUAL, _ANY], lambda s: write(p, s)))
        return context.get_dummy_value()

    i = types.int64
    return types.void(types.boolean, i, i, i, i, i, x, i, out, d, dx, i), generate
