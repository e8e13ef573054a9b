"""exp, expm1, sigmoid and tanh without branches and calls, so that LLVM can vectorise loops over them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic, overload

# "contract" allows FMA instructions and nothing else: NaN and infinity keep their meaning. Without error_model, Numba
# would test every division for a divisor of 0, and LLVM would vectorise no loop with a division.
OPTIONS: dict[str, Any] = {"fastmath": {"contract"}, "error_model": "numpy", "nogil": True}


class _Constants(NamedTuple):
    """The constants of exp for a floating type."""

    #: 1.5 * 2^(bits of the mantissa): adding it rounds to a whole number, which is then in the lowest bits.
    shift: Any
    log2_e: Any
    #: ln 2 = high + low, where n * high is exact for every n that occurs (Cody and Waite 1980).
    ln2_high: Any
    ln2_low: Any
    #: 1/k! from the last k to 2. On |r| <= ln(2)/2 the terms left out are below a tenth of an ulp.
    taylor: tuple[Any, ...]
    #: exp is 0 below `least` and infinite above `greatest`.
    least: Any
    greatest: Any
    #: From here on tanh is 1, with a margin.
    tanh_is_one: Any
    zero: Any
    half: Any
    one: Any
    two: Any


def _constants(real: Any, mantissa: int, high: float, low: float, degree: int, least: int, greatest: int) -> _Constants:
    return _Constants(
        shift=real(1.5 * 2.0**mantissa),
        log2_e=real(math.log2(math.e)),
        ln2_high=real(high),
        ln2_low=real(low),
        taylor=tuple(real(1 / math.factorial(k)) for k in range(degree, 1, -1)),
        least=real(least),
        greatest=real(greatest),
        tanh_is_one=real(20),
        zero=real(0),
        half=real(0.5),
        one=real(1),
        two=real(2),
    )


_CONSTANTS = {
    types.float32: _constants(np.float32, 23, 0.693359375, -2.12194440e-4, 7, -104, 89),
    types.float64: _constants(np.float64, 52, 0.693145751953125, 1.42860682030941723212e-6, 13, -746, 710),
}


@intrinsic
def _power_of_two(typing_context: Any, shifted: Any) -> Any:
    """2^n for `shifted` = n + shift, where 2^n is a normal number: n moves from the lowest bits to the exponent's."""
    single = shifted == types.float32
    real, integer = (ir.FloatType(), ir.IntType(32)) if single else (ir.DoubleType(), ir.IntType(64))
    mantissa, bits_of_one = (23, 0x3F800000) if single else (52, 0x3FF0000000000000)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        exponent = builder.shl(builder.bitcast(arguments[0], integer), ir.Constant(integer, mantissa))
        return builder.bitcast(builder.add(exponent, ir.Constant(integer, bits_of_one)), real)

    return shifted(shifted), generate


def _reduced(x: Any) -> Any:
    """(n, e^r - 1) where x = n ln 2 + r, n whole, |r| <= ln(2)/2. NaN gives NaN."""


def exp(x: Any) -> Any:
    """e^x of a float32 or float64, for every x; subnormal results too."""


def expm1(x: Any) -> Any:
    """e^x - 1 for x <= 0, with full relative precision near 0."""


def sigmoid(x: Any) -> Any:
    """1 / (1 + e^-x), with full relative precision for small values."""


def tanh(x: Any) -> Any:
    """(e^2x - 1) / (e^2x + 1), with full relative precision near 0."""


@overload(_reduced, jit_options=OPTIONS)
def _reduced_of(x: Any) -> Callable[[Any], Any]:
    shift, log2_e, ln2_high, ln2_low, taylor, *_ = _CONSTANTS[x]
    last, others = taylor[0], taylor[1:]

    def implementation(x: Any) -> Any:
        n = (x * log2_e + shift) - shift
        r = (x - n * ln2_high) - n * ln2_low
        series = last
        for coefficient in others:
            series = series * r + coefficient
        return n, series * r * r + r

    return implementation


@overload(exp, jit_options=OPTIONS)
def _exp_of(x: Any) -> Callable[[Any], Any]:
    c = _CONSTANTS[x]
    shift, least, greatest, half, one = c.shift, c.least, c.greatest, c.half, c.one

    def implementation(x: Any) -> Any:
        x = least if x < least else x  # NaN stays: no comparison with it is true
        x = greatest if x > greatest else x
        n, e_r_minus_1 = _reduced(x)
        # 2^n may be no normal number, so multiply by two factors.
        first = n * half + shift
        second = (n - (first - shift)) + shift
        return (one + e_r_minus_1) * _power_of_two(first) * _power_of_two(second)

    return implementation


@overload(expm1, jit_options=OPTIONS)
def _expm1_of(x: Any) -> Callable[[Any], Any]:
    c = _CONSTANTS[x]
    shift, one, least = c.shift, c.one, -c.two * c.tanh_is_one  # e^-40 vanishes beside 1

    def implementation(x: Any) -> Any:
        x = least if x < least else x  # NaN stays
        n, e_r_minus_1 = _reduced(x)
        power = _power_of_two(n + shift)
        return power * e_r_minus_1 + (power - one)

    return implementation


@overload(sigmoid, jit_options=OPTIONS)
def _sigmoid_of(x: Any) -> Callable[[Any], Any]:
    zero, one = _CONSTANTS[x].zero, _CONSTANTS[x].one

    def implementation(x: Any) -> Any:
        e = exp(-abs(x))
        return (one if x >= zero else e) / (one + e)

    return implementation


@overload(tanh, jit_options=OPTIONS)
def _tanh_of(x: Any) -> Callable[[Any], Any]:
    c = _CONSTANTS[x]
    shift, tanh_is_one, zero, one, two = c.shift, c.tanh_is_one, c.zero, c.one, c.two

    def implementation(x: Any) -> Any:
        y = two * abs(x)
        y = two * tanh_is_one if y > two * tanh_is_one else y
        n, e_r_minus_1 = _reduced(y)
        power = _power_of_two(n + shift)
        m = power * e_r_minus_1 + (power - one)  # e^y - 1 without cancellation: for n = 0 the second term is 0
        size = m / (m + two)
        return -size if x < zero else size

    return implementation
