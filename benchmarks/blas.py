"""BLAS, called from compiled code, to compare the engine's own products with.

BLAS is written for column-major arrays. A row-major C (m, n) is the column-major C^T (n, m) in the same memory, so
C = A B is computed as C^T = B^T A^T.
"""

from __future__ import annotations

from typing import Any

import llvmlite.binding
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import get_cython_function_address, intrinsic

# SciPy's BLAS: its address is public.
for _name in ("sgemm", "dgemm"):
    llvmlite.binding.add_symbol(f"benchmarks_{_name}", get_cython_function_address("scipy.linalg.cython_blas", _name))


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
        function = cgutils.get_or_insert_function(builder.module, kind, f"benchmarks_{name}")
        factors = stored(alpha), stored(beta)
        sides = side(b_transposed), side(a_transposed)
        builder.call(function, [*sides, n, m, k, factors[0], b, b_rows, a, a_rows, factors[1], c, n])
        return context.get_dummy_value()

    flag, size, factor = types.boolean, types.int64, types.float64
    return types.void(flag, flag, size, size, size, factor, a, b, factor, c), generate


@intrinsic
def pointer(typing_context: Any, array: Any, place: Any) -> Any:
    """Points to the number at `place` of a contiguous array."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = context.make_array(array)(context, builder, arguments[0]).data
        return builder.gep(data, [arguments[1]])

    return types.CPointer(array.dtype)(array, types.int64), generate
