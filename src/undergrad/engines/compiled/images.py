"""Convolution and pooling of one image, whose channels are contiguous, forward and back.

The usual matrix product needs a copy of each window of a convolution; this one does not. A window is k pieces of k C
numbers, each contiguous in memory; the piece of the next window begins C numbers further on and overlaps it. So the
image itself is a matrix of windows with overlapping rows, and `products.accumulate` reads it as one.
"""

from __future__ import annotations

from typing import Any

from undergrad.engines import tables as t
from undergrad.engines.compiled.lines import copy, differentiate
from undergrad.engines.compiled.memory import after
from undergrad.engines.compiled.operations import entries, finish, gradients, values
from undergrad.engines.compiled.part import part
from undergrad.engines.compiled.pooling import pool, unpool
from undergrad.engines.compiled.products import accumulate, sum_products


@part
def convolved(m: Any, op: Any, numbers: Any, i: int, thread: int, observes: int, to_units: int) -> None:
    """out <- activation(w windows + b), row after row of the output."""
    before, behind = after(m.slots, op[t.IN] * t.SLOT), after(m.slots, op[t.OUT] * t.SLOT)
    x, out = values(m, before, i, thread), entries(m, behind, i, thread)
    w, kernel, filters, channels = after(m.parameters, op[t.W]), op[t.KERNEL], op[t.COLUMNS], before[t.PADDED]
    step, line = op[t.STRIDE] * channels, before[t.LINE]
    for y in range(behind[t.HEIGHT]):
        windows, to = after(x, y * op[t.STRIDE] * line), after(out, y * behind[t.LINE])
        accumulate(
            behind[t.WIDTH], filters, kernel, kernel * channels, windows, step, line, 1, w, kernel * channels * filters,
            filters, 0, to, filters,
        )  # fmt: skip
    finish(m, op, numbers, after(m.work, op[t.LINES]), 1, i, thread, observes, to_units)


@part
def convolved_back(m: Any, op: Any, numbers: Any, i: int, of_part: int, adds: int, thread: int, probes: int) -> None:
    """Adds image i's gradients of w and b to the part's; overwrites d with dLoss/dx, using w flipped and turned.

    The scratch image holds dLoss/dz with zeros around its entries and, for a stride above 1, between them.
    """
    before, behind = after(m.slots, op[t.IN] * t.SLOT), after(m.slots, op[t.OUT] * t.SLOT)
    x, out = values(m, before, i, thread), entries(m, behind, i, thread)
    kernel, stride, filters, channels = op[t.KERNEL], op[t.STRIDE], op[t.COLUMNS], before[t.PADDED]
    d, line = gradients(m, behind, i, thread), op[t.SCRATCH_LINE]
    scratch = after(m.work, op[t.SCRATCH] + thread * op[t.TO_SCRATCH])
    inside = after(scratch, op[t.SCRATCH_START])
    height, width, length = behind[t.HEIGHT], behind[t.WIDTH], behind[t.LENGTH]
    partial = after(m.work, op[t.PARTIAL] + of_part * op[t.TO_PARTIAL])
    db = after(partial, kernel * kernel * channels * filters)
    for y in range(height):
        here = after(d, y * length)
        differentiate(here, after(out, y * behind[t.LINE]), length, op[t.FOLLOWS], numbers[t.ALPHA])
        if stride == 1:
            copy(after(inside, y * line), here, length)
        else:
            for column in range(width):
                copy(after(inside, (y * line + column * filters) * stride), after(here, column * filters), filters)
    # The sum over all places is a product with a row of ones.
    accumulate(
        1, filters, height, width, m.work, 0, 0, 0, inside, stride * line, stride * filters, adds, db, filters
    )  # fmt: skip
    if probes:
        squares = 0.0
        for y in range(height):
            for column in range(width):
                to = after(inside, (y * line + column * filters) * stride)
                for f in range(filters):
                    squares += to[f] * to[f]
        after(m.squares, op[t.SQUARES])[i] = squares
    # The rows of the window are blocks of the same rows of dw.
    sum_products(
        kernel * channels, filters, height, width, x, 1, stride * before[t.LINE], stride * channels, inside,
        stride * line, stride * filters, 1.0, 1.0 if adds else 0.0, partial, filters, kernel, before[t.LINE],
    )  # fmt: skip
    if op[t.BACK]:
        to, flipped, to_line = gradients(m, before, i, thread), after(m.work, op[t.FLIPPED]), before[t.LENGTH]
        windows = after(scratch, op[t.SCRATCH_WINDOW])
        for y in range(before[t.HEIGHT]):
            accumulate(
                before[t.WIDTH], channels, kernel, kernel * filters, after(windows, y * line), filters, line, 1,
                flipped, kernel * filters * channels, channels, 0, after(to, y * to_line), channels,
            )  # fmt: skip


@part
def pooled(m: Any, op: Any, i: int, thread: int) -> None:
    """out <- the maximum of each window."""
    before, behind = after(m.slots, op[t.IN] * t.SLOT), after(m.slots, op[t.OUT] * t.SLOT)
    x, out = entries(m, before, i, thread), entries(m, behind, i, thread)
    pool(
        op[t.KERNEL], op[t.STRIDE], behind[t.PADDED], behind[t.HEIGHT], behind[t.WIDTH], x, before[t.LINE], out,
        behind[t.LINE],
    )  # fmt: skip


@part
def pooled_back(m: Any, op: Any, i: int, thread: int) -> None:
    """Adds each entry of d to the gradient of its window's maximum."""
    if not op[t.BACK]:
        return
    before, behind = after(m.slots, op[t.IN] * t.SLOT), after(m.slots, op[t.OUT] * t.SLOT)
    x, out = entries(m, before, i, thread), entries(m, behind, i, thread)
    d, to = gradients(m, behind, i, thread), gradients(m, before, i, thread)
    unpool(
        op[t.KERNEL], op[t.STRIDE], behind[t.PADDED], before[t.HEIGHT], before[t.WIDTH], behind[t.HEIGHT],
        behind[t.WIDTH], x, before[t.LINE], out, behind[t.LINE], d, behind[t.LENGTH], to, before[t.LENGTH],
    )  # fmt: skip
