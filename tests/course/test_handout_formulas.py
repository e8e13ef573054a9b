"""The lines of the contracts as mathematics, and the shapes in letters."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undergrad.contracts.formula import compiled, evaluated
from undergrad.contracts.toml import contracts
from undergrad.course.handout.formulas import typeset
from undergrad.course.handout.notation import Math
from undergrad.course.handout.shapes import LIST, NUMBER, shapes_of
from undergrad.display.languages import LANGUAGES
from undergrad.exercises.table import EXERCISES
from undergrad.findings.sentences import formula

LINES = [
    (name, language, line)
    for name, exercise in EXERCISES.items()
    if exercise.terms.math
    for language in LANGUAGES
    for line in [formula(exercise.terms.math, language)]
]


def names_of(name: str) -> set[str]:
    contract, terms = EXERCISES[name].contract, EXERCISES[name].terms
    return {*contract.made_with, *contract.sets, *contract.sizes, *contract.numbers, *terms.arguments, *terms.gives}


def latex(line: str) -> str:
    [[piece]] = typeset(line)
    assert isinstance(piece, Math), piece
    return piece.latex


def read_back(mathml: str) -> str:
    """The letters and digits of a piece of MathML, in their order."""
    text = "".join(ElementTree.fromstring(f"<math>{mathml}</math>").itertext())
    return "".join(character for character in text if character.isalnum())


@pytest.mark.parametrize(("name", "language", "line"), LINES, ids=lambda value: value if len(value) < 40 else "")
def test_every_line_of_every_contract_is_typeset_and_keeps_what_it_says(name, language, line):
    greek = dict(zip("αβγδε", ("alpha", "beta", "gamma", "delta", "epsilon"), strict=True))
    shown = ""
    for statement in typeset(line, names_of(name)):
        for piece in statement:
            shown += piece if isinstance(piece, str) else read_back(piece.mathml)
            if isinstance(piece, Math):
                assert piece.latex.count("{") == piece.latex.count("}"), piece.latex
                assert not re.search(r"(?<!\\)_[^{]", piece.latex), f"an index that is none: {piece.latex}"
    for character, word in greek.items():
        shown = shown.replace(character, word)
    said = re.sub(r"_hat|\bsum_|sqrt|(?<=\d)e(?=-)", "", line).replace("1-10", "10-10")
    said = re.sub(r"\b(\w) x \1", r"\1\1", said)
    assert re.sub(r"[\W_]", "", shown) == re.sub(r"[\W_]", "", said)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a / b c", r"\frac{a}{b}\,c"),
        ("a b / (c d)", r"\frac{a\,b}{c\,d}"),
        ("a + b / c - d", r"a + \frac{b}{c} - d"),
        ("e^-2z", "e^{-2z}"),
        ("e^(x_ic) / sum_k e^(x_ik)", r"\frac{e^{x_{ic}}}{\sum_{k} e^{x_{ik}}}"),
        ("(1 / x)^2", r"\left(\frac{1}{x}\right)^{2}"),
        ("-(1/N) sum_i y_i log(y_hat_i + 1e-10)", r"-\frac{1}{N}\,\sum_{i} y_{i}\,\log(\hat y_{i} + 10^{-10})"),
        ("||W||^2", r"\lVert W \rVert^{2}"),
        ("|a - b| c", r"\lvert a - b \rvert\,c"),
        ("W <- W - learning_rate dW", r"W \leftarrow W - \mathrm{learning\_rate}\,\mathrm{dW}"),
        ("x_nc(p s + i)(q s + j)", r"x_{nc(p\,s + i)(q\,s + j)}"),
        ("b (H,) = 0", r"b\,(H,) = 0"),
        ("d_prev * out", r"\mathrm{d\_prev} \odot \mathrm{out}"),
        ("z >= 0", r"z \ge 0"),
    ],
)
def test_mathematics_is_read_by_the_usual_rules(line, expected):
    assert latex(line) == expected


def test_words_stay_words_and_so_do_their_brackets_and_commas():
    [statement] = typeset("dz = d_prev where z > 0, else 0 (0 at exactly z = 0 too)")
    words = [piece for piece in statement if isinstance(piece, str)]
    assert words == [" where ", ", else ", " (", " at exactly ", " too)"]
    [statement] = typeset("loss = cross-entropy + a")
    assert [piece if isinstance(piece, str) else piece.latex.strip() for piece in statement] == [
        r"\mathrm{loss} =",
        " cross-entropy ",
        "+a",
    ]


def test_semicolons_divide_statements():
    assert len(typeset(EXERCISES["FCLayer.backward"].terms.math, {"d_prev"})) == 3


ATOM = st.sampled_from(["a", "b_i", "y_hat", "d_prev", "2", "W^T", "x_ik"])
EXPRESSION = st.recursive(
    ATOM,
    lambda inner: st.one_of(
        st.builds("({} {})".format, inner, inner),
        st.builds("({} / {})".format, inner, inner),
        st.builds("({} + {})".format, inner, inner),
        st.builds("log({})".format, inner),
        st.builds("sqrt({})".format, inner),
        st.builds("|({})|".format, inner),
    ),
    max_leaves=12,
)


@given(EXPRESSION, EXPRESSION)
def test_any_expression_keeps_its_terms_in_their_order(left, right):
    [[piece]] = typeset(f"{left} = {right}")
    plain = re.sub(r"_hat|sqrt|\W|_", "", f"{left}{right}")
    assert read_back(piece.mathml) == plain
    assert piece.latex.count(r"\left(") == piece.latex.count(r"\right)")


def test_shapes_are_those_of_the_homework():
    assert dict(shapes_of("FCLayer.forward")) == {"x": "(N, D)", "result": "(N, H)"}
    assert dict(shapes_of("FCLayer.backward")) == {
        "d_prev": "(N, H)",
        "reg_lambda": NUMBER,
        "result": "(N, D)",
        "dW": "(D, H)",
        "db": "(H,)",
    }
    assert dict(shapes_of("SoftmaxLayer.ce_loss")) == {"y_hat": "(N, C)", "y": "(N, C)", "result": NUMBER}
    assert shapes_of("SoftmaxLayer.forward")["y_hat"] == "(N, C)"
    assert shapes_of("ConvolutionLayer.forward")["result"] == "(N, F, P, Q)"
    assert shapes_of("ConvolutionLayer.backward")["dw"] == "(F, C, k, k)"
    assert shapes_of("MaxPoolingLayer.backward")["result"] == "(N, C, H, W)"
    assert shapes_of("zero_pad")["result"] == "(N, C, H + 2 pad, W + 2 pad)"
    assert shapes_of("Norm.forward")["weights"] == LIST


@pytest.mark.parametrize("name", EXERCISES)
def test_no_shape_of_any_method_has_a_size_without_a_letter(name):
    for quantity, shape in shapes_of(name).items():
        assert shape in (NUMBER, LIST) or re.search(r"[A-Za-z]", shape), f"{quantity} of {name} is {shape}"
        assert not re.search(r"\b\d{2,}\b", shape), f"{quantity} of {name} is {shape}"


@pytest.mark.parametrize("name", [name for name, contract in contracts().items() if contract.follows])
def test_how_sizes_follow_is_how_the_check_computes_them(name):
    contract = contracts()[name]
    for added in range(4):
        sizes = {letter: size + added * (letter not in ("pad", "stride")) for letter, size in contract.sizes.items()}
        sizes |= {letter: evaluated(compiled(text), sizes) for letter, text in contract.called.items()}
        for letter, line in contract.follows.items():
            text = re.sub(r"(\d) ([a-z])", r"\1 * \2", line)
            assert evaluated(compiled(text), sizes) == sizes[letter], f"{letter} = {line}"
