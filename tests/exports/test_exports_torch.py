"""A PyTorch module of a trained model computes what it predicts, and what the module learns comes back."""

from __future__ import annotations

import copy
import importlib
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_model import Swish

from tests.engines.networks import Problem, problems
from tests.exports.exported import TOLERANCES, trained_of
from tests.exports.test_exports_refusals import of_layers
from undergrad import Architecture, FCLayer, TrainedModel, fully_connected
from undergrad.errors import ModelError, UsageError
from undergrad.exports import from_torch, to_torch
from undergrad.outputs import OUTPUTS

torch = pytest.importorskip("torch")

DTYPES = list(TOLERANCES)
#: Every layer is in one of them.
TEXTS = [
    (
        "conv(4, 3, stride=2, pad=1), batch_norm(momentum=0.7, epsilon=0.01), relu, pool(2), fc(6), batch_norm, tanh",
        (2, 7, 7),
    ),
    ("batch_norm, leaky_relu(alpha=0.3), conv(3, 2), elu(alpha=0.7), pool(3, stride=1), dropout(0.4)", (6, 8)),
    ("fc(9), sigmoid, dropout(0.5), fc(7), elu", (3, 4)),
    ("batch_norm, tanh", (2, 3, 2, 2)),
]
IMAGES = Problem(TEXTS[0][0], TEXTS[0][1], n=40)


def check(problem: Problem, dtype: str) -> None:
    trained = trained_of(problem, dtype)
    module = to_torch(trained)
    assert [name for name, _ in module.named_children() if name in trained.model.layers] == list(trained.model.layers)
    for x in (problem.x, problem.x[:1], problem.x[:0], problem.x.reshape(problem.n, -1)):
        wanted = trained.predict(x)
        with torch.no_grad():
            y_hat = module(torch.from_numpy(x)).numpy()
        assert y_hat.dtype == dtype
        assert y_hat.shape == wanted.shape
        scale = max(1, np.abs(wanted).max(initial=0))
        assert np.abs(y_hat - wanted).max(initial=0) <= TOLERANCES[dtype] * scale
    check_back(trained, module)


def check_back(trained: TrainedModel, module: object) -> None:
    """That the same weights come back, to the last bit, into a model that had others."""
    other = copy.deepcopy(trained)
    other.model.set_arrays({key: array + 1 for key, array in other.model.arrays().items()})
    assert from_torch(module, other) is other
    for key, array in trained.model.arrays().items():
        back = other.model.arrays()[key]
        assert back.dtype == array.dtype
        assert np.array_equal(back, array), key


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("pixels", [True, False])
@pytest.mark.parametrize(("text", "shape"), TEXTS)
def test_a_network(text, shape, pixels, dtype):
    check(Problem(text, shape, pixels=pixels), dtype)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("output", OUTPUTS)
def test_an_output(output, dtype):
    check(Problem("fc(9), tanh", (4, 4), output, width=2 if output == "logistic" else 3), dtype)


@settings(max_examples=60)
@given(problem=problems(optimizers=st.just("sgd")), dtype=st.sampled_from(DTYPES))
def test_a_drawn_network(problem, dtype):
    check(problem, dtype)


def test_the_modules_are_named_as_the_layers():
    module = to_torch(trained_of(IMAGES))
    names = [name for name, _ in module.named_children()]
    of_images = ["scaling", "conv1", "batch_norm1", "relu1", "pool1"]
    assert names == [*of_images, "flatten", "fc1", "batch_norm2", "tanh1", "fc2", "softmax"]
    assert not module.training
    assert not [name for name, _ in module.named_parameters() if name.startswith("scaling")]
    scores = module[:-1](torch.from_numpy(IMAGES.x))
    assert torch.allclose(scores.softmax(dim=1), module(torch.from_numpy(IMAGES.x)))


def test_layers_may_have_the_names_of_what_is_added():
    built = trained_of(Problem("fc(5), relu", (4, 2)))
    model = type(built.model)()
    for name, layer in zip(("flatten", "scaling", "flatten_"), built.model.layers.values(), strict=True):
        model.add_layer(name, layer)
    model.add_layer("softmax", built.model.output_layer)
    module = to_torch(TrainedModel(model, built.scaling, (4, 2), built.class_names))
    names = [name for name, _ in module.named_children()]
    assert names == ["scaling_", "flatten__", "flatten", "scaling", "flatten_", "softmax"]


