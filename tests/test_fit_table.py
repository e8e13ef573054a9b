"""`fit_table` does in Python what `undergrad train` does, and a trained model reads frames."""

from __future__ import annotations

import numpy as np
import pytest

from undergrad import load_model
from undergrad.data import load_table
from undergrad.errors import DataError, UndergradError, UsageError
from undergrad.training import Oversight, fit_table

DATA = {
    "size": [round(float(value), 3) for value in np.random.default_rng(2).normal(size=60)],
    "zip": [10_000 + k % 4 for k in range(60)],
    "colour": [("r", "g", None)[k % 3] for k in range(60)],
}
DATA["won"] = ["yes" if size > 0.1 else "no" for size in DATA["size"]]


@pytest.fixture
def path(tmp_path):
    rows = (",".join("" if cell is None else str(cell) for cell in row) for row in zip(*DATA.values(), strict=True))
    (tmp_path / "t.csv").write_text("\n".join([",".join(DATA), *rows]))
    return tmp_path / "t.csv"


def test_the_weights_are_those_of_the_command(cli, path):
    options = ("--label-column", "won", "--column", "zip=category", "--seed", 3, "--epochs", 3)
    code, _, err = cli("train", "t.csv", *options, "--workers", 1, "--out", "out")
    assert code == 0, err
    fitted = fit_table(path, target="won", columns={"zip": "category"}, seed=3, epochs=3)
    other = load_model("out/relu-seed3")
    assert other.columns == fitted.trained.columns
    assert "zip = 10001" in other.columns
    for key, array in fitted.trained.model.arrays().items():
        np.testing.assert_array_equal(array, other.model.arrays()[key])


def test_each_option_has_its_effect(path, tmp_path):
    heard = []
    fitted = fit_table(
        path,
        target="won",
        columns={"colour": "drop", "zip": "drop"},
        test=path,
        layers="fc(5), tanh, fc(4), relu",
        output="classes",
        oversight=Oversight(on_epoch=heard.append),
        epochs=2,
        batch_size=7,
    )
    assert fitted.trained.columns == ("size",)
    assert len(heard) == 2
    # With a test part of its own no row is held out.
    assert fitted.trained.seen(np.array(DATA["size"], np.float32)[:, None]).all()
    model = fitted.trained.model
    assert [array.shape for key, array in model.arrays().items() if key.endswith(".W")] == [(1, 5), (5, 4), (4, 2)]
    assert model.output.name == "classes"
    numbers = fit_table(path, target="size", task="regression", epochs=1).trained
    assert numbers.model.output.name == "regression"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"target": "wan"}, "won"),
        ({"target": "won", "task": "sorting"}, "sorting"),
        ({"target": "won", "columns": {"zap": "category"}}, "zip"),
        ({"target": "won", "output": "clases"}, "classes"),
        ({"target": "won", "layers": "fcc(3)"}, "fc"),
        ({"target": "won", "epochs": 0}, "epochs must be a whole number of at least 1"),
        ({"target": "won", "output": "regression"}, "the output regression needs numbers"),
    ],
)
def test_errors_are_one_sentence(path, options, words):
    with pytest.raises(UndergradError, match=words) as raised:
        fit_table(path, **options)
    assert isinstance(raised.value, UsageError | DataError)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_a_frame_is_predicted_by_the_names_of_its_columns(path, library):
    module = pytest.importorskip(library)
    trained = fit_table(path, target="won", columns={"zip": "category"}, epochs=2).trained
    data = load_table(path, target="won", columns={"zip": "category"}, hold_out=False)
    wanted = trained.predict(data.x_train)

    def frame(columns):
        return module.table(columns) if library == "pyarrow" else module.DataFrame(columns)

    for columns in (DATA, {name: DATA[name] for name in ("colour", "zip", "size")}):
        np.testing.assert_array_equal(trained.predict(frame(columns)), wanted)
    with pytest.raises(DataError, match="has no column called 'zip', which is a feature of the model"):
        trained.predict(frame({name: DATA[name] for name in ("size", "colour")}))
    strange = {**DATA, "size": ["large", *map(str, DATA["size"][1:])]}
    with pytest.raises(DataError, match="large"):
        trained.predict(frame(strange))
    few = frame({name: cells[:3] for name, cells in DATA.items()})
    assert trained.predict(few).shape == (3, 1)
