"""The contracts: what they say is what the textbook does."""

import contextlib
import itertools
from pathlib import Path

import numpy as np
import pytest

import undergrad
from undergrad import check_layer, layers
from undergrad.contracts.compare import relative_error
from undergrad.contracts.mutations import mutations
from undergrad.exercises.table import EXERCISES, of_the_book
from undergrad.outputs import EvaluationMetric


@pytest.mark.parametrize("exercise", [*EXERCISES.values(), *of_the_book().values()], ids=lambda exercise: exercise.name)
def test_every_expression_can_be_computed_and_the_right_one_is_the_textbooks(exercise):
    """A misspelt name would be noticed only when somebody makes that mistake."""
    numbers = exercise.draw(np.random.default_rng(0))
    for quantity, formula in exercise.formulas(numbers).items():
        right = exercise.reference(numbers)[quantity]
        assert relative_error(np.asarray(formula.value(), float), right) < 1e-9, quantity
        slips = [slip for place in formula.slips for slip in place]
        assert slips, quantity
        with np.errstate(all="ignore"):
            for slip in slips:
                with contextlib.suppress(ValueError, IndexError):
                    formula.value((slip,))
            for _, value in itertools.chain.from_iterable(formula.mutated()):
                assert isinstance(value, np.ndarray)


A, B = np.arange(6.0).reshape(2, 3) - 2, np.arange(12.0).reshape(3, 4) / 7 - 1


@pytest.mark.parametrize(
    ("formula", "mistake", "written"),
    [
        ("A @ B", "missing-term", lambda: sum(np.outer(A[:, k], B[k]) for k in range(2))),
        ("A @ B", "missing-term", lambda: sum(np.outer(A[:, k], B[k]) for k in range(1, 3))),
        ("A @ B", "transpose", lambda: (B.T @ A.T).reshape(2, 4)),
        ("1 / (1 + exp(-A))", "missing-mask", lambda: np.where(A > 0, 1 / (1 + np.exp(-A)), 1 / (1 + np.exp(A)))),
        ("tanh(A)", "activation-applied-twice", lambda: np.tanh(np.tanh(A))),
    ],
)
def test_what_students_write_is_among_the_changes_of_a_formula(formula, mistake, written):
    names = {"A": A, "B": B, "exp": np.exp, "tanh": np.tanh, "abs": np.abs}
    values = []
    for change in mutations(formula):
        if change.mistake == mistake:
            with contextlib.suppress(ValueError):  # shapes that no product has
                values.append(eval(change.text, {}, names))
    assert sum(relative_error(np.asarray(value), written()) < 1e-12 for value in values) == 1


class Leaky:
    """Plain NumPy, as a student would write it."""

    def __init__(self, alpha=0.1):
        self.alpha = alpha

    def forward(self, z):
        self.zero_mask = z <= 0
        return np.where(self.zero_mask, self.alpha * z, z)

    def backward(self, d_prev, reg_lambda=0):
        return np.where(self.zero_mask, self.alpha * d_prev, d_prev)

    def update(self, learning_rate):
        pass

    def summary(self):
        return "leaky"


class LeakyInAnotherStyle(Leaky):
    def forward(self, z):
        self.z, self.zero_mask = z, ~(z > 0)
        return np.maximum(z, 0) + self.alpha * np.minimum(z, 0)

    def backward(self, d_prev, reg_lambda=0):
        slope = np.ones_like(d_prev)
        slope[self.z <= 0] = self.alpha
        return slope * d_prev


class Exponential(Leaky):
    def forward(self, z):
        self.zero_mask = z <= 0
        self.out = np.where(self.zero_mask, self.alpha * np.expm1(np.minimum(z, 0)), z)
        return self.out

    def backward(self, d_prev, reg_lambda=0):
        return d_prev * np.where(self.zero_mask, self.out + self.alpha, 1)


