"""Layers that have no textbook: right ones of many kinds pass, and each planted mistake is found at its method."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from undergrad import check_layer
from undergrad.exercises.own import central

LAYER_NORM = '''
class LayerNorm:
    """Each sample scaled to mean 0 and variance 1, then gamma times it plus beta."""

    def __init__(self, width):
        self.gamma, self.beta = np.ones(width), np.zeros(width)

    def forward(self, x):
        centred = x - x.mean(axis=1, keepdims=True)
        self.scale = 1 / np.sqrt((centred**2).mean(axis=1, keepdims=True) + 1e-5)
        self.hat = centred * self.scale
        out = self.gamma * self.hat + self.beta
        return out

    def backward(self, d_prev, reg_lambda=0.0):
        self.dgamma = np.sum(d_prev * self.hat, axis=0)
        self.dbeta = np.sum(d_prev, axis=0)
        d = d_prev * self.gamma
        along = np.mean(d * self.hat, axis=1, keepdims=True)
        dx = self.scale * (d - d.mean(axis=1, keepdims=True) - self.hat * along)
        return dx

    def update(self, learning_rate):
        self.gamma = self.gamma - learning_rate * self.dgamma
        self.beta = self.beta - learning_rate * self.dbeta

    def summary(self):
        return f"LayerNorm {self.gamma.size}"
'''

PRELU = '''
class PReLU:
    """x, and below 0 the learned slope of its feature times x."""

    def __init__(self, width):
        self.slope = np.full(width, 0.25)

    def forward(self, x):
        self.x = x
        out = np.where(x > 0, x, self.slope * x)
        return out

    def backward(self, d_prev, reg_lambda):
        self.dslope = np.sum(np.where(self.x > 0, 0, d_prev * self.x), axis=0) + reg_lambda * self.slope
        dx = np.where(self.x > 0, d_prev, self.slope * d_prev)
        return dx

    def update(self, learning_rate):
        self.slope -= learning_rate * self.dslope

    def summary(self):
        return "PReLU"
'''


def made(source, *replacements):
    """The class in a source text with those lines replaced."""
    for line, other in replacements:
        assert source.count(line) == 1, line
        source = source.replace(line, other)
    space = {"np": np}
    exec(source, space)
    return next(value for name, value in space.items() if name in ("LayerNorm", "PReLU"))


def failures(layer, *arguments, **options):
    report = check_layer(layer, *arguments, **{"seed": 0} | options)
    return {(record.method, record.check, record.cause) for record in report.failures}


@pytest.mark.parametrize("source", [LAYER_NORM, PRELU], ids=["LayerNorm", "PReLU"])
@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**40), size=st.integers(1, 9), width=st.integers(2, 6))
def test_right_layer(source, seed, size, width):
    check_layer(made(source), width, input_shape=(size, width), seed=seed).assert_ok()


RETURN = "        return out\n"
MISTAKES = {
    "a later forward writes into the array that an earlier one returned": (
        RETURN,
        "        if getattr(self, 'kept', out[:0]).shape != out.shape: self.kept = np.empty_like(out)\n"
        "        self.kept[...] = out\n        return self.kept\n",
        ("forward", "purity", "result-destroyed"),
    ),
    "the input changed in place": (
        "centred = x - x.mean(axis=1, keepdims=True)",
        "centred = x; centred -= x.mean(axis=1, keepdims=True)",
        ("forward", "purity", "input-changed"),
    ),
    "d_prev changed in place": (
        "d = d_prev * self.gamma",
        "d = d_prev; d *= self.gamma",
        ("backward", "purity", "upstream-changed"),
    ),
    "the output changed by backward": (
        (RETURN, "        self.out = out\n        return out\n"),
        ("dx = self.scale", "self.out *= 2; dx = self.scale"),
        ("backward", "purity", "result-destroyed"),
    ),
    "no sum over the batch": (
        "np.sum(d_prev * self.hat, axis=0)",
        "d_prev * self.hat",
        ("backward", "shape", "wrong-shape"),
    ),
    "a mean for the sum": (
        "np.sum(d_prev, axis=0)",
        "np.mean(d_prev, axis=0)",
        ("backward", "values", "extra-1-over-n"),
    ),
    "a term missing": (" - self.hat * along", "", ("backward", "values", None)),
    "gamma forgotten": ("d = d_prev * self.gamma", "d = d_prev", ("backward", "values", None)),
    "the sign": ("dx = self.scale", "dx = -self.scale", ("backward", "values", "sign")),
    "the factor": ("dx = self.scale", "dx = 2 * self.scale", ("backward", "values", "doubled")),
    "zero": ("        return dx", "        return 0 * dx", ("backward", "values", "zero-gradient")),
    "the size of the first batch for all": (
        RETURN,
        "        self.size = getattr(self, 'size', len(x))\n        return out * self.size / len(x)\n",
        ("forward", "batches", "cached-first-result"),
    ),
    "gradients that accumulate": (
        "self.dbeta = np.sum(d_prev, axis=0)",
        "self.dbeta = getattr(self, 'dbeta', 0) + np.sum(d_prev, axis=0)",
        ("backward", "repeat", "gradient-accumulates"),
    ),
    "state of the class": (
        ("self.hat = centred * self.scale", "self.hat = LayerNorm.hat = centred * self.scale"),
        ("d = d_prev * self.gamma", "d = d_prev * self.gamma; self.hat = LayerNorm.hat"),
        ("backward", "instances", "shared-state"),
    ),
    "float64 from float32": (RETURN, "        return np.ones(1) * out\n", ("forward", "float32", "float32-lost")),
    "a gradient in float64": (
        "self.dbeta = np.sum(",
        "self.dbeta = np.float64(1) * np.sum(",
        ("backward", "float32", "float32-lost"),
    ),
    "slightly off": ("        return dx", "        return dx * 1.001", ("backward", "values", "constant-factor")),
    "not finite at 1000": (RETURN, "        return out + 0 * np.exp(x)\n", ("forward", "extremes", "not-finite")),
    "not finite at zeros": (" + 1e-5", "", ("forward", "extremes", "not-finite")),
    "a batch of one squeezed": (RETURN, "        return np.squeeze(out)\n", ("forward", "shapes", "squeezed")),
    "the order in memory": (
        RETURN,
        "        return out if x.flags.c_contiguous else 2 * out\n",
        ("forward", "shapes", None),
    ),
    "an L2 term in dx": (
        "        return dx",
        "        return dx + reg_lambda / 2 * np.sum(d_prev**2)",
        ("backward", "values", "l2-in-dx"),
    ),
    "half the L2 term": (
        "self.dbeta = np.sum(d_prev, axis=0)",
        "self.dbeta = np.sum(d_prev, axis=0) + reg_lambda / 2 * self.beta",
        ("backward", "values", "l2-half"),
    ),
    "wrong without L2": ("        return dx", "        return dx * (reg_lambda > 0)", ("backward", "shapes", None)),
    "no return": ("        return dx", "", ("backward", "shape", "returns-none")),
    "backward learns": (
        "dx = self.scale",
        "self.beta = self.beta - 0.1 * self.dbeta; dx = self.scale",
        ("backward", "purity", "updates-in-backward"),
    ),
    "update climbs": ("self.beta - learning_rate", "self.beta + learning_rate", ("update", "values", "update-ascends")),
    "update changes the gradient": (
        "self.gamma = self.gamma - learning_rate * self.dgamma",
        "self.dgamma *= learning_rate; self.gamma = self.gamma - self.dgamma",
        ("update", "purity", "gradient-changed"),
    ),
    "update forgets one": (
        "        self.beta = self.beta - learning_rate * self.dbeta\n",
        "",
        ("update", "values", "not-updated"),
    ),
    "summary fails": ("{self.gamma.size}", "{self.weights}", ("summary", "shape", "crash")),
    "no summary": ("def summary", "def sumary", ("summary", "exists", "missing-method")),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_planted_mistake(mistake):
    *lines, expected = MISTAKES[mistake]
    layer = made(LAYER_NORM, *([tuple(lines)] if isinstance(lines[0], str) else lines))
    assert failures(layer, 5) == {expected}


class Plain:
    """What layers without parameters have in common."""

    def update(self, learning_rate):
        pass

    def summary(self):
        pass


class Dropout(Plain):
    def forward(self, x):
        self.mask = np.random.rand(*x.shape) > 0.5
        return np.where(self.mask, 2 * x, 0)

    def backward(self, d_prev, reg_lambda=0.0):
        return np.where(self.mask, 2 * d_prev, 0)


class MaxPool(Plain):
    """(N, C, H, W) -> (N, C, H / 2, W / 2). Of equal numbers, a kink, each gets the gradient."""

    def forward(self, x):
        n, c, h, w = self.shape = x.shape
        windows = x.reshape(n, c, h // 2, 2, w // 2, 2)
        out = windows.max(axis=(3, 5))
        self.largest = windows == out[:, :, :, None, :, None]
        return out

    def backward(self, d_prev, reg_lambda=0.0):
        return (self.largest * d_prev[:, :, :, None, :, None]).reshape(self.shape)


class Flatten(Plain):
    """backward leaves its result flat."""

    def forward(self, x):
        return x.reshape(len(x), -1)

    def backward(self, d_prev):
        return d_prev


class BatchNorm:
    """Over the batch; the running mean is no parameter."""

    def __init__(self, width):
        self.gamma, self.beta, self.running_mean = np.ones(width), np.zeros(width), np.zeros(width)

    def forward(self, x):
        mean = x.mean(axis=0)
        self.running_mean = 0.9 * self.running_mean + 0.1 * mean
        self.scale = 1 / np.sqrt(x.var(axis=0) + 1e-3)
        self.hat = (x - mean) * self.scale
        return self.gamma * self.hat + self.beta

    def backward(self, d_prev, reg_lambda=0.0):
        self.dgamma, self.dbeta = (d_prev * self.hat).sum(axis=0), d_prev.sum(axis=0)
        d = d_prev * self.gamma
        return self.scale * (d - d.mean(axis=0) - self.hat * (d * self.hat).mean(axis=0))

    def update(self, learning_rate):
        self.gamma = self.gamma - learning_rate * self.dgamma
        self.beta = self.beta - learning_rate * self.dbeta

    def summary(self):
        print("batch norm")


class Block:
    """Two products with a bend between them; its weights have numbers in their names."""

    factor = 1.0

    def __init__(self, width):
        self.W1, self.W2 = np.random.randn(width, 4), np.random.randn(4, 2)

    def forward(self, x):
        self.x = x
        self.z = x @ self.W1
        return np.abs(self.z) @ self.W2

    def backward(self, d_prev, reg_lambda):
        self.dW2 = np.abs(self.z).T @ d_prev + reg_lambda * self.W2
        inner = np.sign(self.z) * (d_prev @ self.W2.T)
        self.dW1 = self.x.T @ inner * self.factor + reg_lambda * self.W1
        return inner @ self.W1.T

    def update(self, learning_rate):
        self.W1 = self.W1 - learning_rate * self.dW1
        self.W2 = self.W2 - learning_rate * self.dW2

    def summary(self):
        print("block")


@pytest.mark.parametrize(
    ("layer", "arguments", "shape"),
    [
        (Dropout, (), (7, 5)),
        (MaxPool, (), (3, 2, 4, 6)),
        (Flatten, (), (3, 2, 4)),
        (BatchNorm, (5,), (7, 5)),
        (Block, (5,), (7, 5)),
        (Block, (5,), (1, 5)),
        (lambda: Block(3), (), (4, 3)),
    ],
)
@pytest.mark.parametrize("seed", [0, 2**40])
def test_right_layers_of_other_kinds(layer, arguments, shape, seed):
    check_layer(layer, *arguments, input_shape=shape, seed=seed).assert_ok()


def test_backward_without_reg_lambda_is_judged_without():
    report = check_layer(Flatten, seed=0)
    assert [record.causes for record in report.records if record.verdict == "remark"] == [("wrong-signature",)]


def test_gradient_is_called_by_its_own_name():
    report = check_layer(type("Wrong", (Block,), {"factor": 3.0}), 5, seed=0)
    assert [(record.method, record.message) for record in report.failures] == [("backward", "self.dW1 is wrong")]


def test_equal_numbers_under_a_maximum_are_no_mistake():
    """There is no gradient where two are the largest: differences give each of them half."""

    x = np.array([[[[1.0, 1.0], [0.0, 0.5]]]])
    kinks = central(lambda value: float(MaxPool().forward(value).sum()), x).kinks
    np.testing.assert_array_equal(kinks, x == 1)


def test_layer_that_cannot_be_made():
    report = check_layer(BatchNorm, seed=0)
    assert [(record.method, record.check) for record in report.failures] == [("forward", "shape")]
    assert "BatchNorm(): raises TypeError" in report.failures[0].message


def test_function_that_makes_nothing():
    def nothing():
        raise ValueError("no weights")

    assert [record.message for record in check_layer(nothing, seed=0).failures] == [
        "nothing(): raises ValueError: no weights"
    ]


class Scaled(Plain):
    """A layer that a module holds, wrong in backward."""

    def __init__(self, factor):
        self.factor = factor

    def forward(self, x):
        return self.factor * x

    def backward(self, d_prev, reg_lambda=0.0):
        return d_prev


def test_lines_that_reproduce_a_mistake():
    (wrong,) = check_layer(Scaled, 3.0, seed=0).failures
    space = {}
    exec(wrong.code.replace("print(", "shown = ("), space)
    position, got = wrong.got.partition(";")[0].partition(" for ")[0].split("] ")
    assert f"{space['shown'][*map(int, position[1:].split(','))]:.6g}" == got


def test_lines_that_reproduce_a_mistake_in_a_layer_of_the_homework():
    codes = {record.code for record in check_layer(Dropout, like="ReLU", seed=0).failures} - {""}
    assert {code.splitlines()[1] for code in codes} == {f"from {__name__} import Dropout as ReLU"}


def test_user_can_interrupt():
    """Ctrl-C while a layer of one's own is judged ends the check, not only the call."""

    def interrupted(self, d_prev, reg_lambda):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check_layer(type("Long", (Dropout,), {"backward": interrupted}), seed=0)


def test_private_class_is_judged_too():
    assert failures(type("_Hidden", (Dropout,), {"backward": lambda self, d_prev, reg_lambda: d_prev})) == {
        ("backward", "values", None)
    }
