"""The vector registers of this processor, and the shapes of matrices that follow from them.

NUMBA_CPU_NAME and NUMBA_CPU_FEATURES, which Numba obeys, name another processor.
"""

from __future__ import annotations

import os
import platform
from typing import Any

import llvmlite.binding
import numpy as np


def processor() -> tuple[str, str]:
    """The name of the processor to compile for, and its features, `+avx2,-avx512f,...`, as LLVM writes them."""
    name = os.environ.get("NUMBA_CPU_NAME") or llvmlite.binding.get_host_cpu_name()
    features = os.environ.get("NUMBA_CPU_FEATURES")
    return name, llvmlite.binding.get_host_cpu_features().flatten() if features is None else features


def _registers() -> tuple[int, int]:
    """The bytes of a vector register, and how many there are."""
    features = processor()[1].split(",")
    if "+avx512f" in features:
        return 64, 32
    if "+avx" in features:
        return 32, 16
    return 16, 32 if platform.machine().lower() in ("arm64", "aarch64") else 16


VECTOR_BYTES, _COUNT = _registers()
#: A tile is at most this many rows times this many vectors. Their sums, a row of vectors and a factor are in registers.
TILE_ROWS, TILE_VECTORS = 6, 4 if _COUNT == 32 else 2
#: In d W^T a tile is at most this many rows of d times this many of W.
DOT_ROWS, DOT_COLUMNS = (4, 4) if _COUNT == 32 else (2, 4)
#: The tiles of `products.accumulate` are at most this many rows times one vector or two, or else fewer rows.
SUM_ROWS, WIDE_SUM_ROWS = (14, 14) if _COUNT == 32 else (12, 6)
FEWER_SUM_ROWS = (8, 4, 2, 1)


def panel_width(dtype: Any) -> int:
    """How many columns a panel of W has."""
    return TILE_VECTORS * VECTOR_BYTES // int(np.dtype(dtype).itemsize)
