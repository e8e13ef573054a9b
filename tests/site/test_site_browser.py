"""The site in a browser, from the disk: nothing is cut off, formulas are typeset, Korean is found."""

from __future__ import annotations

import pytest

from tests.site.conftest import go_to

pytest.importorskip("sphinx")

WIDTHS = (400, 1300, 1600)
#: What reaches beyond the window and does not scroll by itself, and what hides a part of its own contents.
CUT_OFF = """() => [...document.querySelectorAll("main *")].filter(part => {
    const box = part.getBoundingClientRect();
    if (!box.width || part.closest("mjx-assistive-mml")) return false;
    const hides = getComputedStyle(part).overflowX === "hidden" && part.scrollWidth > part.clientWidth + 1;
    const scrolls = part.closest("pre, .pst-scrollable-table-container, mjx-container, span.math");
    return hides || (box.right > innerWidth + 1 && !scrolls);
}).map(part => part.outerHTML.slice(0, 100))"""


def test_nothing_of_any_page_is_cut_off_and_every_formula_is_typeset(look, site):
    page = look("index.html", WIDTHS[0])
    for path in sorted(site.rglob("*.html")):
        if "_static" in path.parts:
            continue
        go_to(page, path.as_uri())
        name = path.relative_to(site).as_posix()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("innerWidth") == width
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, width)
            assert page.evaluate(CUT_OFF) == [], (name, width)
        written, typeset = page.locator(".math").count(), page.locator("mjx-container").count()
        assert written == typeset, name
        assert page.locator('mjx-merror, [data-mml-node="merror"]').count() == 0, name


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
     ("absolutely", "book/layers.html"),
     ("FCLayer", "reference/api/layers.html")],
)  # fmt: skip
def test_a_word_is_found_in_english_and_in_korean(look, asked, expected):
    page = look(f"search.html?q={asked}", 1300)
    page.wait_for_selector(f'#search-results li a[href*="{expected}"]')  # the results come one after the other


def test_a_word_that_is_nowhere_is_not_found(look):
    page = look("search.html?q=없는말", 1300)
    page.wait_for_selector("#search-results p.search-summary:has-text('did not match')")
    assert page.locator("#search-results li").count() == 0


@pytest.mark.parametrize("page", ["ko/start.html", "start/index.html"])  # each page's menu leads to the Korean ones
def test_korean_letters_come_with_each_page(look, page):
    load = "family => document.fonts.load(`16px '${family}'`, '한').then(faces => faces.map(face => face.status))"
    assert look(page, 1300).evaluate(load, "undergrad Hangul") == ["loaded"]