class ExponentialOfItsInput(Exponential):
    def forward(self, z):
        self.z = z
        return super().forward(z)

    def backward(self, d_prev, reg_lambda=0):
        return d_prev * np.where(self.z > 0, 1, self.alpha * np.exp(np.minimum(self.z, 0)))


@pytest.mark.parametrize(
    ("layer", "like"),
    [
        (Leaky, "LeakyReLU"),
        (LeakyInAnotherStyle, "LeakyReLU"),
        (Exponential, "ELU"),
        (ExponentialOfItsInput, "ELU"),
        *((getattr(layers, name), name) for name in ("LeakyReLU", "ELU", "ConvolutionLayer", "MaxPoolingLayer")),
        *((getattr(layers, name), name) for name in ("BatchNormLayer", "DropoutLayer", "zero_pad")),
        (EvaluationMetric, "EvaluationMetric"),
    ],
)
@pytest.mark.parametrize("seed", range(3))
def test_a_layer_that_only_a_contract_describes_is_judged_and_right(layer, like, seed):
    report = check_layer(layer, like=like, seed=seed)
    assert report.ok, report
    assert {record.verdict for record in report.records if record.check != "speed"} == {"pass"}, report


def forward(body):
    return type("Planted", (Leaky,), {"forward": body})


def backward(body, base=Leaky):
    return type("Planted", (base,), {"backward": body})


@pytest.mark.parametrize(
    ("planted", "method", "mistake"),
    [
        (forward(lambda self, z: np.where(z > 0, z, 0)), "forward", "relu-for-leaky"),
        (forward(lambda self, z: np.where(z > 0, z, 0.01 * z)), "forward", "alpha-ignored"),
        (forward(lambda self, z: np.where(z > 0, self.alpha * z, z)), "forward", "relu-mask-inverted"),
        (forward(lambda self, z: np.where(z > 0, z, self.alpha)), "forward", "alpha-without-z"),
        (backward(lambda self, d, reg_lambda=0: np.where(self.zero_mask, 0, d)), "backward", "relu-for-leaky"),
        (backward(lambda self, d, reg_lambda=0: np.where(self.zero_mask, self.alpha, d)), "backward", None),
        (
            backward(lambda self, d, reg_lambda=0: np.where(self.zero_mask, self.alpha, 1.0)),
            "backward",
            "upstream-ignored",
        ),
        (
            backward(lambda self, d, reg_lambda=0: np.where(self.zero_mask, self.alpha * d, d) + reg_lambda * d),
            "backward",
            "l2-in-activation",
        ),
        (
            backward(lambda self, d, reg_lambda=0: d * np.where(self.zero_mask, self.out, 1), Exponential),
            "backward",
            "missing-plus-alpha",
        ),
        (
            backward(lambda self, d, reg_lambda=0: d * np.where(self.zero_mask, self.out + 1, 1), Exponential),
            "backward",
            "alpha-ignored",
        ),
    ],
)
def test_a_mistake_in_such_a_layer_is_found_at_its_method_and_named(planted, method, mistake):
    like = "ELU" if issubclass(planted, Exponential) else "LeakyReLU"
    failures = check_layer(planted, like=like, seed=0).failures
    assert {record.method for record in failures} == {method}
    assert {cause for record in failures if record.check == "values" for cause in record.causes} == {mistake} - {None}


def test_a_contract_is_a_page():
    """What a new layer costs: its file, and nothing that is shared."""
    package = Path(undergrad.__file__).parent
    for name in ("relu", "sigmoid", "tanh", "leaky_relu", "elu"):
        assert len((package / "contracts" / "data" / f"{name}.toml").read_text("utf-8").splitlines()) < 80
    rooms = ("check", "contracts", "exercises", "findings")
    shared = [path for room in rooms for path in (package / room).rglob("*.py")]
    assert [path for path in shared if "LeakyReLU" in path.read_text("utf-8")] == []
