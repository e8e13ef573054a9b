"""Turns TOML texts that people write into records; every error is a sentence that names the place."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from undergrad.errors import UsageError, unknown
from undergrad.files import read_whole
from undergrad.notation.kinds import LARGEST

_Record = TypeVar("_Record")


def parsed(text: str, *, where: str) -> dict[str, Any]:
    """The table of a TOML text; `where` names it in errors. UsageError."""
    try:
        table = tomllib.loads(text)
        _check_wholes(table, where)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{where} is not valid TOML: {error}") from error
    except RecursionError as error:
        raise UsageError(f"{where} has lists or tables nested too deep to be read; write it flatter") from error
    except UsageError:
        raise
    except ValueError as error:  # Python refuses decimal numbers of more than 4,300 digits
        raise _too_large(where) from error
    return table


def _check_wholes(value: Any, where: str) -> None:
    """Raise UsageError for a whole number beyond TOML's 64 bits."""
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise _too_large(where)
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            _check_wholes(part, where)


def _too_large(where: str) -> UsageError:
    return UsageError(f"{where} has a whole number beyond {LARGEST:,}; TOML has none, so write a smaller one")


def check_keys(table: Mapping[str, Any], known: Iterable[str], *, where: str, kind: str = "key") -> None:
    """Raise UsageError, with the nearest known one, for a key that is not among `known`."""
    names = tuple(known)
    for key in table:
        if key not in names:
            raise unknown(kind, key, names, where=f" in {where}")


def some(table: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    """The part of a table with these keys, as far as it has them."""
    return {key: table[key] for key in keys if key in table}


def converted(raw: dict[str, Any], kind: type[_Record], *, where: str) -> _Record:
    """The record of that kind. UsageError for a value of the wrong kind."""
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        if isinstance(error.__cause__, UsageError):  # a record refused it with a sentence of its own
            raise UsageError(f"in {where}, {error.__cause__}") from error
        raise UsageError(f"{where} has a value of the wrong kind: {plain(str(error))}") from error


_KINDS = {
    "array": "a list",
    "object": "a table",
    "str": "a text",
    "bool": "true or false",
    "int": "a whole number",
    "float": "a decimal number",
    "number": "a number",
}


def plain(message: str) -> str:
    """msgspec's message in the words of a TOML file.

    >>> plain("Expected `array`, got `str` - at `$.networks[0].hidden`")
    'hidden must be a list, not a text'
    """
    match = re.fullmatch(r"Expected `([\w| ]+)`, got `(\w+)` - at `\$.*?(\w+)(\[\.*\d*\])?`", message)
    if not match:
        return message.replace("`", "")
    expected = [kind.strip() for kind in match[1].split("|") if kind.strip() != "null"]
    if "float" in expected:  # a whole number will do as well
        expected = ["number", *(kind for kind in expected if kind not in ("int", "float"))]
    return f"{match[3]} must be {' or '.join(map(_word, expected))}, not {_word(match[2])}"


def _word(kind: str) -> str:
    return _KINDS.get(kind, kind)


@dataclass(frozen=True)
class Shipped:
    """The TOML files in the folder `shipped` of `package`, each of which is a `kind`, such as "experiment"."""

    package: str
    kind: str

    def names(self) -> list[str]:
        """The names of all files."""
        folder = resources.files(self.package) / "shipped"
        return sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))

    def read(self, name_or_path: str | os.PathLike[str]) -> str:
        """The text of a shipped file by its name, or of any other by its path. UsageError, or FileError."""
        path = Path(name_or_path)
        if str(name_or_path) in self.names():
            return (resources.files(self.package) / "shipped" / f"{name_or_path}.toml").read_text("utf-8")
        if path.exists():
            try:
                return read_whole(path).decode("utf-8")
            except UnicodeDecodeError as error:
                raise UsageError(f"{path} is not a text file in UTF-8; name a TOML file") from error
        if path.suffix:
            raise UsageError(f"there is no file {path}; name a TOML file or one of: {', '.join(self.names())}")
        raise unknown(self.kind, name_or_path, self.names())
