"""Arrays and a little text in one safetensors file: the form of models and checkpoints. Nothing is ever unpickled."""

from __future__ import annotations

import hashlib
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


class _Metadata(msgspec.Struct, forbid_unknown_fields=True):
    """A file's metadata, stored under the key above."""

    format: str = ""
    about: Any = None
    #: The digest of `about` and the arrays; None in files of version 0.1.0.
    digest: str | None = None


def write_tensors(path: str | os.PathLike[str], arrays: Mapping[str, Array], *, kind: str, about: Any) -> None:
    """Write `arrays` and `about` (any JSON value) to `path`, whole or not at all, marked as a `kind` of file."""
    tensors = {name: np.asarray(to_numpy(array), order="C") for name, array in arrays.items()}
    plain = msgspec.to_builtins(about)
    try:
        # Only one key: safetensors writes several keys in random order, and equal models should give equal files.
        content = safetensors.numpy.save(
            tensors,
            metadata={_KEY: json.dumps({"format": kind, "about": plain, "digest": _digest(tensors, plain)})},
        )
    except (KeyError, safetensors.SafetensorError) as error:
        kinds = ", ".join(sorted({str(array.dtype) for array in tensors.values()}))
        raise ModelError(f"cannot save arrays of the dtypes {kinds} to {path}: safetensors has no such type") from error
    write_whole(path, content)


def read_tensors(
    path: str | os.PathLike[str], *, kinds: Mapping[str, type[_About]], remedy: str | None = None
) -> tuple[dict[str, np.ndarray[Any, Any]], _About]:
    """The arrays and `about` of a file that `write_tensors` made with one of `kinds`, which map to types of `about`.

    ModelError for any other file, and for one whose contents have changed; its message ends with `remedy` for a
    damaged file.
    """
    content, path = read_whole(path), Path(path)
    try:
        arrays = safetensors.numpy.load(content)
        header = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
    except KeyError as error:
        raise ModelError(f"{path} holds numbers of the type {error}, which undergrad does not write") from error
    except (safetensors.SafetensorError, ValueError) as error:
        advice = remedy or "name a file that undergrad wrote"
        raise ModelError(f"{path} is not a safetensors file, or a damaged one; {advice}") from error
    advice = remedy or "restore it from a copy, or make it again"
    try:
        metadata = msgspec.convert(json.loads(header.get("__metadata__", {}).get(_KEY, "{}")), _Metadata)
        if metadata.format not in kinds:
            known = next(iter(kinds)).rpartition("-")[0]
            if metadata.format.startswith(f"{known}-"):
                raise ModelError(
                    f"{path} is an {metadata.format}, which a later version of undergrad wrote; install that"
                )
            raise ModelError(f"{path} is a safetensors file, but not an {known}; name a file that undergrad wrote")
        if metadata.digest is not None and metadata.digest != _digest(arrays, metadata.about):
            raise ModelError(f"{path} is damaged: its contents are not those that were written; {advice}")
        return arrays, msgspec.convert(metadata.about, kinds[metadata.format], strict=True)
    except (ValueError, RecursionError) as error:
        if isinstance(error, ModelError):
            raise
        raise ModelError(f"{path} does not have undergrad's metadata, so it is damaged; {advice}") from error


def _digest(arrays: Mapping[str, np.ndarray[Any, Any]], about: Any) -> str:
    """SHA-256 of `about` and of each array's name, dtype, shape and numbers; the same on every machine."""
    digest = hashlib.sha256(json.dumps(about, sort_keys=True).encode())
    for name in sorted(arrays):
        array = arrays[name]
        digest.update(json.dumps([name, array.dtype.name, array.shape]).encode())
        little_endian = array.astype(array.dtype.newbyteorder("<"), order="C", copy=False)
        digest.update(little_endian.reshape(-1).view(np.uint8).data)
    return digest.hexdigest()
