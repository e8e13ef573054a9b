"""Numbers that are huge, negative or none at all, wherever a user can write one: a sentence, or a training."""

from __future__ import annotations

import json

import numpy as np
import pytest

from undergrad import ClassifierModel, SoftmaxLayer, fit, fully_connected, load_model
from undergrad.errors import ModelError, NonFiniteLossError, UsageError
from undergrad.experiments import default_folder
from undergrad.experiments.spec import parse_experiment, to_toml
from undergrad.training.tensors import read_tensors, write_tensors
from undergrad.tuning.search import parse_search
from undergrad.tuning.search import to_toml as search_to_toml
from undergrad.tuning.space import parse_space

pytestmark = pytest.mark.attack

HUGE = str(10**26 - 1)
#: More digits than Python reads.
ENDLESS = "9" * 5000
LARGEST = "must be at most 9,223,372,036,854,775,807"


@pytest.fixture
def table(tmp_path):
    """A CSV of 72 rows, of which 60 are the training set."""
    rows = [f"{i % 7},{i * i % 11},{'xyz'[i % 3]}" for i in range(72)]
    (tmp_path / "table.csv").write_text("\n".join(["a,b,label", *rows]) + "\n", encoding="utf-8")
    return ["--dataset", "table.csv", "--label-column", "label"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--hidden", HUGE], f"each hidden width {LARGEST}"),
        (["--hidden", ENDLESS], "'... is not a list of widths like 500,500"),
        (
            ["--hidden", "1000000000000000"],
            "the network needs about a million GB or more for its weights and one batch",
        ),
        (["--hidden", "500,-1"], "each hidden width must be a whole number of at least 1, not -1"),
        (["--batch-size", "99999999999999999999"], f"batch_size {LARGEST}"),
        (["--batch-size", ENDLESS], "'... is not a whole number"),
        (["--batch-size", "-1"], "batch_size must be a whole number of at least 1, not -1"),
        (["--epochs", HUGE], f"epochs {LARGEST}"),
        (["--seed", HUGE], f"seed {LARGEST}"),
        (["--seed", "-1"], "seed must be a whole number of at least 0, not -1"),
        (["--seed", str(2**63 - 2), "--seeds", "3"], f"seed {LARGEST}"),
        (["--seeds", HUGE], "--seeds must be at most 10,000"),
        (["--seeds", "1000000000"], "--seeds must be at most 10,000"),
        (["--seeds", "-3"], "--seeds must be at least 1, not -3"),
        (["--workers", "-1"], "workers must be at least 1, not -1"),
        (["--live-port", HUGE], "there is no such port"),
        (["--live-port", "-1"], "there is no such port"),
        *((["--learning-rate", text], "learning_rate must be a positive number") for text in ("inf", "nan", "-1")),
        (["--learning-rate", "1e400"], "learning_rate must be a positive number, not inf"),
        (["--reg-lambda", "1e400"], "reg_lambda must be 0 or a positive number, not inf"),
        (["--momentum", "nan"], "momentum must be 0 or a number below 1, not nan"),
        (["--schedule", "step", "--step-at", "1e400"], "step_at must be shares of the epochs between 0 and 1"),
        (["--schedule", "step", "--step-factor=-1e400"], "step_factor must be a positive number, not -inf"),
        (["--label-column", HUGE], f"table.csv has no column {HUGE}"),
        (["--label-column", "²"], "label column of table.csv"),
        (["--label-column", ENDLESS], "label column of table.csv"),
        (["--label-column", "-9"], "table.csv has no column -9"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value)[:40],
)
def test_a_number_that_cannot_be_is_said_in_a_sentence(cli, table, options, words):
    code, _, err = cli("train", *table, "--quiet", "--epochs", 1, *options)
    assert code == 2
    assert words in err
    assert "unexpected" not in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--trials", HUGE], f"trials {LARGEST}"),
        (["--seed", HUGE], f"seed {LARGEST}"),
        (["--minutes", "nan"], "--minutes must be above 0, not nan"),
        (["--minutes=-inf"], "--minutes must be above 0, not -inf"),
        (["--hung-after", "nan"], "--hung-after must be above 0, not nan"),
        (["--repeats", HUGE], "--repeats must be at most 10,000"),
        (["--repeats", "-1"], "--repeats must be at least 2, not -1"),
        (["--workers", ENDLESS], "--workers must be a whole number or auto, not '9999"),
        (["--workers", "-1"], "--workers must be at least 1, not -1"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value)[:40],
)
def test_a_number_of_a_search_that_cannot_be_is_said_in_a_sentence(cli, table, options, words):
    code, _, err = cli("tune", *table, "--quiet", *options)
    assert code == 2
    assert words in err
    assert len(err) < 300


