"""A batch's forward and backward pass through all operations, with the meetings of the threads."""

from __future__ import annotations

from typing import Any

from undergrad.engines import tables as t
from undergrad.engines.compiled.barrier import meet
from undergrad.engines.compiled.images import convolved, convolved_back, pooled, pooled_back
from undergrad.engines.compiled.losses import put_out
from undergrad.engines.compiled.memory import after
from undergrad.engines.compiled.normalisation import (
    add_up,
    add_up_back,
    merge,
    merge_back,
    normalised,
    normalised_back,
)
from undergrad.engines.compiled.operations import (
    copied,
    copied_back,
    dropped,
    dropped_back,
    load,
    multiplied,
    multiplied_back,
)
from undergrad.engines.compiled.part import part


@part
def _forward(
    m: Any, data: Any, settings: Any, number: int, start: int, n: int, first: int, end: int, thread: int,
    decayed: float, whole: float, batch: int,
) -> None:  # fmt: skip
    """One operation for the samples `first` to `end` of a batch of n that begins at `start`."""
    op, numbers = after(m.ops, number * t.OP), after(m.numbers, number * t.NUMBERS)
    kind, mode, observes, to_units = op[t.KIND], settings[t.MODE], settings[t.OBSERVES], m.plan[t.TO_UNITS]
    if kind == t.LOAD:
        load(m, op, data, settings[t.HAS_PIXELS], start, settings[t.COUNT], first, end, thread)
    elif kind == t.PRODUCT:
        multiplied(m, op, numbers, decayed, first, end, thread, observes, to_units)
    elif kind == t.ELEMENTWISE:
        copied(m, op, numbers, first, end, thread, observes, to_units)
    elif kind == t.DROPOUT:
        trains = 1 if mode == t.TRAIN else 0
        dropped(m, op, numbers, trains, settings[t.SEED], settings[t.EPOCH], batch, first, end, thread)
    elif kind == t.OUTPUT:
        goes_back = 0 if mode == t.PREDICT else 1
        asks = 1 if goes_back or settings[t.MEASURES] else 0
        put_out(m, op, numbers, data, start, n, first, end, thread, asks, goes_back, whole)
    else:
        for i in range(first, end):
            if kind == t.CONVOLUTION:
                convolved(m, op, numbers, i, thread, observes, to_units)
            elif kind == t.POOLING:
                pooled(m, op, i, thread)
            else:
                normalised(m, op, numbers, i, thread, observes, to_units)


@part
def _back(
    m: Any, number: int, mode: int, first: int, end: int, of_part: int, adds: int, thread: int, decayed: float
) -> None:
    """The backward pass through one operation."""
    op, numbers = after(m.ops, number * t.OP), after(m.numbers, number * t.NUMBERS)
    kind = op[t.KIND]
    if kind == t.PRODUCT:
        multiplied_back(m, op, numbers, decayed, first, end, thread)
    elif kind == t.ELEMENTWISE:
        copied_back(m, op, numbers, first, end, thread)
    elif kind == t.DROPOUT:
        dropped_back(m, op, 1 if mode == t.TRAIN else 0, first, end, thread)
    elif kind == t.CONVOLUTION:
        convolved_back(m, op, numbers, first, of_part, adds, thread, 0 if mode == t.TRAIN else 1)
    elif kind == t.POOLING:
        pooled_back(m, op, first, thread)
    elif kind == t.NORMALISATION:
        for i in range(first, end):
            add_up_back(m, op, numbers, i, thread)


@part
def _normalisation_of(m: Any, segment: int) -> int:
    """The number of the batch normalisation that a segment begins with, or -1."""
    if segment >= m.plan[t.SEGMENTS]:
        return -1
    first: int = m.segments[segment * t.SEGMENT + t.FIRST]
    return first if m.ops[first * t.OP + t.KIND] == t.NORMALISATION else -1


@part
def forward(
    m: Any, data: Any, settings: Any, meetings: Any, met: int, start: int, n: int, first: int, end: int, thread: int,
    threads: int, decayed: float, whole: float, batch: int,
) -> int:  # fmt: skip
    """All operations for this thread's samples. Returns the number of meetings so far."""
    trains = settings[t.MODE] == t.TRAIN
    for s in range(m.plan[t.SEGMENTS]):
        segment, own, following = after(m.segments, s * t.SEGMENT), _normalisation_of(m, s), _normalisation_of(m, s + 1)
        if trains and own >= 0:
            meet(meetings, threads, met + 1)
            op, numbers = after(m.ops, own * t.OP), after(m.numbers, own * t.NUMBERS)
            merge(m, op, numbers, t.TRAIN, n, thread, threads)
            meet(meetings, threads, met + 2)
            met += 2
        step = 1 if segment[t.IMAGES] else max(1, end - first)
        for i in range(first, end, step):
            for number in range(segment[t.FIRST], segment[t.END]):
                _forward(m, data, settings, number, start, n, i, i + step, thread, decayed, whole, batch)
            if trains and following >= 0 and segment[t.IMAGES]:
                add_up(m, after(m.ops, following * t.OP), i, thread)
    return met


@part
def back(
    m: Any, mode: int, meetings: Any, met: int, n: int, first: int, end: int, thread: int, threads: int, decayed: float
) -> int:
    """The backward pass of all operations for this thread's samples. Returns the number of meetings so far."""
    for s in range(m.plan[t.SEGMENTS] - 1, -1, -1):
        segment, own, following = after(m.segments, s * t.SEGMENT), _normalisation_of(m, s), _normalisation_of(m, s + 1)
        step, of_part, adds = 1 if segment[t.IMAGES] else max(1, end - first), 0, 0
        for i in range(first, end, step):
            while n * (of_part + 1) // t.PARTS <= i:
                of_part, adds = of_part + 1, 0
            if following >= 0:
                normalised_back(m, after(m.ops, following * t.OP), i, i + step, thread)
            for number in range(segment[t.END] - 1, segment[t.FIRST] - 1, -1):
                _back(m, number, mode, i, i + step, of_part, adds, thread, decayed)
            adds = 1
        if own >= 0:
            meet(meetings, threads, met + 1)
            merge_back(m, after(m.ops, own * t.OP), mode, n, thread, threads)
            meet(meetings, threads, met + 2)
            met += 2
    return met
