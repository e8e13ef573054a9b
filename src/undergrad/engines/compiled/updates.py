"""The gradients and the step of an operation's parameters: each thread has its own rows of the weights."""

from __future__ import annotations

from typing import Any

from undergrad.engines import tables as t
from undergrad.engines.compiled.memory import after
from undergrad.engines.compiled.operations import gradients, values
from undergrad.engines.compiled.part import part
from undergrad.engines.compiled.products import multiply
from undergrad.engines.compiled.steps import step


@part
def product_step(
    m: Any, op: Any, rule: Any, stores: int, decayed: float, take_over: float, n: int, scratch: Any, thread: int,
    threads: int,
) -> None:  # fmt: skip
    """Computes dW = x^T d and db = the sum of d's rows, and steps by them; if it `stores`, stores the gradients.

    Plain gradient descent adds its product directly to t.W, which is `decayed` times the array.
    """
    before, behind = after(m.slots, op[t.IN] * t.SLOT), after(m.slots, op[t.OUT] * t.SLOT)
    x, d, to_x, to_d = values(m, before, 0, thread), gradients(m, behind, 0, thread), before[t.TO_X], behind[t.TO_D]
    columns, panel, to_panel = op[t.COLUMNS], op[t.PANEL], op[t.TO_PANEL]

    begin, end = columns * thread // threads, columns * (thread + 1) // threads
    db = after(m.gradient, op[t.B]) if stores else after(m.work, op[t.DB])
    for j in range(begin, end):
        db[j] = d[j]
    for place in range(to_d, n * to_d, to_d):
        for j in range(begin, end):
            db[j] += d[place + j]
    place = op[t.B] + begin
    if not stores:
        b, m_b, v_b = after(m.parameters, place), after(m.first, place), after(m.second, place)
        step(rule, 0, end - begin, b, m_b, v_b, after(db, begin))

    begin, end = op[t.ROWS] * thread // threads, op[t.ROWS] * (thread + 1) // threads
    if rule.kind == t.SGD and not stores:
        place, size = op[t.W] + begin * panel, end - begin
        own, panels = after(m.parameters, place), (columns + panel - 1) // panel
        if take_over != 1.0:
            for first in range(0, panels * to_panel, to_panel):
                for j in range(size * panel):
                    own[first + j] *= take_over
        alpha = -rule.learning_rate / decayed
        multiply(size, columns, n, panel, after(x, begin), 1, to_x, d, to_d, panel, alpha, 1.0, own, panel, to_panel)
        return
    for p in range((columns + panel - 1) // panel):
        wide = min(panel, columns - p * panel)
        for row in range(begin, end, t.BLOCK):
            size, place = min(t.BLOCK, end - row), op[t.W] + p * to_panel + row * panel
            g = after(m.gradient, place) if stores else scratch
            multiply(
                size, wide, n, panel, after(x, row), 1, to_x, after(d, p * panel), to_d, panel, 1.0, 0.0, g, panel,
                panel,
            )  # fmt: skip
            own = after(m.parameters, place)
            if stores:
                factor = type(g[0])(rule.reg_lambda)
                for j in range(size * panel):
                    g[j] += factor * own[j]
            else:
                step(rule, 1, size * panel, own, after(m.first, place), after(m.second, place), g)


@part
def convolution_step(m: Any, op: Any, rule: Any, stores: int, n: int, scratch: Any, thread: int, threads: int) -> None:
    """Adds up the parts' gradients, and steps w and b by them."""
    rows, columns, partial = op[t.ROWS], op[t.COLUMNS], after(m.work, op[t.PARTIAL])
    for row in range((rows + 1) * thread // threads, (rows + 1) * (thread + 1) // threads):  # the last one is the bias
        place = op[t.W] + row * columns if row < rows else op[t.B]
        g = after(m.gradient, place) if stores else scratch
        for f in range(columns):
            g[f] = 0
        for number in range(t.PARTS):
            if n * number // t.PARTS < n * (number + 1) // t.PARTS:
                of_part = after(partial, number * op[t.TO_PARTIAL] + row * columns)
                for f in range(columns):
                    g[f] += of_part[f]
        own, is_weights = after(m.parameters, place), 1 if row < rows else 0
        if stores:
            factor = type(g[0])(rule.reg_lambda if is_weights else 0.0)
            for f in range(columns):
                g[f] += factor * own[f]
        else:
            step(rule, is_weights, columns, own, after(m.first, place), after(m.second, place), g)
            spread_row(m, op, row)


@part
def spread_row(m: Any, op: Any, row: int) -> None:
    """Updates copies of a row of the weights: turned for the input's gradient, and, of the bias, a line."""
    rows, columns, kernel = op[t.ROWS], op[t.COLUMNS], op[t.KERNEL]
    if row == rows:
        slot, bias, line = after(m.slots, op[t.OUT] * t.SLOT), after(m.parameters, op[t.B]), after(m.work, op[t.LINES])
        for place in range(0, slot[t.LENGTH], columns):
            for f in range(columns):
                line[place + f] = bias[f]
    elif op[t.BACK]:
        channels = after(m.slots, op[t.IN] * t.SLOT)[t.PADDED]
        window, channel = row // channels, row % channels
        own = after(m.parameters, op[t.W] + row * columns)
        to = after(m.work, op[t.FLIPPED] + (kernel * kernel - 1 - window) * columns * channels + channel)
        for f in range(columns):
            to[f * channels] = own[f]


@part
def normalisation_step(m: Any, op: Any, rule: Any, stores: int, thread: int, threads: int) -> None:
    """Steps gamma and beta by the gradients from `merge_back`."""
    columns = op[t.COLUMNS]
    begin, end = columns * thread // threads, columns * (thread + 1) // threads
    for number in range(2):
        place = (op[t.W] if number == 0 else op[t.B]) + begin
        g = after(m.work, op[t.DB] + number * columns + begin)
        if stores:
            to = after(m.gradient, place)
            for j in range(end - begin):
                to[j] = g[j]
        else:
            step(rule, 0, end - begin, after(m.parameters, place), after(m.first, place), after(m.second, place), g)


@part
def squares_of(m: Any, op: Any, array: Any, thread: int, threads: int, with_all: int) -> None:
    """The sums of squares of this thread's rows of an operation's weights, and on request of the vectors."""
    rows, columns, squares = op[t.ROWS], op[t.COLUMNS], after(m.squares, op[t.SQUARES])
    panel, to_panel = (op[t.PANEL], op[t.TO_PANEL]) if op[t.PANEL] else (columns, 0)
    for row in range(rows * thread // threads, rows * (thread + 1) // threads):
        total = 0.0
        for p in range((columns + panel - 1) // panel):
            own = after(array, op[t.W] + p * to_panel + row * panel)
            for j in range(min(panel, columns - p * panel)):
                total += own[j] * own[j]
        squares[row] = total
    if thread == 0:
        total, own = 0.0, after(array, op[t.B])
        for j in range(columns if with_all else 0):
            total += own[j] * own[j]
        squares[rows] = total


@part
def stored_step(m: Any, op: Any, rule: Any, thread: int, threads: int) -> None:
    """The step by stored gradients, which include the L2 term."""
    rows, columns = op[t.ROWS], op[t.COLUMNS]
    panel, to_panel = (op[t.PANEL], op[t.TO_PANEL]) if op[t.PANEL] else (columns, 0)
    begin, end, is_regularised = rows * thread // threads, rows * (thread + 1) // threads, op[t.KIND] != t.NORMALISATION
    for p in range((columns + panel - 1) // panel):
        place = op[t.W] + p * to_panel + begin * panel
        own, m_own, v_own = after(m.parameters, place), after(m.first, place), after(m.second, place)
        step(rule, is_regularised, (end - begin) * panel, own, m_own, v_own, after(m.gradient, place))
    if thread == 0:
        place = op[t.B]
        own, m_own, v_own = after(m.parameters, place), after(m.first, place), after(m.second, place)
        step(rule, 0, columns, own, m_own, v_own, after(m.gradient, place))
