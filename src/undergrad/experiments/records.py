"""Records as readable JSON, and digests that show whether a run's files are unchanged.

`result.json`, which is written last, holds the SHA-256 of each file beside it, and its own. Folders of version 0.1.0
have none and are read unchecked. Models and predictions also have their own digest, for files outside a run's folder.
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
#: The file in which a search stores its chosen trials.
CHOICE = "choice.json"
#: The files that a listing of many runs checks; it opens no others.
SMALL = ("run.json", "proposal.json", "history.jsonl")
#: The importance of a table's columns; only a run on a table has it.
IMPORTANCE = "importance.json"
#: Every file of a run but result.json.
FILES = (*SMALL, "insight.jsonl", "model.safetensors", "predictions.safetensors", IMPORTANCE)

_Record = TypeVar("_Record", bound=msgspec.Struct)


class _Digests(msgspec.Struct):
    """The digests in result.json: SHA-256 by file name, including its own."""

    digests: dict[str, str] = {}


def write_record(path: Path, record: msgspec.Struct) -> None:
    """Write `record` as readable JSON."""
    write_whole(path, _text(record))


def load_record(path: Path, kind: type[_Record], *, remedy: str | None = None) -> _Record:
    """The record of that kind in a JSON file. Raises FileError, which ends with `remedy` for a damaged file."""
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
    # A search that has chosen starts no more trials, so its choice must be made again too.
    chosen = folder.parent.name == "trials" and choice.exists()
    what = f"{folder} and {choice}" if chosen else f"the folder {folder}"
    return f"delete {what} and run the same command with --resume: that run, and no other, is then done again"


def rebuilt(path: Path) -> str:
    """What to do about a damaged file that is made from the runs."""
    return f"delete {path.name} and run the same command with --resume: it is made again from the runs"


# A run's result, with what is beside it -------------------------------------------------------------------------------


def write_sealed(folder: Path, result: msgspec.Struct) -> None:
    """Write result.json, with the digests of the files in `folder`."""
    digests = {name: _digest(read_whole(folder / name)) for name in FILES if (folder / name).exists()}
    text = _text({**msgspec.to_builtins(result), "digests": {RESULT: "", **digests}})
    # Its own digest is computed from the text without that digest.
    empty, _, rest = text.rpartition(b'"result.json": "')
    write_whole(folder / RESULT, empty + b'"result.json": "' + _digest(text).encode() + rest)


def load_sealed(folder: Path, kind: type[_Record]) -> tuple[_Record, dict[str, str]]:
    """The record of that kind in result.json, and the digests of the files beside it, which version 0.1.0 lacks.

    Raises FileError, also if result.json was changed.
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
    """Raise FileError for the first of the files `names` in `folder` with another digest; missing files are ignored."""
    for name in names:
        if name in digests:
            try:
                # A listing does this for thousands of runs, and making a Path takes more time than reading the file.
                content = read_whole(os.path.join(folder, name))  # noqa: PTH118
            except FileError as error:
                if isinstance(error.__cause__, FileNotFoundError):
                    continue
                raise
            if _digest(content) != digests[name]:
                raise _changed(folder / name)


def check_run(folder: Path, names: Iterable[str] = FILES) -> None:
    """Raise FileError if one of the files `names` of the finished run in `folder` was changed."""
    if (folder / RESULT).exists():
        check_files(folder, load_sealed(folder, _Digests)[1], names)


def read_checked(path: Path) -> bytes:
    """The bytes of a run's file. FileError if it was changed or is gone."""
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
    if b'"hidden"' in text or b'"best_val_accuracy"' in text:  # perhaps a run of version 0.1.0
        return msgspec.convert(renewed(msgspec.json.decode(text)), kind)
    return msgspec.json.decode(text, type=kind)


def _text(record: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(record)) + b"\n"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
