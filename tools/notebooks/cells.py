"""A notebook as it lies in the repository: a Markdown page, in which each block of Python is a cell.

So it reads well on GitHub and in a pull request, and it holds no output that could go stale. A sentence about the
result is followed by `<!-- holds: EXPRESSION -->`, alone in a line: running the notebook fails where the expression is
not true there. A reader of the notebook does not see it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

FOLDER = Path(__file__).parents[2] / "docs" / "notebooks"

_BLOCK = re.compile(r"^```python\n(?P<code>.*?)^```$|^<!-- holds: (?P<claim>.*?) -->$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Cell:
    """A part of a notebook: text in Markdown, code, or the expression of a claim."""

    kind: Literal["text", "code", "claim"]
    source: str


def notebooks() -> list[Path]:
    """Every notebook of the repository, in the order of the names."""
    return sorted(FOLDER.glob("*.md"))


def cells_of(text: str) -> list[Cell]:
    r"""The cells of a page, in order. ValueError for a page without code.

    >>> for cell in cells_of("# One\n\n```python\nx = 1\n```\n\nIt is one.\n\n<!-- holds: x == 1 -->\n"):
    ...     print(cell.kind, cell.source, sep=": ")
    text: # One
    code: x = 1
    text: It is one.
    claim: x == 1
    """
    cells = []
    end = 0
    for block in _BLOCK.finditer(text):
        cells.append(Cell("text", text[end : block.start()].strip()))
        cells.append(Cell("claim", block["claim"]) if block["code"] is None else Cell("code", block["code"].rstrip()))
        end = block.end()
    cells.append(Cell("text", text[end:].strip()))
    if not any(cell.kind == "code" for cell in cells):
        raise ValueError("the page has no block of Python, so it is no notebook")
    return [cell for cell in cells if cell.source]
