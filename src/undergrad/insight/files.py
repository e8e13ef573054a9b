"""A run's `insight.jsonl`: the head, then a line per epoch. It does not store verdicts, which follow from the lines."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from undergrad.errors import FileError
from undergrad.files import read_whole, write_whole
from undergrad.insight.records import Insight, InsightEpoch, InsightHead
from undergrad.insight.verdicts import judge

NAME = "insight.jsonl"


def to_line(record: msgspec.Struct) -> str:
    """The record as one line of JSON."""
    return msgspec.json.encode(record).decode() + "\n"


def records_in(lines: bytes) -> list[InsightEpoch]:
    """The epochs in JSON lines. Raises msgspec.ValidationError or DecodeError for anything else."""
    return msgspec.json.Decoder(InsightEpoch).decode_lines(lines)


def save_insight(folder: str | os.PathLike[str], insight: Insight) -> Path:
    """Write a run's insight into its folder. Raises FileError."""
    records: Iterable[msgspec.Struct] = (insight.head, *insight.epochs)
    return write_whole(Path(folder) / NAME, "".join(map(to_line, records)))


def load_insight(folder: str | os.PathLike[str]) -> Insight | None:
    """The insight of the run in `folder`, with the verdicts that follow; None if it recorded nothing.

    Raises FileError.
    """
    file = Path(folder) / NAME
    if not file.exists():
        return None
    head, _, lines = read_whole(file).partition(b"\n")
    try:
        return judge(msgspec.json.decode(head, type=InsightHead), records_in(lines))
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise FileError(
            f"{file} is damaged or from another version ({error}); delete it, or the folder and run again"
        ) from error
