"""Sentences as values: a key and the fields of the sentence. They become text when a report is finished.

So the code that judges a layer knows no language, and no code has to parse a sentence. The sentences are in `words/`,
beside the other tables of names. The sentences of single chapters of the book are in `words/book/`: a file for each
chapter, with its part of these tables.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from importlib import resources
from typing import Any

import msgspec

from undergrad.display.languages import Language, Text

_WORDS = resources.files("undergrad.findings") / "words"


@functools.cache
def table(name: str, kind: Any) -> Any:
    """The table in `words/NAME.json`, of the type `kind`, with the book's part of it.

    It is JSON because TOML takes many times as long to read.
    """
    whole = msgspec.json.decode(_WORDS.joinpath(f"{name}.json").read_bytes(), type=kind)
    for chapter in _of_the_book():
        if name in chapter:
            whole |= msgspec.json.decode(chapter[name], type=kind)
    return whole


@functools.cache
def _of_the_book() -> list[dict[str, msgspec.Raw]]:
    """The parts that each chapter of the book adds, by the names of the tables."""
    files = sorted(_WORDS.joinpath("book").iterdir(), key=lambda entry: entry.name)
    return [msgspec.json.decode(file.read_bytes(), type=dict[str, msgspec.Raw]) for file in files]


_NEUTRAL_OR_NOT = dict[str, Text | str]


class Phrase(msgspec.Struct, frozen=True):
    """An entry of `words/sentences.json`, and its fields: numbers, texts, names of code, or words again."""

    key: str
    fields: dict[str, Any] = {}


#: A text of the report: a phrase, a text in each language, or one text for all languages.
Words = Phrase | Text | str


def phrase(key: str, **fields: Any) -> Phrase:
    """The sentence called `key` with its fields."""
    return Phrase(key, fields)


def joined(key: str, parts: Iterable[Words]) -> Words:
    """All parts in one, joined in pairs by the sentence `key`, which has a `first` and a `second`; "" for no parts."""
    words = list(parts)
    return functools.reduce(lambda first, second: phrase(key, first=first, second=second), words) if words else ""


def variant(name: str) -> Words:
    """The words for a variant of an exercise's numbers."""
    words: Words = table("variants", _NEUTRAL_OR_NOT).get(name, name)
    return words


def in_language(words: Words, language: Language) -> str:
    """The words as text."""
    if isinstance(words, Phrase):
        fields = {name: _translated(value, language) for name, value in words.fields.items()}
        return in_language(table("sentences", _NEUTRAL_OR_NOT)[words.key], language).format(**fields)
    return words[language] if isinstance(words, dict) else words


def formula(line: str, language: Language) -> str:
    """A line of mathematics, which contracts have in English, with its words translated into the language."""
    return str(table("formulas", dict[str, str]).get(line, line)) if language == "ko" else line


def _translated(value: Any, language: Language) -> Any:
    return in_language(value, language) if isinstance(value, (Phrase, dict)) else value
