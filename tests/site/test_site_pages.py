"""The Markdown files as they lie in the repository: their links, their parts, and what the site puts into them."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("start", "tutorials", "book", "how-to", "reference", "why", "ko")
RESULTS = ROOT / "docs" / "results"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
PAGES += [page for page in sorted((ROOT / "docs").rglob("*.md")) if RESULTS not in page.parents]


def anchors(text: str) -> set[str]:
    """The places that headings make, as GitHub and MyST name them."""
    headings = re.findall(r"^#+ (.*)$", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken(page: Path, text: str) -> list[str]:
    """The links of a page that lead nowhere in the repository."""
    text = re.sub(r"^```.*?^```|`[^`\n]*`", "", text, flags=re.MULTILINE | re.DOTALL)
    found = []
    for address in re.findall(r"\]\(([^)\s]+)\)", text):
        parts = urlsplit(address)
        if parts.scheme:
            continue
        target = (page.parent / parts.path).resolve() if parts.path else page
        if not target.exists():
            found.append(address)
        elif parts.fragment and target.suffix == ".md":
            written = target.read_text("utf-8")
            if parts.fragment not in anchors(written) and "<!-- made:" not in written:
                found.append(address)
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_of_a_page_leads_somewhere_in_the_repository(page):
    assert broken(page, page.read_text("utf-8")) == []


def test_a_link_that_leads_nowhere_is_found():
    page = ROOT / "docs" / "index.md"
    assert broken(page, "[a](no/such.md) and [b](index.md#no-such-place)") == ["no/such.md", "index.md#no-such-place"]
    assert broken(page, "[a](index.md), [b](index.md#undergrad), `[c](no.md)`, [d](https://example.org)") == []


def test_the_site_has_its_parts_and_every_page_is_in_one():
    index = (ROOT / "docs" / "index.md").read_text("utf-8")
    assert re.findall(r"^([\w-]+)/index$", index, re.MULTILINE) == list(PARTS)
    listed = {ROOT / "docs" / "index.md"}
    for page in PAGES:
        for tree in re.findall(r"^```\{toctree\}\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL):
            listed |= {(page.parent / f"{line}.md").resolve() for line in tree.split("\n") if re.match(r"[\w.]", line)}
    assert listed == {page for page in PAGES if ROOT / "docs" in page.parents}


def test_no_formula_of_a_page_is_left_in_letters():
    marks = re.compile(r"\w\^T\b|(?<!\\)\bsum_\w|<- W|\|\|W|dLoss/d[a-zW]\w*\b|\blearning_rate \w+W")
    for page in PAGES[2:]:
        if page.name in ("check.md", "site.md"):  # a report's own words, and the rules of formulas in docstrings
            continue
        text = re.sub(r"^```.*?^```|`[^`\n]+`|<!-- result.*?end of result -->", "", page.read_text("utf-8"),
                      flags=re.MULTILINE | re.DOTALL)  # fmt: skip
        assert not marks.search(text), page


def test_what_a_page_asks_for_is_put_there():
    extension = pytest.importorskip("tools.site.extension", exc_type=ImportError)
    assert extension.filled("a\n<!-- made: names undergrad -->\nb").count("\n| ") > 10
    assert extension.filled("say `<!-- made: names undergrad -->`") == "say `<!-- made: names undergrad -->`"
    with pytest.raises(KeyError, match="nothing"):
        extension.filled("<!-- made: nothing -->")
