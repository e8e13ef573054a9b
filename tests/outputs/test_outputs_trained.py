"""Networks of each output are trained, resumed, saved, evaluated, searched and reported on; wrong data are refused."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from undergrad import Architecture, ClassifierModel, Dataset, fit, load_model
from undergrad.data import load_dataset
from undergrad.errors import DataError, ModelError, UsageError
from undergrad.experiments import load_result
from undergrad.experiments.predictions import load_predictions
from undergrad.layers import HuberLayer
from undergrad.outputs import OUTPUTS, output_named
from undergrad.report.page import gather, page_data
from undergrad.training import Oversight
from undergrad.tuning import load_tuning

TEXTS = ("logistic", "labels", "regression", "absolute", "huber(delta=0.5)", "poisson")


def arrays(target: str, name: str = ""):
    """300 samples of which a small network can learn most."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((300, 3))
    score = 1.5 * x[:, 0] - np.abs(x[:, 1]) + 0.8
    if target == "classes":
        return x, (score > 0).astype(int)
    if target == "labels":
        return x, np.stack([score > 0, x[:, 2] > 0.3, x[:, 0] + x[:, 2] > 1], axis=1).astype(int)
    return x, rng.poisson(np.exp(0.5 * score)).astype(float) if name == "poisson" else score


def data_for(output) -> Dataset:
    x, y = arrays(output.target, output.name)
    return Dataset.from_arrays(x[:240], y[:240], x[240:], y[240:], target=output.target)


def network(output, dataset, seed=1):
    architecture = Architecture.parse("fc(8), tanh")
    return architecture.build((3,), dataset.classes, output=output, rng=np.random.default_rng(seed))


NUMBERS = {"epochs": 40, "batch_size": 20, "learning_rate": 0.2}


@pytest.mark.parametrize("text", TEXTS)
def test_it_learns_better_than_chance_and_its_file_gives_it_back(text, tmp_path):
    output = output_named(text)
    dataset = data_for(output)
    result = fit(network(output, dataset), dataset, **NUMBERS)
    trained, chance = result.trained, output.chance(dataset.y_test)
    predicted = output.predicted(trained.predict(dataset.x_test))
    assert predicted.shape == dataset.y_test.shape
    measured = output.measure.measured(predicted, dataset.y_test)
    assert output.measure.merit(measured.value) > output.measure.merit(chance.value)
    assert result.best.val_loss < output.chance(dataset.y_train).loss
    trained.save(tmp_path / "m")
    loaded = load_model(tmp_path / "m")
    assert loaded.model.output.text == text
    np.testing.assert_array_equal(loaded.predict(dataset.x_test), trained.predict(dataset.x_test))
    if text.startswith("huber"):
        with pytest.raises(
            ModelError, match=r"puts out huber\(delta=0\.5\), and the model .* huber; build one like it"
        ):
            load_model(tmp_path / "m", into=network(OUTPUTS["huber"], dataset))


def test_a_checkpoint_of_another_delta_is_not_continued(tmp_path):
    path, dataset = tmp_path / "c", data_for(output_named("huber"))
    for text in ("huber(delta=5)", "huber"):
        output = output_named(text)
        fit(network(output, dataset), dataset, epochs=1, oversight=Oversight(checkpoint=path), batch_size=20)
        other = network(output_named("huber(delta=0.1)"), dataset)
        with pytest.raises(ModelError, match="belongs to the training of another network"):
            fit(other, dataset, epochs=2, oversight=Oversight(checkpoint=path, resume=True), batch_size=20)


def test_a_layer_that_the_output_does_not_make_is_refused():
    model = ClassifierModel(OUTPUTS["huber"])
    with pytest.raises(ModelError, match=r"HuberLayer\(5\.0\) does not belong to the output huber"):
        model.add_layer("end", HuberLayer(5))
    model.add_layer("end", HuberLayer(1))


def test_numbers_that_float32_cannot_tell_apart_are_refused():
    x, y = arrays("numbers")
    late = Dataset.from_arrays(x, 1.7e9 + 20 * y, x, 1.7e9 + 20 * y, name="times", target="numbers")
    output = output_named("regression")
    with pytest.raises(DataError, match="the numbers of times differ by little more than the last digit of float32"):
        fit(network(output, late), late, **NUMBERS)
    fit(network(output, late), late, epochs=1, learning_rate=1e-12, dtype="float64")


