"""Converts docstrings, which are plain text for a terminal, to reStructuredText for the site.

Four marks mean something, and everything else is text:

- `name` is code, and a public name becomes a link;
- ``a = b / c`` in two backticks is mathematics, by the rules of tools/site/formulas.py;
- lines that begin with a dash are a list, and further lines of an entry are indented;
- an example begins with three greater-than signs, as in doctest, and an indented paragraph does not change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from tools.site.formulas import tex

_MARK = re.compile(r"``(.+?)``|`(.+?)`")
_WORD = re.compile(r"\b[A-Z]\w+Error\b")
_ENTRY = re.compile(r"( *)- ")
_SPECIAL = re.compile(r"([\\*`|]|_(?!\w)|(?<!\w)_)")


def as_rest(lines: Sequence[str], links: Mapping[str, str]) -> list[str]:
    """The lines of a docstring, without their common indentation, as lines of reStructuredText.

    `links` maps short names to the full names for links. FormulaError for a formula that no rule can read.

    >>> as_rest(["``out = x W``, for a `Dataset`."], {"Dataset": "undergrad.data.Dataset"})
    [':math:`\\\\mathrm{out} = x W`, for a :py:obj:`Dataset <undergrad.data.Dataset>`.', '']
    """
    written: list[str] = []
    for paragraph in _paragraphs(lines):
        if paragraph[0].startswith(">>>"):
            written += paragraph
        elif paragraph[0].startswith("    "):
            written += ["::", "", *paragraph]
        elif _ENTRY.match(paragraph[0]):
            written += [f"- {_prose(entry, links)}" for entry in _entries(paragraph)]
        else:
            written.append(_prose(" ".join(paragraph), links))
        written.append("")
    return written


def as_markdown(sentence: str) -> str:
    """One sentence of a docstring as Markdown for a cell of a table.

    >>> as_markdown("``||W||``, or `a | b`")
    '$\\\\left\\\\Vert W \\\\right\\\\Vert$, or `a \\\\| b`'
    """
    return re.sub(r"``(.+?)``", lambda mark: f"${tex(mark[1])}$", sentence).replace("|", r"\|")


def first_sentence(docstring: str) -> str:
    """The first sentence of a docstring, on one line, with its marks.

    >>> first_sentence("x W + b, (N, H), i.e. a product. More.")
    'x W + b, (N, H), i.e. a product.'
    """
    text = " ".join(docstring.split("\n\n")[0].split())
    return re.split(r"(?<=[.:])\s+(?=[A-Z`])", text)[0]


def formulas(docstring: str) -> list[str]:
    """Every formula in a docstring, in order."""
    return [mark[1] for paragraph in _paragraphs(docstring.splitlines()) if not paragraph[0].startswith((">>>", "    "))
            for mark in _MARK.finditer(" ".join(paragraph)) if mark[1]]  # fmt: skip


def _paragraphs(lines: Sequence[str]) -> Iterator[list[str]]:
    paragraph: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            paragraph.append(line.rstrip())
        elif paragraph:
            yield paragraph
            paragraph = []


def _entries(paragraph: Sequence[str]) -> list[str]:
    entries: list[str] = []
    for line in paragraph:
        if _ENTRY.match(line):
            entries.append(line.strip()[2:])
        else:
            entries[-1] += f" {line.strip()}"
    return entries


def _prose(text: str, links: Mapping[str, str]) -> str:
    """One paragraph with its marks as roles. An escaped space separates a mark from a letter that touches it."""
    written, end = "", 0
    for mark in _MARK.finditer(text):
        written += _plain(text[end : mark.start()], links)
        role = _formula(mark[1]) if mark[1] else _code(mark[2], links)
        before = r"\ " if re.search(r"\w$", written) else ""
        after = r"\ " if re.match(r"\w", text[mark.end() :]) else ""
        written += before + role + after
        end = mark.end()
    return written + _plain(text[end:], links)


def _formula(text: str) -> str:
    written = tex(text)
    return rf":math:`\displaystyle {written}`" if r"\frac" in written else f":math:`{written}`"


def _code(text: str, links: Mapping[str, str]) -> str:
    full = links.get(text.removesuffix("()"))
    return f":py:obj:`{text} <{full}>`" if full else f"``{text}``"


def _plain(text: str, links: Mapping[str, str]) -> str:
    """Text without marks: reStructuredText's markup is escaped, and the name of an error becomes a link."""
    escaped = _SPECIAL.sub(r"\\\1", text)
    return _WORD.sub(lambda word: _link(word[0], links), escaped)


def _link(word: str, links: Mapping[str, str]) -> str:
    return f":py:obj:`{word} <{links[word]}>`" if word in links else word