#: What TOML can say where a number is expected.
LITERALS = [
    *(HUGE, f"-{HUGE}", ENDLESS, "0x" + "f" * 5000, "9223372036854775807", "9223372036854775808", "-1", "0"),
    *("inf", "-inf", "nan", "1e400", "1e308", "-1e308", "1e-320", "true", '"five"', "[]", "[[]]", "1979-05-27"),
    "[" * 50_000,
    "[" * 400 + "]" * 400,
    "{a = " * 50_000,
]
NETWORK_KEYS = (
    *("hidden", "epochs", "learning_rate", "batch_size", "reg_lambda", "validation", "momentum", "step_at"),
    *("step_factor", "homework", "seeds", "label_column"),
)


def accepted(parse, text):
    """What `parse` makes of a TOML text; None where it refuses that in one short sentence."""
    try:
        return parse(text, where="x.toml", name="x")
    except UsageError as error:
        sentence = str(error)
    assert sentence
    assert "\n" not in sentence
    assert len(sentence) < 2000
    return None


@pytest.mark.parametrize("literal", LITERALS, ids=lambda text: text[:20])
def test_no_number_in_an_experiment_file_is_beyond_a_sentence(literal):
    for key in NETWORK_KEYS:
        for text in (f"{key} = {literal}", f"{key} = [{literal}]", f"[[network]]\n{key} = [{literal}, 1]"):
            experiment = accepted(parse_experiment, text)
            if experiment is not None:  # then it can be kept, and found again
                assert parse_experiment(to_toml(experiment), where="x.toml", name="x") == experiment
                assert default_folder(experiment)


SPACE_KEYS = (
    *("hidden", "layers", "width", "taper", "epochs", "learning_rate", "batch_size", "reg_lambda", "validation"),
    *("momentum", "step_at", "step_factor"),
)


@pytest.mark.parametrize("literal", LITERALS, ids=lambda text: text[:20])
def test_no_number_in_a_search_file_is_beyond_a_sentence(literal):
    texts = [f"{key} = {literal}" for key in ("trials", "seed", "in_flight", "reduction")]
    for key in SPACE_KEYS:
        ranges = (f"{{low = {literal}, high = 1}}", f"{{low = 1, high = {literal}}}", "{low = 1, high = 2, steps = %s}")
        values = (literal, f"[{literal}, 1]", f"[[{literal}], [1]]", *ranges)
        texts += [f"[space]\nschedule = ['cosine', 'step']\n{key} = {value.replace('%s', literal)}" for value in values]
    for text in texts:
        search = accepted(parse_search, text)
        if search is not None:
            assert parse_search(search_to_toml(search), where="x.toml", name="x") == search
            assert search.identity
            assert search.planned <= search.trials
            network = search.space.network(search.space.drawn(np.random.default_rng(0)), "x")
            network.check()


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"layers": 10**9}, "depth in the space of x must be at most 1,000, not 1000000000"),
        ({"layers": [1, 400], "taper": [1.0, 10.0], "width": [64, 128]}, "has networks that cannot be built"),
        ({"layers": [1, 40], "taper": [1.0, 10.0], "width": [64, 128]}, f"each hidden width {LARGEST}"),
        ({"layers": [1, 1000], "taper": [10.0], "width": [2**62, 1]}, "have no bound"),
        ({"width": {"low": 1, "high": 9, "steps": 10**18}}, "at most 100,000"),
    ],
)
def test_a_space_whose_widest_network_has_no_bound_is_said_in_a_sentence(table, words):
    with pytest.raises(UsageError) as caught:
        parse_space(table, where="x")
    assert words in str(caught.value)


def test_lists_nested_without_end_are_said_to_be_so(cli, tmp_path):
    (tmp_path / "deep.toml").write_text("hidden = " + "[" * 50_000, encoding="utf-8")
    for command in ("run", "tune"):
        code, _, err = cli(command, "deep.toml")
        assert (code, err) == (
            2,
            "undergrad: deep.toml has lists or tables nested too deep to be read; write it flatter\n",
        )


