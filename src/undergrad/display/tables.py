"""A table as HTML for a notebook: escaped, and without colours, so that it follows the notebook's theme."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence


def table_html(
    caption: str, titles: Sequence[str], rows: Iterable[Sequence[object]], *, bold: int | None = None
) -> str:
    """A table with a heading, a row of `titles`, and `rows`; numbers stand right, and row number `bold` is emphasised.

    >>> table_html("a & b", ["name", "n"], [["<i>", 3]])
    '<table><caption>a &amp; b</caption><thead><tr><th>name</th><th>n</th></tr></thead><tbody><tr><td
    style="text-align:left">&lt;i&gt;</td><td style="text-align:right">3</td></tr></tbody></table>'
    """
    head = "".join(f"<th>{html.escape(title)}</th>" for title in titles)
    body = "".join(_row(row, bold=number == bold) for number, row in enumerate(rows))
    return (
        f"<table><caption>{html.escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _row(row: Sequence[object], *, bold: bool) -> str:
    style = ' style="font-weight:bold"' if bold else ""
    return f"<tr{style}>{''.join(map(_cell, row))}</tr>"


def _cell(value: object) -> str:
    side = "right" if isinstance(value, int | float) else "left"
    text = f"{value:.4f}" if isinstance(value, float) else str(value)
    return f'<td style="text-align:{side}">{html.escape(text)}</td>'
