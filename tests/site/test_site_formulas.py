"""Formulas of docstrings as TeX: by example, by property, and held against matplotlib's reader of TeX."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.mathtext import MathTextParser

from tools.site.docstrings import formulas
from tools.site.formulas import FormulaError, tex

PACKAGE = Path(__file__).parents[2] / "src" / "undergrad"


def is_tex(text: str) -> bool:
    """Whether matplotlib, which reads a part of TeX, reads it; ValueError tells that it does not."""
    MathTextParser("agg").parse(f"${text}$")
    return True


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("x W + b", "x W + b"),
        ("dW = x^T d_prev", r"\mathrm{d}W = x^{\mathsf{T}} \delta"),
        ("1 / (1 + exp(-z))", r"\frac{1}{1 + \exp(-z)}"),
        ("d_prev (y_hat - y) / N", r"\frac{\delta (\hat{y} - y)}{N}"),
        ("(a + b) (c + d) / 2", r"\frac{(a + b) (c + d)}{2}"),
        ("a / b / c", r"\frac{\frac{a}{b}}{c}"),
        ("(a / b)^2", r"\left(\frac{a}{b}\right)^{2}"),
        ("d_prev * out * (1 - out)", r"\delta \odot \mathrm{out} \odot (1 - \mathrm{out})"),
        ("y_hat_ic = exp(x_ic) / sum_k exp(x_ik)", r"\hat{y}_{ic} = \frac{\exp(x_{ic})}{\sum_{k} \exp(x_{ik})}"),
        ("(reg_lambda / 2) sum_j ||W_j||^2", r"\frac{\lambda}{2} \sum_{j} \left\Vert W_{j} \right\Vert^{2}"),
        ("log(y_hat + 1e-10)", r"\log(\hat{y} + 10^{-10})"),
        ("2.5e3 x", r"2.5 \cdot 10^{3} x"),
        ("e^(-2 |z|) - 1", r"e^{-2 \left\vert z \right\vert} - 1"),
        ("|(|a| + b)|", r"\left\vert (\left\vert a \right\vert + b) \right\vert"),
        ("dLoss/dx = d_prev W^T", r"\frac{\partial L}{\partial x} = \delta W^{\mathsf{T}}"),
        ("out = z where z > 0, else 0", r"\mathrm{out} = z \text{ where } z > 0, \text{ else } 0"),
        ("W <- W - learning_rate dW", r"W \leftarrow W - \eta \mathrm{d}W"),
        ("z <= 0", r"z \leq 0"),
        ("N(0, 1) / sqrt(D / 2)", r"\frac{N (0, 1)}{\sqrt{\frac{D}{2}}}"),
        ("H' = (H - k) / s + 1", r"H' = \frac{H - k}{s} + 1"),
        ("out_p = max_k windows_pk", r"\mathrm{out}_{p} = \max_{k} \mathrm{windows}_{pk}"),
        ("zero_mask = y", r"\mathrm{zero\_mask} = y"),
        ("w windows + 2 pad", r"w \, \mathrm{windows} + 2 \, \mathrm{pad}"),
        ("windows^T d_prev", r"\mathrm{windows}^{\mathsf{T}} \, \delta"),
        ("(1/(N K)) sum_i sum_k |e_ik|", r"\frac{1}{N K} \sum_{i} \sum_{k} \left\vert e_{ik} \right\vert"),
    ],
)
def test_a_formula_as_tex(formula, expected):
    assert tex(formula) == expected
    assert is_tex(expected)


@pytest.mark.parametrize(
    "formula", ["", "x +", "(x", "1/(N K) sum_i e_i", "x)", "|x", "x ^", "a / ", "x ! y", "a = = b", "* b", "sqrt"]
)
def test_what_no_rule_reads_is_an_error_that_names_the_formula(formula):
    with pytest.raises(FormulaError) as error:
        tex(formula)
    assert repr(formula) in str(error.value)


NAMES = st.sampled_from(["x", "W", "y_hat", "out", "d_prev", "x_ic", "reg_lambda", "dW", "2", "0.5", "1e-8"])


def trees(inner):
    """Formulas of one more level, in parentheses wherever they could be read otherwise."""
    pairs = st.tuples(inner, inner)
    return st.one_of(
        pairs.map(lambda pair: f"({pair[0]} + {pair[1]})"),
        pairs.map(lambda pair: f"({pair[0]} - {pair[1]})"),
        pairs.map(lambda pair: f"({pair[0]} / {pair[1]})"),
        pairs.map(lambda pair: f"({pair[0]} * {pair[1]})"),
        pairs.map(lambda pair: f"({pair[0]} {pair[1]})"),
        inner.map(lambda one: f"exp({one})"),
        inner.map(lambda one: f"({one})^2"),
        inner.map(lambda one: f"||({one})||"),
    )


@given(st.recursive(NAMES, trees, max_leaves=12))
def test_every_formula_of_the_rules_is_read_and_nothing_of_it_is_lost(formula):
    written = tex(formula)
    assert written.count("{") == written.count("}")
    assert written.count(r"\frac") == formula.count("/")
    assert written.count(r"\odot") == formula.count("*")
    assert written.count(r"\hat{y}") == formula.count("y_hat")
    assert written.count(r"\delta") == formula.count("d_prev")
    assert is_tex(written)


@given(st.text(alphabet="xWy_ +-*/^|(),=<>12.e", max_size=20))
def test_any_text_is_a_formula_or_a_sentence_that_says_it_is_none(text):
    try:
        written = tex(text)
    except FormulaError:
        return
    assert written.count("{") == written.count("}")


def docstrings() -> dict[str, str]:
    """Every docstring of the package by file and name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
                name = f"{path.relative_to(PACKAGE).as_posix()}:{getattr(node, 'name', '')}"
                found[name] = ast.get_docstring(node) or ""
    return found


def test_every_formula_in_a_docstring_of_the_package_can_be_read():
    written = {name: formulas(docstring) for name, docstring in docstrings().items()}
    for name, several in written.items():
        for formula in several:
            assert is_tex(tex(formula)), (name, formula)
    # The layers have theirs: where none is found, nothing was tested.
    for layer in ("relu", "sigmoid", "tanh", "fc", "softmax"):
        assert any(several for name, several in written.items() if name.startswith(f"layers/{layer}.py")), layer
