"""One operation on samples, forward and back: everything except images and normalisation."""

from __future__ import annotations

from typing import Any

from undergrad.engines import tables as t
from undergrad.engines.compiled.lines import activate, add_up_features, add_up_image, copy, differentiate
from undergrad.engines.compiled.masks import draw
from undergrad.engines.compiled.memory import after, prefetch
from undergrad.engines.compiled.part import part
from undergrad.engines.compiled.products import multiply, multiply_transposed
from undergrad.engines.units import ACTIVE, BEYOND_RANGE, DERIVATIVE, LEAST, MOST, SIZE

#: While a row is scaled, the row this many further on is fetched from memory: rows come in random order.
_AHEAD = 4


@part
def values(m: Any, slot: Any, i: int, thread: int) -> Any:
    """Points to sample i of a slot's content."""
    return after(m.work, slot[t.X] + i * slot[t.TO_X] + thread * slot[t.X_THREAD])


@part
def entries(m: Any, slot: Any, i: int, thread: int) -> Any:
    """Points to the first entry of sample i after the border."""
    return after(values(m, slot, i, thread), slot[t.START])


@part
def gradients(m: Any, slot: Any, i: int, thread: int) -> Any:
    """Points to sample i of dLoss/d(a slot's content)."""
    return after(m.work, slot[t.D] + i * slot[t.TO_D] + thread * slot[t.D_THREAD])


