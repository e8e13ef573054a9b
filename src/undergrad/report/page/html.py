"""The page as the text of one file: its data, and the script and style that draw them."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

import msgspec

from undergrad.display.languages import LANGUAGES
from undergrad.display.page import filled, own_file, page
from undergrad.report.words import say

_SCRIPTS = (
    "dom.js",
    "charts.js",
    "heat.js",
    "insight.js",
    "search.js",
    "samples.js",
    "filters.js",
    "believable.js",
    "columns.js",
    "live.js",
    "cursor.js",
    "page.js",
)


def page_html(data: Mapping[str, Any], *, live: bool = False) -> str:
    """The page that shows `data`, the object that `page_data` makes, as the text of an HTML file.

    A `live` page may ask the server that it came from, and no other, for newer data; other pages load nothing.
    """
    body = {
        "without_script": html.escape(" ".join(say("without_script", language) for language in LANGUAGES)),
        # No text may end the script element or begin another.
        "data": msgspec.json.encode(data).decode().replace("<", "\\u003c"),
    }
    return page(
        title=str(data["title"]),
        language=data["language"],
        body=filled(_file("page.html"), body),
        style=_file("page.css"),
        script="".join(f"{_file(name)}\n" for name in _SCRIPTS),
        live=live,
    )


def _file(name: str) -> str:
    return own_file(name, "undergrad.report.page")
