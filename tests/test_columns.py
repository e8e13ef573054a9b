"""Text in a terminal's columns."""

import textwrap

from hypothesis import given
from hypothesis import strategies as st

from undergrad.display.columns import columns, padded, shortened, wrapped

KOREAN = st.text(alphabet="가나다라 abc.,", max_size=120)
ASCII = st.text(alphabet=st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=120)


@given(KOREAN, st.integers(20, 80))
def test_no_line_is_wider_than_asked_and_no_letter_is_lost(text, width):
    lines = wrapped(text, width, first="틀림     ", rest="  ")
    assert all(columns(line) <= width for line in lines)
    letters = "".join(lines).replace(" ", "").removeprefix("틀림")
    assert letters == text.replace(" ", "")


@given(ASCII, st.integers(20, 80))
def test_text_of_narrow_letters_is_wrapped_as_by_the_standard_library(text, width):
    right = textwrap.wrap(text, width, initial_indent="FAIL  ", subsequent_indent="  ", break_on_hyphens=False)
    assert wrapped(text, width, first="FAIL  ", rest="  ") == right
    assert shortened(text, width) == textwrap.shorten(text, width, placeholder=" ...")


@given(KOREAN, st.integers(20, 80))
def test_a_shortened_text_fits(text, width):
    assert columns(shortened(text, width)) <= width


@given(KOREAN)
def test_padding_fills_up(text):
    assert columns(padded(text, 300)) == 300
    assert padded(text, 0) == text
