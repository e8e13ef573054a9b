"""Arrays that NumPy saved: `.npz` files. Nothing is ever unpickled."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from undergrad.errors import DataError, UndergradError
from undergrad.files import open_binary


class Part(NamedTuple):
    """Features and targets as stored in a file."""

    x: NDArray[Any]
    y: NDArray[Any]


_Archive = dict[str, Callable[[], NDArray[Any]]]

_TRAIN = (("x_train", "y_train"), ("x", "y"), ("images", "labels"))
_TEST = (("x_test", "y_test"),)
_INPUTS = ("x_test", "x", "images")


def read_npz(path: Path) -> tuple[Part | None, Part | None]:
    """The (x, y) of the training part and of the test part in `path`, as saved; None for a missing part.

    The training part is called x_train and y_train, or x and y, or images and labels, the test part x_test and
    y_test, in upper or lower case. Raises DataError if both parts are missing, or half of one.
    """
    with _open(path) as archive:
        train, test = (_pair(archive, names, path) for names in (_TRAIN, _TEST))
    if train is None and test is None:
        raise DataError(
            f"{path} has none of the arrays x_train and y_train, x and y, or images and labels; it has "
            f"{_list(archive)}; rename them"
        )
    return train, test


def read_npz_inputs(path: Path) -> NDArray[Any]:
    """The array x_test, or else x, or else images, of `path`. Raises DataError if it has none of them."""
    with _open(path) as archive:
        for name in _INPUTS:
            if name in archive:
                return archive[name]()
    raise DataError(f"{path} has no array called x_test, x or images; it has {_list(archive)}; rename the right one")


def _pair(archive: _Archive, names: Sequence[tuple[str, str]], path: Path) -> Part | None:
    for x, y in names:
        if x in archive and y in archive:
            return Part(archive[x](), archive[y]())
        if x in archive or y in archive:
            present, missing = (x, y) if x in archive else (y, x)
            raise DataError(f"{path} has an array {present} and no {missing}; save both under these names")
    return None


def _list(archive: _Archive) -> str:
    return ", ".join(sorted(archive)[:10]) or "none at all"


@contextmanager
def _open(path: Path) -> Iterator[_Archive]:
    """For each array of the file `path`, by its name in lower case, a function that reads it."""
    with io.BufferedReader(open_binary(path)) as file:
        try:
            archive = np.load(file, allow_pickle=False)
            if not isinstance(archive, np.lib.npyio.NpzFile):
                raise DataError(f"{path} holds one nameless array; save it with np.savez(path, x=..., y=...)")
            with archive:
                yield {key.lower(): lambda key=key: archive[key] for key in archive.files}  # type: ignore[misc]
        except UndergradError:
            raise
        # A damaged archive makes zipfile, zlib and NumPy raise a dozen kinds of errors, MemoryError among them.
        except Exception as error:
            if "allow_pickle" in str(error) and "Object" in str(error):
                raise DataError(
                    f"{path} holds pickled Python objects, which are never loaded; save arrays of numbers"
                ) from error
            raise DataError(f"{path} is no .npz file, or is damaged; save it anew with np.savez") from error