def test_what_one_measure_cannot_say_does_not_hide_what_others_can(cli):
    x, _ = arrays("numbers")
    Path("e.toml").write_text(experiment("poisson", "d.npz").replace("0.2", "0.02"), encoding="utf-8")
    np.savez("d.npz", x=x, y=np.random.default_rng(0).poisson(3, 300))
    assert cli("run", "e.toml", "--out", "out", "--workers", 1)[0] == 0
    np.savez("same.npz", x=x, y=np.full(300, 3))
    code, out, err = cli("evaluate", "out/fast-seed0/model.safetensors", "--dataset", "same.npz")
    assert code == 0
    assert out.startswith("test root mean squared error")
    assert "holds a single number, 3, so there is no R2" in err
    np.savez("one.npz", x=x[:2], y=[3, 3], x_test=x[:1], y_test=[3])
    for options in ((), ("--json",)):
        code, out, err = cli("evaluate", "out/fast-seed0/model.safetensors", "--dataset", "one.npz", *options)
        assert (code, out) == (1, "")  # nothing can be said, so nothing is
        assert "has a single sample" in err


@pytest.mark.parametrize("text", TEXTS)
def test_an_interrupted_training_goes_on_to_the_same_bits(text, tmp_path):
    output, path = output_named(text), tmp_path / "c"
    dataset = data_for(output)
    whole = fit(network(output, dataset), dataset, **NUMBERS | {"epochs": 6}).last
    stop = Oversight(stop_when=lambda seen: len(seen) == 3, checkpoint=path)
    fit(network(output, dataset), dataset, oversight=stop, **NUMBERS | {"epochs": 6})
    resume = Oversight(checkpoint=path, resume=True)
    resumed = fit(network(output, dataset), dataset, oversight=resume, **NUMBERS | {"epochs": 6}).last
    for key, array in whole.items():
        np.testing.assert_array_equal(resumed[key], array)


def test_weights_of_samples_count_for_numbers_and_class_weights_for_two_classes():
    x, y = arrays("numbers")
    outlier = np.where(np.arange(300) % 3 == 0, y + 50, y)
    dataset = Dataset.from_arrays(x, outlier, x, y, target="numbers")
    regression = output_named("regression")
    weighted = dataset.weighted(np.where(np.arange(300) % 3 == 0, 0.0, 1.0))
    result = fit(network(regression, weighted), weighted, **NUMBERS)
    assert regression.measure.value(result.trained.predict(x)[:, 0], y) > 0.8
    logistic = output_named("logistic")
    dataset = data_for(logistic)
    plain, heavy = (
        fit(network(logistic, dataset), dataset, class_weight=weights, **NUMBERS).trained.predict(dataset.x_test).mean()
        for weights in ("balanced", (1.0, 10.0))
    )
    assert heavy > plain + 0.05
    with pytest.raises(UsageError, match="class_weight is for classes, and the output regression has none"):
        fit(network(regression, weighted), weighted, class_weight="balanced", **NUMBERS)


# Files and commands ---------------------------------------------------------------------------------------------------


def experiment(text: str, dataset: str, **extra: str) -> str:
    numbers = {"dataset": f'"{dataset}"', "output": f'"{text}"', "epochs": "30", "batch_size": "20", **extra}
    shared = "\n".join(f"{key} = {value}" for key, value in {"layers": '"fc(8), tanh"', **numbers}.items())
    return (
        f'{shared}\n[[network]]\nname = "fast"\nlearning_rate = 0.2\n[[network]]\nname = "slow"\nlearning_rate = 1e-4\n'
    )


