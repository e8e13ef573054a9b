"""Batch normalisation; its mean and variance are over the samples of all threads.

First each thread computes sums over its own images, image by image. After a meeting each thread merges the sums of its
own features, over the samples in order, so the number of threads changes no bit. After another meeting, each normalises
its own samples. Backward works in the same way. Values shared by all rows of an image are stored as lines of a row's
length, so that there is one loop over a row: `mean`, `scale` = gamma / deviation, `shift` = beta, and for backward
`level` and `slope`, dLoss/dx = scale (d - level - slope (x - mean)).
"""

from __future__ import annotations

import math
from typing import Any

from undergrad.engines import tables as t
from undergrad.engines.compiled.memory import after
from undergrad.engines.compiled.operations import entries, finish, gradients, unfinish, values
from undergrad.engines.compiled.part import part

#: The lines; after them, by feature, this batch's mean and variance, for the running averages, and 1 / deviation.
_MEAN, _SCALE, _SHIFT, _LEVEL, _SLOPE, _BATCH = range(6)


@part
def add_up(m: Any, op: Any, i: int, thread: int) -> None:
    """Writes the mean of each channel of image i, and the sum of squares around it, into the table."""
    slot = after(m.slots, op[t.IN] * t.SLOT)
    height, width, padded, length = slot[t.HEIGHT], slot[t.WIDTH], slot[t.PADDED], slot[t.LENGTH]
    x, line = entries(m, slot, i, thread), slot[t.LINE]
    means, places = after(m.work, op[t.TABLE] + i * 2 * padded), height * width
    squares = after(means, padded)
    sums = after(m.work, op[t.SCRATCH] + thread * op[t.TO_SCRATCH])
    zero, share = type(x[0])(0), type(x[0])(1 / places)
    for j in range(length):
        sums[j] = zero
    for y in range(height):
        row = after(x, y * line)
        for j in range(length):
            sums[j] += row[j]
    fold(means, sums, padded, length)
    for c in range(padded):
        means[c] *= share
    mean = after(sums, length)
    for column in range(0, length, padded):
        for c in range(padded):
            mean[column + c] = means[c]
    for j in range(length):
        sums[j] = zero
    for y in range(height):
        row = after(x, y * line)
        for j in range(length):
            sums[j] += (row[j] - mean[j]) * (row[j] - mean[j])
    fold(squares, sums, padded, length)


@part
def fold(to: Any, sums: Any, channels: int, length: int) -> None:
    """to (channels,) <- the sums of a line over its places."""
    for c in range(channels):
        to[c] = sums[c]
    for column in range(channels, length, channels):
        for c in range(channels):
            to[c] += sums[column + c]


@part
def merge(m: Any, op: Any, numbers: Any, mode: int, n: int, thread: int, threads: int) -> None:
    """Computes mean and variance of this thread's features over n samples, and the lines that follow from them.

    Outside training it uses the running averages.
    """
    slot = after(m.slots, op[t.IN] * t.SLOT)
    channels, padded, width, places = slot[t.CHANNELS], slot[t.PADDED], slot[t.WIDTH], slot[t.HEIGHT] * slot[t.WIDTH]
    begin, end = channels * thread // threads, channels * (thread + 1) // threads
    length = slot[t.LENGTH]
    lines = after(m.work, op[t.LINES])
    mean, scale, shift = lines, after(lines, _SCALE * length), after(lines, _SHIFT * length)
    batch = after(lines, _BATCH * length)
    variance, inverse = after(batch, channels), after(batch, 2 * channels)
    gamma, beta, kept = after(m.parameters, op[t.W]), after(m.parameters, op[t.B]), after(m.parameters, op[t.KEPT])
    if mode == t.TRAIN:
        table, step = (
            (after(m.work, op[t.TABLE]), 2 * padded) if places > 1 else (values(m, slot, 0, thread), slot[t.TO_X])
        )
        for c in range(begin, end):
            batch[c] = table[c]
        for i in range(1, n):
            row = after(table, i * step)
            for c in range(begin, end):
                batch[c] += row[c]
        share, of_all = type(batch[0])(1 / n), type(batch[0])(1 / (n * places))
        many, zero = type(batch[0])(places), type(batch[0])(0)
        for c in range(begin, end):
            batch[c] *= share
            variance[c] = zero
        for i in range(n):
            row = after(table, i * step)
            for c in range(begin, end):
                variance[c] += many * ((row[c] - batch[c]) * (row[c] - batch[c]))
            if places > 1:
                for c in range(begin, end):
                    variance[c] += row[padded + c]
        for c in range(begin, end):
            variance[c] *= of_all
    else:
        for c in range(begin, end):
            batch[c] = kept[c]
            variance[c] = kept[channels + c]
    for c in range(begin, end):
        inverse[c] = 1 / math.sqrt(variance[c] + type(batch[0])(numbers[t.EPSILON]))
        factor = gamma[c] * inverse[c]
        for place in range(c, c + width * padded, padded):
            mean[place], scale[place], shift[place] = batch[c], factor, beta[c]


@part
def normalised(m: Any, op: Any, numbers: Any, i: int, thread: int, observes: int, to_units: int) -> None:
    """out <- activation((x - mean) scale + shift)."""
    before, behind = after(m.slots, op[t.IN] * t.SLOT), after(m.slots, op[t.OUT] * t.SLOT)
    x, out = entries(m, before, i, thread), entries(m, behind, i, thread)
    length, lines = behind[t.LENGTH], after(m.work, op[t.LINES])
    scale, shift = after(lines, _SCALE * length), after(lines, _SHIFT * length)
    for y in range(behind[t.HEIGHT]):
        source, to = after(x, y * before[t.LINE]), after(out, y * behind[t.LINE])
        for j in range(length):
            to[j] = (source[j] - lines[j]) * scale[j] + shift[j]
    finish(m, op, numbers, m.parameters, 0, i, thread, observes, to_units)


