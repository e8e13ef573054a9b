"""What the CPU engine does inside an epoch, as functions that Numba compiles.

All of it lies in this one file because Numba's cache on disk notices changes of the file of the function that it keeps,
and of no other. A model's parameters are one flat array and the network is told by its widths, so the same machine code
serves every depth and width: it is compiled once for float32, and once more where float64 is used.

BLAS is written for column-major arrays. A row-major C (m, n) is the column-major C^T (n, m) in the same memory, so
C = A B is asked for as C^T = B^T A^T.
"""

from __future__ import annotations

import functools
import logging
import math
from collections.abc import Callable
from typing import Any, NamedTuple

import llvmlite.binding
import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils, event
from numba.extending import get_cython_function_address, intrinsic, overload

#: What follows a fully connected layer.
NOTHING, RELU, SIGMOID, TANH = range(4)

_LOG = logging.getLogger("undergrad")
_EPSILON = 1e-10  # SoftmaxLayer's

#: The row that is fetched from memory while one is scaled is this many further on: rows come in random order.
_AHEAD = 4

# "contract" allows FMA instructions and nothing else: NaN and infinity keep their meaning. Without error_model, Numba
# would test every division for a divisor of 0, and no loop with a division would become vector instructions.
_OPTIONS: dict[str, Any] = {"fastmath": {"contract"}, "error_model": "numpy", "nogil": True}


def _kept(function: Callable[..., Any]) -> Any:
    """`function`, to be compiled when it is needed and then kept on disk, where any place may be written to."""
    try:
        return njit(cache=True, **_OPTIONS)(function)
    except RuntimeError:  # a read-only installation and no home either: it is compiled in every process
        return njit(**_OPTIONS)(function)


# For what only compiled functions call.
_part = njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, **_OPTIONS)


# Elementary functions, without branches and calls, so that loops over them become vector instructions -----------------


class _Constants(NamedTuple):
    """What exp needs to know of a floating type."""

    #: 1.5 * 2^(bits of the mantissa): adding it rounds to a whole number, which then stands in the lowest bits.
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
    #: tanh is 1 from here on, with room.
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


def sigmoid(x: Any) -> Any:
    """1 / (1 + e^-x), with full relative precision where that is small."""


def tanh(x: Any) -> Any:
    """(e^2x - 1) / (e^2x + 1), with full relative precision near 0."""


@overload(_reduced, jit_options=_OPTIONS)
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


@overload(exp, jit_options=_OPTIONS)
def _exp_of(x: Any) -> Callable[[Any], Any]:
    c = _CONSTANTS[x]
    shift, least, greatest, half, one = c.shift, c.least, c.greatest, c.half, c.one

    def implementation(x: Any) -> Any:
        x = least if x < least else x  # NaN stays: it is not less than anything
        x = greatest if x > greatest else x
        n, e_r_minus_1 = _reduced(x)
        # 2^n may be no normal number, so in two factors.
        first = n * half + shift
        second = (n - (first - shift)) + shift
        return (one + e_r_minus_1) * _power_of_two(first) * _power_of_two(second)

    return implementation


@overload(sigmoid, jit_options=_OPTIONS)
def _sigmoid_of(x: Any) -> Callable[[Any], Any]:
    zero, one = _CONSTANTS[x].zero, _CONSTANTS[x].one

    def implementation(x: Any) -> Any:
        e = exp(-abs(x))
        return (one if x >= zero else e) / (one + e)

    return implementation


@overload(tanh, jit_options=_OPTIONS)
def _tanh_of(x: Any) -> Callable[[Any], Any]:
    c = _CONSTANTS[x]
    shift, tanh_is_one, zero, one, two = c.shift, c.tanh_is_one, c.zero, c.one, c.two

    def implementation(x: Any) -> Any:
        y = two * abs(x)
        y = two * tanh_is_one if y > two * tanh_is_one else y
        n, e_r_minus_1 = _reduced(y)
        power = _power_of_two(n + shift)
        m = power * e_r_minus_1 + (power - one)  # e^y - 1: nothing cancels, for n = 0 the second term is 0
        size = m / (m + two)
        return -size if x < zero else size

    return implementation