@pytest.mark.parametrize("name", ["fc.1", "forward", ""])
def test_a_name_that_pytorch_does_not_take(name):
    built = trained_of(Problem("relu", (4,)))
    model = type(built.model)()
    model.add_layer(name, built.model.layers["fc1"])
    model.add_layer("softmax", built.model.output_layer)
    with pytest.raises(ModelError, match=f"no module with the name '{name}'; give the layer another name"):
        to_torch(TrainedModel(model, built.scaling, (4,), built.class_names))


@pytest.mark.parametrize("dtype", DTYPES)
def test_the_module_holds_copies(dtype):
    trained, x = trained_of(IMAGES, dtype), torch.from_numpy(IMAGES.x)
    before, module = trained.predict(IMAGES.x), to_torch(trained)
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.mul_(0.5)
    assert np.array_equal(trained.predict(IMAGES.x), before)
    after = module(x)
    from_torch(module, trained)
    taken = trained.predict(IMAGES.x)
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.mul_(0.5)
    assert np.array_equal(trained.predict(IMAGES.x), taken)
    assert np.abs(after.detach().numpy() - taken).max() <= 1e-5


@pytest.mark.parametrize("dtype", DTYPES)
def test_what_is_trained_there_predicts_the_same_here(dtype):
    """Batch norms keep averages in training as here, so a step of both is the same."""
    trained, x = trained_of(IMAGES, dtype), torch.from_numpy(IMAGES.x)
    here, module = copy.deepcopy(trained), to_torch(trained).train()
    optimizer = torch.optim.SGD(module.parameters(), lr=0.1)
    loss = torch.nn.functional.cross_entropy(module[:-1](x), torch.from_numpy(IMAGES.labels))
    loss.backward()
    optimizer.step()
    from_torch(module, trained)
    with torch.no_grad():
        assert np.abs(trained.predict(IMAGES.x) - module.eval()(x).numpy()).max() <= TOLERANCES[dtype]
    here.model.forward(here.inputs(IMAGES.x), np.eye(3)[IMAGES.labels])
    here.model.backward()
    here.model.update(0.1)
    for key, array in here.model.arrays().items():
        tolerance = 100 * TOLERANCES[dtype] * max(1, np.abs(array).max())
        assert np.abs(trained.model.arrays()[key] - array).max() <= tolerance, key


def test_a_module_of_one_s_own_is_taken_over():
    torch.manual_seed(0)
    convolution = torch.nn.Conv2d(1, 4, 3, padding="valid", bias=False)
    there = torch.nn.ModuleDict(
        {"body": torch.nn.Sequential(convolution, torch.nn.Tanh()), "head": torch.nn.Linear(64, 3)}
    )
    model = Architecture.parse("conv(4, 3), tanh").build((6, 6), 3, dtype=np.float32)
    x = np.random.default_rng(0).normal(size=(5, 1, 6, 6)).astype(np.float32)
    assert from_torch(there, model) is model
    with torch.no_grad():
        wanted = there["head"](there["body"](torch.from_numpy(x)).flatten(1)).softmax(1).numpy()
    assert np.abs(model.predict(x) - wanted).max() <= 1e-6
    assert not model.layers["conv1"].b.any()


def test_the_arrays_keep_their_library_and_dtype():
    module = to_torch(trained_of(Problem("fc(5), batch_norm, relu", (4,)), "float64"))
    model = trained_of(Problem("fc(5), batch_norm, relu", (4,)), "float64").model
    model.set_arrays({key: torch.from_numpy(array).bfloat16() for key, array in model.arrays().items()})
    from_torch(module, model)
    assert {array.dtype for array in model.arrays().values()} == {torch.bfloat16}
    assert torch.equal(model.layers["fc1"].W, module.fc1.weight.T.bfloat16())
    assert to_torch(TrainedModel(model, IMAGES.scaling, (4,), ("a", "b", "c"))).fc1.weight.dtype == torch.float32


NN = torch.nn
LINEAR, LAST = NN.Linear(4, 5), NN.Linear(5, 3)
INFINITE = NN.Linear(4, 5)
INFINITE.weight.data[0, 0] = torch.inf
ROWS, NORMED, IMAGE = "fc(5), relu", "fc(5), batch_norm, relu", "conv(2, 3), relu"


