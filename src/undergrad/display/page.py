"""A page as one file that contains everything: it loads nothing, and runs only its own script."""

from __future__ import annotations

import base64
import functools
import hashlib
import html
import re
from collections.abc import Mapping
from importlib import resources

from undergrad.display.languages import Language
from undergrad.display.terminal import visible


def page(*, title: str, language: Language, body: str, style: str = "", script: str = "", live: bool = False) -> str:
    """The text of an HTML file with this body, which is markup. The common elements of pages are already styled.

    Only `style` styles it, only `script` runs, and it may load nothing. A `live` page may ask the server that it came
    from, and no other, for newer data.
    """
    style = own_file("page.css") + style
    values = {
        "language": language,
        "policy": _policy(style, script, live=live),
        "title": html.escape(visible(title)),
        "style": style,
        "body": body,
        "script": f"<script>{script}</script>" if script else "",
    }
    return filled(own_file("page.html"), values)


def filled(template: str, values: Mapping[str, str]) -> str:
    """The template with each @name@ replaced by its value; an @name@ inside a value stays.

    >>> filled("<p>@a@</p>", {"a": "@b@"})
    '<p>@b@</p>'
    """
    return re.sub(r"@(\w+)@", lambda match: values[match[1]], template)


@functools.cache
def own_file(name: str, package: str = "undergrad.display") -> str:
    """The text of a file inside a package."""
    return (resources.files(package) / name).read_text("utf-8")


def _policy(style: str, script: str, *, live: bool) -> str:
    """The policy that allows exactly these texts as style and script, and no loading."""
    act = f"script-src '{_hash(script)}'; " if script else ""
    connect = "connect-src 'self'; " if live else ""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; {act}{connect}img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
