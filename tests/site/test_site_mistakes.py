"""The reference of mistakes: every name has a place, wrong code, and what the check says of it now."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.mistakes.kept import Said, read
from tools.mistakes.said import is_current
from tools.site.mistakes import ANYWHERE, grouped, mistakes_in_korean, mistakes_page
from undergrad.findings.catalogue import MISTAKES

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "mistakes.md"
KEPT = read()
#: Quick ones of every source: the zoo, the losses, the optimizers, examples.toml, the book and its contracts.
SAMPLE = ["missing-l2", "half-missing", "momentum-nesterov", "upstream-added", "batch-not-first", "step-squared"]


def test_the_page_asks_for_the_mistakes():
    assert PAGE.read_text("utf-8").count("<!-- made: mistakes -->") == 1


def test_every_mistake_has_a_row_and_a_section():
    page = mistakes_page()
    rows = re.findall(r"^\| \[`([\w-]+)`\]\(#([\w-]+)\) \| .+ \| .+ \|$", page, re.MULTILINE)
    assert rows == [(name, name) for name in sorted(MISTAKES)]
    assert sorted(re.findall(r"^### ([\w-]+)$", page, re.MULTILINE)) == sorted(MISTAKES)


def test_every_mistake_is_in_one_group():
    names = [name for names in grouped(KEPT).values() for name in names]
    assert sorted(names) == sorted(MISTAKES)


def test_every_mistake_has_wrong_code_and_what_the_check_says_of_it():
    """One that is new: `python -m tools.mistakes write NAME`."""
    assert set(KEPT) == set(MISTAKES)
    english, korean = mistakes_page(), mistakes_in_korean()
    for name, said in KEPT.items():
        assert said.code.count("\n") < 45, name
        assert set(said.said) == {"en", "ko"}
        assert re.search(rf"\[[^\]]*\b{name}(?![\w-])[^\]]*\]", said.said["en"]), name
        assert said.code in english
        assert said.said["ko"] in korean


#: `python -m tools.mistakes check` looks at all of them.
FIFTH = [name for name in sorted(KEPT)[::5] if name not in SAMPLE]


@pytest.mark.parametrize("name", [*SAMPLE, *(pytest.param(name, marks=pytest.mark.slow) for name in FIFTH)])
def test_what_is_kept_is_what_the_check_says(name):
    assert is_current(name, KEPT[name])


def test_a_mistake_without_an_example_has_its_meaning(monkeypatch):
    kept = {"sign": Said(assignment="hw3", code="x = 1", said={"en": "FAIL     Tanh.forward: wrong [sign]", "ko": ""})}
    monkeypatch.setattr("tools.site.mistakes.read", lambda: kept)
    page = mistakes_page()
    assert "### sign\n\nThe sign is wrong.\n\n```python\nx = 1\n```\n\n```text\nFAIL " in page
    assert "### missing-l2\n\nThe L2 term is missing.\n\n### " in page
    assert "sign" in grouped(kept)["Activation functions"]
    assert "missing-l2" in grouped(kept)[ANYWHERE.title["en"]]
