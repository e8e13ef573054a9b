"""The file that keeps what the check says of wrong code."""

from __future__ import annotations

from pathlib import Path

import msgspec

from undergrad.files import write_whole

FILE = Path(__file__).parents[2] / "docs" / "reference" / "mistakes.json"


class Said(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mistake's example, and the paragraph of the report about it in each language."""

    #: What the example is an answer to.
    assignment: str
    code: str
    said: dict[str, str]


def read() -> dict[str, Said]:
    """What is kept, by the mistake's name."""
    return msgspec.json.decode(FILE.read_bytes(), type=dict[str, Said]) if FILE.exists() else {}


def write(kept: dict[str, Said]) -> None:
    """Keep it, in the order of the names."""
    ordered = {name: kept[name] for name in sorted(kept)}
    write_whole(FILE, msgspec.json.format(msgspec.json.encode(ordered), indent=1) + b"\n")
