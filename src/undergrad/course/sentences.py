"""The sentences of this room in each language, from `words/`."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from importlib import resources
from typing import Any

import msgspec

from undergrad.display.languages import LANGUAGES, Language, Text


def say(key: str, **fields: Any) -> Text:
    """The sentence `key` in each language; a field may itself be such a text.

    >>> say("no-python-file", what="HW3_20231234_Kim.zip")["en"]
    'HW3_20231234_Kim.zip holds no Python file'
    """
    sentences = _table()[key]
    return {
        language: sentences[language].format(
            **{name: value[language] if isinstance(value, dict) else value for name, value in fields.items()}
        )
        for language in LANGUAGES
    }


def in_words(texts: Iterable[Text], language: Language) -> tuple[str, ...]:
    """The texts in one language."""
    return tuple(text[language] for text in texts)


@functools.cache
def _table() -> dict[str, Text]:
    """Every sentence. Each file of `words/` belongs to one part of the room; a key is in only one of them."""
    sentences: dict[str, Text] = {}
    for entry in sorted((resources.files("undergrad.course") / "words").iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".json"):
            part = msgspec.json.decode(entry.read_bytes(), type=dict[str, Text])
            assert not sentences.keys() & part.keys(), f"{entry.name} repeats {sentences.keys() & part.keys()}"
            sentences |= part
    return sentences
