"""The IDX format of MNIST: two zero bytes, a type, the number of dimensions, the dimensions, the numbers.

All of it big-endian; described at the end of the MNIST page, http://yann.lecun.com/exdb/mnist/.
"""

from __future__ import annotations

import math
import os
import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undergrad.data.compressed import read_compressed
from undergrad.errors import DataError

_DTYPES = {code: np.dtype(name) for code, name in
           {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}.items()}  # fmt: skip
_CODES = {dtype.newbyteorder("="): code for code, dtype in _DTYPES.items()}

_LOOKS_LIKE = {
    b"\x1f\x8b": "a gzip file",
    b"\xfd7zX": "an xz file",
    b"BZh": "a bzip2 file",
    b"\x93NUM": "a NumPy .npy file",
    b"PK": "a zip or .npz file",
    b"<": "a web page, which a download that failed may leave",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8": "a JPEG picture",
}


def read_idx(data: bytes, *, where: str) -> NDArray[Any]:
    """The array in the IDX file `data`: its own shape, and its dtype in native byte order. A new, writable array.

    dtype is uint8, int8, int16, int32, float32 or float64. `where` names the file in errors. Raises DataError for
    every sequence of bytes that is not one whole IDX file; nothing is allocated before the length is known to fit.
    """
    if len(data) < 4:
        raise DataError(f"{where} is too short for an IDX file: {len(data)} bytes; copy or download it again")
    if data[:2] != b"\0\0":
        guess = next((f"; it looks like {kind}" for start, kind in _LOOKS_LIKE.items() if data.startswith(start)), "")
        raise DataError(f"{where} is no IDX file: it begins with {data[:4].hex(' ')} instead of 00 00{guess}")
    code, ndim = data[2], data[3]
    if code not in _DTYPES:
        known = ", ".join(f"{code:02x}" for code in _DTYPES)
        raise DataError(f"{where} has the unknown IDX type {code:02x}; the known types are {known}")
    dtype, start = _DTYPES[code], 4 + 4 * ndim
    if len(data) < start:
        raise DataError(
            f"{where} is too short: its header announces {ndim} dimensions, {start} bytes, and the file has "
            f"{len(data)}; copy or download it again"
        )
    shape = struct.unpack(f">{ndim}I", data[4:start])
    expected, present = math.prod(shape) * dtype.itemsize, len(data) - start  # Python's integers cannot overflow
    size = "×".join(map(str, shape))
    if present < expected:
        raise DataError(
            f"{where} is cut short: {size} numbers of type {dtype.name} take {expected} bytes, and it holds {present}; "
            "copy or download it again"
        )
    if present > expected:
        raise DataError(
            f"{where} has {present - expected} bytes too many: {size} numbers of type {dtype.name} take {expected} "
            f"bytes, and it holds {present}; copy or download it again"
        )
    try:
        array = np.frombuffer(data, dtype, offset=start).reshape(shape)
    except ValueError as error:  # more dimensions than NumPy has, or 0 times a number beyond its sizes
        raise DataError(f"{where} announces the shape {size}, which no array can have; make the file anew") from error
    return array.astype(dtype.newbyteorder("="))


def write_idx(array: NDArray[Any]) -> bytes:
    """The IDX file that `read_idx` turns back into `array`.

    Raises DataError for a dtype other than uint8, int8, int16, int32, float32 and float64.
    """
    array = np.asarray(array)
    code = _CODES.get(array.dtype.newbyteorder("="))
    if code is None:
        known = ", ".join(dtype.name for dtype in _CODES)
        raise DataError(f"IDX files cannot hold {array.dtype}; convert the array to one of {known}")
    header = struct.pack(f">BBBB{array.ndim}I", 0, 0, code, array.ndim, *array.shape)
    return header + array.astype(_DTYPES[code]).tobytes()


def read_idx_file(path: str | os.PathLike[str]) -> NDArray[Any]:
    """The array in the IDX file `path`, compressed or not. Raises FileError and DataError."""
    return read_idx(read_compressed(path), where=str(path))
