"""Docstrings as reStructuredText: the four marks, and that everything else arrives as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.site.docstrings import as_rest, formulas
from tools.site.formulas import FormulaError

LINKS = {"Dataset": "undergrad.data.Dataset", "DataError": "undergrad.errors.DataError"}


@pytest.mark.parametrize(
    ("docstring", "expected"),
    [
        ("Code is `x`.", "Code is ``x``."),
        ("A `Dataset`, or `Dataset()`.", "A :py:obj:`Dataset <undergrad.data.Dataset>`, or "
         ":py:obj:`Dataset() <undergrad.data.Dataset>`."),
        ("Raises DataError.", "Raises :py:obj:`DataError <undergrad.errors.DataError>`."),
        ("``out = x W``, said.", r":math:`\mathrm{out} = x W`, said."),
        ("``1 / N`` of it", r":math:`\displaystyle \frac{1}{N}` of it"),
        ("`Class.method`s", r"``Class.method``\ s"),
        ("two `Cl\nass` lines", "two ``Cl ass`` lines"),
        ("a * b, |z|, x_ and *args", r"a \* b, \|z\|, x\_ and \*args"),
        ("d_prev stays", "d_prev stays"),
        ("- one\n  more\n- two", "- one more\n- two"),
        (">>> x\n1", ">>> x\n1"),
        ("As it is:\n\n    a   b", "As it is:\n\n::\n\n    a   b"),
    ],
)  # fmt: skip
def test_a_docstring_as_rest(docstring, expected):
    assert "\n".join(as_rest(docstring.splitlines(), LINKS)).strip() == expected


def test_what_is_no_formula_is_an_error():
    with pytest.raises(FormulaError):
        as_rest(["``a +``"], {})


def test_an_example_holds_no_formula():
    assert formulas("``a``\n\n>>> '``b``'\n\n    ``c``") == ["a"]


PLAIN = st.text(alphabet="ab_*|\\:.-<>[]()^#~=+'\"{}@$% ", min_size=1, max_size=40).map(lambda text: f"x {text} y")


@given(PLAIN)
def test_plain_text_arrives_as_it_is_and_nothing_in_it_is_markup(text):
    docutils = pytest.importorskip("docutils.core")
    document = docutils.publish_doctree("\n".join(as_rest([text], {})), settings_overrides={"report_level": 5})
    assert " ".join(document.astext().split()) == " ".join(text.split())
    assert [child.tagname for child in document.children] == ["paragraph"]
