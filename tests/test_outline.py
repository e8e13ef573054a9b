"""What a model says of its layers: the same rows as the command, whoever put it together."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from undergrad import ClassifierModel, FCLayer, ReLU, SoftmaxLayer, Tanh
from undergrad.architecture import Architecture
from undergrad.layers import Layer

WORDS = st.sampled_from(["relu", "tanh", "leaky_relu(alpha=0.2)"]) | st.integers(1, 9).map("fc({})".format)


def shapes(model):
    return {row.name: row.output for row in model.outline()}


def without_text(rows):
    return [(row.name, row.output, row.size) for row in rows]


@settings(max_examples=50)
@given(st.lists(WORDS, max_size=5), st.lists(st.integers(1, 4), min_size=1, max_size=3), st.integers(2, 5))
def test_a_model_says_what_its_text_says_and_what_it_does(words, shape, classes):
    text = ", ".join([*words, "relu"])  # no fully connected layer at the end
    architecture = Architecture.parse(text)
    expected = without_text(architecture.summary(tuple(shape), classes))
    model = architecture.build(tuple(shape), classes, rng=np.random.default_rng(0))
    assert without_text(model.outline()) == expected
    assert sum(size for *_, size in expected) == sum(array.size for array in model.parameters().values())
    x = np.ones((3, *shape))
    for layer, (_, output, _) in zip(model.layers.values(), expected, strict=False):
        x = layer.forward(x)
        assert x.shape[1:] == output


class Halves(Layer):
    """A layer of one's own, which changes the shape and says nothing about it."""

    def forward(self, x):
        return x[:, ::2]

    def backward(self, d_prev, reg_lambda=0.0):
        return np.repeat(d_prev, 2, axis=1)


def by_hand(*layers):
    model = ClassifierModel()
    for name, layer in layers:
        model.add_layer(name, layer)
    return model


def test_a_model_put_together_by_hand_knows_from_its_first_fully_connected_layer_on():
    model = by_hand(("a", FCLayer(784, 64)), ("b", Tanh()), ("c", FCLayer(64, 10)), ("softmax", SoftmaxLayer()))
    assert shapes(model) == {"a": (64,), "b": (64,), "c": (10,), "softmax": (10,)}
    model = by_hand(("first", ReLU()), ("fc", FCLayer(6, 4)))
    assert shapes(model) == {"first": None, "fc": (4,), "softmax": (4,)}


def test_a_layer_of_ones_own_is_known_after_a_pass_and_not_guessed_before():
    layers = (
        ("relu", ReLU()),
        ("halves", Halves()),
        ("tanh", Tanh()),
        ("fc", FCLayer(6, 4)),
        ("softmax", SoftmaxLayer()),
    )
    model = by_hand(*layers)
    before = {"relu": None, "halves": None, "tanh": None, "fc": (4,), "softmax": (4,)}
    assert shapes(model) == before
    model.predict(np.ones((2, 4, 3)))
    assert shapes(model) == {"relu": (4, 3), "halves": (2, 3), "tanh": (2, 3), "fc": (4,), "softmax": (4,)}
    assert model.sample_shape == (4, 3)


def test_to_look_at_a_model_changes_nothing_that_backward_needs():
    model = Architecture.parse("fc(4), tanh").build((3,), 2, rng=np.random.default_rng(0))
    x, y = np.ones((5, 3)), np.eye(2)[[0, 1, 0, 1, 1]]
    model.forward(x, y)
    gradient = model.backward()
    model.forward(x, y)
    model.outline()
    model._repr_html_()
    np.testing.assert_array_equal(model.backward(), gradient)


@pytest.mark.parametrize("text", ["fc(12), relu, fc(5), tanh", ""])
def test_summary_prints_the_table_of_the_command(cli, capsys, text):
    _, out, _ = cli("layers", text, "--shape", "4,3", "--classes", "7")
    Architecture.parse(text).build((4, 3), 7).summary()
    titles, *rows, total = capsys.readouterr().out.splitlines()
    cells = [[cell.strip() for cell in row.split("|")] for row in rows]
    assert [cell.strip() for cell in titles.split("|")] == ["name", "layer", "output", "parameters"]
    for name, _, output, size in cells:
        assert re.search(rf"^ *{name} +\S.* {output} +{size} *$", out, re.MULTILINE), (name, out)
    assert total in out.splitlines()
    assert len({row.index("|") for row in (titles, *rows)}) == 1
