"""The tables in `words/`: what the check says, and names that it knows, as data."""

from __future__ import annotations

import functools
from importlib import resources
from typing import Any

import msgspec


@functools.cache
def table(name: str, kind: Any) -> Any:
    """The table in `words/NAME.json`, of the type `kind`. It is JSON, for TOML takes many times as long to read."""
    return msgspec.json.decode((resources.files("undergrad.check") / "words" / f"{name}.json").read_bytes(), type=kind)
