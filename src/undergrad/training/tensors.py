"""Arrays and a little text in one safetensors file: the form of models and checkpoints. Nothing is ever unpickled."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import safetensors
import safetensors.numpy

from undergrad.arrays import Array, to_numpy
from undergrad.errors import ModelError
from undergrad.files import read_whole, write_whole

_KEY = "undergrad"


def write_tensors(path: str | os.PathLike[str], arrays: Mapping[str, Array], *, kind: str, about: Any) -> None:
    """Write `arrays` and `about` (anything JSON can say) to `path`, whole or not at all, marked as a `kind` of file."""
    tensors = {name: np.asarray(to_numpy(array), order="C") for name, array in arrays.items()}
    try:
        # One key: safetensors writes several in random order, and equal models should be equal files.
        content = safetensors.numpy.save(tensors, metadata={_KEY: json.dumps({"format": kind, "about": about})})
    except (KeyError, safetensors.SafetensorError) as error:
        kinds = ", ".join(sorted({str(array.dtype) for array in tensors.values()}))
        raise ModelError(f"cannot save arrays of the dtypes {kinds} to {path}: safetensors has no such type") from error
    write_whole(path, content)


def read_tensors(path: str | os.PathLike[str], *, kind: str) -> tuple[dict[str, np.ndarray[Any, Any]], Any]:
    """The arrays and `about` of a file that `write_tensors` made with this `kind`. ModelError for any other file."""
    content = read_whole(path)
    try:
        arrays = safetensors.numpy.load(content)
        header = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
    except (safetensors.SafetensorError, ValueError) as error:
        raise ModelError(
            f"{Path(path)} is not a safetensors file, or a damaged one; name a file that undergrad wrote"
        ) from error
    told = json.loads(header.get("__metadata__", {}).get(_KEY, "{}"))
    if told.get("format") != kind:
        raise ModelError(f"{Path(path)} is a safetensors file, but not an {kind}; name a file that undergrad wrote")
    return arrays, told["about"]
