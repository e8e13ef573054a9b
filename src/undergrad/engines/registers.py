"""The vector registers of this processor, and the sizes of panels and tiles that follow from them.

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
    """The bytes of a vector register, and the number of registers."""
    features = processor()[1].split(",")
    if "+avx512f" in features:
        return 64, 32
    if "+avx" in features:
        return 32, 16
    return 16, 32 if platform.machine().lower() in ("arm64", "aarch64") else 16


VECTOR_BYTES, _COUNT = _registers()
#: A panel of W has this many vectors.
TILE_VECTORS = 4 if _COUNT == 32 else 2
#: In d W^T a tile has at most this many rows of d and this many of W.
DOT_ROWS, DOT_COLUMNS = (4, 4) if _COUNT == 32 else (2, 4)
#: The possible numbers of rows of a tile of sums; the most rows for a tile one vector wide, and two vectors wide.
SUM_ROWS = (14, 12, 10, 8, 6, 4, 2)
MOST_SUM_ROWS, MOST_WIDE_SUM_ROWS = (14, 14) if _COUNT == 32 else (12, 6)
#: Or a tile has this many rows from each of as many blocks: for windows on an image of one channel.
BLOCK_ROWS = 3
#: The possible numbers of vectors in a tile of rows of 16 bytes.
NARROW_VECTORS = (7, 4, 2, 1)


def panel_width(dtype: Any) -> int:
    """The number of columns in a panel of W."""
    return TILE_VECTORS * VECTOR_BYTES // int(np.dtype(dtype).itemsize)
