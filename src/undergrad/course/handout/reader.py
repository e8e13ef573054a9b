"""Parses mathematics without words by the usual rules: terms side by side are a product."""

from __future__ import annotations

from typing import NamedTuple

from undergrad.course.handout import notation
from undergrad.course.handout.notation import INDEXED, OPERATORS, RELATIONS, Math

#: Functions, which apply to the next term.
FUNCTIONS = frozenset(["log", "sqrt", "exp", "sign", "tanh", "softmax", "FC1", "FC2"])
#: Tokens that may follow a term but do not begin one.
_NO_TERM = frozenset(("", "/", "^", ",", ")", *OPERATORS))


class Token(NamedTuple):
    """A piece of a line."""

    text: str
    #: "math", "words", or "code", which is not changed.
    kind: str
    #: Whether a space comes before it.
    spaced: bool


class Reader:
    """Parses mathematics from left to right. It may begin or end with an operator, if words are there."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens, self._at, self._bars = tokens, 0, 0

    def whole(self) -> Math:
        """Parse all tokens. AssertionError if they are not mathematics: the lines are our own."""
        whole = self._list()
        assert self._at == len(self._tokens), f"{' '.join(token.text for token in self._tokens[self._at :])} is left"
        return whole

    @property
    def _next(self) -> str:
        return self._tokens[self._at].text if self._at < len(self._tokens) else ""

    @property
    def _touches(self) -> bool:
        """Whether no space comes before the next token."""
        return self._at < len(self._tokens) and not self._tokens[self._at].spaced

    def _take(self, expected: str = "") -> str:
        assert not expected or self._next == expected, f"{expected} is missing before {self._next!r}"
        self._at += 1
        return self._tokens[self._at - 1].text

    def _list(self) -> Math:
        parts = [self._relation()]
        while self._next == ",":
            self._take()
            parts += [notation.LAST_COMMA] if self._next == ")" else [notation.COMMA, self._relation()]
        return notation.row(*parts)

    def _relation(self) -> Math:
        parts = [self._sum()]
        while self._next in RELATIONS:
            parts += [notation.operator(self._take()), self._sum()]
        return notation.row(*parts)

    def _sum(self) -> Math:
        parts: list[Math] = []
        while self._next in ("+", "-") or (not parts and self._term_follows):
            if self._next in ("+", "-"):
                parts.append(notation.operator(self._take(), sign=not parts))
            if self._term_follows:
                parts.append(self._product())
        return notation.row(*parts)

    @property
    def _term_follows(self) -> bool:
        closes = self._next in ("|", "||") and self._bars > 0
        return self._next not in _NO_TERM and not closes

    def _product(self) -> Math:
        """Factors in a row: `a b / c d` is (a b / c) d."""
        factors = [self._power()]
        while True:
            if self._next == "/":
                self._take()
                factors = [notation.fraction(notation.row(*factors), self._power())]
            elif self._next in ("*", "times"):
                factors += [notation.operator(self._take()), self._power()]
            elif self._term_follows:
                factors += [notation.THIN, self._power()]
            else:
                return notation.row(*factors)

    def _power(self) -> Math:
        base = self._atom()
        if self._next != "^":
            return base
        self._take()
        return notation.raised(base, self._exponent())

    def _exponent(self) -> Math:
        """A bracket, or a sign with the tokens that touch it: `e^-2z`."""
        if self._next == "(":
            return self._atom()
        parts = [notation.operator(self._take(), sign=True)] if self._next == "-" else []
        parts.append(_named(self._take()))
        while self._touches and self._term_follows and self._next not in ("(", "|", "||"):
            parts.append(_named(self._take()))
        return notation.row(*parts)

    def _atom(self) -> Math:
        text = self._take()
        if text == "(":
            return self._bracket()
        if text in ("|", "||"):
            self._bars += 1
            inner = self._sum()
            self._bars -= 1
            self._take(text)
            return notation.barred(inner, text)
        if text.startswith("sum_"):
            summed = [self._product()] if self._term_follows else []
            return notation.row(notation.sum_over(text.removeprefix("sum_")), *summed)
        return self._applied(text)

    def _bracket(self) -> Math:
        """The rest of an opened bracket, with the bracket; a single fraction needs none."""
        bars, self._bars = self._bars, 0
        inner = self._list()
        self._take(")")
        self._bars = bars
        return inner if inner.is_fraction and self._next != "^" else notation.bracketed(inner)

    def _applied(self, text: str) -> Math:
        """A name or a number, with its argument or with further indices: `tanh(x)`, `x_nc(p s + i)(q s + j)`."""
        is_given = self._next == "(" and self._touches and not text[0].isdigit()
        if text == "sqrt" and is_given:
            self._take()
            inner = self._list()
            self._take(")")
            return notation.root(inner)
        match = INDEXED.fullmatch(text)
        if match and is_given:
            indices = [notation.indices(match[2])]
            while self._next == "(" and self._touches:
                indices.append(self._atom())
            return notation.below(notation.name(match[1]), notation.row(*indices))
        if is_given:
            return notation.row(_named(text), self._atom())
        if text in FUNCTIONS and self._term_follows:  # log x
            return notation.row(_named(text), notation.THIN, self._power())
        return _named(text)


def _named(text: str) -> Math:
    if text[0].isdigit():
        return notation.number(text)
    return notation.function(text) if text in FUNCTIONS else notation.name(text)
