"""The cpu engine's work inside an epoch, as one function that Numba compiles.

Tables describe the network, so the same machine code serves every network: it is compiled once for float32, and once
for float64 if that is used. Threads share a step: all run the same function, each with its own rows of the batch in the
forward and backward pass and its own rows of the weights in the update, and wait for each other in between.
"""

from __future__ import annotations

import math
from typing import Any

from numba import types

from undergrad.engines import tables as t
from undergrad.engines.compiled.barrier import meet
from undergrad.engines.compiled.memory import after
from undergrad.engines.compiled.normalisation import keep, merge
from undergrad.engines.compiled.part import part
from undergrad.engines.compiled.passes import back, forward
from undergrad.engines.compiled.steps import Rule
from undergrad.engines.compiled.updates import (
    convolution_step,
    normalisation_step,
    product_step,
    spread_row,
    squares_of,
    stored_step,
)


@part
def _prepare(m: Any, mode: int, thread: int, threads: int) -> None:
    """Computes what depends only on the parameters: turned weights and lines."""
    for number in range(m.plan[t.OPS]):
        op = after(m.ops, number * t.OP)
        if op[t.KIND] == t.CONVOLUTION:
            rows = op[t.ROWS] + 1
            for row in range(rows * thread // threads, rows * (thread + 1) // threads):
                spread_row(m, op, row)
        elif op[t.KIND] == t.NORMALISATION and mode != t.TRAIN:
            merge(m, op, after(m.numbers, number * t.NUMBERS), mode, 1, thread, threads)


@part
def _step_all(
    m: Any, rule: Any, stores: int, decayed: float, take_over: float, n: int, thread: int, threads: int, trains: int
) -> None:
    """Gradients and steps of everything that is learned, or only the gradients if it `stores`."""
    scratch = after(m.work, m.plan[t.STEP] + thread * m.plan[t.TO_STEP])
    for number in range(m.plan[t.OPS]):
        op, numbers = after(m.ops, number * t.OP), after(m.numbers, number * t.NUMBERS)
        if op[t.KIND] == t.PRODUCT:
            product_step(m, op, rule, stores, decayed, take_over, n, scratch, thread, threads)
        elif op[t.KIND] == t.CONVOLUTION:
            convolution_step(m, op, rule, stores, n, scratch, thread, threads)
        elif op[t.KIND] == t.NORMALISATION:
            normalisation_step(m, op, rule, stores, thread, threads)
            if trains:
                keep(m, op, numbers, n, thread, threads)


@part
def _is_learned(op: Any) -> Any:
    return op[t.KIND] == t.PRODUCT or op[t.KIND] == t.CONVOLUTION or op[t.KIND] == t.NORMALISATION


@part
def _squares(m: Any, array: Any, thread: int, threads: int, with_all: int) -> None:
    """The sums of squares of this thread's rows: of all arrays, or only of those under the L2 term."""
    for number in range(m.plan[t.OPS]):
        op = after(m.ops, number * t.OP)
        if _is_learned(op) and (with_all or op[t.KIND] != t.NORMALISATION):
            squares_of(m, op, array, thread, threads, with_all)


@part
def _sum_of_squares(m: Any, decayed: float, with_all: int) -> float:
    """The total of these sums, in one order; matrices count as `decayed` times the array."""
    total = 0.0
    for number in range(m.plan[t.OPS]):
        op = after(m.ops, number * t.OP)
        if _is_learned(op) and (with_all or op[t.KIND] != t.NORMALISATION):
            factor, squares = decayed * decayed if op[t.KIND] == t.PRODUCT else 1.0, after(m.squares, op[t.SQUARES])
            for row in range(op[t.ROWS] + (1 if with_all else 0)):
                total += factor * squares[row]
    return total


def run(thread: int, threads: int, meetings: Any, m: Any, data: Any, settings: Any, rates: Any) -> int:
    """Batch after batch of the samples `data.rows`: predictions, training, or gradients (`tables.PREDICT` and so on).

    Each of `threads` threads calls it, with its number; `meetings` (1,) is 0 before. It changes nothing before all
    threads have arrived. All arrays are pointers. If it `MEASURES` while it predicts, each sample's loss is written to
    `data.measured`; if it `OBSERVES`, each thread adds to its row of `m.units`.

    Training adds each batch's loss times its samples, or their weights, to sums[0], and these to sums[2]. The matrices
    are sums[1] times the arrays: in plain gradient descent W <- (1 - learning_rate reg_lambda) W - learning_rate x^T d
    is one product with that factor, without a second pass over W and without rounding W twice (as in Bottou 2012,
    "Stochastic gradient descent tricks", 5.1).

    Returns the number of samples done: all, or those before the first batch whose loss is not finite; that batch
    changes nothing.
    """
    mode, batch_size, count, batch = settings[t.MODE], settings[t.BATCH], settings[t.COUNT], settings[t.BEFORE]
    total, decayed, counted, met, start = data.sums[0], data.sums[1], data.sums[2], 1, 0
    steps, clips = settings[t.STEPS], rates[t.CLIP_NORM] > 0
    stores = 1 if mode != t.TRAIN or clips else 0
    decays = settings[t.RULE] == t.SGD and not clips and mode == t.TRAIN
    if not meet(meetings, threads, met):
        return 0
    _prepare(m, mode, thread, threads)
    met += 1
    meet(meetings, threads, met)
    while start < count:
        n = min(batch_size, count - start)
        if mode == t.TRAIN and count - start - n < m.plan[t.LEAST_ROWS]:
            n = count - start
        batch += 1
        # Threads that predict do not meet, so each keeps its rows even in a short batch.
        shared = batch_size if mode == t.PREDICT else n
        if m.plan[t.IN_PARTS]:
            first = min(n, shared * (t.PARTS * thread // threads) // t.PARTS)
            end = min(n, shared * (t.PARTS * (thread + 1) // threads) // t.PARTS)
        else:
            first, end = min(n, shared * thread // threads), min(n, shared * (thread + 1) // threads)
        whole = 0.0
        for i in range(n if settings[t.WEIGHS] else 0):
            whole += data.weights[data.rows[start + i]]
        met = forward(m, data, settings, meetings, met, start, n, first, end, thread, threads, decayed, whole, batch)
        if mode == t.PREDICT:
            start += n
            continue
        met = back(m, mode, meetings, met, n, first, end, thread, threads, decayed)
        if settings[t.REPORTS]:
            _squares(m, m.parameters, thread, threads, 0)

        met += 1
        meet(meetings, threads, met)
        loss = 0.0
        for i in range(n):
            loss += data.losses[i]
        if not math.isfinite(loss):
            break
        weight = whole if settings[t.WEIGHS] else float(n)
        total += loss / n * weight
        counted += weight
        reg_lambda = rates[t.REG_LAMBDA] / (weight if settings[t.SHARES_L2] else 1.0)
        if settings[t.REPORTS]:
            L2 = reg_lambda / 2 * _sum_of_squares(m, decayed, 0)
            met += 1
            meet(meetings, threads, met)  # before any thread changes the sums
            if thread == 0:
                place = 2 * (batch - settings[t.BEFORE] - 1)
                data.batch_losses[place], data.batch_losses[place + 1] = loss / n, L2

        # The decay of all matrices is the decay of one number, to the precision of float64. The arrays are
        # multiplied by it only if it becomes too small or too large.
        decayed = decayed * (1 - rates[t.LEARNING_RATE] * reg_lambda) if decays else decayed
        take_over = 1.0 if 1e-3 < abs(decayed) < 1e3 else decayed
        decayed = decayed if take_over == 1.0 else 1.0
        steps += 1
        first_moment, second_moment = 1.0, 1.0
        if settings[t.RULE] >= t.ADAM:
            first_moment = 1 / (1 - rates[t.SHARE_KEPT] ** steps)
            second_moment = 1 / (1 - rates[t.SQUARES_KEPT] ** steps)
        rule = Rule(
            settings[t.RULE], rates[t.LEARNING_RATE], reg_lambda, rates[t.WEIGHT_DECAY], rates[t.SHARE_KEPT],
            rates[t.SQUARES_KEPT], rates[t.STEP_EPSILON], first_moment, second_moment, 1.0,
        )  # fmt: skip
        _step_all(m, rule, stores, decayed, take_over, n, thread, threads, 1 if mode == t.TRAIN else 0)
        if clips and mode == t.TRAIN:
            met += 1
            meet(meetings, threads, met)
            _squares(m, m.gradient, thread, threads, 1)
            met += 1
            meet(meetings, threads, met)
            length = math.sqrt(_sum_of_squares(m, 1.0, 1))
            share = rates[t.CLIP_NORM] / length if length > rates[t.CLIP_NORM] else 1.0
            rule = Rule(
                settings[t.RULE], rates[t.LEARNING_RATE], 0.0, rates[t.WEIGHT_DECAY], rates[t.SHARE_KEPT],
                rates[t.SQUARES_KEPT], rates[t.STEP_EPSILON], first_moment, second_moment, share,
            )  # fmt: skip
            for number in range(m.plan[t.OPS]):
                op = after(m.ops, number * t.OP)
                if _is_learned(op):
                    stored_step(m, op, rule, thread, threads)
                if op[t.KIND] == t.CONVOLUTION:
                    for row in range(op[t.ROWS] * thread // threads, op[t.ROWS] * (thread + 1) // threads):
                        spread_row(m, op, row)
                    if thread == 0:
                        spread_row(m, op, op[t.ROWS])

        met += 1
        meet(meetings, threads, met)
        start += n
    if thread == 0 and mode != t.PREDICT:
        data.sums[0], data.sums[1], data.sums[2] = total, decayed, counted
    return start


def signature(single: bool) -> Any:
    """Numba's type of `run` for float32 or else for float64."""
    real = types.CPointer(types.float32 if single else types.float64)
    whole, number, pixel = types.CPointer(types.int64), types.CPointer(types.float64), types.CPointer(types.uint8)
    machine = dict.fromkeys(t.Machine._fields, real)
    machine |= dict.fromkeys(("plan", "ops", "slots", "segments"), whole)
    machine |= dict.fromkeys(("numbers", "units", "squares"), number)
    data = dict.fromkeys(t.Data._fields, number)
    data |= {"pixels": pixel, "rows": whole, "labels": whole}
    data |= dict.fromkeys(("features", "offset", "scale", "targets"), real)
    data |= {"predicted": real}
    arguments = types.NamedTuple([*machine.values()], t.Machine), types.NamedTuple([*data.values()], t.Data)
    return types.int64(types.int64, types.int64, whole, *arguments, whole, number)
