"""The default folder of an experiment or a search: `runs/NAME-HASH`, also with the hash of an earlier version."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from undergrad.errors import UndergradError
from undergrad.files import read_whole

_RUNS = Path("runs")


def usual_folder(name: str, digest: str, file: str, is_same: Callable[[str], bool]) -> Path:
    """The folder `runs/NAME-DIGEST`, or one with another hash whose `file` has the same content.

    `is_same` decides that from the file's text, and may raise UndergradError for a text that it cannot read.
    """
    usual = _RUNS / f"{name}-{digest[:8]}"
    if usual.exists():
        return usual
    for folder in sorted(_RUNS.glob(f"{name}-{'[0-9a-f]' * 8}")):
        try:
            if is_same(read_whole(folder / file).decode("utf-8", "replace")):
                return folder
        except UndergradError:  # another's, or damaged: naming that folder explicitly raises the error
            continue
    return usual