# Matrices as pointers: without reference counts and shapes they compile in half the time ------------------------------


@intrinsic
def pointer(typing_context: Any, array: Any, place: Any) -> Any:
    """Points to the number at `place` of a contiguous array."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = context.make_array(array)(context, builder, arguments[0]).data
        return builder.gep(data, [arguments[1]])

    return types.CPointer(array.dtype)(array, types.int64), generate


@intrinsic
def _prefetch(typing_context: Any, pointer: Any) -> Any:
    """Begin to bring what `pointer` points to into the cache."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        address, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [address, number, number, number])
        function = builder.module.declare_intrinsic("llvm.prefetch", [address], kind)
        for_reading_often_data = [ir.Constant(number, value) for value in (0, 3, 1)]
        builder.call(function, [builder.bitcast(arguments[0], address), *for_reading_often_data])
        return context.get_dummy_value()

    return types.void(pointer), generate


# SciPy's BLAS, under names of our own: what lies in the cache finds its symbols by name when it is loaded.
for _name in ("sgemm", "dgemm"):
    llvmlite.binding.add_symbol(f"undergrad_{_name}", get_cython_function_address("scipy.linalg.cython_blas", _name))


@intrinsic
def gemm(
    typing_context: Any,
    a_transposed: Any,
    b_transposed: Any,
    m: Any,
    n: Any,
    k: Any,
    alpha: Any,
    a: Any,
    b: Any,
    beta: Any,
    c: Any,
) -> Any:
    """Row-major C <- alpha A B + beta C for C (m, n); A (m, k), or (k, m) if transposed; B (k, n), or (n, k)."""
    real, name = (ir.FloatType(), "sgemm") if c.dtype == types.float32 else (ir.DoubleType(), "dgemm")

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        a_transposed, b_transposed, m, n, k, alpha, a, b, beta, c = arguments
        address, letter, integer = ir.IntType(8).as_pointer(), ir.IntType(8), ir.IntType(32)

        def stored(value: Any) -> Any:  # Fortran takes the address of every argument
            return builder.bitcast(cgutils.alloca_once_value(builder, value), address)

        def side(transposed: Any) -> Any:
            return stored(builder.select(transposed, letter(ord("T")), letter(ord("N"))))

        m, n, k = (stored(builder.trunc(size, integer)) for size in (m, n, k))
        if real == ir.FloatType():
            alpha, beta = (builder.fptrunc(factor, real) for factor in (alpha, beta))
        a_rows, b_rows = builder.select(a_transposed, m, k), builder.select(b_transposed, k, n)
        a, b, c = (builder.bitcast(matrix, address) for matrix in (a, b, c))
        kind = ir.FunctionType(ir.VoidType(), [address] * 13)
        function = cgutils.get_or_insert_function(builder.module, kind, f"undergrad_{name}")
        factors = stored(alpha), stored(beta)
        sides = side(b_transposed), side(a_transposed)
        builder.call(function, [*sides, n, m, k, factors[0], b, b_rows, a, a_rows, factors[1], c, n])
        return context.get_dummy_value()

    flag, size, factor = types.boolean, types.int64, types.float64
    return types.void(flag, flag, size, size, size, factor, a, b, factor, c), generate


# A network and its batch ----------------------------------------------------------------------------------------------


class Network(NamedTuple):
    """The shape of a network of L fully connected layers, and where its matrices lie; int64 arrays.

    `W` and `b` are places in the array of parameters, the others in the work array: `x` those of the layers' inputs
    and, last, of the scores; `d` those of two arrays that take turns as dLoss/d(a layer's output); `db` one.
    """

    #: (L + 1,): features, hidden widths, classes.
    widths: Any
    #: (L,): NOTHING, RELU, SIGMOID or TANH.
    follows: Any
    W: Any
    b: Any
    x: Any
    d: Any
    db: Any


@_part
def _activate(z: Any, size: int, follows: int) -> None:
    """z <- activation(z) for `size` numbers."""
    zero = type(z[0])(0)
    if follows == RELU:
        for j in range(size):
            value = z[j]  # NaN stays NaN. abs changes nothing, but without it LLVM makes no vector instructions.
            z[j] = zero if value <= zero else abs(value)
    elif follows == SIGMOID:
        for j in range(size):
            z[j] = sigmoid(z[j])
    elif follows == TANH:
        for j in range(size):
            z[j] = tanh(z[j])


