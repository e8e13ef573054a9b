"""Converts Markdown to one HTML page that loads nothing, with formulas as MathML."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Sequence
from importlib import resources

from markdown_it import MarkdownIt

from undergrad.course.handout.notation import Math
from undergrad.display.languages import Language

_HEAD = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{digest}'; img-src data:">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
{body}</main>
</body>
</html>
"""


#: A formula with more characters than this may be wider than a phone's screen.
_LONG = 22


def as_page(markdown: str, title: str, language: Language, formulas: Sequence[Math] = ()) -> str:
    """The page of a text in which formula number n is written as the characters U+E000, n, U+E001.

    HTML in the text stays text, and so does an invalid link.
    """
    style = (resources.files("undergrad.course.handout") / "page.css").read_text("utf-8")
    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown)
    body = re.sub("\ue000(\\d+)\ue001", lambda match: _shown(formulas[int(match[1])]), body)
    # Wide elements scroll within the page, also by keyboard; the page itself does not.
    body = body.replace("<table>", '<div class="wide" tabindex="0"><table>').replace("</table>", "</table></div>")
    body = body.replace("<th>", '<th scope="col">').replace("<pre>", '<pre tabindex="0">')
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return _HEAD.format(language=language, digest=digest, title=html.escape(title), style=style, body=body)


def _shown(formula: Math) -> str:
    is_long = len(re.sub(r"<[^>]*>", "", formula.mathml)) > _LONG
    return f'<span class="wide" tabindex="0">{formula.element}</span>' if is_long else formula.element
