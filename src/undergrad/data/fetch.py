"""The complete data sets: found on this machine, or downloaded into the user's cache; every file verified."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from undergrad.data import places
from undergrad.data.catalog import CATALOG, Entry, File, entry
from undergrad.data.compressed import compression, read_compressed
from undergrad.data.download import ProgressHook, download, is_genuine
from undergrad.data.places import StrPath, cache_folder, candidates, named_folder
from undergrad.errors import DataError, FileError, UsageError
from undergrad.files import make_folder, write_whole


@dataclass(frozen=True)
class Fetched:
    """The files of the set `name`: `paths` by file name, and their `source` in words."""

    name: str
    paths: dict[str, Path]
    source: str


class Found(NamedTuple):
    """One file of a set: its `path`, its verified, decompressed `contents`, and the `mirror` if it came from one."""

    path: Path
    contents: bytes
    mirror: str | None = None


def fetch(
    name: str,
    *,
    data_dir: StrPath | None = None,
    progress: ProgressHook | None = None,
    mirrors: Sequence[str] | None = None,
    cache: StrPath | None = None,
) -> Fetched:
    """Make sure that the complete data set `name` is on this machine, and return where.

    Looks in `data_dir` (or the environment variable UNDERGRAD_DATA_DIR), in the cache (`cache`, or the variable
    UNDERGRAD_CACHE, or the user's cache folder) and in Debian's /usr/share/datasets, then downloads what is missing
    from `mirrors` (or the set's own) into the cache. In each place the files may lie in a folder called `name` or
    directly, plain or compressed. Every file's contents are verified by SHA-256. While a file is downloaded,
    `progress(file_name, done_bytes, total_bytes)` is called; the total is 0 if the mirror does not announce it.

    Raises UsageError for an unknown or embedded set or a `data_dir` that is no folder, DataError for a wrong file in
    `data_dir` or when no mirror delivers, FileError if the cache cannot be written.
    """
    data_set = entry(name)
    if data_set.embedded:
        raise UsageError(f"{name} comes with the package and needs no fetching; load it by its name")
    files = obtain(data_set, data_dir=data_dir, progress=progress, mirrors=mirrors, cache=cache)
    paths = {file.name: item.path for file, item in zip(data_set.files, files, strict=True)}
    return Fetched(name, paths, describe_source(files))


def obtain(
    data_set: Entry,
    *,
    data_dir: StrPath | None = None,
    progress: ProgressHook | None = None,
    mirrors: Sequence[str] | None = None,
    cache: StrPath | None = None,
) -> list[Found]:
    """The files of the complete set `entry`, in its order, with contents. Arguments and errors as for `fetch`."""
    named, order = named_folder(data_dir), list(data_set.mirrors if mirrors is None else mirrors)
    files = []
    for file in data_set.files:
        item = _in_named_folder(named, data_set, file) if named else None
        item = item or _elsewhere(cache_folder(cache), data_set, file, discard=True)
        item = item or _elsewhere(places.SYSTEM_FOLDER, data_set, file, discard=False)
        if item is None:
            item = _from_mirrors(data_set, file, order, cache_folder(cache), progress)
        if item.mirror:  # a mirror that works goes first from now on
            order = [item.mirror, *(mirror for mirror in order if mirror != item.mirror)]
        files.append(item)
    return files


def locate(data_set: Entry, *, data_dir: StrPath | None = None, cache: StrPath | None = None) -> list[Path] | None:
    """Where the files of the complete set `entry` seem to lie, unread and unverified; None if one is missing."""
    named = named_folder(data_dir)
    folders = [*([named] if named else []), cache_folder(cache), places.SYSTEM_FOLDER]
    paths = []
    for file in data_set.files:
        path = next((path for folder in folders for path in candidates(folder, data_set.name, file.name)), None)
        if path is None:
            return None
        paths.append(path)
    return paths


def describe_source(files: Sequence[Found]) -> str:
    """The origin of the files in words: their folders, and the mirrors of those just downloaded."""
    folders = ", ".join(dict.fromkeys(str(item.path.parent) for item in files))
    mirrors = ", ".join(dict.fromkeys(item.mirror for item in files if item.mirror))
    return f"{folders} (downloaded from {mirrors})" if mirrors else folders


def _in_named_folder(folder: Path, data_set: Entry, file: File) -> Found | None:
    """The file in a folder that the user named; a wrong file there is an error."""
    for path in candidates(folder, data_set.name, file.name):
        contents = read_compressed(path, limit=file.size)
        if is_genuine(contents, file):
            return Found(path, contents)
        others = (other.name for other in CATALOG.values() if any(is_genuine(contents, f) for f in other.files))
        guess = next((f" (they are those of {name})" for name in others), "")
        raise DataError(
            f"{path} does not hold the {file.name} of {data_set.name}: its contents have another SHA-256{guess}; "
            "replace the file or take it away"
        )
    return None


def _elsewhere(folder: Path, data_set: Entry, file: File, *, discard: bool) -> Found | None:
    """The file in a folder that the user did not name; a wrong file there is ignored, and may be deleted."""
    for path in candidates(folder, data_set.name, file.name):
        with contextlib.suppress(DataError, FileError):  # damaged or unreadable
            contents = read_compressed(path, limit=file.size)
            if is_genuine(contents, file):
                return Found(path, contents)
        if discard:
            with contextlib.suppress(OSError):
                path.unlink()
    return None


def _from_mirrors(
    data_set: Entry, file: File, mirrors: Sequence[str], cache: Path, progress: ProgressHook | None
) -> Found:
    folder = cache / data_set.name
    try:
        make_folder(folder)  # before the download, not after
    except FileError as error:
        raise FileError(f"{error}, by the environment variable {places.CACHE_VARIABLE}") from error
    try:
        received, contents, mirror = download(file, mirrors, progress=progress)
    except DataError as error:
        embedded = f"{data_set.name}-10k"
        instead = f", or use {embedded}, which needs no network" if embedded in CATALOG else ""
        raise DataError(
            f"cannot download {data_set.name}: all mirrors failed, the last with '{error}'; connect to "
            f"the network and run `undergrad data fetch {data_set.name}`, or put the four files in a folder and pass "
            f"--data-dir{instead}"
        ) from error
    suffix = compression(received)
    return Found(write_whole(folder / (file.name + suffix), received), contents, mirror)