@_part
def _differentiate(d: Any, out: Any, n: int, width: int, follows: int, db: Any) -> None:
    """d <- d * activation' for d (n, width), from the activation's output `out`; db <- the sum of d's rows."""
    zero, one = type(d[0])(0), type(d[0])(1)
    for j in range(width):
        db[j] = zero
    for start in range(0, n * width, width):
        if follows == RELU:
            for j in range(width):
                d[start + j] = d[start + j] if out[start + j] > zero else zero
        elif follows == SIGMOID:
            for j in range(width):
                d[start + j] *= out[start + j] * (one - out[start + j])
        elif follows == TANH:
            for j in range(width):
                d[start + j] *= (one - out[start + j]) * (one + out[start + j])
        for j in range(width):
            db[j] += d[start + j]


@_part
def _softmax(scores: Any, n: int, classes: int, labels: Any, rows: Any, start: int) -> float:
    """The mean cross-entropy; scores (n, classes) <- (y_hat - y) / n, its gradient."""
    loss = 0.0
    for place in range(0, n * classes, classes):
        largest = scores[place]
        for j in range(1, classes):
            largest = max(largest, scores[place + j])
        for j in range(classes):
            scores[place + j] -= largest
    for j in range(n * classes):
        scores[j] = exp(scores[j])
    for i in range(n):
        place, total = i * classes, 0.0
        for j in range(classes):
            total += scores[place + j]
        label = place + labels[rows[start + i]]
        loss -= math.log(scores[label] / total + _EPSILON)
        for j in range(classes):
            scores[place + j] *= 1 / (total * n)
        scores[label] -= 1 / n
    return loss / n


