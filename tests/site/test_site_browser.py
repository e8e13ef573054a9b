"""The site in a browser, from the disk: nothing is cut off, formulas are typeset, axe is content, Korean is found."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("sphinx")

ROOT = Path(__file__).parents[2]

LOOKED_AT = {
    "start": "index.html",
    "mathematics": "book/layers.html",
    "a chapter": "book/01-a-network-as-a-function.html",
    "wide tables": "reference/figures.html",
    "names": "reference/api/layers.html",
    "a check in a notebook": "notebooks/check-your-gradient.html",
    "tables of two libraries in a notebook": "notebooks/table-with-the-estimator.html",
    "Korean": "ko/mistakes.html",
    "steps": "tutorials/student.html",
    "task": "how-to/grade.html",
    "mistakes": "reference/mistakes.html",
}
WIDTHS = (400, 1300, 1600)
#: What reaches beyond the window and does not scroll by itself, and what hides a part of its own contents.
CUT_OFF = """() => [...document.querySelectorAll("main *")].filter(part => {
    const box = part.getBoundingClientRect();
    if (!box.width || part.closest("mjx-assistive-mml")) return false;
    const hides = getComputedStyle(part).overflowX === "hidden" && part.scrollWidth > part.clientWidth + 1;
    const scrolls = part.closest("pre, .pst-scrollable-table-container, mjx-container, span.math");
    return hides || (box.right > innerWidth + 1 && !scrolls);
}).map(part => part.outerHTML.slice(0, 100))"""


@pytest.fixture(scope="session")
def site(browser, tmp_path_factory) -> Path:
    """The site that UNDERGRAD_SITE names, or one built now; the browser is asked for first: without one, none is."""
    if built := os.environ.get("UNDERGRAD_SITE"):
        return Path(built)
    out = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "tools.site", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture
def look(browser, site):
    """Opens a page of the site in a window of that width; at its end the page has complained of nothing."""
    contexts, complaints, strangers = [], [], []

    def look(page_name: str, width: int, scheme: str = "light"):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", lambda request: complaints.append(request.url))
        page.on("request", lambda request: strangers.append(request.url))
        address, _, query = page_name.partition("?")
        page.goto((site / address).as_uri() + ("?" + query if query else ""))
        page.wait_for_function("!window.MathJax || window.MathJax.startup?.promise")
        page.evaluate("() => window.MathJax?.startup?.promise")
        return page

    yield look
    for context in contexts:
        context.close()
    assert complaints == []
    assert [url for url in strangers if not url.startswith(("file:", "data:"))] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_of_any_page_is_cut_off_and_every_formula_is_typeset(look, site, width):
    page = look("index.html", width)
    for path in sorted(site.rglob("*.html")):
        if "_static" in path.parts:
            continue
        page.goto(path.as_uri())
        page.wait_for_function("!window.MathJax || window.MathJax.startup?.promise")
        page.evaluate("() => window.MathJax?.startup?.promise")
        name = path.relative_to(site).as_posix()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert page.evaluate(CUT_OFF) == [], name
        written, typeset = page.locator(".math").count(), page.locator("mjx-container").count()
        assert written == typeset, name
        assert page.locator('mjx-merror, [data-mml-node="merror"]').count() == 0, name


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS[:2])
@pytest.mark.parametrize("page_name", LOOKED_AT.values(), ids=LOOKED_AT)
def test_axe_finds_nothing_serious(look, axe, page_name, width, scheme):
    page = look(page_name, width, scheme)
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {preload: false})")["violations"]  # which would read files of the disk
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found if rule["impact"] in ("serious", "critical")] == []


def test_a_formula_that_is_wider_than_its_page_is_reached_with_the_keyboard(look):
    page = look("book/layers.html", 400)
    wide = page.evaluate(
        """() => [...document.querySelectorAll('mjx-container[display="true"]')]
            .filter(formula => formula.scrollWidth > formula.clientWidth).map(formula => formula.tabIndex)"""
    )
    assert wide
    assert set(wide) == {0}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_notebooks_figures_have_the_colour_of_the_text_and_its_file_lies_beside_it(look, site, scheme):
    page = look("notebooks/activation-experiment.html", 1300, scheme)
    colours = page.evaluate(
        """() => [...document.querySelectorAll(".notebook-figure svg")].map(figure => getComputedStyle(figure).fill)"""
    )
    assert len(colours) >= 5
    assert set(colours) == {page.evaluate("getComputedStyle(document.querySelector('article p')).color")}
    address = page.locator(".notebook-download a").get_attribute("href")
    assert (site / "notebooks" / address).is_file()


def test_dark_and_light_follow_the_system(look):
    colours = {look("index.html", 1300, scheme).evaluate("getComputedStyle(document.body).backgroundColor")
               for scheme in ("light", "dark")}  # fmt: skip
    assert len(colours) == 2


def test_code_has_colours_and_a_button_that_copies_it(look):
    page = look("start/index.html", 1300)
    assert page.locator("div.highlight button.copybtn").count() >= 2
    assert page.locator("div.highlight .kn, div.highlight .n").count() > 5


@pytest.mark.parametrize(
    ("asked", "expected"),
    [("고양이", "how-to/data.html"), ("고양", "how-to/data.html"), ("틀렸", "reference/api/check.html"),
     ("juxtaposition", "book/layers.html"),
     ("FCLayer", "reference/api/layers.html")],
)  # fmt: skip
def test_a_word_is_found_in_english_and_in_korean(look, asked, expected):
    page = look(f"search.html?q={asked}", 1300)
    page.wait_for_selector("#search-results li a")
    addresses = page.eval_on_selector_all("#search-results li a", "links => links.map(link => link.href)")
    assert any(expected in address for address in addresses), addresses


def test_a_word_that_is_nowhere_is_not_found(look):
    page = look("search.html?q=없는말", 1300)
    page.wait_for_selector("#search-results p.search-summary:has-text('did not match')")
    assert page.locator("#search-results li").count() == 0


@pytest.mark.parametrize("page", ["ko/start.html", "start/index.html"])  # each page's menu leads to the Korean ones
def test_korean_letters_come_with_each_page(look, page):
    load = "family => document.fonts.load(`16px '${family}'`, '한').then(faces => faces.map(face => face.status))"
    assert look(page, 1300).evaluate(load, "undergrad Hangul") == ["loaded"]
