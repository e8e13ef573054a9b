"""A program's tables for batches of one size, and the layout of the workspace for a batch."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from undergrad.engines import tables as t
from undergrad.engines.compilable import ACTIVATIONS, end_of
from undergrad.engines.places import Places, aligned_zeros, row_length, up
from undergrad.engines.program import Operation, Program
from undergrad.engines.registers import panel_width
from undergrad.engines.units import ROWS as UNIT_ROWS

_Array = np.ndarray[Any, Any]


class Tables:
    """The tables of a program for one size of batches and one number of threads.

    In training, and for gradients, a slot has a place for each sample, since backward needs its content; a prediction
    needs that only between segments.
    """

    def __init__(self, program: Program, batch_size: int, threads: int, *, goes_back: bool) -> None:
        self.program, self._rows, self.threads, self._goes_back = program, batch_size, threads, goes_back
        dtype = program.dtype
        self._places = Places(dtype)
        one = self._places.next(1)
        segments = program.segments(goes_back=goes_back)
        #: The number of each operation's segment, by the operation's number.
        self._segment_of = [s for s, (first, end, _) in enumerate(segments) for _ in range(first, end)]
        self.slots = np.zeros((len(program.slots), t.SLOT), np.int64)
        self.ops = np.zeros((len(program.operations), t.OP), np.int64)
        self.numbers = np.zeros((len(program.operations), t.NUMBERS))
        for number in range(len(program.slots)):
            self._lay_out(number)
        self._to_units = self._to_squares = 0
        for number, operation in enumerate(program.operations):
            self._describe(number, operation)
        self.segments = np.array(segments, np.int64)
        widest = max(int(self.ops[:, t.COLUMNS].max()), panel_width(dtype) * t.BLOCK)
        to_step = row_length(widest, dtype)
        step = self._places.next(threads * to_step)
        least = max(getattr(operation.layer, "least_rows", 1) for operation in program.operations)
        parts = any(operation.kind == t.CONVOLUTION for operation in program.operations)
        plan = len(self.ops), len(self.segments), self._to_units, step, to_step, least, goes_back and parts
        self.plan = np.array(plan, np.int64)
        # Zeros: the padding between the end of a row and the end of its last vector takes part in products.
        self.work = aligned_zeros(self._places.end, dtype)
        self.work[one] = 1
        self.squares = np.zeros(self._to_squares)
        #: (batch,) float64: the losses of a batch's samples.
        self.losses = np.zeros(batch_size)

    def upstream(self, n: int) -> dict[str, float]:
        """The norm of dLoss/dz of n samples for each matrix and each convolution, by name, after a backward pass."""
        norms = {}
        for number, operation in enumerate(self.program.operations):
            if operation.kind == t.PRODUCT:
                slot = self.slots[operation.behind]
                rows = self.work[slot[t.D] : slot[t.D] + n * slot[t.TO_D]].reshape(n, -1)[:, : slot[t.CHANNELS]]
                norms[operation.name] = math.sqrt(np.einsum("ij,ij", rows, rows, dtype=np.float64))
            elif operation.kind == t.CONVOLUTION:
                start = self.ops[number, t.SQUARES]
                norms[operation.name] = math.sqrt(self.squares[start : start + n].sum())
        return norms

    def _lay_out(self, number: int) -> None:
        """The row of a slot, and its places."""
        program, slot, row = self.program, self.program.slots[number], self.slots[number]
        (height, width), dtype = slot.size, program.dtype
        # Each operation but the last writes the slot with its own number, and the next one reads it.
        maker, taker = program.operations[number : number + 2]
        stays = self._segment_of[number] == self._segment_of[number + 1] and slot.is_image
        channels, border = slot.shape[0], slot.border
        if slot.is_image:
            line, length = (width + 2 * border) * slot.padded, width * slot.padded
            size, of_gradient = (height + 2 * border) * line, height * length
            start = border * (line + slot.padded)
        else:
            line = length = channels
            size = of_gradient = up(channels, panel_width(dtype))
            start = 0
        row[[t.CHANNELS, t.PADDED, t.HEIGHT, t.WIDTH]] = channels, slot.padded, height, width
        row[[t.LINE, t.LENGTH, t.START]] = line, length, start
        to_sample = row_length(size, dtype)
        if stays and not self._goes_back:
            row[[t.X, t.X_THREAD]] = self._places.next(self.threads * to_sample), to_sample
        else:
            row[[t.X, t.TO_X]] = self._places.next(self._rows * to_sample), to_sample
        if taker.kind == t.OUTPUT:  # the gradient overwrites the scores
            row[[t.D, t.TO_D]] = row[[t.X, t.TO_X]]
        elif self._goes_back:
            to_sample = row_length(of_gradient, dtype)
            for_each_thread = slot.is_image and (stays or taker.kind == t.NORMALISATION)
            if for_each_thread and maker.kind != t.NORMALISATION:
                row[[t.D, t.D_THREAD]] = self._places.next(self.threads * to_sample), to_sample
            else:
                row[[t.D, t.TO_D]] = self._places.next(self._rows * to_sample), to_sample

    def _describe(self, number: int, operation: Operation) -> None:
        """The row of an operation, and its places."""
        row, numbers, layer, next_place = self.ops[number], self.numbers[number], operation.layer, self._places.next
        row[[t.KIND, t.IN, t.OUT, t.LAYER]] = operation.kind, operation.before, operation.behind, operation.number
        row[t.BACK], row[t.UNITS] = operation.hands_back and self._goes_back, -1
        if operation.activation is not None:
            row[t.FOLLOWS] = ACTIVATIONS[type(operation.activation)]
            numbers[t.ALPHA] = getattr(operation.activation, "alpha", 0.0)
        behind = self.slots[operation.behind]
        if getattr(operation.activation, "observable", False):
            row[t.UNITS] = self._to_units
            self._to_units += UNIT_ROWS * behind[t.CHANNELS]
            row[t.TO_UNIT_LINES] = row_length(6 * int(behind[t.LENGTH]), self.program.dtype)
            row[t.UNIT_LINES] = next_place(self.threads * int(row[t.TO_UNIT_LINES]))
        if operation.learns:
            row[[t.W, t.B]] = operation.weights.place, operation.bias.place
        if operation.kind == t.PRODUCT:
            rows, columns = operation.weights.rows, operation.weights.shape[1]
            row[[t.ROWS, t.COLUMNS, t.PANEL]] = rows, columns, panel_width(self.program.dtype)
            row[[t.TO_PANEL, t.DB]] = operation.weights.to_panel, next_place(columns)
        elif operation.kind == t.CONVOLUTION:
            self._describe_convolution(row, operation)
        elif operation.kind == t.POOLING:
            row[[t.KERNEL, t.STRIDE]] = layer.kernel_size, layer.stride
        elif operation.kind == t.NORMALISATION:
            channels, padded, length = behind[[t.CHANNELS, t.PADDED, t.LENGTH]]
            row[[t.ROWS, t.COLUMNS, t.KEPT]] = 1, channels, operation.kept[0].place
            row[[t.LINES, t.DB]] = next_place(5 * length + 3 * channels), next_place(2 * channels)
            row[[t.TABLE, t.TO_SCRATCH]] = next_place(self._rows * 2 * padded), up(2 * length, 16)
            row[t.SCRATCH] = next_place(self.threads * up(2 * length, 16))
            numbers[[t.EPSILON, t.KEEPS]] = layer.epsilon, layer.momentum
        elif operation.kind == t.DROPOUT:
            size = int(behind[t.HEIGHT] * behind[t.LENGTH])
            row[t.TO_MASK] = up(size, panel_width(self.program.dtype))
            row[t.MASK] = next_place((self._rows if self._goes_back else 0) * int(row[t.TO_MASK]))
            row[t.TO_SCRATCH] = up(size, 16)
            row[t.SCRATCH] = next_place(self.threads * int(row[t.TO_SCRATCH]))
            row[t.RATE], numbers[t.FACTOR] = math.ceil(layer.rate * 2**32), 1 / (1 - layer.rate)
        elif operation.kind == t.OUTPUT:
            row[t.W] = end_of(self.program.output)
            numbers[t.ALPHA] = getattr(layer, "delta", 0.0)
            numbers[[t.EPSILON, t.CLIP]] = getattr(layer, "epsilon", 0.0), getattr(layer, "clip", 0.0)
            numbers[t.FACTOR] = 1.0 if getattr(layer, "summed", True) else 1 / behind[t.CHANNELS]
        if operation.learns:
            row[t.SQUARES] = self._to_squares
            self._to_squares += max(int(row[t.ROWS]) + 1, self._rows)

    def _describe_convolution(self, row: _Array, operation: Operation) -> None:
        before, behind, layer = self.slots[operation.before], self.slots[operation.behind], operation.layer
        kernel, stride, filters, channels = layer.kernel_size, layer.stride, behind[t.PADDED], before[t.PADDED]
        row[[t.ROWS, t.COLUMNS]] = kernel**2 * channels, filters
        row[[t.KERNEL, t.STRIDE]] = kernel, stride
        row[t.LINES] = self._places.next(behind[t.LENGTH])
        if not self._goes_back:
            return
        size = kernel**2 * channels * filters
        row[t.FLIPPED] = self._places.next(size)
        row[t.TO_PARTIAL] = up(size + filters, 16)
        row[t.PARTIAL] = self._places.next(t.PARTS * int(row[t.TO_PARTIAL]))
        # dLoss/dz for the windows of the input image: entries `stride` apart, with `around` zeros around them.
        around = max(0, kernel - 1 - layer.pad)
        height, width = ((int(count) - 1) * stride + 1 + 2 * around for count in behind[[t.HEIGHT, t.WIDTH]])
        row[t.SCRATCH_LINE] = width * filters
        row[t.SCRATCH_START] = around * (width + 1) * filters
        # With more zeros around the image than a window reaches over, the first windows see only zeros.
        row[t.SCRATCH_WINDOW] = max(0, layer.pad + 1 - kernel) * (width + 1) * filters
        row[t.TO_SCRATCH] = row_length(height * width * int(filters), self.program.dtype)
        row[t.SCRATCH] = self._places.next(self.threads * int(row[t.TO_SCRATCH]))