@_kept
def run(
    parameters: Any,
    velocity: Any,
    network: Any,
    work: Any,
    pixels: Any,
    features: Any,
    offset: Any,
    scale: Any,
    rows: Any,
    labels: Any,
    found: Any,
    batch_size: int,
    learning_rate: float,
    reg_lambda: float,
    momentum: float,
    sums: Any,
) -> int:
    """Batch after batch of the samples `rows` of the data: predictions where `found` is not empty, else training.

    Training adds each batch's cross-entropy times its size to sums[0]. The weights are sums[1] times the arrays: with
    that factor the step W <- (1 - learning_rate reg_lambda) W - learning_rate x^T d is one product, which has no second
    pass over W and does not round W twice (as in Bottou 2012, "Stochastic gradient descent tricks", 5.1). Where
    `velocity` is not empty, it is laid out as the parameters are, and a step is `layers.Momentum`'s.

    Returns how many samples are done: all, or those before the first batch whose loss is not finite; that batch has
    changed nothing.

    This is one function because Numba optimises a function once more in every function that calls it: with its parts by
    themselves the code would be the same and take half as long again to compile.
    """
    last, width, classes = network.follows.size - 1, network.widths[0], network.widths[-1]
    least, factor = pointer(offset, 0), pointer(scale, 0)
    scores, db = pointer(work, network.x[last + 1]), pointer(work, network.db[0])
    start = 0
    while start < rows.size:
        n = min(batch_size, rows.size - start)

        # The arithmetic of `Scaling.apply`. Of `pixels` and `features` one is empty.
        for i in range(n):
            x, place = pointer(work, network.x[0] + i * width), rows[start + i] * width
            ahead = rows[min(start + i + _AHEAD, rows.size - 1)] * width
            if pixels.size:
                x_pixels = pointer(pixels, place)
                for j in range(0, width, 64):
                    _prefetch(pointer(pixels, ahead + j))
                for j in range(width):
                    x[j] = (type(x[j])(x_pixels[j]) - least[j]) * factor[j]
            else:
                x_features = pointer(features, place)
                for j in range(0, width, 16):
                    _prefetch(pointer(features, ahead + j))
                for j in range(width):
                    x[j] = (x_features[j] - least[j]) * factor[j]

        for i in range(last + 1):
            D, H = network.widths[i], network.widths[i + 1]
            x, out = pointer(work, network.x[i]), pointer(work, network.x[i + 1])
            W, b = pointer(parameters, network.W[i]), pointer(parameters, network.b[i])
            for place in range(0, n * H, H):
                for j in range(H):
                    out[place + j] = b[j]
            gemm(False, False, n, H, D, sums[1], x, W, 1.0, out)  # out <- x (factor W) + b
            _activate(out, n * H, network.follows[i])

        if found.size:
            for i in range(n):
                best = i * classes
                for place in range(i * classes + 1, (i + 1) * classes):
                    best = place if scores[place] > scores[best] else best
                found[start + i] = best - i * classes
            start += n
            continue

        loss = _softmax(scores, n, classes, labels, rows, start)
        if not math.isfinite(loss):
            return start
        sums[0] += loss * n

        # The decay of all weights is the decay of one number, to the precision of float64. Only where that runs away,
        # the arrays take it over. A velocity holds the decays of many steps, so it cannot be taken out of that.
        old, new = sums[1], sums[1] if velocity.size else sums[1] * (1 - learning_rate * reg_lambda)
        taken_over = not 1e-3 < abs(new) < 1e3
        sums[1] = 1.0 if taken_over else new

        d = scores
        _differentiate(d, d, n, classes, network.follows[last], db)  # nothing follows: the sum alone
        for i in range(last, -1, -1):
            D, H = network.widths[i], network.widths[i + 1]
            W, b = pointer(parameters, network.W[i]), pointer(parameters, network.b[i])
            x, d_next = pointer(work, network.x[i]), pointer(work, network.d[i % 2])
            if velocity.size:
                v = pointer(velocity, network.b[i])
                for j in range(H):
                    v[j] = momentum * v[j] + db[j]
                    b[j] -= learning_rate * v[j]
            else:
                for j in range(H):
                    b[j] -= learning_rate * db[j]
            if i > 0:
                gemm(False, True, n, D, H, old, d, W, 0.0, d_next)  # d_next <- d (factor W)^T
                _differentiate(d_next, x, n, D, network.follows[i - 1], db)
            if velocity.size:
                v = pointer(velocity, network.W[i])
                gemm(True, False, D, H, n, 1.0, x, d, momentum, v)
                decay, step = type(v[0])(reg_lambda), type(v[0])(learning_rate)
                for j in range(D * H):
                    v[j] += decay * W[j]
                    W[j] -= step * v[j]
            else:
                if taken_over:
                    for j in range(D * H):
                        W[j] *= new
                gemm(True, False, D, H, n, -learning_rate / sums[1], x, d, 1.0, W)
            d = d_next
        start += n
    return start


class _Announcement(event.Listener):  # type: ignore[misc]
    """Says that something is being compiled. Silent where the cache has it."""

    def __init__(self, dtype: np.dtype[Any]) -> None:
        self._dtype, self._said = dtype, False

    def on_start(self, started: Any) -> None:
        if not self._said:
            self._said = True
            _LOG.warning("compiling the cpu engine for %s, once for this computer: a few seconds", self._dtype)

    def on_end(self, ended: Any) -> None:
        pass


@functools.cache
def ready(dtype: np.dtype[Any]) -> Callable[..., int]:
    """`run`, compiled for arrays of `dtype` or taken from the cache on disk."""
    real = types.float32 if dtype == np.float32 else types.float64
    # What is only read is told to be so, or memory-mapped files would need a machine code of their own.
    read = functools.partial(types.Array, ndim=1, layout="C", readonly=True)
    flat, whole = types.Array(real, 1, "C"), types.Array(types.int64, 1, "C")
    network = types.NamedUniTuple(whole, len(Network._fields), Network)
    data = read(types.uint8), read(real), read(real), read(real), read(types.int64), read(types.int64), whole
    i, f = types.int64, types.float64
    signature = types.int64(flat, flat, network, flat, *data, i, f, f, f, types.Array(f, 1, "C"))
    with event.install_listener("numba:compile", _Announcement(dtype)):
        run.compile(signature)
    return run  # type: ignore[no-any-return]