@pytest.mark.parametrize(
    ("parts", "text", "words"),
    [
        ([LINEAR], ROWS, "the module has 1 parts that learn, and the model has 2"),
        ([NN.Linear(4, 6), LAST], ROWS, r"0 .* is for fc1\.W of the shape \(4, 6\), but the model has \(4, 5\)"),
        ([LINEAR, NN.BatchNorm1d(5)], ROWS, "1 .* is a BatchNorm1d, and fc2 of the model, in its place, a FCLayer"),
        ([LINEAR, NN.BatchNorm1d(5, eps=0.5), LAST], NORMED, "has epsilon = 0.5, and batch_norm1 of .* has 1e-05"),
        ([LINEAR, NN.BatchNorm1d(5, track_running_stats=False), LAST], NORMED, "1 .* keeps no running averages"),
        ([NN.GRU(4, 5)], ROWS, "0 is a GRU, and undergrad has no such layer"),
        ([INFINITE, LAST], ROWS, r"0 of the module holds numbers that are not finite in the precision of fc1\.W"),
        ([NN.Conv2d(1, 2, 3, stride=2), NN.Linear(8, 3)], IMAGE, "0 .* has stride = 2, and conv1 of the model has 1"),
        ([NN.Conv2d(1, 2, 3, padding=1), NN.Linear(8, 3)], IMAGE, "0 .* has pad = 1, and conv1 of the model has 0"),
        ([NN.Conv2d(1, 2, 3, padding="same"), NN.Linear(8, 3)], IMAGE, "one stride, one pad of zeros in numbers"),
        ([NN.Conv2d(1, 2, 3, dilation=2), NN.Linear(8, 3)], IMAGE, "neither dilation nor groups"),
    ],
)
def test_what_is_not_like_the_model_changes_nothing(parts, text, words):
    shape = (4, 4) if text.startswith("conv") else (4,)
    model = Architecture.parse(text).build(shape, 3, rng=np.random.default_rng(0), dtype=np.float32)
    before = {key: array.copy() for key, array in model.arrays().items()}
    with pytest.raises(ModelError, match=words):
        from_torch(NN.Sequential(*parts), model)
    assert all(np.array_equal(array, before[key]) for key, array in model.arrays().items())


def test_layers_of_one_s_own_stay_here():
    own = of_layers((4,), FCLayer(4, 3), Swish())
    with pytest.raises(ModelError, match="'layer1' is of the class Swish, the user's own layer"):
        to_torch(own)
    with pytest.raises(ModelError, match="'layer1' is of the class Swish, the user's own layer"):
        from_torch(NN.Linear(4, 3), own)
    with pytest.raises(ModelError, match="no batch norm like batch_norm1, for samples"):
        to_torch(trained_of(Problem("batch_norm, tanh", (2, 1, 2, 1, 2))))


def test_a_module_may_be_copied_pickled_and_traced():
    module, x = to_torch(trained_of(Problem("fc(5), tanh", (4, 4), "poisson", width=1))), torch.ones(3, 4, 4).byte()
    wanted = module(x)
    assert torch.equal(copy.deepcopy(module)(x), wanted)
    assert torch.equal(pickle.loads(pickle.dumps(module))(x), wanted)
    assert "(scaling): Scaling(shape=(1, 4, 4))" in str(module)
    double = module.double()
    assert double(x).dtype == torch.float64


def test_without_the_package_the_sentence_says_what_to_install(monkeypatch):
    original = importlib.import_module

    def lacking(name, *arguments):
        if name == "torch":
            raise ModuleNotFoundError("No module named 'torch'", name="torch")
        return original(name, *arguments)

    monkeypatch.setattr(importlib, "import_module", lacking)
    model = fully_connected(4, [3], 2)
    for call in (lambda: to_torch(trained_of(IMAGES)), lambda: from_torch(None, model)):
        with pytest.raises(UsageError, match=r"a PyTorch module needs the package torch, .* 'undergrad\[torch\]'$"):
            call()


def test_a_trained_model_has_the_method_itself():
    trained = trained_of(IMAGES)
    own, other = trained.to_torch().state_dict(), to_torch(trained).state_dict()
    assert own.keys() == other.keys()
    assert all(torch.equal(own[key], other[key]) for key in own)
