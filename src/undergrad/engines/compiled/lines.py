"""Functions on contiguous numbers, one by one: activation functions, their derivatives, and sums over units."""

from __future__ import annotations

from typing import Any

from undergrad.engines import tables as t
from undergrad.engines.compiled.elementary import expm1, sigmoid, tanh
from undergrad.engines.compiled.memory import after
from undergrad.engines.compiled.part import part
from undergrad.engines.units import BEYOND, BEYOND_PLACES


@part
def activate(z: Any, n: int, follows: int, alpha: float) -> None:
    """z <- activation(z)."""
    zero, slope = type(z[0])(0), type(z[0])(alpha)
    if follows == t.RELU:
        for j in range(n):
            value = z[j]
            z[j] = zero if value <= zero else abs(value)  # NaN stays NaN. Without abs, LLVM does not vectorise this.
    elif follows == t.SIGMOID:
        for j in range(n):
            z[j] = sigmoid(z[j])
    elif follows == t.TANH:
        for j in range(n):
            z[j] = tanh(z[j])
    elif follows == t.LEAKY_RELU:
        for j in range(n):
            value = z[j]
            z[j] = slope * value if value <= zero else value
    elif follows == t.ELU:
        for j in range(n):
            value = z[j]
            below = slope * expm1(zero if value > zero else value)
            z[j] = value if value > zero else below


@part
def copy(to: Any, x: Any, n: int) -> None:
    """to <- x."""
    for j in range(n):
        to[j] = x[j]


@part
def differentiate(d: Any, out: Any, n: int, follows: int, alpha: float) -> None:
    """d <- d * activation', from the activation's output `out`. In place: LLVM does not vectorise possible overlaps."""
    zero, one, slope = type(d[0])(0), type(d[0])(1), type(d[0])(alpha)
    if follows == t.RELU:
        for j in range(n):
            kept = d[j]
            d[j] = kept if out[j] > zero else zero
    elif follows == t.SIGMOID:
        for j in range(n):
            d[j] *= out[j] * (one - out[j])
    elif follows == t.TANH:
        for j in range(n):
            d[j] *= (one - out[j]) * (one + out[j])
    elif follows == t.LEAKY_RELU:
        for j in range(n):
            kept = d[j]
            d[j] = kept if out[j] > zero else slope * kept
    elif follows == t.ELU:
        for j in range(n):
            h = out[j]
            d[j] *= one if h > zero else h + slope


@part
def add_up_features(
    active: Any, beyond: Any, derivative: Any, size: Any, most: Any, least: Any, h: Any, n: int, follows: int
) -> None:
    """`units.UnitSums.add` for one sample's outputs h (n,). Each sum has its own loop, which LLVM vectorises."""
    zero, one, bound = type(h[0])(0), type(h[0])(1), type(h[0])(BEYOND**2)
    steep, shift = (type(h[0])(2), one) if follows == t.SIGMOID else (one, zero)
    for j in range(n):
        size[j] += abs(h[j])
    if follows == t.RELU:
        for j in range(n):
            active[j] += 1.0 if h[j] > zero else 0.0
        for j in range(n):
            derivative[j] += 1.0 if h[j] > zero else 0.0
        return
    for j in range(n):
        place = steep * h[j] - shift
        active[j] += 1.0 if place * place < one else 0.0
    for j in range(n):
        place = steep * h[j] - shift
        beyond[j] += 1.0 if place * place > bound else 0.0
    for j in range(n):
        place = steep * h[j] - shift
        derivative[j] += one - place * place
    for j in range(n):
        most[j] = most[j] if most[j] >= h[j] else h[j]
    for j in range(n):
        least[j] = least[j] if least[j] <= h[j] else h[j]


@part
def add_up_image(
    active: Any,
    beyond: Any,
    derivative: Any,
    size: Any,
    most: Any,
    least: Any,
    image: Any,
    height: int,
    width: int,
    line: int,
    channels: int,
    padded: int,
    follows: int,
    lines: Any,
) -> None:
    """`units.UnitSums.add` for the channels of one image; the places of each channel are judged together.

    `lines` has space for six rows of the image: vectors first sum down the columns, then along the row.
    """
    length, places = width * padded, height * width
    zero, one, bound = type(image[0])(0), type(image[0])(1), type(image[0])(BEYOND**2)
    steep, shift = (type(image[0])(2), one) if follows == t.SIGMOID else (one, zero)
    sizes, passing, far = lines, after(lines, length), after(lines, 2 * length)
    slopes, top, bottom = after(lines, 3 * length), after(lines, 4 * length), after(lines, 5 * length)
    for j in range(4 * length):
        lines[j] = zero
    for j in range(length):
        top[j] = image[j]
    for j in range(length):
        bottom[j] = image[j]
    for y in range(height):
        h = after(image, y * line)
        for j in range(length):
            sizes[j] += abs(h[j])
        if follows == t.RELU:
            for j in range(length):
                passing[j] += one if h[j] > zero else zero
            continue
        for j in range(length):
            place = steep * h[j] - shift
            passing[j] += one if place * place < one else zero
        for j in range(length):
            place = steep * h[j] - shift
            far[j] += one if place * place > bound else zero
        for j in range(length):
            place = steep * h[j] - shift
            slopes[j] += one - place * place
        for j in range(length):
            top[j] = top[j] if top[j] >= h[j] else h[j]
        for j in range(length):
            bottom[j] = bottom[j] if bottom[j] <= h[j] else h[j]
    for c in range(channels):
        whole_size, whole_passing, whole_far, whole_slope = 0.0, 0.0, 0.0, 0.0
        for j in range(c, length, padded):
            whole_size += sizes[j]
            whole_passing += passing[j]
            whole_far += far[j]
            whole_slope += slopes[j]
            if follows != t.RELU:
                most[c], least[c] = max(most[c], top[j]), min(least[c], bottom[j])
        size[c] += whole_size / places
        active[c] += 1.0 if whole_passing > 0 else 0.0
        derivative[c] += (whole_passing if follows == t.RELU else whole_slope) / places
        beyond[c] += 1.0 if whole_far > BEYOND_PLACES * places else 0.0