@pytest.mark.parametrize("text", TEXTS)
def test_an_experiment_file_is_run_evaluated_and_predicted_from(text, cli):
    output = output_named(text)
    x, y = arrays(output.target, output.name)
    np.savez("d.npz", x=x, y=y)
    Path("e.toml").write_text(experiment(text, "d.npz"), encoding="utf-8")
    code, out, err = cli("run", "e.toml", "--out", "out", "--workers", 1)
    assert (code, "fast" in out) == (0, True), err
    result = load_result("out/fast-seed0")
    assert (result.spec.network.output, result.measure) == (text, output.measure)
    predictions = load_predictions("out/fast-seed0")
    # Each is kept with all digits that the measure needs.
    assert output.measure.value(predictions.predicted, predictions.labels) == pytest.approx(result.test.value)
    assert f"output {text} ({output.loss_words['en']})" in Path("out/report.md").read_text("utf-8")
    page = page_data(gather([Path("out")]))
    assert page["measure"]["name"] == output.measure.name
    assert all((run["details"] is None) != output.classifies for run in page["runs"])

    model = "out/fast-seed0/model.safetensors"
    code, out, err = cli("evaluate", model, "--dataset", "d.npz", "--json")
    assert code == 0, err
    said = json.loads(out)
    assert said[output.measure.name]["n"] == 300
    assert set(said) >= {measure.name for measure in output.also}
    assert cli("evaluate", model, "--dataset", "d.npz")[1].startswith(f"test {output.measure.words['en']} ")
    asked = [] if output.target == "numbers" else ["--probabilities"]
    code, out, _ = cli("predict", model, "d.npz", *asked)
    rows = list(csv.DictReader(out.splitlines()))
    assert len(rows) == 300
    trained = load_model(model)
    y_hat = trained.predict(x)
    if output.classifies:
        assert [int(row["class"]) for row in rows] == output.class_numbers(output.predicted(y_hat)).tolist()
        assert float(rows[0]["p_1"]) == pytest.approx(float(y_hat[0, 0]), rel=1e-5)
    elif output.target == "labels":
        assert [[int(row[name]) for name in "012"] for row in rows] == output.predicted(y_hat).tolist()
        assert float(rows[0]["p_2"]) == pytest.approx(float(y_hat[0, 2]), rel=1e-5)
    else:
        assert [np.float32(row["prediction"]) for row in rows] == y_hat[:, 0].tolist()  # with all digits
        code, _, err = cli("predict", model, "d.npz", "--probabilities")
        assert (code, "has no probabilities; leave --probabilities out" in err) == (2, True)
    assert cli("runs", "list", "out", "--filter", f"output={text}")[1].count("\n") > 2


def test_several_numbers_have_a_column_each(cli):
    x, y = arrays("numbers")
    np.savez("d.npz", x=x, y=np.stack([y, -2 * y], axis=1))
    Path("e.toml").write_text(experiment("regression", "d.npz"), encoding="utf-8")
    assert cli("run", "e.toml", "--out", "out", "--workers", 1)[0] == 0
    code, out, _ = cli("predict", "out/fast-seed0/model.safetensors", "d.npz")
    assert (code, out.splitlines()[0]) == (0, "row,y0,y1")
    np.savez("one.npz", x=x, y=y)
    code, _, err = cli("evaluate", "out/fast-seed0/model.safetensors", "--dataset", "one.npz")
    assert code == 1
    assert "one.npz has 1 number, but out/fast-seed0/model.safetensors knows 2" in err


def test_a_table_of_numbers_is_learned_and_searched(cli):
    x, y = arrays("numbers")
    lines = ["a,b,c,price", *(",".join(f"{v:.6g}" for v in (*row, t)) for row, t in zip(x, y, strict=True))]
    Path("d.csv").write_text("\n".join(lines), encoding="utf-8")
    Path("s.toml").write_text(
        'dataset = "d.csv"\nlabel_column = "price"\noutput = "regression"\nstrategy = "grid"\n'
        '[space]\nepochs = 5\nbatch_size = 20\nlayers = "fc(8), tanh"\nlearning_rate = [0.2, 0.0001]\n',
        encoding="utf-8",
    )
    code, out, err = cli("tune", "s.toml", "--out", "found", "--workers", 1, "--quiet")
    assert code == 0, err
    assert "R2" in out
    chosen = load_tuning("found").chosen[0]
    assert chosen.network.learning_rate == 0.2
    assert chosen.test.value > 0.5


