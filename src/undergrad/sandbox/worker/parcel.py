"""Reads the parcel that the checker packed for a contained process: a line of JSON, then the submission's files."""

from __future__ import annotations

import json
import os
from typing import IO, Any


def opened(descriptor: int) -> tuple[dict[str, Any], IO[bytes]]:
    """The specification in the first line, and the open file, positioned at the submission's first file."""
    file = open(descriptor, "rb")  # noqa: SIM115 - `lay_out` closes it
    spec: dict[str, Any] = json.loads(file.readline())
    return spec, file


def lay_out(file: IO[bytes], folder: str) -> None:
    """Write each file of the submission into `folder`, and close the parcel."""
    with file:
        while line := file.readline():
            entry = json.loads(line)
            path = os.path.join(folder, *entry["name"].split("/"))  # noqa: PTH118
            os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
            with open(path, "wb") as copy:
                copy.write(file.read(entry["size"]))
