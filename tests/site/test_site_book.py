"""What the book is made of: its figures, and the source that stands beside a formula."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.figures import __main__ as command
from tools.figures import registry
from tools.figures.style import COLOURS, board, box, style, svg

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs" / "book").rglob("*.md"))


def test_every_figure_shows_what_its_code_draws_and_is_on_a_page():
    assert list(command.complaints()) == []


def test_what_is_wrong_with_a_figure_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr(command, "FOLDER", tmp_path)
    names = list(registry.figures())
    assert [said.split(" has no file")[0] for said in command.complaints(names)] == [f"the figure {n}" for n in names]
    (tmp_path / "bends.svg").write_bytes(command.drawing("bends").replace(b"drawn: ", b"drawn: 0"))
    (said,) = command.complaints(["bends"])
    assert "shows something else than its code draws" in said
    (tmp_path / "bends.svg").write_bytes(command.drawing("bends"))
    (tmp_path / "nobody.svg").write_text("", "utf-8")
    said = list(command.complaints())
    assert "docs/book/figures/nobody.svg is drawn by no code" in said
    assert not any("bends" in sentence for sentence in said)


def test_a_figure_is_the_same_bytes_each_time_and_has_both_themes():
    text = command.drawing("bends").decode("utf-8")
    assert text == command.drawing("bends").decode("utf-8")
    light, dark = re.findall(r"--blue: (#\w+);", text)
    assert (light, dark) == COLOURS["blue"]
    assert "@media (prefers-color-scheme: dark)" in text
    assert text.count(light) == 1  # in the rule: what is drawn has the variable


def test_a_colour_that_no_theme_knows_is_refused():
    with style():
        drawn, axes = board()
        box(axes, (5, 2), (2, 1), "text", edge="#ff0001")
        with pytest.raises(ValueError, match="#ff0001"):
            svg(drawn, "")


def test_what_a_figure_shows_is_known_again_and_a_change_is_seen():
    def digest(x: float, text: str = "a") -> str:
        with style():
            drawn, axes = board()
            box(axes, (x, 2), (2, 1), text)
            return registry.fingerprint(drawn)

    assert digest(5) == digest(5 + 1e-12)
    assert len({digest(5), digest(5.01), digest(5, "b")}) == 3


def test_two_figures_have_not_the_same_name(monkeypatch):
    monkeypatch.setattr(registry, "_FIGURES", {"a": registry.figures})
    with pytest.raises(ValueError, match="two files draw a figure called a"):
        registry.figure("a")(board)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_picture_of_the_book_says_in_words_what_it_shows(page):
    pictures = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", page.read_text("utf-8"))
    assert [address for words, address in pictures if len(words.split()) < 8] == []


def test_a_page_shows_the_present_source_of_a_method():
    site = pytest.importorskip("tools.site.extension", exc_type=ImportError)
    shown = site.filled("before\n<!-- source: undergrad.layers.fc.FCLayer.backward -->\nafter")
    assert shown.startswith("before\n```python\ndef backward(self, d_prev: Array, reg_lambda: float = 0.0) -> Array:\n")
    assert "    self.dW = self.x.T @ d_prev + float(reg_lambda) * W\n" in shown
    assert '"""' not in shown
    assert "{py:obj}`FCLayer.backward <undergrad.layers.FCLayer.backward>` in `undergrad/layers/fc.py`" in shown


@pytest.mark.parametrize("name", ["undergrad.layers.fc.FCLayer.bakward", "nothing.at.all", "undergrad.layers.fc.math"])
def test_a_source_that_is_not_there_ends_the_build(name):
    site = pytest.importorskip("tools.site.extension", exc_type=ImportError)
    with pytest.raises(LookupError):
        site.filled(f"<!-- source: {name} -->")


def test_a_function_of_a_room_and_a_private_method_say_where_they_are_from():
    source = pytest.importorskip("tools.site.source", exc_type=ImportError).source
    assert "{py:obj}`zero_pad <undergrad.layers.zero_pad>`" in source("undergrad.layers.windows.zero_pad")
    assert "<undergrad.model.ClassifierModel>`" in source("undergrad.model.ClassifierModel._pass")
