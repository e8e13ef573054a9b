"""What the CPU engine does inside an epoch, as one function that Numba compiles.

A model's parameters are one flat array and the network is told by its widths, so the same machine code serves every
depth and width: it is compiled once for float32, and once more where float64 is used. Threads share a step: all run the
same function, each with its own rows of the batch and its own part of the weights, and meet twice.
"""

from __future__ import annotations

import math
from typing import Any

from numba import njit, types

from undergrad.engines.barrier import meet
from undergrad.engines.elementary import OPTIONS, exp, sigmoid, tanh
from undergrad.engines.layout import NOTHING, RELU, SIGMOID, TANH, Network
from undergrad.engines.memory import after, prefetch
from undergrad.engines.products import multiply, multiply_transposed
from undergrad.engines.units import BEYOND, BEYOND_RANGE, DERIVATIVE, LEAST, MOST, SIZE

_EPSILON = 1e-10  # SoftmaxLayer's

#: The row that is fetched from memory while one is scaled is this many further on: rows come in random order.
_AHEAD = 4

# For what only compiled functions call.
_part = njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, **OPTIONS)


@_part
def _activate(z: Any, b: Any, n: int, width: int, to_row: int, follows: int) -> None:
    """z <- activation(z + b) for z (n, width)."""
    zero = type(z[0])(0)
    for start in range(0, n * to_row, to_row):
        if follows == RELU:
            for j in range(width):
                value = z[start + j] + b[j]  # NaN stays NaN. Without abs, LLVM makes no vector instructions.
                z[start + j] = zero if value <= zero else abs(value)
        elif follows == SIGMOID:
            for j in range(width):
                z[start + j] = sigmoid(z[start + j] + b[j])
        elif follows == TANH:
            for j in range(width):
                z[start + j] = tanh(z[start + j] + b[j])
        else:
            for j in range(width):
                z[start + j] += b[j]


@_part
def _differentiate(d: Any, out: Any, n: int, width: int, to_row: int, follows: int) -> None:
    """d <- d * activation' for d (n, width), from the activation's output `out`."""
    zero, one = type(d[0])(0), type(d[0])(1)
    for start in range(0, n * to_row, to_row):
        if follows == RELU:
            for j in range(width):
                d[start + j] = d[start + j] if out[start + j] > zero else zero
        elif follows == SIGMOID:
            for j in range(width):
                d[start + j] *= out[start + j] * (one - out[start + j])
        elif follows == TANH:
            for j in range(width):
                d[start + j] *= (one - out[start + j]) * (one + out[start + j])


@_part
def _add_up(table: Any, out: Any, n: int, width: int, to_row: int, follows: int) -> None:
    """`units.UnitSums.add` for outputs (n, width). One loop for each sum: LLVM makes vector instructions of those."""
    active, beyond, derivative = table, after(table, BEYOND_RANGE * width), after(table, DERIVATIVE * width)
    size, most, least = after(table, SIZE * width), after(table, MOST * width), after(table, LEAST * width)
    zero, one, bound = type(out[0])(0), type(out[0])(1), type(out[0])(BEYOND**2)
    steep, shift = (type(out[0])(2), one) if follows == SIGMOID else (one, zero)
    for row in range(0, n * to_row, to_row):
        h = after(out, row)
        for j in range(width):
            size[j] += abs(h[j])
        if follows == RELU:
            for j in range(width):
                active[j] += 1.0 if h[j] > zero else 0.0
            continue
        for j in range(width):
            t = steep * h[j] - shift
            active[j] += 1.0 if t * t < one else 0.0
        for j in range(width):
            t = steep * h[j] - shift
            beyond[j] += 1.0 if t * t > bound else 0.0
        for j in range(width):
            t = steep * h[j] - shift
            derivative[j] += one - t * t
        for j in range(width):
            most[j] = most[j] if most[j] >= h[j] else h[j]
        for j in range(width):
            least[j] = least[j] if least[j] <= h[j] else h[j]


