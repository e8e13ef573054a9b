"""Arrays and a little text in one safetensors file: the form of models and checkpoints. Nothing is ever unpickled."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import numpy as np
import safetensors
import safetensors.numpy

from undergrad.arrays import Array, to_numpy
from undergrad.errors import ModelError
from undergrad.files import read_whole, write_whole

_KEY = "undergrad"
_About = TypeVar("_About")


def write_tensors(path: str | os.PathLike[str], arrays: Mapping[str, Array], *, kind: str, about: Any) -> None:
    """Write `arrays` and `about` (anything JSON can say) to `path`, whole or not at all, marked as a `kind` of file."""
    tensors = {name: np.asarray(to_numpy(array), order="C") for name, array in arrays.items()}
    try:
        # One key: safetensors writes several in random order, and equal models should be equal files.
        content = safetensors.numpy.save(
            tensors, metadata={_KEY: json.dumps({"format": kind, "about": msgspec.to_builtins(about)})}
        )
    except (KeyError, safetensors.SafetensorError) as error:
        kinds = ", ".join(sorted({str(array.dtype) for array in tensors.values()}))
        raise ModelError(f"cannot save arrays of the dtypes {kinds} to {path}: safetensors has no such type") from error
    write_whole(path, content)


def read_tensors(
    path: str | os.PathLike[str], *, kind: str, about: type[_About]
) -> tuple[dict[str, np.ndarray[Any, Any]], _About]:
    """The arrays and `about`, of that type, of a file that `write_tensors` made with this `kind`.

    ModelError for any other file.
    """
    content = read_whole(path)
    try:
        arrays = safetensors.numpy.load(content)
        header = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
    except KeyError as error:
        raise ModelError(f"{Path(path)} holds numbers of the type {error}, which undergrad does not write") from error
    except (safetensors.SafetensorError, ValueError) as error:
        raise ModelError(
            f"{Path(path)} is not a safetensors file, or a damaged one; name a file that undergrad wrote"
        ) from error
    try:
        told = json.loads(header.get("__metadata__", {}).get(_KEY, "{}"))
        if not isinstance(told, dict) or told.get("format") != kind:
            raise ModelError(f"{Path(path)} is a safetensors file, but not an {kind}; name a file that undergrad wrote")
        return arrays, msgspec.convert(told.get("about"), about, strict=True)
    except (ValueError, msgspec.ValidationError) as error:
        if isinstance(error, ModelError):
            raise
        raise ModelError(f"{Path(path)} does not describe itself as undergrad writes it; it is damaged") from error
