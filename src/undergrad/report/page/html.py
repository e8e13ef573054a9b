"""One file that holds everything: the page's markup, style, script and data. It asks nobody for anything."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Mapping
from importlib import resources
from typing import Any

import msgspec

from undergrad.display.languages import LANGUAGES
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

    A `live` page may ask the server that it came from, and nobody else, for newer data; any other asks nobody.
    """
    style, script = _file("page.css"), "".join(f"{_file(name)}\n" for name in _SCRIPTS)
    values = {
        "language": str(data["language"]),
        "policy": _policy(style, script, live=live),
        "title": html.escape(str(data["title"])),
        "style": style,
        "without_script": html.escape(" ".join(say("without_script", language) for language in LANGUAGES)),
        # Nothing in a text may end the script element or begin another.
        "data": msgspec.json.encode(data).decode().replace("<", "\\u003c"),
        "script": script,
    }
    return re.sub(r"@(\w+)@", lambda found: values[found[1]], _file("page.html"))


def _policy(style: str, script: str, *, live: bool) -> str:
    """Only these very texts may style and act, and nothing may be loaded."""
    connect = "connect-src 'self'; " if live else ""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; {connect}img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _file(name: str) -> str:
    return (resources.files("undergrad.report.page") / name).read_text("utf-8")