@_part
def _softmax(
    scores: Any, first: int, end: int, n: int, classes: int, to_row: int, labels: Any, rows: Any, losses: Any
) -> None:
    """losses[first:end] <- cross-entropies of those of the batch's n samples; scores <- (y_hat - y) / n."""
    for i in range(first, end):
        row, largest, total = after(scores, i * to_row), scores[i * to_row], 0.0
        for j in range(1, classes):
            largest = max(largest, row[j])
        for j in range(classes):
            row[j] = exp(row[j] - largest)
        for j in range(classes):
            total += row[j]
        label = labels[rows[i]]
        losses[i] = -math.log(row[label] / total + _EPSILON)
        for j in range(classes):
            row[j] *= 1 / (total * n)
        row[label] -= 1 / n


def run(
    thread: int,
    threads: int,
    meetings: Any,
    network: Any,
    parameters: Any,
    velocity: Any,
    work: Any,
    losses: Any,
    pixels: Any,
    features: Any,
    offset: Any,
    scale: Any,
    rows: Any,
    labels: Any,
    found: Any,
    measured: Any,
    units: Any,
    sums: Any,
    has_velocity: int,
    has_pixels: int,
    predicts: int,
    measures: int,
    observes: int,
    count: int,
    batch_size: int,
    learning_rate: float,
    reg_lambda: float,
    momentum: float,
) -> int:
    """Batch after batch of the `count` samples `rows` of the data: predictions into `found`, or training.

    Each of `threads` threads calls it, with its number; `meetings` (1,) is 0 before. Nothing is touched before all
    have come. All arrays are pointers. The data are uint8 `pixels` or else `features`, row after row. Where it
    `measures` while it predicts, each sample's cross-entropy goes into `measured`; where it `observes`, a thread adds
    to its row of `units`.

    Training adds each batch's cross-entropy times its size to sums[0]. The weights are sums[1] times the arrays:
    with that factor the step W <- (1 - learning_rate reg_lambda) W - learning_rate x^T d is one product, which has
    no second pass over W and does not round W twice (as in Bottou 2012, "Stochastic gradient descent tricks", 5.1).
    Where there is a `velocity`, it is laid out as the parameters are, and a step is that of `optimizers.SGD`.

    Returns how many samples are done: all, or those before the first batch whose loss is not finite; that batch has
    changed nothing.

    This is one function because Numba optimises a function once more in every function that calls it: with its
    parts by themselves the code would be the same and take half as long again to compile.
    """
    last, panel, width = network.layers[0] - 1, network.panel[0], network.widths[0]
    classes, scores = network.widths[last + 1], after(work, network.x[last + 1])
    total, decayed, met, start = sums[0], sums[1], 1, 0
    if not meet(meetings, threads, met):
        return 0
    while start < count:
        n = min(batch_size, count - start)
        # Threads that predict do not meet, so there each keeps to its rows in a short batch too.
        shared = batch_size if predicts else n
        first, end = min(n, shared * thread // threads), min(n, shared * (thread + 1) // threads)
        mine = end - first

        # The arithmetic of `Scaling.apply`.
        for i in range(first, end):
            x, place = after(work, network.x[0] + i * network.to_row[0]), rows[start + i] * width
            ahead = rows[min(start + i + _AHEAD, count - 1)] * width
            if has_pixels:
                x_pixels = after(pixels, place)
                for j in range(0, width, 64):
                    prefetch(after(pixels, ahead + j))
                for j in range(width):
                    x[j] = (type(x[j])(x_pixels[j]) - offset[j]) * scale[j]
            else:
                x_features = after(features, place)
                for j in range(0, width, 16):
                    prefetch(after(features, ahead + j))
                for j in range(width):
                    x[j] = (x_features[j] - offset[j]) * scale[j]

        for i in range(last + 1):
            D, H, to_x, to_out = network.widths[i], network.widths[i + 1], network.to_row[i], network.to_row[i + 1]
            x, out = after(work, network.x[i] + first * to_x), after(work, network.x[i + 1] + first * to_out)
            W, b = after(parameters, network.W[i]), after(parameters, network.b[i])
            # out <- x (factor W)
            multiply(mine, H, D, panel, x, to_x, 1, W, panel, network.to_panel[i], decayed, 0.0, out, to_out, panel)
            _activate(out, b, mine, H, to_out, network.follows[i])
            if observes and network.follows[i] != NOTHING:
                table = after(units, thread * network.units[last + 1] + network.units[i])
                _add_up(table, out, mine, H, to_out, network.follows[i])

        if predicts:
            for i in range(first, end):
                row, best = after(scores, i * network.to_row[last + 1]), 0
                for j in range(1, classes):
                    best = j if row[j] > row[best] else best
                found[start + i] = best
                if measures:
                    score, whole = row[labels[rows[start + i]]], 0.0
                    for j in range(classes):
                        whole += exp(row[j] - row[best])
                    measured[start + i] = -math.log(exp(score - row[best]) / whole + _EPSILON)
            start += n
            continue

        _softmax(scores, first, end, n, classes, network.to_row[last + 1], labels, after(rows, start), losses)
        for i in range(last, 0, -1):
            D, H, to_x, to_out = network.widths[i], network.widths[i + 1], network.to_row[i], network.to_row[i + 1]
            x, W = after(work, network.x[i] + first * to_x), after(parameters, network.W[i])
            d, d_next = after(work, network.d[i] + first * to_out), after(work, network.d[i - 1] + first * to_x)
            # d_next <- d (factor W)^T
            multiply_transposed(mine, D, H, panel, d, to_out, W, network.to_panel[i], decayed, d_next, to_x)
            _differentiate(d_next, x, mine, D, to_x, network.follows[i - 1])

        met += 1
        meet(meetings, threads, met)
        loss = 0.0
        for i in range(n):
            loss += losses[i]
        if not math.isfinite(loss):
            break
        total += loss

        # The decay of all weights is the decay of one number, to the precision of float64. Only where that runs
        # away, the arrays take it over. A velocity holds the decays of many steps, so it cannot be taken out there.
        decayed = decayed if has_velocity else decayed * (1 - learning_rate * reg_lambda)
        take_over = 1.0 if 1e-3 < abs(decayed) < 1e3 else decayed
        decayed = decayed if take_over == 1.0 else 1.0

        for i in range(last + 1):
            D, H, to_x, to_d = network.widths[i], network.widths[i + 1], network.to_row[i], network.to_row[i + 1]
            x, d = after(work, network.x[i]), after(work, network.d[i])
            W, b = after(parameters, network.W[i]), after(parameters, network.b[i])
            db = after(work, network.db[i])

            begin, stop = H * thread // threads, H * (thread + 1) // threads
            for j in range(begin, stop):
                db[j] = d[j]
            for place in range(to_d, n * to_d, to_d):
                for j in range(begin, stop):
                    db[j] += d[place + j]
            if has_velocity:
                v = after(velocity, network.b[i])
                for j in range(begin, stop):
                    v[j] = momentum * v[j] + learning_rate * db[j]
                    b[j] -= v[j]
            else:
                for j in range(begin, stop):
                    b[j] -= learning_rate * db[j]

            begin, stop = D * thread // threads, D * (thread + 1) // threads
            size, panels = stop - begin, (H + panel - 1) // panel
            x, W, to_panel = after(x, begin), after(W, begin * panel), network.to_panel[i]
            v = after(after(velocity if has_velocity else parameters, network.W[i]), begin * panel)
            alpha = learning_rate if has_velocity else -learning_rate / decayed
            beta = momentum if has_velocity else 1.0
            if take_over != 1.0:
                for place in range(0, panels * to_panel, to_panel):
                    for j in range(size * panel):
                        W[place + j] *= take_over
            # The velocity's product, or W's own.
            multiply(size, H, n, panel, x, 1, to_x, d, to_d, panel, alpha, beta, v, panel, to_panel)
            if has_velocity:
                decay = type(v[0])(learning_rate * reg_lambda)
                for place in range(0, panels * to_panel, to_panel):
                    for j in range(size * panel):
                        v[place + j] += decay * W[place + j]
                        W[place + j] -= v[place + j]

        met += 1
        meet(meetings, threads, met)
        start += n
    if thread == 0 and not predicts:
        sums[0], sums[1] = total, decayed
    return start


def signature(single: bool) -> Any:
    """Numba's type of `run` for float32 or else for float64."""
    real = types.CPointer(types.float32 if single else types.float64)
    whole, number = types.CPointer(types.int64), types.CPointer(types.float64)
    network = types.NamedUniTuple(whole, len(Network._fields), Network)
    model, data = (network, real, real, real, number), (types.CPointer(types.uint8), real, real, real, whole, whole)
    i, f = types.int64, types.float64
    return types.int64(i, i, whole, *model, *data, whole, number, number, number, *(i,) * 7, *(f,) * 3)