@pytest.mark.parametrize("value", [10**400, np.float64("nan"), np.inf, True, "0.1"])
def test_a_learning_rate_in_python_that_cannot_be_is_said_in_a_sentence(small, value):
    with pytest.raises(UsageError, match="learning_rate must be a positive number"):
        fit(fully_connected(36, [4], 5), small, learning_rate=value)


@pytest.mark.parametrize("engine", ["cpu", "reference"])
def test_a_batch_larger_than_the_training_part_is_all_of_it(small, engine):
    results = []
    for batch_size in (270, 10**12, 2**63 - 1):
        model = fully_connected(36, [7], 5, rng=np.random.default_rng(0))
        fit(model, small, epochs=2, learning_rate=0.1, batch_size=batch_size, engine=engine)
        results.append(b"".join(array.tobytes() for array in model.parameters().values()))
    assert results[0] == results[1] == results[2]


@pytest.mark.parametrize("engine", ["cpu", "reference"])
def test_a_huge_batch_that_diverges_names_its_step(small, engine):
    model = fully_connected(36, [7], 5, rng=np.random.default_rng(0))
    with pytest.raises(NonFiniteLossError) as caught:
        fit(model, small, epochs=9, learning_rate=1e30, reg_lambda=0, batch_size=10**12, engine=engine)
    assert (caught.value.epoch > 1, caught.value.step) == (True, 1)


def test_a_huge_batch_on_the_command_line_is_one_batch(cli, table):
    code, out, err = cli("train", *table, "--epochs", 1, "--batch-size", 10**12)
    assert code == 0
    assert "unexpected" not in err
    assert "Model: " in out


@pytest.mark.parametrize(
    "shape",
    [
        [-3],
        [-6, -6],
        [],
        [0],
        [36, 0],
        [10**18, 10**18],
        [10**9],
        [35],
        [2**63],
        [2**64, 36],
        [1] * 31 + [36],
        [1] * 30 + [36],
    ],
    ids=str,
)
def test_a_model_file_with_samples_of_an_impossible_shape_is_refused(small, tmp_path, shape):
    fit(fully_connected(36, [4], 5), small, epochs=1).trained.save(tmp_path / "m")
    arrays, about = read_tensors(tmp_path / "m", kinds={"undergrad-model-2": dict})
    about["sample_shape"] = shape
    write_tensors(tmp_path / "m", arrays, kind="undergrad-model-2", about=json.loads(json.dumps(about)))
    if shape == [1] * 30 + [36]:
        assert load_model(tmp_path / "m").sample_shape == tuple(shape)
        return
    refused = r"does not fit: (its model does not take|the shape of a sample)|does not have undergrad"
    with pytest.raises(ModelError, match=refused):
        load_model(tmp_path / "m")


class Sums:
    """A layer of one's own, which takes samples of any shape."""

    parameters = ()

    def forward(self, x):
        self.x = x
        return np.stack([x.reshape(len(x), -1).sum(axis=1)] * 5, axis=1)

    def backward(self, d_prev, reg_lambda=0.0):
        return np.ones_like(self.x) * d_prev.sum(axis=1).reshape(-1, *[1] * (self.x.ndim - 1))

    def update(self, learning_rate): ...

    def summary(self):
        return "Sums"


@pytest.mark.parametrize("shape", [[10**9, 10**9], [-1], [2**27 + 1]])
def test_a_model_of_ones_own_layers_is_not_tried_with_a_sample_that_does_not_fit_into_memory(small, tmp_path, shape):
    def model():
        made = ClassifierModel()
        made.add_layer("sums", Sums())
        made.add_layer("softmax", SoftmaxLayer())
        return made

    fit(model(), small, epochs=1).trained.save(tmp_path / "m")
    assert load_model(tmp_path / "m", into=model()).sample_shape == (6, 6)
    arrays, about = read_tensors(tmp_path / "m", kinds={"undergrad-model-2": dict})
    about["sample_shape"] = shape
    write_tensors(tmp_path / "m", arrays, kind="undergrad-model-2", about=about)
    with pytest.raises(ModelError, match="does not fit: its model does not take samples"):
        load_model(tmp_path / "m", into=model())