@part
def load(
    m: Any, op: Any, data: Any, has_pixels: int, start: int, count: int, first: int, end: int, thread: int
) -> None:
    """The samples' entries, scaled by the arithmetic of `Scaling.apply`. Data hold images channel after channel."""
    slot = after(m.slots, op[t.OUT] * t.SLOT)
    channels, height, width = slot[t.CHANNELS], slot[t.HEIGHT], slot[t.WIDTH]
    run, step = (channels, 1) if height * width == 1 else (width, slot[t.PADDED])
    lines = channels * height if step > 1 or height * width > 1 else 1
    size = channels * height * width
    for i in range(first, end):
        x, place = entries(m, slot, i, thread), data.rows[start + i] * size
        ahead = data.rows[min(start + i + _AHEAD, count - 1)] * size
        if has_pixels:
            for j in range(0, size, 64):
                prefetch(after(data.pixels, ahead + j))
        else:
            for j in range(0, size, 16):
                prefetch(after(data.features, ahead + j))
        for line in range(lines):
            begin = line * run
            to = after(x, line // height * step // slot[t.PADDED] + line % height * slot[t.LINE])
            offset, scale = after(data.offset, begin), after(data.scale, begin)
            pixels, features = after(data.pixels, place + begin), after(data.features, place + begin)
            if has_pixels and step == 1:
                for j in range(run):
                    to[j] = (type(to[j])(pixels[j]) - offset[j]) * scale[j]
            elif has_pixels:
                for j in range(run):
                    to[j * step] = (type(to[j])(pixels[j]) - offset[j]) * scale[j]
            elif step == 1:
                for j in range(run):
                    to[j] = (features[j] - offset[j]) * scale[j]
            else:
                for j in range(run):
                    to[j * step] = (features[j] - offset[j]) * scale[j]


@part
def finish(
    m: Any, op: Any, numbers: Any, bias: Any, has_bias: int, i: int, thread: int, observes: int, to_units: int
) -> None:
    """Adds bias and activation to sample i of the operation's output, and sums over its units if it `observes`."""
    slot, follows, alpha = after(m.slots, op[t.OUT] * t.SLOT), op[t.FOLLOWS], numbers[t.ALPHA]
    x, length, line, height = entries(m, slot, i, thread), slot[t.LENGTH], slot[t.LINE], slot[t.HEIGHT]
    for y in range(height):
        z = after(x, y * line)
        if has_bias:
            for j in range(length):
                z[j] += bias[j]
        if follows != t.NOTHING:
            activate(z, length, follows, alpha)
    channels, padded, width = slot[t.CHANNELS], slot[t.PADDED], slot[t.WIDTH]
    if follows == t.SIGMOID and height * width > 1 and channels < padded:
        for y in range(height):  # padding of a vector must be 0, but the sigmoid of 0 is not
            for place in range(y * line, y * line + width * padded, padded):
                for channel in range(channels, padded):
                    x[place + channel] = 0
    if not observes or op[t.UNITS] < 0:
        return
    table = after(m.units, thread * to_units + op[t.UNITS])
    active, beyond = after(table, ACTIVE * channels), after(table, BEYOND_RANGE * channels)
    derivative, size = after(table, DERIVATIVE * channels), after(table, SIZE * channels)
    most, least = after(table, MOST * channels), after(table, LEAST * channels)
    if height * width == 1:
        add_up_features(active, beyond, derivative, size, most, least, x, channels, follows)
    else:
        lines = after(m.work, op[t.UNIT_LINES] + thread * op[t.TO_UNIT_LINES])
        add_up_image(
            active, beyond, derivative, size, most, least, x, height, width, line, channels, padded, follows, lines
        )  # fmt: skip


@part
def unfinish(m: Any, op: Any, numbers: Any, i: int, thread: int) -> None:
    """Takes the gradient of sample i from after the operation's activation to before it."""
    if op[t.FOLLOWS] == t.NOTHING:
        return
    slot = after(m.slots, op[t.OUT] * t.SLOT)
    x, d, length = entries(m, slot, i, thread), gradients(m, slot, i, thread), slot[t.LENGTH]
    for y in range(slot[t.HEIGHT]):
        differentiate(after(d, y * length), after(x, y * slot[t.LINE]), length, op[t.FOLLOWS], numbers[t.ALPHA])


@part
def multiplied(
    m: Any, op: Any, numbers: Any, decayed: float, first: int, end: int, thread: int, observes: int, to_units: int
) -> None:
    """out <- activation(x (decayed W) + b)."""
    before, behind = after(m.slots, op[t.IN] * t.SLOT), after(m.slots, op[t.OUT] * t.SLOT)
    x, out = values(m, before, first, thread), values(m, behind, first, thread)
    weights, panel, to_panel = after(m.parameters, op[t.W]), op[t.PANEL], op[t.TO_PANEL]
    multiply(
        end - first, op[t.COLUMNS], op[t.ROWS], panel, x, before[t.TO_X], 1, weights, panel, to_panel, decayed, 0.0,
        out, behind[t.TO_X], panel,
    )  # fmt: skip
    bias = after(m.parameters, op[t.B])
    for i in range(first, end):
        finish(m, op, numbers, bias, 1, i, thread, observes, to_units)


@part
def multiplied_back(m: Any, op: Any, numbers: Any, decayed: float, first: int, end: int, thread: int) -> None:
    """d <- d * activation', and d before it <- d (decayed W)^T."""
    before, behind = after(m.slots, op[t.IN] * t.SLOT), after(m.slots, op[t.OUT] * t.SLOT)
    for i in range(first, end):
        unfinish(m, op, numbers, i, thread)
    if op[t.BACK]:
        d, to = gradients(m, behind, first, thread), gradients(m, before, first, thread)
        multiply_transposed(
            end - first, op[t.ROWS], op[t.COLUMNS], op[t.PANEL], d, behind[t.TO_D], after(m.parameters, op[t.W]),
            op[t.TO_PANEL], decayed, to, before[t.TO_D],
        )  # fmt: skip


@part
def copied(m: Any, op: Any, numbers: Any, first: int, end: int, thread: int, observes: int, to_units: int) -> None:
    """out <- activation(x), if backward needs x itself."""
    before, behind = after(m.slots, op[t.IN] * t.SLOT), after(m.slots, op[t.OUT] * t.SLOT)
    for i in range(first, end):
        x, out = entries(m, before, i, thread), entries(m, behind, i, thread)
        for y in range(behind[t.HEIGHT]):
            source, to = after(x, y * before[t.LINE]), after(out, y * behind[t.LINE])
            copy(to, source, behind[t.LENGTH])
        finish(m, op, numbers, m.parameters, 0, i, thread, observes, to_units)


@part
def copied_back(m: Any, op: Any, numbers: Any, first: int, end: int, thread: int) -> None:
    """The backward pass of `copied`."""
    if not op[t.BACK]:
        return
    before, behind = after(m.slots, op[t.IN] * t.SLOT), after(m.slots, op[t.OUT] * t.SLOT)
    for i in range(first, end):
        out, length = entries(m, behind, i, thread), behind[t.LENGTH]
        d, to = gradients(m, behind, i, thread), gradients(m, before, i, thread)
        for y in range(behind[t.HEIGHT]):
            here = after(to, y * length)
            copy(here, after(d, y * length), length)
            differentiate(here, after(out, y * behind[t.LINE]), length, op[t.FOLLOWS], numbers[t.ALPHA])


@part
def dropped(
    m: Any, op: Any, numbers: Any, trains: int, seed: int, epoch: int, step: int, first: int, end: int, thread: int
) -> None:
    """out <- mask x, with the textbook's mask; out <- x outside training."""
    before, behind = after(m.slots, op[t.IN] * t.SLOT), after(m.slots, op[t.OUT] * t.SLOT)
    channels, padded, height, width = behind[t.CHANNELS], behind[t.PADDED], behind[t.HEIGHT], behind[t.WIDTH]
    size, length = channels * height * width, behind[t.LENGTH]
    for i in range(first, end):
        x, out = entries(m, before, i, thread), entries(m, behind, i, thread)
        mask = after(m.work, op[t.MASK] + i * op[t.TO_MASK])
        if trains and height * width == 1:
            draw(mask, size, i * size, seed, op[t.LAYER], step, epoch, op[t.RATE], numbers[t.FACTOR])
        elif trains:
            drawn = after(m.work, op[t.SCRATCH] + thread * op[t.TO_SCRATCH])
            draw(drawn, size, i * size, seed, op[t.LAYER], step, epoch, op[t.RATE], numbers[t.FACTOR])
            for c in range(channels):  # the textbook stores images channel after channel
                for place in range(height * width):
                    mask[place * padded + c] = drawn[c * height * width + place]
        for y in range(height):
            source, to, factor = after(x, y * before[t.LINE]), after(out, y * behind[t.LINE]), after(mask, y * length)
            if trains:
                masked(to, source, factor, length)
            else:
                copy(to, source, length)


@part
def dropped_back(m: Any, op: Any, trains: int, first: int, end: int, thread: int) -> None:
    """The backward pass of `dropped`."""
    if not op[t.BACK]:
        return
    before, behind = after(m.slots, op[t.IN] * t.SLOT), after(m.slots, op[t.OUT] * t.SLOT)
    size = behind[t.HEIGHT] * behind[t.LENGTH]
    for i in range(first, end):
        d, to = gradients(m, behind, i, thread), gradients(m, before, i, thread)
        if trains:
            masked(to, d, after(m.work, op[t.MASK] + i * op[t.TO_MASK]), size)
        else:
            copy(to, d, size)


@part
def masked(to: Any, x: Any, mask: Any, n: int) -> None:
    """to <- mask x, and 0 where the mask is 0, even where x is infinite."""
    zero = type(x[0])(0)
    for j in range(n):
        to[j] = zero if mask[j] == zero else mask[j] * x[j]