@part
def add_up_back(m: Any, op: Any, numbers: Any, i: int, thread: int) -> None:
    """d <- d * activation'; writes an image's sums of d and of d (x - mean) by channel into the table."""
    unfinish(m, op, numbers, i, thread)
    before, behind = after(m.slots, op[t.IN] * t.SLOT), after(m.slots, op[t.OUT] * t.SLOT)
    height, padded, length = behind[t.HEIGHT], behind[t.PADDED], behind[t.LENGTH]
    if height * behind[t.WIDTH] == 1:
        return
    x, d = entries(m, before, i, thread), gradients(m, behind, i, thread)
    mean = after(m.work, op[t.LINES])
    sums = after(m.work, op[t.SCRATCH] + thread * op[t.TO_SCRATCH])
    products, zero = after(sums, length), type(x[0])(0)
    for j in range(2 * length):
        sums[j] = zero
    for y in range(height):
        source, here = after(x, y * before[t.LINE]), after(d, y * length)
        for j in range(length):
            sums[j] += here[j]
        for j in range(length):
            products[j] += here[j] * (source[j] - mean[j])
    table = after(m.work, op[t.TABLE] + i * 2 * padded)
    fold(table, sums, padded, length)
    fold(after(table, padded), products, padded, length)


@part
def merge_back(m: Any, op: Any, mode: int, n: int, thread: int, threads: int) -> None:
    """Computes dgamma and dbeta of this thread's features over n samples, and the lines that dLoss/dx needs."""
    before, behind = after(m.slots, op[t.IN] * t.SLOT), after(m.slots, op[t.OUT] * t.SLOT)
    channels, padded, width, places = (
        behind[t.CHANNELS],
        behind[t.PADDED],
        behind[t.WIDTH],
        behind[t.HEIGHT] * behind[t.WIDTH],
    )
    begin, end = channels * thread // threads, channels * (thread + 1) // threads
    length, lines = behind[t.LENGTH], after(m.work, op[t.LINES])
    mean, inverse = lines, after(lines, _BATCH * length + 2 * channels)
    level, slope = after(lines, _LEVEL * length), after(lines, _SLOPE * length)
    dgamma, zero = after(m.work, op[t.DB]), type(lines[0])(0)
    dbeta = after(dgamma, channels)
    for c in range(begin, end):
        dgamma[c] = dbeta[c] = zero
    if places > 1:
        table = after(m.work, op[t.TABLE])
        for i in range(n):
            row = after(table, i * 2 * padded)
            for c in range(begin, end):
                dbeta[c] += row[c]
            for c in range(begin, end):
                dgamma[c] += row[padded + c]
    else:
        for i in range(n):
            d, x = gradients(m, behind, i, thread), values(m, before, i, thread)
            for c in range(begin, end):
                dbeta[c] += d[c]
            for c in range(begin, end):
                dgamma[c] += d[c] * (x[c] - mean[c])
    share = type(lines[0])(1 / (n * places))
    for c in range(begin, end):
        dgamma[c] *= inverse[c]
        down = dbeta[c] * share if mode == t.TRAIN else zero
        across = dgamma[c] * inverse[c] * share if mode == t.TRAIN else zero
        for place in range(c, c + width * padded, padded):
            level[place], slope[place] = down, across


@part
def normalised_back(m: Any, op: Any, first: int, end: int, thread: int) -> None:
    """dLoss/dx = scale (d - level - slope (x - mean))."""
    if not op[t.BACK]:
        return
    before, behind = after(m.slots, op[t.IN] * t.SLOT), after(m.slots, op[t.OUT] * t.SLOT)
    length, lines = behind[t.LENGTH], after(m.work, op[t.LINES])
    scale, level, slope = after(lines, _SCALE * length), after(lines, _LEVEL * length), after(lines, _SLOPE * length)
    for i in range(first, end):
        x = entries(m, before, i, thread)
        d, to = gradients(m, behind, i, thread), gradients(m, before, i, thread)
        for y in range(behind[t.HEIGHT]):
            source, here, there = after(x, y * before[t.LINE]), after(d, y * length), after(to, y * length)
            for j in range(length):
                there[j] = scale[j] * (here[j] - level[j] - slope[j] * (source[j] - lines[j]))


@part
def keep(m: Any, op: Any, numbers: Any, n: int, thread: int, threads: int) -> None:
    """Updates the running averages of this thread's features with the batch's mean and variance."""
    slot = after(m.slots, op[t.IN] * t.SLOT)
    channels, count = slot[t.CHANNELS], n * slot[t.HEIGHT] * slot[t.WIDTH]
    kept, batch = after(m.parameters, op[t.KEPT]), after(m.work, op[t.LINES] + _BATCH * slot[t.LENGTH])
    stays = type(kept[0])(numbers[t.KEEPS])
    goes, unbiased = type(kept[0])(1 - numbers[t.KEEPS]), type(kept[0])(count / (count - 1))
    for c in range(channels * thread // threads, channels * (thread + 1) // threads):
        kept[c] = stays * kept[c] + goes * batch[c]
        kept[channels + c] = stays * kept[channels + c] + goes * (batch[channels + c] * unbiased)
