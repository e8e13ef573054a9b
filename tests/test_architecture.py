"""A network is a line of text: what can be read, what it means, and that there is one text of each network."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undergrad import ClassifierModel, FCLayer, ReLU, Sigmoid, SoftmaxLayer, layers, load_model
from undergrad.architecture import Architecture, Element, brief, fully_connected, short
from undergrad.errors import ShapeError, UsageError
from undergrad.layers import ACTIVATIONS, LAYERS, Layer
from undergrad.layers.base import Shapes
from undergrad.notation.calls import call_text, filled, holes, parse_calls
from undergrad.tuning import parse_space

names = st.from_regex(r"[a-z_][a-z0-9_]{0,8}", fullmatch=True).filter(
    lambda name: name not in ("True", "False", "None")
)
values = st.one_of(st.integers(-(10**20), 10**20), st.floats(allow_nan=False, allow_infinity=False), st.booleans())
calls = st.tuples(names, st.lists(values, max_size=3).map(tuple), st.dictionaries(names, values, max_size=3))


class Bent(Layer):
    """A layer with a default of each kind, that the table does not have unless a test puts it there."""

    word = "bent"

    def __init__(self, alpha: float = 0.5, times: int = 2, both: bool = True) -> None:
        if alpha < 0:
            raise UsageError(f"alpha of bent must not be negative, but is {alpha}")
        self.alpha, self.times, self.both = alpha, times, both

    def forward(self, x):
        return x

    def backward(self, d_prev, reg_lambda=0.0):
        return d_prev


class Halves(Layer):
    """Takes an even number of features, and puts out half of them."""

    word = "halves"

    @classmethod
    def shapes(cls, shape, **arguments):
        size = math.prod(shape)
        if size % 2:
            raise ShapeError("it takes an even number")
        return Shapes((size // 2,))

    forward = backward = None


@pytest.fixture
def bent(monkeypatch):
    monkeypatch.setitem(LAYERS, "bent", Bent)
    monkeypatch.setitem(LAYERS, "halves", Halves)
    yield
    from undergrad.architecture import architecture

    architecture._parsed.cache_clear()


elements = st.one_of(
    st.integers(1, 10**6).map(lambda width: Element(FCLayer, (("output_dim", width),))),
    st.sampled_from(list(ACTIVATIONS)).map(lambda word: Architecture.parse(word).elements[0]),
    st.floats(0, 1e6).map(lambda alpha: Architecture.parse(f"leaky_relu(alpha={alpha!r})").elements[0]),
)
architectures = st.lists(elements, max_size=8).map(
    lambda found: Architecture(tuple(found) if not found or found[-1].kind is not FCLayer else (*found, Element(ReLU)))
)


# The notation ---------------------------------------------------------------------------------------------------------


@given(st.lists(calls, max_size=4))
def test_what_is_written_is_read(written):
    read = parse_calls(", ".join(call_text(*call) for call in written), "layers")
    assert [(call.name, call.positional, dict(call.named)) for call in read] == written


@given(st.text(max_size=40) | st.text("fc(relu),=12.e-_ {}", max_size=40))
def test_any_text_is_a_network_or_a_sentence(text):
    sentence = ""
    try:
        architecture = Architecture.parse(text)
    except UsageError as error:
        sentence = str(error)
    if not sentence:
        assert Architecture.parse(str(architecture)) == architecture
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("fc(10)", "the last layer is added for you, with one output for each class; leave fc(10) at the end out"),
        ("fc(8), relu, fc(10)", "leave fc(10) at the end out"),
        ("fc(8), rellu", "unknown layer 'rellu'; did you mean 'relu'?"),
        ("fc(0), relu", "output_dim of fc must be a whole number of at least 1, not 0"),
        ("fc(2.5), relu", "output_dim of fc must be a whole number of at least 1, not 2.5"),
        ("fc(True), relu", "output_dim of fc must be a whole number of at least 1, not True"),
        (f"fc({2**63}), relu", "output_dim of fc must be at most 9,223,372,036,854,775,807"),
        ("fc, relu", "fc: write fc(output_dim)"),
        ("fc(), relu", "fc: write fc(output_dim)"),
        ("fc(8, 9), relu", "fc(8, 9): write fc(output_dim)"),
        ("fc(8, output_dim=9), relu", "write fc(output_dim)"),
        ("relu(1)", "relu(1): write relu alone"),
        ("fc(width=8), relu", "fc has no argument width; write fc(output_dim)"),
        ("fc(8) relu", "the layers 'fc(8) relu' cannot be read: a comma is missing at 'relu'"),
        ("fc(8, relu", "cannot be read: = and a number behind relu is missing at the end"),
        ("fc(8", "cannot be read: a comma or a closing bracket is missing at the end"),
        ("(8), relu", "cannot be read: a name is missing at '(8), relu'"),
        ("fc(1__0), relu", "cannot be read: a number is missing at '1__0), relu'"),
        ("fc(output_dim=8, output_dim=8), relu", "output_dim of fc occurs twice in the layers"),
        ("fc(output_dim=relu), relu", "a number is missing at 'relu), relu'"),
        ("fc(__import__('os')), relu", "cannot be read"),
        pytest.param("(" * 50_000, "cannot be read: a name is missing", marks=pytest.mark.attack),
        pytest.param("fc(" * 40_000, "which is too long", marks=pytest.mark.attack),
        pytest.param(f"fc({'9' * 5000}), relu", "must be a whole number of at least 1", marks=pytest.mark.attack),
    ],
    ids=lambda text: text[:30],
)
def test_what_is_no_network_is_said_in_a_sentence(text, words):
    with pytest.raises(UsageError) as caught:
        Architecture.parse(text)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_is_no_text_is_no_network():
    with pytest.raises(UsageError, match=r"layers must be a text like 'fc\(128\), relu', not 3"):
        Architecture.parse(3)


def test_holes_are_found_and_filled():
    assert holes("fc({ width }), {act}, {}") == ("width", "act", "")
    assert filled("fc({width}), {act}", {"width": "8", "act": "tanh"}.__getitem__) == "fc(8), tanh"


# One text of each network ---------------------------------------------------------------------------------------------


@given(architectures)
def test_a_network_is_read_back_from_its_text(architecture):
    assert Architecture.parse(str(architecture)) == architecture
    assert hash(Architecture.parse(str(architecture))) == hash(architecture)


@pytest.mark.parametrize(
    "text", ["fc(8),relu", " fc ( 8 ) , relu , ", "fc(output_dim=8), relu", "fc(+8), relu()", "fc(0_8), relu"]
)
def test_however_it_is_written_equal_networks_have_equal_texts(text):
    assert str(Architecture.parse(text)) == "fc(8), relu"


@given(
    st.floats(0, 1e300),
    st.integers(-(10**9), 10**9),
    st.booleans(),
)
def test_arguments_with_defaults_stand_by_keyword_where_they_differ(alpha, times, both):
    LAYERS["bent"] = Bent
    try:
        spelt = f"bent({alpha!r}, both={both}, times={times})"
        architecture = Architecture.parse(spelt)
        text = str(architecture)
        assert Architecture.parse(text) == architecture
        for name, value, default in (("alpha", alpha, 0.5), ("times", times, 2), ("both", both, True)):
            assert (f"{name}=" in text) == (value != default)
        layer = architecture.build((4,), 2).layers["bent1"]
        assert (layer.alpha, layer.times, layer.both) == (alpha, times, both)
        assert str(Architecture((Element(Bent, (("alpha", 0.5), ("times", 2), ("both", True))),))) == "bent"
    finally:
        del LAYERS["bent"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("bent(alpha=-1)", "alpha of bent must not be negative"),
        ("bent(alpha=True)", "alpha of bent must be a finite number, not True"),
        ("bent(alpha=1e999)", "alpha of bent must be a finite number, not inf"),
        ("bent(times=1.5)", "times of bent must be a whole number, not 1.5"),
        ("bent(both=1)", "both of bent must be True or False, not 1"),
        ("bent(alpha=1, 2)", "an argument with its name, as alpha=0.1, since those by position come first"),
        ("bent(beta=1)", "bent has no argument beta; write bent(alpha=0.5, times=2, both=True)"),
    ],
)
def test_an_argument_of_another_kind_is_said_in_a_sentence(bent, text, words):
    with pytest.raises(UsageError) as caught:
        Architecture.parse(text)
    assert words in str(caught.value)


def test_minus_nothing_is_nothing(bent):
    assert str(Architecture.parse("bent(alpha=-0.0)")) == str(Architecture.parse("bent(alpha=0)")) == "bent(alpha=0.0)"


# What it means --------------------------------------------------------------------------------------------------------


@given(architectures, st.lists(st.integers(1, 7), min_size=1, max_size=3).map(tuple), st.integers(2, 20))
def test_shapes_are_known_before_anything_is_made(architecture, shape, classes):
    architecture = Architecture(
        tuple(e if e.kind is not FCLayer else Element(FCLayer, (("output_dim", 3),)) for e in architecture.elements)
    )
    places = architecture.places(shape, classes)
    model = architecture.build(shape, classes, rng=np.random.default_rng(0))
    assert [place.name for place in places] == list(model.layers)
    expected = {f"{place.name}.{name}": s for place in places for name, s in place.shapes.parameters.items()}
    assert {key: array.shape for key, array in model.parameters().items()} == expected
    assert sum(place.size for place in places) == sum(array.size for array in model.parameters().values())
    x = np.random.default_rng(0).random((5, *shape))
    for place, layer in zip(places, model.layers.values(), strict=True):
        assert x.shape == (5, *place.gets)
        x = layer.forward(x)
        assert x.shape == (5, *place.shapes.output)
    assert x.shape == (5, classes)
    assert Architecture.of(model) == architecture


def test_a_layer_that_does_not_fit_is_named_with_what_it_gets_and_what_would(bent):
    architecture = Architecture.parse("fc(6), halves, relu, halves, fc(4), relu")
    with pytest.raises(ShapeError) as caught:
        architecture.places((2, 2), 10)
    assert str(caught.value) == "layer halves2 does not fit: halves gets 3 from relu, and it takes an even number"


def test_a_width_of_which_no_array_can_be_made_has_shapes_all_the_same():
    [first, *_] = Architecture.parse(f"fc({2**62}), relu").places((28, 28), 10)
    assert first.shapes.parameters["W"] == (784, 2**62)


def test_layers_are_counted_by_their_words():
    model = Architecture.parse("fc(4), relu, fc(3), tanh, relu").build((5,), 2)
    assert list(model.layers) == ["fc1", "relu1", "fc2", "tanh1", "relu2", "fc3"]


def test_the_empty_text_is_softmax_regression():
    model = Architecture.parse("").build((2, 3), 4)
    assert [type(layer) for layer in model.layers.values()] == [FCLayer]
    assert model.layers["fc1"].W.shape == (6, 4)
    assert str(Architecture.of(model)) == ""


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("hidden", [(), (7,), (5, 4, 3)])
def test_the_short_form_is_that_network_and_its_weights_are_drawn_in_order(hidden, activation):
    text = ", ".join(f"fc({width}), {activation}" for width in hidden)
    assert str(short(hidden, activation)) == text
    by_text = Architecture.parse(text).build((6,), 3, rng=np.random.default_rng(5))
    rng, sizes = np.random.default_rng(5), [6, *hidden, 3]
    for number, (D, H) in enumerate(itertools.pairwise(sizes), start=1):
        np.testing.assert_array_equal(by_text.layers[f"fc{number}"].W, rng.standard_normal((D, H)) / math.sqrt(D / 2))
    same = fully_connected(6, hidden, 3, activation, rng=np.random.default_rng(5)).parameters()
    assert all(np.array_equal(array, same[key]) for key, array in by_text.parameters().items())
    assert brief(short(hidden, activation)) == ("-".join(map(str, hidden)) + f" {activation}" if hidden else "")


def test_a_network_that_the_short_form_cannot_say_is_shown_as_its_text():
    for text in ("fc(8), relu, fc(8), tanh", "relu, fc(8), relu", "fc(8), fc(4), relu"):
        assert brief(Architecture.parse(text)) == text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (([4, 0], "relu"), "each hidden width must be a whole number of at least 1, not 0"),
        (([4.5], "relu"), "each hidden width must be a whole number"),
        (("44", "relu"), "hidden must be a list of widths"),
        ((4, "relu"), "hidden must be a list of widths"),
        (([4], "fc(8)"), "unknown activation 'fc(8)'"),
        (([4], "relu, tanh"), "unknown activation|one activation function"),
        (([4], "rellu"), "unknown activation 'rellu'; did you mean 'relu'?"),
    ],
)
def test_a_wrong_short_form_is_said_in_a_sentence(arguments, words):
    with pytest.raises(UsageError) as caught:
        short(*arguments)
    assert any(word in str(caught.value) for word in words.split("|"))


# Models ---------------------------------------------------------------------------------------------------------------


class Mine(ReLU):
    pass


@pytest.mark.parametrize(
    "several",
    [
        [],
        [ReLU()],
        [FCLayer(4, 3), Mine(), FCLayer(3, 2)],
        [FCLayer(4, 3), ReLU(), FCLayer(3, 3), FCLayer(3, 2)],
    ],
    ids=["nothing", "no last layer", "a class of one's own", "what the text forbids"],
)
def test_a_model_that_no_text_says_has_none(several):
    model = ClassifierModel()
    for number, layer in enumerate(several):
        model.add_layer(f"l{number}", layer)
    model.add_layer("softmax", SoftmaxLayer())
    assert Architecture.of(model) is None


class OwnFC:
    """As a student writes it: by position, without a generator."""

    def __init__(self, inputs, outputs):
        self.W, self.b, self.made = np.ones((inputs, outputs)), np.zeros(outputs), (inputs, outputs)

    def forward(self, x):
        return x.reshape(len(x), -1) @ self.W + self.b

    def backward(self, d_prev, reg_lambda):
        return d_prev @ self.W.T

    def update(self, learning_rate): ...

    def summary(self):
        return "own"


def test_classes_of_ones_own_take_the_place_of_the_textbooks():
    own = {"fc": OwnFC, "relu": Mine}
    model = Architecture.parse("fc(4), relu, fc(3), tanh").build((2, 3), 5, own=own)
    kinds = [type(layer).__name__ for layer in model.layers.values()]
    assert kinds == ["OwnFC", "Mine", "OwnFC", "Tanh", "OwnFC"]
    assert [layer.made for layer in model.layers.values() if type(layer) is OwnFC] == [(6, 4), (4, 3), (3, 5)]


def test_an_activation_of_ones_own_is_named_after_its_class():
    model = fully_connected(4, [3], 2, Mine)
    assert list(model.layers) == ["fc1", "relu1", "fc2"]  # it is a relu still, by its word

    class Swish(Sigmoid):
        word = ""

    assert list(fully_connected(4, [3], 2, Swish).layers) == ["fc1", "swish1", "fc2"]


SWISH = """
import numpy as np
from undergrad.layers.base import Activation


