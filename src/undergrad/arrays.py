"""Array libraries: which one an array belongs to, conversion between them, and shape errors.

Arrays of any library of the Python array API standard work (NumPy, PyTorch, JAX, CuPy, ...), through
array-api-compat. They have no common base class, so `Array` is only a name for the reader.
"""

from __future__ import annotations

import math
from typing import Any

import array_api_compat
import numpy as np

from undergrad.errors import ShapeError

Array = Any
#: From 2.1 on NumPy itself conforms to the standard. The wrapper would import all of NumPy in each process.
_IS_STANDARD = np.lib.NumpyVersion(np.__version__) >= "2.1.0"
_OF_NUMPY = (np.ndarray, np.generic)


def array_namespace(*arrays: Array) -> Any:
    """The namespace (`numpy`, `torch`, ...) that all `arrays` share, in its standard form. ShapeError if none."""
    if _IS_STANDARD and arrays:
        for (
            array
        ) in arrays:  # not all(...): each layer calls this for each batch, and a generator is three times slower
            if not isinstance(array, _OF_NUMPY):
                break
        else:
            return np
    try:
        return array_api_compat.array_namespace(*arrays)
    except TypeError as error:
        kinds = ", ".join(sorted({type(array).__module__ + "." + type(array).__name__ for array in arrays}))
        raise ShapeError(f"arrays of one array library are needed, not {kinds}; convert them first") from error


def is_floating(array: Array) -> bool:
    """Whether `array` has a real floating dtype (float16, bfloat16, float32, float64, longdouble)."""
    if isinstance(array, _OF_NUMPY):
        return bool(array.dtype.kind == "f")
    return bool(array_namespace(array).isdtype(array.dtype, "real floating"))


def is_array(value: object) -> bool:
    """Whether `value` is an array of real floating dtype of any library (a NumPy scalar is not)."""
    return array_api_compat.is_array_api_obj(value) and not isinstance(value, np.generic) and is_floating(value)


def is_finite(array: Array) -> bool:
    """Whether all numbers of `array` are finite."""
    if isinstance(array, _OF_NUMPY):
        return bool(np.count_nonzero(np.isfinite(array)) == array.size)  # all() takes three times as long for a row
    xp = array_namespace(array)
    return bool(xp.all(xp.isfinite(array)))


def like(array: Array, other: Array) -> Array:
    """`array` in the library, dtype and device of `other`; `array` itself if nothing differs.

    If `other` does not have a floating dtype, `array` keeps its own dtype.
    """
    if type(array) is type(other) is np.ndarray and array.dtype == other.dtype:
        return array
    xp, target = array_namespace(array), array_namespace(other)
    dtype = other.dtype if is_floating(other) else None
    device = array_api_compat.device(other)
    if xp is target:
        if dtype is not None and array.dtype != dtype:
            array = xp.astype(array, dtype)
        return array if array_api_compat.device(array) == device else array_api_compat.to_device(array, device)
    return target.asarray(to_numpy(array), dtype=dtype, device=device)


def to_numpy(array: Array) -> np.ndarray[Any, Any]:
    """`array` as a NumPy array, moved from its device and detached from any gradient tape. May share memory."""
    if isinstance(array, np.ndarray):
        return array
    xp = array_namespace(array)
    array = getattr(array, "detach", lambda: array)()
    if is_floating(array) and array.dtype not in (xp.float32, xp.float64):
        array = xp.astype(array, xp.float32)  # NumPy has no bfloat16
    if "cpu" not in str(array_api_compat.device(array)).lower():
        array = array_api_compat.to_device(array, "cpu")
    return np.from_dlpack(array)


def as_dtype(array: Array, dtype: str) -> Array:
    """`array` with the dtype of that name ("float32", ...) in its own library, on its device."""
    xp = array_namespace(array)
    return xp.astype(array, getattr(xp, dtype), copy=False)


def copied(array: Array) -> Array:
    """A copy of `array`, of its own library, dtype and device."""
    return array_namespace(array).asarray(array, copy=True)


def at_least_float32(array: Array) -> Array:
    """`array` itself, or as float32 if its dtype has fewer than 32 bits."""
    xp = array_namespace(array)
    short = not is_floating(array) or xp.finfo(array.dtype).bits < 32
    return xp.astype(array, xp.float32) if short else array


def check_shape(name: str, array: Array, expected: tuple[int, ...], where: object) -> None:
    """Raise ShapeError unless `array`, called `name` in the message, has exactly the shape `expected`."""
    shape = getattr(array, "shape", None)
    if shape is None or tuple(shape) != tuple(expected):
        got = f"the shape {tuple(shape)}" if shape is not None else f"no shape (it is a {type(array).__name__})"
        raise ShapeError(f"{type(where).__name__}: {name} must have the shape {tuple(expected)}, but has {got}")


def shaped(name: str, array: Array, expected: tuple[int, ...], where: object) -> Array:
    """`array`, perhaps in the flat form (N, -1), in the shape `expected`. ShapeError as in `check_shape`."""
    if len(expected) > 2 and getattr(array, "shape", None) == (expected[0], math.prod(expected[1:])):
        return array_namespace(array).reshape(array, expected)
    check_shape(name, array, expected, where)
    return array


def zeros_like(array: Array, shape: tuple[int, ...]) -> Array:
    """Zeros of that shape, with the library, dtype and device of `array`."""
    if isinstance(array, _OF_NUMPY):
        return np.zeros(shape, array.dtype)
    return array_namespace(array).zeros(shape, dtype=array.dtype, device=array_api_compat.device(array))


def row_max(array: Array) -> Array:
    """The largest number of each row: (N, 1) from (N, C)."""
    if isinstance(array, np.ndarray):
        return array.max(axis=1, keepdims=True)  # np.max takes twice as long for a row
    return array_namespace(array).max(array, axis=1, keepdims=True)


def row_sum(array: Array) -> Array:
    """The sum of each row: (N, 1) from (N, C)."""
    if isinstance(array, np.ndarray):
        return array.sum(axis=1, keepdims=True)
    return array_namespace(array).sum(array, axis=1, keepdims=True)


def added_at(array: Array, index: Any, values: Array) -> Array:
    """`array` with `values` added at `index`, in place if its library allows that."""
    if hasattr(array, "at"):  # JAX
        return array.at[index].add(values)
    array[index] += values
    return array
