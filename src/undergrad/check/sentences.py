"""Sentences as values: which one it is, and what stands in it. They become text where a report is finished.

So what judges a layer knows no language, and no sentence is taken apart again to find out what it says. The sentences
lie in `words/`, beside the other tables of what the check knows by name. What only a chapter of the book says lies in
`words/book/`, a file for each chapter, with its part of these tables.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from importlib import resources
from typing import Any

import msgspec

from undergrad.display.languages import Language, Text

_WORDS = resources.files("undergrad.check") / "words"


@functools.cache
def table(name: str, kind: Any) -> Any:
    """The table in `words/NAME.json`, of the type `kind`, with the book's part of it.

    It is JSON, for TOML takes many times as long to read.
    """
    whole = msgspec.json.decode(_WORDS.joinpath(f"{name}.json").read_bytes(), type=kind)
    for chapter in _of_the_book():
        if name in chapter:
            whole |= msgspec.json.decode(chapter[name], type=kind)
    return whole


@functools.cache
def _of_the_book() -> list[dict[str, msgspec.Raw]]:
    """What each chapter of the book adds, by the table's name."""
    files = sorted(_WORDS.joinpath("book").iterdir(), key=lambda entry: entry.name)
    return [msgspec.json.decode(file.read_bytes(), type=dict[str, msgspec.Raw]) for file in files]


_NEUTRAL_OR_NOT = dict[str, Text | str]


class Phrase(msgspec.Struct, frozen=True):
    """An entry of `words/sentences.json`, and its fields: numbers, texts, names of code, or words again."""

    key: str
    fields: dict[str, Any] = {}


#: Something to be said: a value that becomes text, a text in each language, or a text that is the same in all.
Words = Phrase | Text | str


def phrase(key: str, **fields: Any) -> Phrase:
    """The sentence called `key`, with what stands in it."""
    return Phrase(key, fields)


def joined(key: str, parts: Iterable[Words]) -> Words:
    """The parts in one, joined two and two by the sentence `key`, which has a `first` and a `second`. "" for none."""
    listed = list(parts)
    return functools.reduce(lambda first, second: phrase(key, first=first, second=second), listed) if listed else ""


def variant(name: str) -> Words:
    """How a variant of an exercise's numbers is called."""
    called: Words = table("variants", _NEUTRAL_OR_NOT).get(name, name)
    return called


def in_language(words: Words, language: Language) -> str:
    """The words as text."""
    if isinstance(words, Phrase):
        fields = {name: _shown(value, language) for name, value in words.fields.items()}
        return in_language(table("sentences", _NEUTRAL_OR_NOT)[words.key], language).format(**fields)
    return words[language] if isinstance(words, dict) else words


def formula(line: str, language: Language) -> str:
    """A line of mathematics, which exercises have in English, with what are words in it in the language."""
    return str(table("formulas", dict[str, str]).get(line, line)) if language == "ko" else line


def _shown(value: Any, language: Language) -> Any:
    return in_language(value, language) if isinstance(value, (Phrase, dict)) else value