class Swish(Activation):
    word = "swish"

    def __init__(self, beta: float = 1.0) -> None:
        self.beta = beta

    def forward(self, z):
        self.z, self.s = z, 1 / (1 + np.exp(-self.beta * z))
        return z * self.s

    def backward(self, d_prev, reg_lambda=0.0):
        return d_prev * (self.s + self.beta * self.z * self.s * (1 - self.s))
"""


def test_one_new_file_is_a_new_word_everywhere(cli, small, tmp_path, monkeypatch):
    """What CONTRIBUTING says: nothing else than the file has to know of an activation function."""
    folder = tmp_path / "layers"
    folder.mkdir()
    (folder / "swish.py").write_text(SWISH, encoding="utf-8")
    monkeypatch.setattr(layers, "__path__", [*layers.__path__, str(folder)])
    found = layers._by_words()
    assert list(found)[: len(LAYERS)] == list(LAYERS)
    monkeypatch.setitem(LAYERS, "swish", found["swish"])
    monkeypatch.setitem(ACTIVATIONS, "swish", found["swish"])
    np.savez("d.npz", x_train=small.x_train, y_train=small.y_train, x_test=small.x_test, y_test=small.y_test)
    numbers = ("--epochs", 2, "--learning-rate", 0.1, "--quiet", "--insight")
    argv = ("train", "--dataset", "d.npz", "--layers", "fc(8), swish(beta=2)", "--out", "out")
    assert cli(*argv, *numbers)[0] == 0
    model = "out/fc-8-swish-beta-2-seed0/model.safetensors"
    assert load_model(model).model.layers["swish1"].beta == 2.0
    assert (
        cli(
            "compare",
            "--dataset",
            "d.npz",
            "--activation",
            "swish,relu",
            "--hidden",
            4,
            "--epochs",
            1,
            "--quiet",
            "--workers",
            1,
        )[0]
        == 0
    )
    space = parse_space({"hidden": [[8], [4]], "activation": ["swish", "relu"]}, where="x")
    assert space.network({"hidden": (8,), "activation": "swish"}, "n").layers == "fc(8), swish"


def test_every_layer_of_the_table_has_its_word_and_says_so_in_the_manual():
    from pathlib import Path

    page = (Path(__file__).parent.parent / "docs" / "reference" / "architecture.md").read_text("utf-8")
    for word, kind in LAYERS.items():
        assert kind.word == word
        assert f"`{word}`" in page


# The command ----------------------------------------------------------------------------------------------------------


def test_the_command_shows_what_a_text_means(cli):
    code, out, err = cli("layers", "fc(output_dim=16),relu", "--shape", "3,4", "--classes", 5)
    assert (code, err) == (0, "")
    lines = [line.split() for line in out.splitlines() if line.strip()]
    assert ["fc1", "fc(16)", "16", "208"] in lines
    assert ["fc2", "fc(5)", "5", "85"] in lines
    assert lines[-1] == ["293", "parameters"]
    assert "fc(16), relu" in out


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["fc(8)"], "the last layer is added for you"),
        (["fc(8), relu", "--shape", "x"], "'x' is not the shape of a sample like 28,28"),
        (["fc(8), relu", "--shape", "0,3"], "'0,3' is not the shape of a sample like 28,28"),
        (["fc(8), relu", "--classes", "1"], "--classes must be at least 2, not 1"),
    ],
)
def test_the_command_says_what_is_wrong(cli, argv, words):
    code, out, err = cli("layers", *argv)
    assert (code, out) == (2, "")
    assert words in err
