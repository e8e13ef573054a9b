"""The notation for a sequence of calls: `fc(128), leaky_relu(alpha=0.2)`. This file knows no layers.

The syntax is Python's, but nothing is evaluated. A value is a whole number, a decimal number, True, False or None.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from undergrad.errors import UsageError

#: A longer text describes no network.
_LONGEST = 100_000
_SIGN = re.compile(
    r"\s*(?:(?P<number>[+-]?(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?)|(?P<name>[^\W\d]\w*)|(?P<mark>[(),=]))"
)
_END = re.compile(r"\s*\Z")
_CONSTANTS = {"True": True, "False": False, "None": None}
_HOLE = re.compile(r"\{\s*(\w*)\s*\}")


@dataclass(frozen=True)
class Call:
    """One call: its name, the arguments by position, and those by keyword."""

    name: str
    positional: tuple[Any, ...] = ()
    named: Mapping[str, Any] = field(default_factory=dict)


def parse_calls(text: str, what: str) -> tuple[Call, ...]:
    """The calls in `text`, in order; an empty text has none. UsageError names the kind of text, `what`, and the place.

    >>> parse_calls("fc(128), leaky_relu(alpha=0.2), relu", "layers")[1]
    Call(name='leaky_relu', positional=(), named={'alpha': 0.2})
    """
    if len(text) > _LONGEST:
        raise UsageError(
            f"the text of the {what} has {len(text):,} letters, which is too long; write at most {_LONGEST:,}"
        )
    return _Reader(text, what).calls()


def call_text(name: str, positional: tuple[Any, ...], named: Mapping[str, Any]) -> str:
    """A call as text."""
    arguments = [*map(repr, positional), *(f"{key}={value!r}" for key, value in named.items())]
    return f"{name}({', '.join(arguments)})" if arguments else name


def holes(text: str) -> tuple[str, ...]:
    """The distinct names in the holes of a text.

    >>> holes("fc({width}), {activation}, fc({width})")
    ('width', 'activation')
    """
    return tuple(dict.fromkeys(_HOLE.findall(text)))


def filled(text: str, value_of: Callable[[str], str]) -> str:
    """The text with each hole filled by `value_of` of its name.

    >>> filled("fc({width}), {activation}", {"width": "64", "activation": "relu"}.get)
    'fc(64), relu'
    """
    return _HOLE.sub(lambda hole: value_of(hole[1]), text)


class _Reader:
    """Reads a text token by token."""

    def __init__(self, text: str, what: str) -> None:
        self._text, self._what, self._place = text, what, 0

    def calls(self) -> tuple[Call, ...]:
        calls: list[Call] = []
        while not self._ends():
            if calls:
                self._take(",", "a comma")
                if self._ends():  # Python allows one at the end
                    break
            calls.append(self._call())
        return tuple(calls)

    def _call(self) -> Call:
        name = self._match("name")
        if name is None:
            self._fail("a name")
        positional: list[Any] = []
        named: dict[str, Any] = {}
        if not self._skip("("):
            return Call(name)
        while not self._skip(")"):
            if positional or named:
                self._take(",", "a comma or a closing bracket")
                if self._skip(")"):
                    break
            word = self._match("name")
            if word is None or word in _CONSTANTS:
                if named:
                    self._fail("an argument with its name, as alpha=0.1, since those by position come first")
                positional.append(_CONSTANTS[word] if word is not None else self._number())
                continue
            self._take("=", f"= and a number behind {word}")
            if word in named:
                raise UsageError(
                    f"{word} of {name} occurs twice in the {self._what} {_shown(self._text)}; give it once"
                )
            constant = self._match("name")
            if constant is not None and constant not in _CONSTANTS:
                self._place -= len(constant)
                self._fail("a number")
            named[word] = _CONSTANTS[constant] if constant is not None else self._number()
        return Call(name, tuple(positional), named)

    def _number(self) -> int | float:
        digits = self._match("number")
        if digits is None:
            self._fail("a number")
        try:
            return int(digits)
        except ValueError:
            pass
        try:
            return float(digits)
        except ValueError:  # 1__0, or a whole number of more digits than Python reads
            self._place -= len(digits)
            self._fail("a number")

    def _match(self, kind: str) -> str | None:
        sign = _SIGN.match(self._text, self._place)
        if sign is None or sign.lastgroup != kind:
            return None
        self._place = sign.end()
        return sign[kind]

    def _skip(self, mark: str) -> bool:
        sign = _SIGN.match(self._text, self._place)
        if sign is None or sign["mark"] != mark:
            return False
        self._place = sign.end()
        return True

    def _take(self, mark: str, words: str) -> None:
        if not self._skip(mark):
            self._fail(words)

    def _ends(self) -> bool:
        return _END.match(self._text, self._place) is not None

    def _fail(self, words: str) -> NoReturn:
        rest = self._text[self._place :].strip()
        place = f"at {_shown(rest, 20)}" if rest else "at the end"
        raise UsageError(f"the {self._what} {_shown(self._text)} cannot be read: {words} is missing {place}")


def _shown(text: str, most: int = 60) -> str:
    return repr(text) if len(text) <= most else f"{text[:most]!r}..."
