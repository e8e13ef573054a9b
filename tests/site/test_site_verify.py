"""What is looked for in the finished site is found where it is planted."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from tools.site.verify import complaints, documented


@pytest.fixture
def site(tmp_path) -> Path:
    """A site of two pages without a fault, with one documented name."""
    (tmp_path / "book").mkdir()
    (tmp_path / "_static").mkdir()
    (tmp_path / "index.html").write_text(
        '<h1 id="top">A</h1><a href="book/one.html#here">one</a><a href="#top">up</a><a href="https://example.org">e</a>'
        '<link rel="stylesheet" href="_static/own.css?v=1"><img src="data:image/png;base64,AAAA">',
        encoding="utf-8",
    )
    (tmp_path / "book" / "one.html").write_text('<p id="here"></p><a href="../index.html">back</a>', encoding="utf-8")
    (tmp_path / "_static" / "own.css").write_text("a { background: url('data:,x'); src: url(own.woff2) }")
    (tmp_path / "_static" / "template.html").write_text('<a href="{{ pathto() }}">not a page</a>')
    names = zlib.compress(b"undergrad.layers.ReLU py:class 1 a.html#$ -\nundergrad.b std:label 1 b.html#$ -\n")
    (tmp_path / "objects.inv").write_bytes(b"# Sphinx inventory\n# Project\n# Version\n# zlib\n" + names)
    return tmp_path


def test_a_site_without_a_fault_is_not_complained_of(site):
    assert complaints(site, ["undergrad.layers.ReLU"]) == []
    assert documented(site) == {"undergrad.layers.ReLU"}


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        ('<a href="two.html">', "book/one.html links to two.html, which is not there"),
        ('<a href="../index.html#no">', "book/one.html links to ../index.html#no, but that page has no such place"),
        ('<a href="#nowhere">', "book/one.html links to #nowhere, but that page has no such place"),
        ('<img src="no.png">', "book/one.html links to no.png, which is not there"),
        ('<script src="https://cdn.example.org/x.js">',
         "book/one.html loads https://cdn.example.org/x.js from elsewhere; serve it from the site"),
        ('<link href="//fonts.example.org/x.css">',
         "book/one.html loads //fonts.example.org/x.css from elsewhere; serve it from the site"),
    ],
)  # fmt: skip
def test_a_fault_of_a_page_is_named(site, planted, said):
    with open(site / "book" / "one.html", "a", encoding="utf-8") as page:
        page.write(planted)
    assert [sentence.replace("\\", "/") for sentence in complaints(site, [])] == [said]


@pytest.mark.parametrize("planted", ["@import 'https://fonts.example.org/a.css';", "a{src:url(https://e.org/a.woff2)}"])
def test_a_style_that_loads_from_elsewhere_is_named(site, planted):
    (site / "_static" / "own.css").write_text(planted)
    [sentence] = complaints(site, [])
    assert "own.css loads https://" in sentence


def test_a_public_name_that_is_on_no_page_is_named(site):
    [sentence] = complaints(site, ["undergrad.layers.ReLU", "undergrad.layers.Tanh"])
    assert "the public name undergrad.layers.Tanh is on no page" in sentence
