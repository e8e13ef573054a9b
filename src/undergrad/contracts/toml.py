"""Reads the contracts from the files in `data/`.

The exercises of the book are functions that the textbook does not have. Those of a chapter are in one file in
`data/book/`; their right answers come from their formulas.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Collection, Iterator
from importlib import resources
from typing import Any

import msgspec

from undergrad.contracts.contract import Contract, Mistakes

#: The names in own.toml for a learned array, its gradient and the terms of the gradient.
_LEARNED = re.compile(r"(?<![A-Za-z_])(d|slope_|l2_)?p\b")


@functools.cache
def contracts() -> dict[str, Contract]:
    """The contract of each class, in the order of their file names."""
    tables = {name: table for name, table in _tables().items() if "layer" in table}
    return {table["layer"]: msgspec.convert(_whole(table), Contract) for table in tables.values()}


@functools.cache
def book_contracts() -> dict[str, Contract]:
    """The contract of each function that an exercise of the book asks for, chapter by chapter.

    They are not in `contracts`: no other assignment knows these names.
    """
    by_name: dict[str, Contract] = {}
    for chapter, functions in _read("data/book").items():
        for name, table in functions.items():
            if name in by_name:
                raise ValueError(
                    f"contracts/data/book/{chapter}.toml has {name}, as another chapter has; choose another name"
                )
            by_name[name] = msgspec.convert(_whole(_of_function(name, table)), Contract)
    return by_name


def _of_function(name: str, table: dict[str, Any]) -> dict[str, Any]:
    """The contract of a function whose table mixes the keys of a class with those of a method.

    Its `formula` is that of the result. The check of shapes uses every variant but `other`, unless `asked` lists the
    variants of each check.
    """
    of_contract = {key: value for key, value in table.items() if key in Contract.__struct_fields__}
    usual = {"shapes": [variant for variant in table.get("variants", {}) if variant != "other"]}
    own = {key: value for key, value in table.items() if key not in of_contract and key != "asked"}
    call = own | {"formula": {"result": table["formula"]}, "variants": table.get("asked", usual)}
    return {"like": "function", "layer": name, **of_contract, "methods": {"__call__": call}}


def own_contract(name: str, learned: Collection[str], **known: Any) -> Contract:
    """The contract of a student's own layer called `name`, from its learned arrays and what else is `known` of it."""
    return msgspec.convert(_merged(_for_each(_tables()["own"], learned), {"layer": name, **known}), Contract)


def _for_each(table: Any, learned: Collection[str]) -> Any:
    """The table in which everything about `p` is repeated for each learned name."""

    def expanded(text: str) -> Iterator[tuple[str, Collection[str]]]:
        if not _LEARNED.search(text):
            yield text, learned
        for name in learned if _LEARNED.search(text) else ():
            yield _LEARNED.sub(rf"\g<1>{name}", text), [name]

    match table:
        case dict():
            triples = ((name, value, of) for key, value in table.items() for name, of in expanded(key))
            return {name: value if name == "math" else _for_each(value, of) for name, value, of in triples}
        case list():
            return [
                one
                for entry in table
                for one in ([text for text, _ in expanded(entry)] if isinstance(entry, str) else [entry])
            ]
        case str():
            return next(expanded(table), (table,))[0]
    return table


@functools.cache
def groups() -> dict[str, Mistakes]:
    """The mistakes that many formulas share, by the kind of place."""
    return _tables()["groups"]


@functools.cache
def _tables() -> dict[str, dict[str, Any]]:
    return _read("data")


def _read(folder: str) -> dict[str, dict[str, Any]]:
    """The tables in the TOML files of a folder of this package, by the names of the files, sorted."""
    entries = resources.files("undergrad.contracts").joinpath(folder).iterdir()
    files = sorted((entry for entry in entries if entry.name.endswith(".toml")), key=lambda entry: entry.name)
    return {file.name.removesuffix(".toml"): tomllib.loads(file.read_text("utf-8")) for file in files}


def _whole(table: dict[str, Any]) -> dict[str, Any]:
    """The table with the entries that it inherits from the one that it is `like`."""
    like = table.get("like")
    own = {key: value for key, value in table.items() if key != "like"}
    return _merged(_whole(_tables()[like]), own) if like else own


def _merged(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Both tables merged; entries of only the base come last, since its parts may use those of `own`."""
    both = {key: _merged(base[key], value) if isinstance(base.get(key), dict) else value for key, value in own.items()}
    return both | {key: value for key, value in base.items() if key not in own}
