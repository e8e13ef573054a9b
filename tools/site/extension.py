"""Our extension of Sphinx: generated parts of pages, docstrings, mathematics and letters of our own, Korean search."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.fileutil import copy_asset

from tools.notebooks.cells import FOLDER, notebooks
from tools.notebooks.ipynb import write
from tools.notebooks.page import page
from tools.notebooks.run import Finished, NotebookError, run_all
from tools.site import api, commands, hangul, keys, korean, mistakes
from tools.site.docstrings import as_rest
from tools.site.formulas import FormulaError
from tools.site.search import SearchEnglishAndKorean
from tools.site.signatures import signature
from tools.site.source import source
from undergrad.display.languages import Language

_log = logging.getLogger(__name__)

#: The maker for each `<!-- made: NAME [OF WHAT] -->` on a line of its own.
MAKERS: dict[str, Callable[..., str]] = {
    "api": api.room_page,
    "names": api.names_table,
    "commands": commands.commands_page,
    "keys": keys.keys_page,
    "glossary": korean.glossary_tables,
    "mistakes": mistakes.mistakes_page,
    "mistakes_in_korean": mistakes.mistakes_in_korean,
}
#: Each notebook that has run, by the name of its page. Sphinx's processes that read pages begin with a copy.
_RUN: dict[str, Finished] = {}
_MADE = re.compile(r"^<!-- made: (\w+)(?: ([\w.]+))? -->$", re.MULTILINE)
#: The comment `<!-- source: undergrad.layers.fc.FCLayer.backward -->`, for the current code.
_SOURCE = re.compile(r"^<!-- source: ([\w.]+) -->$", re.MULTILINE)

#: A table's cell with more characters than these holds a sentence.
_SENTENCE = 24

_ALIAS = re.compile(r"Alias for field number \d+")
#: The parameters of a signature that takes several lines.
_SIGNATURE = re.compile(r'<dl>\n(?:<dd><em class="sig-param">.*</dd>\n)+</dl>')

#: MathJax in one file, including glyphs: a browser does not let a page on a disk load a font file.
_MATHJAX = "tex-svg.js"


def filled(text: str, language: Language = "en") -> str:
    """A page's Markdown with its comments replaced. LookupError for a missing name or an unknown maker."""
    text = _SOURCE.sub(lambda asked: source(asked[1], language), text)
    return _MADE.sub(lambda asked: MAKERS[asked[1]](*filter(None, [asked[2]])), text)


def _fill(app: Sphinx, docname: str, content: list[str]) -> None:
    finished = _RUN.get(docname)
    content[0] = filled(content[0], _language(docname)) if finished is None else page(Path(docname).name, finished)


def _run_notebooks(app: Sphinx) -> None:
    try:
        _RUN.update({f"{FOLDER.name}/{name}": finished for name, finished in run_all(notebooks()).items()})
    except NotebookError as error:
        raise ExtensionError(str(error)) from None


def _write_notebooks(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.format == "html":
        write(app.outdir / FOLDER.name)


def _own_themes(app: Sphinx, doctree: nodes.document) -> None:
    """The book's figures follow the theme by themselves: the theme must not darken them or put them on white."""
    for image in doctree.findall(nodes.image):
        if "book/figures/" in image["uri"] or image["uri"].endswith("house.svg"):
            image["classes"].append("dark-light")


def _docstring(app: Sphinx, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    home = getattr(obj, "__module__", None) or name
    if not str(home).startswith("undergrad") and not name.startswith("undergrad"):
        return
    if _ALIAS.fullmatch(" ".join(lines).strip()):  # what Python writes of a named tuple's field
        lines.clear()
        return
    try:
        lines[:] = as_rest(lines, app.env.undergrad_links)
    except FormulaError as error:
        _log.warning("%s: %s", name, error)


def _signature(
    app: Sphinx, what: str, name: str, obj: Any, options: Any, args: str | None, returns: str | None
) -> tuple[str, str] | None:
    # Sphinx also calls this for attributes, which have none.
    return None if args is None else signature(obj, is_method=what == "method")


def _know_links(app: Sphinx, env: Any, docnames: Any) -> None:
    env.undergrad_links = api.links()


def _say_no_list(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Remove the list markup of long signatures: Sphinx's lists have no terms, which confuses screen readers."""
    context["body"] = _SIGNATURE.sub(
        lambda signature: re.sub(r"<(/?)d[ld]>", r"<\1div>", signature[0]), context.get("body", "")
    )


def _say_the_language(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Set the page's language, which a browser needs to read it aloud, to hyphenate it and to choose its font."""
    context["language"] = _language(page)


def _language(page: str) -> Language:
    return "ko" if page.startswith("ko/") else "en"


def _mark_sentences(app: Sphinx, doctree: nodes.document) -> None:
    """Give each cell that holds a sentence a class, by which a narrow window leaves it room."""
    for cell in doctree.findall(nodes.entry):
        if len(cell.astext()) > _SENTENCE:
            cell["classes"].append("sentence")


def _end_examples(app: Sphinx, doctree: nodes.document) -> None:
    """Remove the empty line at the end of an example, which doctest needs and a reader does not."""
    for block in doctree.findall(nodes.literal_block):
        if block.get("language") == "pycon":
            block[:] = [nodes.Text(block.astext().rstrip("\n"))]


def _write_letters(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.format == "html":
        text = hangul.letters(page.read_text("utf-8") for page in app.outdir.rglob("*.html"))
        (app.outdir / "_static" / "hangul.css").write_text(hangul.style_sheet(text), encoding="utf-8")


def _remove_template(app: Sphinx, error: Exception | None) -> None:
    """Remove a template of the theme, which it copies among the files of the site."""
    (app.outdir / "_static" / "webpack-macros.html").unlink(missing_ok=True)


def _copy_mathjax(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.format == "html":
        package = importlib.util.find_spec("sphinx-mathjax-offline")
        folder = Path(str(package.origin)).parent / "static" / "mathjax"
        copy_asset(folder / _MATHJAX, app.outdir / "_static" / "mathjax")


def setup(app: Sphinx) -> dict[str, Any]:
    """Join everything to its event."""
    app.add_search_language(SearchEnglishAndKorean)
    app.connect("builder-inited", _run_notebooks)
    app.connect("env-before-read-docs", _know_links)
    app.connect("source-read", _fill)
    app.connect("doctree-read", _own_themes)
    app.connect("doctree-read", _mark_sentences)
    app.connect("doctree-read", _end_examples)
    app.connect("autodoc-process-signature", _signature)
    app.connect("autodoc-process-docstring", _docstring)
    app.connect("html-page-context", _say_no_list)
    app.connect("html-page-context", _say_the_language)
    app.connect("build-finished", _copy_mathjax)
    app.connect("build-finished", _remove_template)
    app.connect("build-finished", _write_letters)
    app.connect("build-finished", _write_notebooks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
