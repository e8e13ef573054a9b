"""Arrays that grow at their end: in memory, and in one shared temporary file when they become large."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from undergrad.data.mapped import release
from undergrad.files import cannot

#: The bytes of a table that may stay in memory.
IN_MEMORY = 2**28
_WORD = 8  # bytes: the alignment of an array in the file


class Growing:
    """A growing array (N,) of one dtype."""

    def __init__(self, store: Store, dtype: type[np.generic]) -> None:
        self.dtype = np.dtype(dtype)
        self.parts: list[NDArray[Any]] = []
        #: For each part in the file, its offset and its number of bytes.
        self.blocks: list[tuple[int, int]] = []
        self._store = store

    def append(self, part: NDArray[Any]) -> None:
        """Add (n,) values at the end; nobody may change them afterwards. FileError if the disk is full."""
        if len(part):
            self.parts.append(np.ascontiguousarray(part, self.dtype))
            self._store.grown(self)

    @property
    def nbytes(self) -> int:
        """Its size in bytes."""
        return sum(part.nbytes for part in self.parts) + sum(size for _, size in self.blocks)


class Store:
    """Holds arrays that grow; when they have more than `in_memory` bytes together, they move to a temporary file.

    The file has no name if the system allows that, so it disappears with the process. It lies in the folder for
    temporary files, which TMPDIR sets. Leaving the context closes what was not finished.
    """

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._in_memory = in_memory
        self._bytes = 0
        self._arrays: list[Growing] = []
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def new(self, dtype: type[np.generic]) -> Growing:
        """An array without values."""
        self._arrays.append(Growing(self, dtype))
        return self._arrays[-1]

    def grown(self, array: Growing) -> None:
        """Called by an `array` that has a new part."""
        self._bytes += array.parts[-1].nbytes
        if self._file is not None:
            self._write([array])
        elif self._bytes > self._in_memory:
            self._file = _temporary()
            self._write(self._arrays)

    def finished(self) -> dict[Growing, NDArray[Any]]:
        """Each array in one piece, in memory, or mapped from a temporary file and read-only; no array can grow then."""
        if self._file is None:
            return {array: _together(array) for array in self._arrays}
        places, end = {}, 0
        try:
            with _temporary() as whole:
                for array in self._arrays:
                    places[array] = end
                    for start, size in array.blocks:
                        self._file.seek(start)
                        whole.write(self._file.read(size))
                        end += size
                    padding = -end % _WORD
                    whole.write(bytes(padding))
                    end += padding
                whole.flush()
                mapped = np.memmap(whole, np.uint8, "r")
        except OSError as error:
            raise _full(error) from error
        release(mapped)
        return {array: mapped[start : start + array.nbytes].view(array.dtype) for array, start in places.items()}

    def _write(self, arrays: list[Growing]) -> None:
        file = self._file
        assert file is not None
        try:
            for array in arrays:
                for part in array.parts:
                    array.blocks.append((file.tell(), part.nbytes))
                    file.write(part.data)
                array.parts.clear()
        except OSError as error:
            raise _full(error) from error


def room(shape: tuple[int, int], dtype: type[np.generic]) -> NDArray[Any]:
    """An array of that shape to fill: in memory, or in a temporary file if it is larger than IN_MEMORY.

    FileError if the disk is full.
    """
    size = shape[0] * shape[1] * np.dtype(dtype).itemsize
    if size <= IN_MEMORY:
        return np.empty(shape, dtype)
    with _temporary() as file:
        try:
            file.truncate(size)
            return np.memmap(file, dtype, "r+", shape=shape)
        except OSError as error:
            raise _full(error) from error


def _together(array: Growing) -> NDArray[Any]:
    return np.concatenate(array.parts) if array.parts else np.zeros(0, array.dtype)


def _temporary() -> IO[bytes]:
    try:
        return tempfile.TemporaryFile()
    except OSError as error:
        raise _full(error) from error


def _full(error: OSError) -> Exception:
    return cannot("write to", Path(tempfile.gettempdir()) / "", OSError(error.errno, os.strerror(error.errno or 0)))
