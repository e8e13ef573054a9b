"""Prepares a submission for the comparison: its tokens, which of them are its own, and its fingerprints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from undergrad.course.similarity.fingerprints import LENGTH, hashes, winnowed
from undergrad.course.similarity.lexing import tokens

#: Characters of a submission that are compared: a homework has a tenth of this.
LONGEST = 200_000


@dataclass(frozen=True)
class Program:
    """All files of a submission, one after the other."""

    key: str
    #: The text of each token; empty between two files, and before each function and class.
    texts: list[str]
    #: The file of each token, and its line, counted from 1.
    places: list[tuple[str, int]]
    #: Whether a token is the submission's own, and not from the handout.
    own: list[bool]
    #: Where each fingerprint begins, by the number of the token.
    fingerprints: dict[int, list[int]]
    #: Whether it was longer than LONGEST, so that its end is not compared.
    cut: bool


def program(key: str, files: Mapping[str, str], handout: Set[int] = frozenset()) -> Program:
    """The submission of that key, whose files are texts by their paths, without sequences that are in `handout`."""
    texts: list[str] = []
    places: list[tuple[str, int]] = []
    room = LONGEST
    for path in sorted(files):
        for token in tokens(files[path][: max(room, 0)]):
            texts.append(token.text)
            places.append((path, token.line))
        room -= len(files[path])
        texts.append("")
        places.append((path, 0))
    own = [bool(text) for text in texts]
    fingerprints: dict[int, list[int]] = {}
    for start, part in _parts(texts):
        numbers = hashes(part)
        for place, number in enumerate(numbers, start):
            if number in handout:
                own[place : place + LENGTH] = [False] * LENGTH
        own_places = [place for place, number in enumerate(numbers) if number not in handout]
        for place in winnowed(numbers, own_places):
            fingerprints.setdefault(numbers[place], []).append(start + place)
    return Program(key, texts, places, own, fingerprints, room < 0)


def sequences(text: str) -> frozenset[int]:
    """The hashes of all sequences of tokens in a text, such as the handout's."""
    parts = _parts([token.text for token in tokens(text)])
    return frozenset(number for _, part in parts for number in hashes(part))


def _parts(texts: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The parts between empty tokens, and the beginning of each part."""
    start = 0
    for end, text in enumerate([*texts, ""]):
        if not text:
            yield start, texts[start:end]
            start = end + 1
