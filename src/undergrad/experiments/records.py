"""Records as JSON that people can read, and how it is known that a run's files are what was written.

`result.json`, which is written last, holds the SHA-256 of each file beside it, and its own. Folders of version 0.1.0
hold none and are read as they are. Models and predictions have a digest of their own besides, for where they lie alone.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from undergrad.errors import FileError
from undergrad.experiments.networks import renewed
from undergrad.files import read_whole, write_whole

RESULT = "result.json"
#: Where a search keeps which of its trials it has chosen.
CHOICE = "choice.json"
#: What a listing of many runs checks; it opens no other file.
SMALL = ("run.json", "proposal.json", "history.jsonl")
#: What the columns of a table were worth; only a run of a table has it.
IMPORTANCE = "importance.json"
#: Every file of a run but result.json.
FILES = (*SMALL, "insight.jsonl", "model.safetensors", "predictions.safetensors", IMPORTANCE)

_Record = TypeVar("_Record", bound=msgspec.Struct)


class _Digests(msgspec.Struct):
    """The part of result.json that is about files: SHA-256 by name, its own among them."""

    digests: dict[str, str] = {}


def write_record(path: Path, record: msgspec.Struct) -> None:
    """Write `record` as JSON that people can read."""
    write_whole(path, _text(record))


def load_record(path: Path, kind: type[_Record], *, remedy: str | None = None) -> _Record:
    """The record of that kind in a JSON file. Raises FileError, which says `remedy` where the file is damaged."""
    with telling(path, remedy):
        return _decoded(read_whole(path), kind)


@contextlib.contextmanager
def telling(path: Path, remedy: str | None = None) -> Iterator[None]:
    """Turn a decoding error into a sentence that names the file and says what to do."""
    try:
        yield
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        advice = remedy or do_again(path.parent)
        raise FileError(f"{path} is damaged or from another version ({error}); {advice}") from error


def do_again(folder: Path) -> str:
    """What to do about a run's folder in which something is damaged."""
    choice = folder.parent.parent / CHOICE
    # A search that has chosen begins no trial, so its choice has to be made again too.
    chosen = folder.parent.name == "trials" and choice.exists()
    what = f"{folder} and {choice}" if chosen else f"the folder {folder}"
    return f"delete {what} and run the same command with --resume: that run, and no other, is then done again"


def rebuilt(path: Path) -> str:
    """What to do about a damaged file that is made from the runs."""
    return f"delete {path.name} and run the same command with --resume: it is made again from the runs"


# A run's result, with what is beside it -------------------------------------------------------------------------------


def write_sealed(folder: Path, result: msgspec.Struct) -> None:
    """Write result.json, with the digests of the files that are in `folder` now."""
    digests = {name: _digest(read_whole(folder / name)) for name in FILES if (folder / name).exists()}
    text = _text({**msgspec.to_builtins(result), "digests": {RESULT: "", **digests}})
    # Its own digest is that of the text without it.
    empty, _, rest = text.rpartition(b'"result.json": "')
    write_whole(folder / RESULT, empty + b'"result.json": "' + _digest(text).encode() + rest)


def load_sealed(folder: Path, kind: type[_Record]) -> tuple[_Record, dict[str, str]]:
    """The record of that kind in result.json, and the digests of the files beside it; none in one of version 0.1.0.

    Raises FileError, also where result.json is not what was written.
    """
    path = folder / RESULT
    text = read_whole(path)
    with telling(path):
        record, digests = _decoded(text, kind), msgspec.json.decode(text, type=_Digests).digests
    if digests:
        own = digests.pop(RESULT, "")
        if own != _digest(text.replace(own.encode(), b"", 1)):
            raise _changed(path)
    return record, digests


def check_files(folder: Path, digests: Mapping[str, str], names: Iterable[str] = FILES) -> None:
    """Raise FileError for the first file of `names` in `folder` that has another digest; a missing one is none."""
    for name in names:
        if name in digests:
            try:
                # A listing does this for thousands of runs, and a Path takes more time than the file.
                content = read_whole(os.path.join(folder, name))  # noqa: PTH118
            except FileError as error:
                if isinstance(error.__cause__, FileNotFoundError):
                    continue
                raise
            if _digest(content) != digests[name]:
                raise _changed(folder / name)


def check_run(folder: Path, names: Iterable[str] = FILES) -> None:
    """Raise FileError where one of the files `names` of a run in `folder` that has ended is not what was written."""
    if (folder / RESULT).exists():
        check_files(folder, load_sealed(folder, _Digests)[1], names)


def read_checked(path: Path) -> bytes:
    """The bytes of a run's file. FileError where they are not those that were written, or not there any more."""
    check_run(path.parent, (path.name,))
    try:
        return read_whole(path)
    except FileError as error:
        if isinstance(error.__cause__, FileNotFoundError) and (path.parent / RESULT).exists():
            raise FileError(f"{path} is missing; {do_again(path.parent)}") from error.__cause__
        raise


def _changed(path: Path) -> FileError:
    advice = do_again(path.parent)
    lost = {"insight.jsonl": "what was recorded inside the network", IMPORTANCE: "what the columns were worth"}
    if path.name in lost:  # the run is whole without it
        advice = f"delete it, and {lost[path.name]} is lost, or {advice}"
    return FileError(f"{path} is damaged: it is not what was written; {advice}")


def _decoded(text: bytes, kind: type[_Record]) -> _Record:
    if b'"hidden"' in text or b'"best_val_accuracy"' in text:  # perhaps of version 0.1.0
        return msgspec.convert(renewed(msgspec.json.decode(text)), kind)
    return msgspec.json.decode(text, type=kind)


def _text(record: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(record)) + b"\n"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
