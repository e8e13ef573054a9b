"""A notebook that has run, as a page of the site: each cell with what it has shown, and the link to its .ipynb."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from tools.notebooks.run import Finished

#: What matplotlib says in a style sheet, which would be the whole page's.
_INHERITED = 'fill="currentColor" stroke-linejoin="round" stroke-linecap="butt"'
_STYLE = re.compile(r"<style\b.*?</style>\s*", re.DOTALL)  # of a table: it would be the whole page's
_ID = re.compile(r'\bid="([^"]+)"')
_REFERENCE = re.compile(r'(url\(|href="|href=\')#')


def page(name: str, finished: Finished) -> str:
    """Markdown for MyST. The link stands under the title."""
    parts: list[str] = []
    figures = 0
    for cell, outputs in zip(finished.cells, finished.outputs, strict=True):
        if cell.kind == "text":
            parts.append(cell.source)
        elif cell.kind == "code":
            parts.append(f"```python\n{cell.source}\n```")
        for output in outputs:
            figures += output[0] == "svg"
            parts.append(_raw(_output(output, f"figure-{figures}-")))
    first, *rest = parts
    title, _, text = first.partition("\n")
    return "\n\n".join([title, _download(name), text.strip(), *rest]) + "\n"


def _download(name: str) -> str:
    return _raw(
        f'<p class="notebook-download"><a href="{name}.ipynb" download>Download this notebook, {name}.ipynb</a>, '
        "open it in Jupyter and run it from top to bottom. "
        "The results under the cells here were computed when this page was made.</p>"
    )


def _raw(html: str) -> str:
    return f"`````{{raw}} html\n{html}\n`````"


def _output(output: Sequence[str], prefix: str) -> str:
    kind, content, *rest = output
    if kind == "svg":
        return f'<div class="notebook-output notebook-figure">{drawn(content, prefix, rest[0])}</div>'
    if kind == "html":
        content = _STYLE.sub("", content)
        return f'<div class="notebook-output pst-scrollable-table-container">{content}</div>'
    return f'<div class="notebook-output"><pre>{escape(content.rstrip())}</pre></div>'


def drawn(svg: str, prefix: str, description: str) -> str:
    """An SVG of matplotlib's within a page: its names are its own, and what is black there has the colour of the text.

    >>> print(drawn('<svg width="9"><path id="a" style="stroke: #000000"/><use href="#a"/></svg>', "f-", "A line."))
    <svg role="img" aria-label="A line." fill="currentColor" stroke-linejoin="round" stroke-linecap="butt"><path
    id="f-a" style="stroke: currentColor"/><use href="#f-a"/></svg>
    """
    head, _, body = svg.partition(">")
    head = re.sub(r' (?:width|height)="[^"]*"', "", head)
    head = head.replace("<svg", f'<svg role="img" aria-label="{escape(description)}" {_INHERITED}', 1)
    body = re.sub(r"<(metadata|style)\b.*?</\1>", "", body, flags=re.DOTALL)
    body = _REFERENCE.sub(rf"\1#{prefix}", _ID.sub(rf'id="{prefix}\1"', body))
    return f"{head}>{body.replace('#000000', 'currentColor')}".rstrip()
