"""Decides the kind of a file: compares its name with its first bytes. Errors name the kinds that cannot be read."""

from __future__ import annotations

import re
from pathlib import Path, PurePath
from typing import Literal, get_args

from undergrad.data.catalog import FILE_NAMES
from undergrad.data.compressed import SUFFIXES, variants
from undergrad.data.encoding import Bytes, Place, first_bytes, marked_encoding, open_bytes
from undergrad.data.table import signatures
from undergrad.data.table.raw import listed
from undergrad.errors import DataError
from undergrad.files import cannot

Kind = Literal["text", "parquet", "feather", "jsonl", "npz", "idx"]

#: The endings of file names, by kind; IDX files have no fixed ending.
NAMES: dict[str, Kind] = {
    **dict.fromkeys((".csv", ".tsv", ".txt", ".tab"), "text"),
    **dict.fromkeys((".parquet", ".pq"), "parquet"),
    **dict.fromkeys((".feather", ".arrow", ".ipc"), "feather"),
    **dict.fromkeys((".jsonl", ".ndjson"), "jsonl"),
    ".npz": "npz",
}
#: The kinds that are tables.
TABLES: tuple[Kind, ...] = ("text", "parquet", "feather", "jsonl")
_WORDS: dict[Kind, str] = {
    "text": "text",
    "parquet": "a Parquet file",
    "feather": "an Arrow file",
    "jsonl": "JSON lines",
    "npz": "an archive of NumPy arrays",
    "idx": "an IDX file",
}
_SUFFIX: dict[Kind, str] = {kind: suffix for suffix, kind in reversed(NAMES.items())}
_LINE = re.compile(rb"[^\r\n]*[\r\n]")


def kind_of(place: Place, encoding: str | None = None) -> Kind:
    """The kind of the file or folder `place`, perhaps compressed, by its name and its first bytes.

    A text has the `encoding`, by default UTF-8 or what its first bytes say. If the name says nothing, the bytes decide.
    A folder is "idx" if it has such files under their standard names. Raises DataError, which says what the file is and
    what to do, if it is none of the kinds or not the kind of its name; FileError if it cannot be read.
    """
    if isinstance(place, Path) and place.is_dir():
        return _folder(place)
    name = "" if isinstance(place, Bytes) else plain_name(place.name)
    by_name = None if isinstance(place, Bytes) else kind_by_name(place)
    if by_name is None and PurePath(name).suffix.lower() in (".pkl", ".pickle", ".joblib"):
        raise _wrong(place, *signatures.PICKLE)
    kind = _by_bytes(place, by_name, encoding)
    if by_name is not None and kind != by_name:
        raise DataError(
            f"{place} is {_WORDS[kind]} under the name of {_WORDS[by_name]}; "
            f"call it {PurePath(name).stem}{_SUFFIX.get(kind, '')}"
        )
    return kind


def kind_by_name(path: Path) -> Kind | None:
    """The kind that the name of `path` implies, or None."""
    return NAMES.get(PurePath(plain_name(path.name)).suffix.lower())


def plain_name(name: str) -> str:
    """`name` without the suffix of a compression.

    >>> plain_name("table.csv.gz")
    'table.csv'
    """
    return next((name.removesuffix(suffix) for suffix in SUFFIXES[1:] if name.endswith(suffix)), name)


def _by_bytes(place: Place, by_name: Kind | None, encoding: str | None) -> Kind:
    start = first_bytes(place, signatures.START)
    readable = next((kind for magic, kind in signatures.READABLE.items() if start.startswith(magic)), None)
    if readable is not None:
        return next(kind for kind in get_args(Kind) if kind == readable)
    if signatures.is_idx(start):
        return "idx"
    if by_name == "npz" and signatures.is_empty_zip(start):
        return "npz"
    if signatures.is_zip(start):
        with open_bytes(place) as file:
            what = signatures.packed(file)
        if what is not None:
            raise _wrong(place, *what)
        return "npz"
    what = signatures.foreign(start)
    encoding = marked_encoding(place) or encoding
    if encoding is not None:
        start = start.decode(encoding, "ignore").encode()
    what = what or signatures.foreign_text(start)
    if what is None and b"\0" in start:
        what = signatures.NO_MARK if _is_utf16(start) else signatures.BINARY
    if what is None:
        return _text_kind(place, start, by_name)
    raise _wrong(place, *what)


def _text_kind(place: Place, start: bytes, by_name: Kind | None) -> Kind:
    if not start.strip() and by_name is not None:  # an empty file has the kind of its name
        return by_name if by_name in ("text", "jsonl") else "text"
    if signatures.is_json_list(start) or (start.lstrip()[:1] == b"[" and str(place).endswith(".json")):
        raise _wrong(place, "a JSON list", signatures.JSON[1])
    if not signatures.is_json_object(start):
        return "text"
    line = _LINE.match(start.lstrip())
    if line is not None and not line[0].rstrip().endswith(b"}"):
        raise _wrong(place, *signatures.JSON)
    return "jsonl"


def _is_utf16(start: bytes) -> bool:
    """Whether nearly every second byte is 0, as in UTF-16 text of Western languages."""
    return max(start[0::2].count(0), start[1::2].count(0)) > 0.4 * len(start) and start.count(0) < 0.6 * len(start)


def _folder(folder: Path) -> Kind:
    try:
        if any(variants(folder, name) for name in FILE_NAMES):
            return "idx"
        tables = sorted(path.name for path in folder.iterdir() if kind_by_name(path))
    except OSError as error:
        raise cannot("read", folder, error) from error
    if not tables:
        raise DataError(f"{folder} is a folder without a table; name a file")
    several = "a file" if len(tables) == 1 else "one of its files, or several as a list"
    raise DataError(f"{folder} is a folder with {listed(tables, 5)}; name {several}")


def _wrong(place: Place, what: str, remedy: str) -> DataError:
    return DataError(f"{place} is {what}; {remedy}")
