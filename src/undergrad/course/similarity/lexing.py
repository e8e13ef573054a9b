"""Converts a program to kinds of tokens, so that a copy with other names, numbers, comments or layout is equal.

The files need not parse: if Python's tokenizer fails, it starts again on the next line.
"""

from __future__ import annotations

import builtins
import itertools
import keyword
import token
import tokenize
import warnings
from collections.abc import Iterator
from typing import NamedTuple

#: The tokens for any name, any number and any text.
_NAME, _NUMBER, _TEXT = "name", "0", "''"
_SPACE = frozenset(
    (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
)
_BUILTINS = frozenset(dir(builtins))
#: Keywords after whose colon a statement begins.
_COMPOUND = frozenset(
    ["async", "class", "def", "elif", "else", "except", "finally", "for", "if", "try", "while", "with"]
)
#: Keywords that begin a part of the program which could also be in another place.
_BEGIN_PART = ("def", "class", "async", "@")
#: Keywords that are in no expression.
_ONLY_BEGINS = frozenset(("def", "class", "return", "import", "raise", "while", "with", "try", "del", "assert", "pass"))
_OPEN, _CLOSED = frozenset("([{"), frozenset(")]}")
_ASSIGNS = frozenset(("=", "+=", "-=", "*=", "/=", "//=", "%=", "@=", "&=", "|=", "^=", ">>=", "<<=", "**="))
#: The parts of f-strings and, later, of t-strings, which Python has had as tokens of their own since 3.12.
_BEGINS = frozenset(getattr(token, name) for name in ("FSTRING_START", "TSTRING_START") if hasattr(token, name))
_ENDS = frozenset(getattr(token, name) for name in ("FSTRING_END", "TSTRING_END") if hasattr(token, name))


class Token(NamedTuple):
    """A token without everything that is easily changed, and its line, counted from 1.

    Its text is empty at the beginning of a part of the program which could also be in another place.
    """

    text: str
    line: int


def tokens(text: str) -> list[Token]:
    """The program's tokens: own names are one kind, and so are numbers and texts; layout and docstrings are left out.

    Keywords, Python's own functions and attributes that the file does not set, such as those of NumPy, stay. There is
    an empty token before each function and class, because these may be in any order.

    >>> [token.text for token in tokens("def f(z):\\n    'Doc.'\\n    return np.exp(-z) * 2  # so\\n")]
    ['', 'def', 'name', '(', 'name', ')', ':', 'return', 'name', '.', 'exp', '(', '-', 'name', ')', '*', '0']
    """
    with warnings.catch_warnings(action="ignore"):  # Python's warnings about a text that is not run here
        statements = list(_statements(text))
    own_names, own_attributes = _set_in(statements)
    normal = []
    before = ""
    for statement in statements:
        if all(kind == tokenize.STRING for kind, _, _ in statement):
            continue  # a docstring, or a comment in quotes
        begins = statement[0][1]
        if begins in _BEGIN_PART and before != "@":
            normal.append(Token("", statement[0][2]))
        before = begins
        last = ""
        for (kind, string, line), (_, after, _) in itertools.pairwise([*statement, (tokenize.NEWLINE, "", 0)]):
            if string != "," or after not in _CLOSED:
                normal.append(Token(_normal(kind, string, own_attributes if last == "." else own_names, last), line))
            last = string
    return normal


_Raw = tuple[int, str, int]


def _normal(kind: int, string: str, own: set[str], before: str) -> str:
    if kind == tokenize.NUMBER:
        return _NUMBER
    if kind == tokenize.STRING:
        return _TEXT
    if kind != tokenize.NAME or keyword.iskeyword(string):
        return string
    stays = string not in own and (before == "." or string in _BUILTINS)
    return string if stays else _NAME


def _set_in(statements: list[list[_Raw]]) -> tuple[set[str], set[str]]:
    """The names, and the attributes, that the program sets or defines."""
    names: set[str] = set()
    attributes: set[str] = set()
    for statement in statements:
        strings = [string for _, string, _ in statement]
        for before, string in itertools.pairwise(strings):
            if before in ("def", "class"):
                names.add(string)
                attributes.add(string)
        targets = strings[: _end_of_targets(strings)]
        for before, string in itertools.pairwise(["", *targets]):
            (attributes if before == "." else names).add(string)
    return names, attributes


def _end_of_targets(strings: list[str]) -> int:
    """The end of a statement's targets: its last `=`, the colon of an annotation, or the `in` of a loop."""
    if strings[0] == "for":
        return strings.index("in") if "in" in strings else 0
    if keyword.iskeyword(strings[0]):
        return 0
    depth, end = 0, 0
    for place, string in enumerate(strings):
        depth += (string in _OPEN) - (string in _CLOSED)
        if depth <= 0 and string in _ASSIGNS:
            end = place
        elif depth <= 0 and string == ":" and not end:
            return place
    return end


def _statements(text: str) -> Iterator[list[_Raw]]:
    """The tokens of each simple statement, or of the line that begins a compound one; without layout."""
    statement: list[_Raw] = []
    inside = depth = 0  # so many f-strings, and brackets
    for kind, string, line in _raw(_readable(text).split("\n")):
        if kind == tokenize.NEWLINE or (kind == tokenize.OP and string == ";" and not inside):
            if statement:
                yield statement
            statement, depth, inside = [], 0, 0
        elif kind in _BEGINS:
            inside += 1
            if inside == 1:
                statement.append((tokenize.STRING, string, line))
        elif kind in _ENDS:
            inside -= 1
        elif inside:
            continue
        elif kind not in _SPACE and string.strip():
            statement.append((kind, string, line))
            depth += (string in _OPEN) - (string in _CLOSED)
            if string == ":" and depth <= 0 and statement[0][1] in _COMPOUND:
                yield statement
                statement, depth = [], 0
    if statement:
        yield statement


def _readable(text: str) -> str:
    """The text with uniform line endings, and without characters that make Python's tokenizer crash."""
    encodable = text.removeprefix("\ufeff").encode("utf-8", "replace").decode("utf-8")
    return encodable.replace("\0", " ").replace("\r\n", "\n").replace("\r", "\n")


def _raw(lines: list[str]) -> Iterator[_Raw]:
    """Python's own tokens; after an error, those of the following lines."""
    start = 0
    while start < len(lines):
        rest = (lines[number] + "\n" for number in range(start, len(lines)))
        line = depth = 0
        try:
            for entry in tokenize.generate_tokens(rest.__next__):
                is_first = entry.start[0] > line
                line, string = entry.start[0], entry.string
                if is_first and depth > 0 and string in _ONLY_BEGINS:
                    start += line - 1  # a bracket before it was never closed
                    break
                if entry.type == tokenize.OP:
                    depth += (string in _OPEN) - (string in _CLOSED)
                yield entry.type, string, start + line
            else:
                return
        except (tokenize.TokenError, SyntaxError) as error:
            again = isinstance(error, IndentationError)  # only the indentation of that line is wrong
            start += max((_place(error) or line) - again, 1)
        yield tokenize.NEWLINE, "", start


def _place(error: Exception) -> int:
    """The line, counted from 1, of an error of the tokenizer; 0 if unknown."""
    if isinstance(error, SyntaxError):
        return error.lineno or 0
    return int(error.args[1][0]) if len(error.args) > 1 else 0
