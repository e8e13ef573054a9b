"""An ONNX model computes what the trained model predicts: every layer, every output, and networks that are drawn."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.networks import Problem, problems
from tests.exports.exported import TOLERANCES, check_outputs, raw, run_onnx, session, trained_of
from undergrad import Architecture, TrainedModel
from undergrad.data import Scaling
from undergrad.exports import to_onnx
from undergrad.layers import LAYERS
from undergrad.outputs import OUTPUTS

onnx = pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

DTYPES = list(TOLERANCES)
#: By the layer that it is about, networks of images and of rows.
NETWORKS = {
    "fc": [("fc(7), fc(5), tanh", (3, 4, 5)), ("fc(7), relu", (6, 6)), ("relu", (9,))],
    "sigmoid": [("conv(3, 2), sigmoid, fc(4), sigmoid", (5, 5))],
    "relu": [("relu, conv(3, 2), relu", (2, 5, 4))],
    "tanh": [("fc(12), tanh, fc(5), tanh", (4,))],
    "leaky_relu": [("fc(12), leaky_relu, fc(9), leaky_relu(alpha=1.0), fc(9), leaky_relu(alpha=0)", (4,))],
    "elu": [("conv(3, 2), elu(alpha=0.3), fc(9), elu, fc(9), elu(alpha=0)", (2, 4, 4))],
    "batch_norm": [
        ("batch_norm, conv(3, 2), batch_norm(epsilon=0.1), fc(6), batch_norm, tanh", (3, 4, 4)),
        ("batch_norm, fc(5), relu", (6, 5)),
        ("batch_norm, tanh", (2, 3, 2, 3)),
    ],
    "conv": [
        ("conv(4, 3, stride=2, pad=1), conv(3, 1), tanh", (3, 7, 5)),
        ("conv(2, 2, pad=2), tanh", (4, 6)),
        ("conv(2, 3, stride=4), tanh", (2, 7, 3)),
    ],
    "dropout": [("dropout(0.5), fc(8), dropout(0.2), relu", (5,))],
    "pool": [
        ("pool(2), conv(3, 2), pool(3, stride=1), relu", (8, 10)),
        ("pool(1, stride=3), pool(2, stride=1), tanh", (2, 7, 7)),
    ],
}


def test_every_layer_is_among_the_networks():
    assert NETWORKS.keys() == LAYERS.keys()


def check(problem: Problem, dtype: str, names: tuple[str, ...] | None = None) -> None:
    trained, x = trained_of(problem, dtype, names), raw(problem, dtype)
    model = to_onnx(trained)
    onnx.checker.check_model(model, full_check=True)
    check_outputs(trained, run_onnx(model, x), x, TOLERANCES[dtype])


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("pixels", [True, False])
@pytest.mark.parametrize(("text", "shape"), [network for networks in NETWORKS.values() for network in networks])
def test_a_layer(text, shape, pixels, dtype):
    check(Problem(text, shape, pixels=pixels), dtype)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("text", [*OUTPUTS, "huber(delta=5)"])
def test_an_output(text, dtype):
    two = text == "logistic"
    for names in (None, ("없다", "있다 ") if two else ("a", "b c", "\x1b'\"")):
        check(Problem("fc(9), tanh", (4, 4), text, width=2 if two else 3, n=200, pixels=False), dtype, names)
    if text not in ("logistic", "classes"):
        check(Problem("fc(9), tanh", (4, 4), text, width=1), dtype)


@settings(max_examples=60)
@given(problem=problems(optimizers=st.just("sgd")), dtype=st.sampled_from(DTYPES))
def test_a_drawn_network(problem, dtype):
    check(problem, dtype)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("output", OUTPUTS)
def test_a_batch_may_have_any_size(output, dtype):
    text = "conv(3, 3, pad=1), batch_norm, elu, pool(2), fc(8), leaky_relu"
    problem = Problem(text, (6, 6), output, width=2 if output == "logistic" else 3, n=7)
    trained = trained_of(problem, dtype)
    model = to_onnx(trained)
    for n in (0, 1, 7):
        check_outputs(trained, run_onnx(model, problem.x[:n]), problem.x[:n], TOLERANCES[dtype])


def test_equal_probabilities_are_the_first_class():
    problem = Problem("tanh", (3,), "logistic", width=2, n=3)
    trained = trained_of(problem)
    trained.model.set_arrays({key: np.zeros_like(array) for key, array in trained.model.arrays().items()})
    outputs = run_onnx(to_onnx(trained), problem.x)
    assert outputs["label"].tolist() == [0, 0, 0]
    assert (outputs["probabilities"] == 0.5).all()


@pytest.mark.parametrize(("weights", "dtype"), [("float64", "float32"), ("float32", "float64"), ("float16", None)])
def test_the_dtype_may_be_another_than_that_of_the_weights(weights, dtype):
    problem = Problem("conv(3, 2), elu, fc(5), leaky_relu", (4, 4), n=50)
    model = to_onnx(trained_of(problem, weights), dtype=dtype)
    outputs = run_onnx(model, problem.x)
    assert outputs["probabilities"].dtype == (dtype or "float32")
    # What is exported are the weights as they are, so the textbook with them in that dtype is the measure.
    stored = trained_of(problem, weights)
    stored.model.set_arrays({key: a.astype(dtype or "float32") for key, a in stored.model.arrays().items()})
    check_outputs(stored, outputs, problem.x, TOLERANCES[dtype or "float32"])


def test_a_trained_model_has_the_method_itself(tmp_path):
    trained = trained_of(Problem("fc(2), relu", (3,)))
    model = trained.to_onnx(tmp_path / "model.onnx", dtype="float64")
    assert model == to_onnx(trained, dtype="float64")
    assert (tmp_path / "model.onnx").read_bytes() == model.SerializeToString()


def test_the_features_of_a_table_keep_their_names_in_the_metadata():
    trained = dataclasses.replace(trained_of(Problem("fc(2), relu", (3,))), columns=("키", "b", "c"))
    said = {entry.key: entry.value for entry in to_onnx(trained).metadata_props}
    assert json.loads(said["columns"]) == ["키", "b", "c"]


def test_the_model_says_what_it_is_and_what_it_takes():
    trained = trained_of(Problem("conv(2, 3), relu, pool(2)", (6, 6), "huber(delta=5)", width=2), names=("가", "b"))
    model = to_onnx(trained)
    assert {entry.key: entry.value for entry in model.metadata_props} == {
        "output": "huber(delta=5.0)",
        "class_names": '["가", "b"]',
        "layers": "conv(2, 3), relu, pool(2)",
    }
    assert [(entry.domain, entry.version) for entry in model.opset_import] == [("", 13)]
    assert (model.ir_version, model.producer_name) == (7, "undergrad")
    [source] = session(model).get_inputs()
    assert (source.name, source.type, source.shape) == ("x", "tensor(uint8)", ["N", 6, 6])
    [prediction] = session(model).get_outputs()
    assert (prediction.name, prediction.shape) == ("prediction", ["N", 2])
    named = {node.name for node in model.graph.node}
    assert {"conv1", "relu1", "pool1", "fc1"} <= named
    assert "conv1.w" in {constant.name for constant in model.graph.initializer}


def test_equal_models_are_equal_files():
    one, other = (to_onnx(trained_of(Problem("fc(5), relu", (4,)))) for _ in range(2))
    assert one.SerializeToString() == other.SerializeToString()


@pytest.mark.parametrize("output", ["classes", "labels", "regression"])
def test_layers_may_be_called_like_an_input_or_output(output):
    built = trained_of(Problem("fc(5), relu, fc(4), tanh", (4, 2), output))
    model = type(built.model)(built.model.output)
    names = ("x", "label", "probabilities", "prediction", "labels")
    for name, layer in zip(names, built.model.layers.values(), strict=True):
        model.add_layer(name, layer)
    model.add_layer("end", built.model.output_layer)
    trained = TrainedModel(model, built.scaling, built.sample_shape, built.class_names)
    x = Problem("relu", (4, 2)).x
    check_outputs(trained, run_onnx(to_onnx(trained), x), x, 1e-5)


def test_a_network_that_no_text_describes_has_none_in_its_metadata():
    model = Architecture.parse("fc(5), relu").build((4,), 3, rng=np.random.default_rng(0))
    model.add_layer("last", LAYERS["tanh"]())
    x = np.random.default_rng(1).normal(size=(9, 4))
    trained = TrainedModel(model, Scaling.of(x), (4,), ("0", "1", "2"))
    exported = to_onnx(trained)
    assert [entry.key for entry in exported.metadata_props] == ["output", "class_names"]
    assert json.loads(exported.metadata_props[1].value) == ["0", "1", "2"]
    check_outputs(trained, run_onnx(exported, x), x, 1e-12)


@pytest.mark.parametrize(("operator", "shape"), [("LeakyRelu", (3,)), ("Elu", (3,)), ("Conv", (1, 3, 3))])
def test_onnxruntime_has_no_such_operator_in_float64(operator, shape):
    """Why the layer's formula is written out there. Where it is skipped, a release has the operator."""
    helper, kind = onnx.helper, onnx.TensorProto.DOUBLE
    constants = [onnx.numpy_helper.from_array(np.ones((1, 1, 2, 2)), "w")] if operator == "Conv" else []
    source, target = (helper.make_tensor_value_info(name, kind, ["N", *shape]) for name in "xy")
    if constants:
        target = helper.make_tensor_value_info("y", kind, ["N", 1, 2, 2])
    node = helper.make_node(operator, ["x", *(constant.name for constant in constants)], ["y"])
    graph = helper.make_graph([node], "one", [source], [target], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=7)
    refusal = ""
    try:
        session(model)
    except Exception as error:  # its class is in no public module
        refusal = str(error)
    if not refusal:
        pytest.skip(f"this onnxruntime has {operator} in float64, which needs no formula any longer")
    assert f"Could not find an implementation for {operator}" in refusal
