"""Reads a Python file as bytes, lines, comments and syntax, so that parts can be cut out without other changes."""

from __future__ import annotations

import ast
import functools
import io
import tokenize
from dataclasses import dataclass
from pathlib import Path

from undergrad.errors import UsageError
from undergrad.files import read_whole

_OUTSIDE_STATEMENTS = (
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
)


@dataclass(frozen=True)
class Source:
    """A Python file that has been read. Lines are counted from 1, as in a traceback."""

    #: Its name in errors.
    name: str
    #: Each line with its ending, as it is in the file; a byte order mark is part of the first.
    lines: tuple[bytes, ...]
    #: The same as text, without endings.
    texts: tuple[str, ...]
    #: Python's name of the encoding; "utf-8-sig" if there is a byte order mark.
    encoding: str
    tokens: tuple[tokenize.TokenInfo, ...]
    tree: ast.Module

    @property
    def content(self) -> bytes:
        """The whole file."""
        return b"".join(self.lines)

    def encode(self, text: str) -> bytes:
        """A text in the file's encoding. UnicodeEncodeError if that lacks a letter."""
        return text.encode(self.encoding.removesuffix("-sig"))

    def indentation(self, row: int) -> str:
        """The spaces and tabs before a line."""
        line = self.texts[row - 1]
        return line[: len(line) - len(line.lstrip(" \t\f"))]

    def ending(self, row: int) -> bytes:
        """The bytes that end a line: those of the first line if it is the last and has none."""
        line = self.lines[row - 1]
        return line[len(line.rstrip(b"\r\n")) :] or (self.ending(1) if row > 1 else b"\n")

    def comments(self) -> list[tokenize.TokenInfo]:
        """Every comment; one in a string does not count."""
        return [token for token in self.tokens if token.type == tokenize.COMMENT]

    @functools.cached_property
    def words(self) -> dict[int, tuple[str, ...]]:
        """The tokens of each line, by its number; a text of several lines belongs to its first line."""
        words: dict[int, tuple[str, ...]] = {}
        for token in self.tokens:
            if token.type not in _OUTSIDE_STATEMENTS:
                words[token.start[0]] = (*words.get(token.start[0], ()), token.string)
        return words

    def statement_rows(self, first: int, last: int) -> list[int]:
        """The lines from `first` to `last` that contain more than comments."""
        rows = {
            row
            for token in self.tokens
            if token.type not in _OUTSIDE_STATEMENTS
            for row in range(max(first, token.start[0]), min(last, token.end[0]) + 1)
        }
        return sorted(rows)


def read_source(path: Path) -> Source:
    """Read the Python file `path`. UsageError, with the line, if it is not Python; FileError if it cannot be read."""
    return parse_source(read_whole(path), name=str(path))


def parse_source(content: bytes, *, name: str) -> Source:
    """Parse the Python source `content`, called `name` in errors. Raises UsageError.

    >>> source = parse_source("x = 1  # 하나\\r\\n".encode(), name="one.py")
    >>> source.encoding, [comment.string for comment in source.comments()]
    ('utf-8', ['# 하나'])
    """
    lines = tuple(content.splitlines(keepends=True))
    try:
        encoding, _ = tokenize.detect_encoding(functools.partial(next, iter(lines)))
        plain = content.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")  # as Python reads it
    except (SyntaxError, UnicodeDecodeError) as error:
        raise UsageError(
            f"the letters of {name} cannot be read ({error}); save it as UTF-8, or write its encoding into the first "
            "line, as # -*- coding: cp949 -*-"
        ) from error
    try:
        tree = ast.parse(content, filename=name)
        tokens = tuple(tokenize.generate_tokens(io.StringIO(plain).readline))
    except SyntaxError as error:
        raise UsageError(
            f"{name}, line {error.lineno}: Python cannot read it ({error.msg}); correct it first"
        ) from error
    except (ValueError, RecursionError, MemoryError, tokenize.TokenError) as error:
        raise UsageError(f"{name} is not Python source ({error}); name the file with the solution") from error
    return Source(name, lines, tuple(plain.split("\n")), encoding, tokens, tree)