@pytest.mark.parametrize(
    ("text", "cells", "said"),
    [
        (
            "regression",
            "1,2\n2,cheap",
            "1 row has a target that is not a number, and is left out: line 3, column 'y' holds 'cheap'\n"
            "undergrad: d.csv has 1 row with a target and no test part; give at least 2, or a test file",
        ),
        ("regression", "1,\n2,", "d.csv has no row with a number in 'y'; choose another column"),
        (
            "regression",
            "1,dear\n2,cheap\n3,4",
            "d.csv has 2 rows whose target is not a number, and only 1 with one: l",
        ),
        (
            "labels",
            "1,2\n2,3",
            "2 rows whose target is not yes or no, and only 0 with one: line 2, column 'y' holds '2', ",
        ),
        ("poisson", "1,2\n2,-1\n3,4\n4,2\n5,-3\n6,1\n7,1\n8,2", "the output poisson is for numbers from 0 on"),
        ("logistic", "1,0\n3,1\n3,2\n4,0\n5,1\n6,2\n7,1", "the output logistic is for two classes, and d has 3"),
    ],
)
def test_a_table_that_the_output_is_not_for_is_one_sentence(text, cells, said, cli):
    Path("d.csv").write_text(f"x,y\n{cells}\n", encoding="utf-8")
    Path("e.toml").write_text(experiment(text, "d.csv"), encoding="utf-8")
    code, _, err = cli("run", "e.toml", "--out", "out")
    assert code in (1, 2)
    assert said in err


def test_data_of_another_kind_are_refused_by_name():
    x, y = arrays("numbers")
    numbers = Dataset.from_arrays(x, y, x, y, name="prices", target="numbers")
    with pytest.raises(DataError, match="prices holds numbers, and the output classes needs classes"):
        fit(Architecture.parse("fc(8), tanh").build((3,), 2), numbers)
    with pytest.raises(UsageError, match="mnist-10k has classes, and numbers are needed"):
        load_dataset("mnist-10k", target="numbers")
    with pytest.raises(UsageError, match="unknown target 'number'; did you mean 'numbers'"):
        Dataset.from_arrays(x, y, x, y, target="number")
    with pytest.raises(UsageError, match="labels choose among classes, and the data hold numbers"):
        numbers.part(labels=[0])
    assert numbers.part(train_samples=5).y_train.tolist() == y[:5].tolist()


@pytest.mark.parametrize(
    ("target", "y", "said"),
    [
        ("labels", [[0, 2], [1, 0]], "sample 0 has 2 in column 1"),
        ("labels", [0, 1], "labels must have the shape"),
        ("numbers", [1.0, np.nan], "sample 1 has nan"),
        ("numbers", [1.0, 1e39], r"sample 1 has 1e\+39"),
        ("numbers", ["a", "b"], "numbers must be real numbers"),
        ("numbers", np.zeros((2, 1, 1)), "numbers must have the shape"),
    ],
)
def test_targets_that_are_none_are_said_with_their_place(target, y, said):
    with pytest.raises(DataError, match=said):
        Dataset.from_arrays(np.ones((2, 1)), y, np.ones((2, 1)), y, target=target)


def test_kinds_of_targets_are_told_apart_by_the_digest():
    x = np.arange(4.0)[:, None]
    classes = Dataset.from_arrays(x, [0, 1, 0, 1], x, [0, 1, 0, 1])
    numbers = Dataset.from_arrays(x, [0, 1, 0, 1], x, [0, 1, 0, 1], target="numbers")
    assert classes.digest != numbers.digest
    assert (numbers.y_train.dtype, numbers.class_names) == (np.float64, ("y",))
    column = Dataset.from_arrays(x, [[0], [1], [0], [1]], x, [[0], [1], [0], [1]], target="numbers")
    assert column.y_train.shape == (4,)


def test_a_slow_regression_is_not_called_diverged(cli):
    """It begins far from numbers that are far from 0, which is no divergence."""
    x, y = arrays("numbers")
    np.savez("d.npz", x=x, y=y + 20)
    Path("e.toml").write_text(experiment("regression", "d.npz"), encoding="utf-8")
    cli("run", "e.toml", "--out", "out", "--workers", 1)
    assert load_result("out/slow-seed0").warnings == ("guessing",)
