"""Where the files of a complete data set may already lie on this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import platformdirs

from undergrad.data.compressed import variants
from undergrad.errors import UsageError

DATA_VARIABLE = "UNDERGRAD_DATA_DIR"
CACHE_VARIABLE = "UNDERGRAD_CACHE"
SYSTEM_FOLDER = Path("/usr/share/datasets")
"""Debian's folder; the package dataset-fashion-mnist puts its files into the subfolder fashion-mnist."""

StrPath = str | os.PathLike[str]

#: The "path" that means a table on standard input.
STANDARD_INPUT = "-"


def named_folder(data_dir: StrPath | None) -> Path | None:
    """The folder that the user named: `data_dir`, or else the environment variable UNDERGRAD_DATA_DIR.

    Raises UsageError if that is not a folder.
    """
    variable = os.environ.get(DATA_VARIABLE)
    if data_dir is None and not variable:
        return None
    folder = Path(data_dir if data_dir is not None else variable or "").expanduser()
    if not folder.is_dir():
        origin = "data_dir" if data_dir is not None else DATA_VARIABLE
        raise UsageError(f"{origin} is {folder}, which is no folder; correct the path or leave it out")
    return folder


def cache_folder(cache: StrPath | None = None) -> Path:
    """The folder for downloads and compiled code.

    That is `cache`, or else the environment variable UNDERGRAD_CACHE, or else the user's cache.
    """
    chosen = cache if cache is not None else os.environ.get(CACHE_VARIABLE)
    if chosen:
        return Path(chosen).expanduser()
    return platformdirs.user_cache_path("undergrad")


def candidates(folder: Path, set_name: str, file_name: str) -> Iterator[Path]:
    """The files in `folder`/`set_name` and in `folder` itself that may be `file_name`, compressed or not."""
    for place in (folder / set_name, folder):
        yield from variants(place, file_name)
