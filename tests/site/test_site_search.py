"""What the search's index holds of a text: English as Sphinx has it, and every part of a Korean word."""

from __future__ import annotations

import doctest
import importlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

SYLLABLES = st.text(alphabet="손실기울학습층가나", min_size=2, max_size=10)


def split(text: str) -> list[str]:
    """The terms of a text."""
    pytest.importorskip("sphinx")
    from tools.site.search import SearchEnglishAndKorean

    return SearchEnglishAndKorean({}).split(text)


@given(SYLLABLES, st.data())
def test_a_korean_word_is_found_by_any_part_of_two_to_six_syllables(word, data):
    length = data.draw(st.integers(2, min(6, len(word))))
    begin = data.draw(st.integers(0, len(word) - length))
    assert word[begin : begin + length] in split(f"the {word}, and")


def test_a_word_is_found_under_its_particle_and_in_a_compound():
    assert "손실" in split("손실을 줄인다")
    assert "손실" in split("교차엔트로피손실")
    assert "층" not in split("은닉층")  # one syllable is everywhere


@given(st.text(alphabet="abcXYZ_09 .,-(é)", max_size=40))
def test_a_text_without_korean_is_split_as_sphinx_does(text):
    search = pytest.importorskip("sphinx.search.en")
    assert split(text) == search.SearchEnglish({}).split(text)


@pytest.mark.parametrize("name", ["formulas", "docstrings", "signatures", "search"])
def test_the_examples_in_the_tools_of_the_site_are_true(name):
    if name == "search":
        pytest.importorskip("sphinx")
    examples = doctest.testmod(importlib.import_module(f"tools.site.{name}"))
    assert examples.attempted
    assert not examples.failed
