"""An ONNX model of a fitted estimator gives what the estimator predicts."""

from __future__ import annotations

import json
import warnings

import numpy as np
import pytest

from tests.exports.exported import TOLERANCES, run_onnx, session

onnx = pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")
pytest.importorskip("sklearn")

from sklearn.exceptions import ConvergenceWarning, NotFittedError  # noqa: E402 - where it is there

from undergrad.estimators import MLPClassifier, MLPRegressor  # noqa: E402

RNG = np.random.default_rng(0)
X = RNG.normal(size=(60, 16))
SCORES = X[:, :3] + 0.3 * RNG.normal(size=(60, 3))
NUMBERS = SCORES.argmax(axis=1)
TARGETS = {
    "texts": np.array(["여우", "b", "a c"])[NUMBERS],
    "numbers": np.array([-7, 3, 12])[NUMBERS],
    "floats": np.array([0.0, 2.0, 4.0])[NUMBERS],
    "two texts": np.array(["yes", "no"])[NUMBERS // 2],
    "truth values": NUMBERS > 0,
    "several labels": (SCORES > 0).astype(int),
}
TYPES = {"texts": object, "two texts": object, "floats": np.float64, "truth values": np.bool_}
DTYPES = list(TOLERANCES)


def fitted(kind, y, dtype="float64", **parameters):
    sizes = {} if "layers" in parameters else {"hidden_layer_sizes": (8, 6)}
    parameters = {**sizes, "max_iter": 5, "random_state": 0} | parameters
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return kind(**parameters).fit(X.astype(dtype), y)


def check(estimator):
    dtype = estimator.coefs_[0].dtype.name  # float64 after L-BFGS, whatever X was
    x, tolerance = X.astype(dtype), TOLERANCES[dtype]
    model = estimator.to_onnx()
    onnx.checker.check_model(model, full_check=True)
    for rows in (x, x[:1], x[:0]):
        outputs = run_onnx(model, rows)
        if not len(rows):  # of which scikit-learn has no prediction
            assert all(len(output) == 0 for output in outputs.values())
        elif isinstance(estimator, MLPRegressor):
            predicted = estimator.predict(rows).reshape(len(rows), -1)
            assert outputs["prediction"].shape == predicted.shape
            assert np.abs(outputs["prediction"] - predicted).max() <= tolerance * max(1, np.abs(predicted).max())
        else:
            labels = outputs.get("label", outputs.get("labels"))
            probabilities = estimator.predict_proba(rows)
            assert outputs["probabilities"].shape == probabilities.shape
            assert outputs["probabilities"].dtype == dtype
            assert np.abs(outputs["probabilities"] - probabilities).max() <= tolerance
            assert np.array_equal(labels, estimator.predict(rows))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("target", TARGETS)
def test_a_classifier(target, dtype):
    estimator = fitted(MLPClassifier, TARGETS[target], dtype)
    check(estimator)
    [label, _] = run_onnx(estimator.to_onnx(), X.astype(dtype)).values()
    assert label.dtype == TYPES.get(target, np.int64)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("activation", ["identity", "logistic", "tanh", "relu"])
def test_an_activation_function(activation, dtype):
    check(fitted(MLPClassifier, TARGETS["texts"], dtype, activation=activation))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("columns", [1, 3])
@pytest.mark.parametrize("loss", ["squared_error", "poisson"])
def test_a_regressor(loss, columns, dtype):
    y = np.exp(SCORES)[:, :columns]
    parameters = {}
    if loss != "squared_error":
        if "loss" not in MLPRegressor().get_params():
            pytest.skip("this release of scikit-learn has no other loss")
        parameters = {"loss": loss}
    check(fitted(MLPRegressor, y[:, 0] if columns == 1 else y, dtype, **parameters))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    "parameters",
    [
        {"batch_norm": True, "dropout": 0.3},
        {"layers": "conv(3, 2), batch_norm, elu, pool(3), fc(5), leaky_relu", "sample_shape": (4, 4)},
        {"layers": "conv(2, 1), relu, fc(5), tanh", "sample_shape": (4, 2, 2)},
        {"solver": "lbfgs"},
        {"hidden_layer_sizes": ()},
    ],
)
def test_what_scikit_learn_lacks_and_other_ways_to_fit(parameters, dtype):
    check(fitted(MLPClassifier, TARGETS["two texts"], dtype, **parameters))
    check(fitted(MLPRegressor, SCORES, dtype, **parameters))


def test_the_latest_weights_are_exported():
    estimator = fitted(MLPClassifier, TARGETS["texts"])
    before = run_onnx(estimator.to_onnx(), X)["probabilities"]
    estimator.partial_fit(X, TARGETS["texts"])
    check(estimator)
    assert np.abs(run_onnx(estimator.to_onnx(), X)["probabilities"] - before).max() > 1e-4


def test_the_model_says_its_classes_and_its_file_is_the_same(tmp_path):
    estimator = fitted(MLPClassifier, TARGETS["two texts"])
    model = estimator.to_onnx(tmp_path / "model.onnx", dtype="float32")
    assert (tmp_path / "model.onnx").read_bytes() == model.SerializeToString()
    assert {entry.key: entry.value for entry in model.metadata_props} == {
        "output": "logistic",
        "class_names": '["no", "yes"]',
        "layers": "fc(8), relu, fc(6), relu",
    }
    [source] = session(model).get_inputs()
    assert (source.name, source.type, source.shape) == ("x", "tensor(float)", ["N", 16])


def test_before_a_fit_there_is_nothing_to_export():
    with pytest.raises(NotFittedError, match="not fitted yet"):
        MLPClassifier().to_onnx()


def test_what_scikit_learn_fitted_by_itself():
    """Engines refuse a momentum of 1, so scikit-learn's own loop made these weights."""
    check(fitted(MLPClassifier, TARGETS["texts"], solver="sgd", momentum=1.0))


def test_the_features_of_a_data_frame_keep_their_names():
    estimator = fitted(MLPRegressor, SCORES)
    estimator.feature_names_in_ = np.array([f"f{place}" for place in range(16)], dtype=object)  # as a DataFrame sets it
    said = {entry.key: entry.value for entry in estimator.to_onnx().metadata_props}
    assert json.loads(said["columns"]) == [f"f{place}" for place in range(16)]
