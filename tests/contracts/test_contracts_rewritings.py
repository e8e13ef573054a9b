"""A formula written out, with its brackets elsewhere, with other variables: each is a formula, and another one."""

import ast

import pytest

from undergrad.contracts.mutations import changed, mutations
from undergrad.contracts.rewritings import bracketed, renamed, variables, written_out
from undergrad.contracts.toml import book_contracts, contracts


def test_a_formula_is_written_out_without_what_changes_nothing():
    parts = {"slope": "1.0 * (1 - out)", "extra": "0.0", "out": "tanh(z)"}
    assert written_out("slope * d_prev + extra", parts) == "(1 - tanh(z)) * d_prev"
    assert written_out("out", {"out": "out + 1"}) == "out + 1"  # its own name is that of what came before


@pytest.mark.parametrize(
    ("formula", "forgotten"),
    [
        ("1 / (1 + exp(-z))", "1 / 1 + exp(-z)"),
        ("d * out * (1 - out)", "d * out * 1 - out"),
        ("(1 - out) * d", "1 - d * out"),
        ("a / (b * c)", "a / b * c"),
        ("(y_hat - y) / N", "y_hat - y / N"),
        ("data + l * W", "(data + l) * W"),
        ("y_hat - y / N", "(y_hat - y) / N"),
        ("log(y_hat + e)", "log(y_hat) + e"),
        ("log(y_hat) + e", "log(y_hat + e)"),
        ("a - (b + c)", "a - b + c"),
        ("-(a + b)", "-a + b"),
        ("(a * b) ** 2", "a * b ** 2"),
        ("x @ (W + V)", "x @ W + V"),
        ("(d * x).sum(axis=0)", "d.sum(axis=0) * x"),
        ("f * (d - a - b)", "f * d - a - b"),
    ],
)
def test_brackets_are_forgotten_or_elsewhere(formula, forgotten):
    assert forgotten in [change.text for change in bracketed(formula)]
    assert {change.mistake for change in bracketed(formula)} == {"brackets"}


def test_a_sum_of_products_has_no_brackets_to_forget_within_a_product():
    assert bracketed("a * b") == ()
    assert bracketed("a") == ()


def test_another_variable_stands_in_one_place_or_beside_it():
    texts = {change.text: change.mistake for change in renamed("w - step * d", ("w", "step", "d", "b"), ("d",))}
    assert texts["w - step * b"] == "another-variable"
    assert texts["w - d * step"] == "another-variable"  # both exchanged
    assert texts["w - step * (d * b)"] == "extra-factor"
    assert texts["w - step * (d + b)"] == texts["w - step * (d - b)"] == "extra-term"
    assert texts["w - step * (d * d)"] == "wrong-power"
    assert texts["w - step * d[:1]"] == "first-sample-only"
    assert texts["w - step * d[-1:]"] == "last-sample-only"
    assert "w - step[:1] * d" not in texts


def test_what_is_no_variable_of_the_formula_is_not_renamed():
    assert variables("total(abs(W).sum() for W in weights) + len(x)") == ("weights", "x")
    assert not [change for change in renamed("scale * d", ("d", "b")) if "scale" in change.before]


@pytest.mark.parametrize("text", ["x.sum(axis=1, keepdims=True)", "x.mean(axis=0)", "x.max(axis=1)"])
def test_a_sum_a_mean_and_a_maximum_are_taken_over_another_axis(text):
    assert "wrong-axis" in {change.mistake for change in mutations(text)}


def test_a_loop_that_is_one_step_short():
    texts = {change.text: change.mistake for change in mutations("d.sum(axis=0)")}
    assert texts["d[:-1].sum(axis=0)"] == texts["d[1:].sum(axis=0)"] == "missing-term"


def test_every_change_is_a_formula_and_another_one():
    """Of every formula of every contract."""
    for contract in (contracts() | book_contracts()).values():
        for terms in contract.methods.values():
            for text in terms.formula.values():
                whole = written_out(text, terms.parts)
                for change in (*bracketed(whole), *renamed(text, variables(text))):
                    assert ast.unparse(ast.parse(change.text)) == change.text
                    assert change.text not in (whole, text)


def test_the_same_text_is_changed_once():
    twice = changed("a + a", lambda node: [("another-variable", ast.Name("b"))] if isinstance(node, ast.Name) else [])
    assert [change.text for change in twice] == ["b + a", "a + b"]
