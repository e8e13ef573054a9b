"""No name is better than a wrong one: what the checker says where a neighbouring mistake would be easy to accuse."""

import numpy as np
import pytest

from tests.check.conftest import PLAIN
from undergrad import ClassifierModel, FCLayer, ReLU, SoftmaxLayer, check_layer


def failures(made, method=None):
    """(method, check, causes) of every failure, judged against the textbook's class of that name."""
    report = check_layer(made, like=made.__mro__[1].__name__, seed=0)
    found = [(record.method, record.check, record.causes) for record in report.failures]
    return [entry for entry in found if method in (None, entry[0])]


class Zeroes(FCLayer):
    def update(self, learning_rate):
        super().update(learning_rate)
        self.dW, self.db = 0 * self.dW, 0 * self.db


class Forgets(FCLayer):
    def update(self, learning_rate):
        super().update(learning_rate)
        self.dW = self.db = None


@pytest.mark.parametrize("made", [Zeroes, Forgets])
def test_update_that_puts_its_gradients_away(made):
    report = check_layer(made, like="FCLayer", seed=0)
    report.assert_ok()
    assert ("update", "remark", ("gradient-changed",)) in {(r.method, r.verdict, r.causes) for r in report.records}


class Halves(FCLayer):
    def update(self, learning_rate):
        super().update(learning_rate)
        self.dW = self.dW / 2


def test_update_that_puts_other_gradients_in_place():
    assert set(failures(Halves)) == {("update", "purity", ("gradient-changed",))}


class Replaces(SoftmaxLayer):
    def ce_loss(self, y_hat, y):
        y_hat[y_hat == 0] = 1e-10
        return super().ce_loss(y_hat, y)


def test_only_zeros_are_written_to():
    assert ("ce_loss", "purity", ("input-changed",)) in failures(Replaces)


class Floors(FCLayer):
    def __init__(self, input_dim, output_dim):
        self.W, self.b = np.random.randn(input_dim, output_dim) / np.sqrt(input_dim // 2), np.zeros(output_dim)


class DrawsFirst(FCLayer):
    def __init__(self, input_dim, output_dim):
        np.random.randn()
        self.W, self.b = np.random.randn(input_dim, output_dim) / np.sqrt(input_dim / 2), np.zeros(output_dim)


class DrawsElsewhere(FCLayer):
    def __init__(self, input_dim, output_dim):
        rng = np.random.default_rng()
        self.W, self.b = rng.normal(size=(input_dim, output_dim)) / np.sqrt(input_dim / 2), np.zeros(output_dim)


class SeedsItself(FCLayer):
    def __init__(self, input_dim, output_dim):
        rng = np.random.default_rng(0)
        self.W, self.b = rng.normal(size=(input_dim, output_dim)) / np.sqrt(input_dim / 2), np.zeros(output_dim)


@pytest.mark.parametrize(
    ("made", "causes"),
    [
        (Floors, ("init-scale",)),
        (DrawsFirst, ("init-other-draws",)),
        (DrawsElsewhere, ("init-ignores-seed",)),
        (SeedsItself, ("init-ignores-seed",)),
    ],
)
def test_what_the_seed_decides(made, causes):
    assert failures(made, "__init__") == [("__init__", "values", causes)]


class LowerCase(FCLayer):
    def __init__(self, input_dim, output_dim):
        self.w, self.b = np.random.randn(input_dim, output_dim) / np.sqrt(input_dim / 2), np.zeros(output_dim)

    def summary(self):
        return f"FC {self.W.shape}"


def test_one_attribute_that_is_missing_says_nothing_of_the_next():
    assert failures(LowerCase) == [("__init__", "shape", ("missing-attribute",))]


class Spreads(FCLayer):
    def forward(self, x):
        result = super().forward(x)
        self.b = np.tile(self.b, (1, 1))
        return result


def test_what_forward_changes_is_not_blamed_on_backward():
    assert failures(Spreads) == [("forward", "purity", ("attribute-differs",))]


class Clips(SoftmaxLayer):
    def ce_loss(self, y_hat, y):
        super().ce_loss(y_hat, y)
        return float(-np.sum(y * np.log(np.clip(y_hat, 1e-5, 1))) / len(y))


def test_half_the_loss_of_a_zero_is_not_half_the_loss():
    """-log 1e-5 is half of -log 1e-10, but elsewhere nothing is halved."""
    assert failures(Clips) == [("ce_loss", "extremes", ("epsilon-too-large",))]


class LoopsOverClasses(SoftmaxLayer):
    def forward(self, x):
        self.y_hat = np.zeros_like(x)
        for i in range(x.shape[1]):
            e = np.exp(x[i] - x[i].max())
            self.y_hat[i] = e / e.sum()
        return self.y_hat


def test_a_batch_of_one_is_not_blamed_where_others_are_wrong():
    assert {causes for _, _, causes in failures(LoopsOverClasses, "forward")} == {()}


class Misspells(ReLU):
    def forward(self, z):
        return super().forward(z) if z.ndim == 2 else undefined  # noqa: F821


class MisspellsNumPy(ReLU):
    def forward(self, z):
        return super().forward(z) if z.ndim == 2 else np.flots


@pytest.mark.parametrize("made", [Misspells, MisspellsNumPy])
def test_a_shape_is_not_blamed_for_what_its_branch_misspells(made):
    assert {causes for _, check, causes in failures(made, "forward") if check == "dimensions"} == {("crash",)}


class Booleans(ReLU):
    def backward(self, d_prev, reg_lambda=0.0):
        dz = np.zeros_like(self.zero_mask)
        dz[~self.zero_mask] = d_prev[~self.zero_mask]
        return dz


def test_numbers_cut_to_booleans():
    assert failures(Booleans, "backward")[0] == ("backward", "shape", ("wrong-dtype",))


class MissesFirst(ClassifierModel):
    def backward(self, reg_lambda):
        d_prev = self.softmax_layer.backward()
        for layer in list(self.layers.values())[:0:-1]:
            d_prev = layer.backward(d_prev, reg_lambda)


class Updates(ClassifierModel):
    def backward(self, reg_lambda):
        super().backward(reg_lambda)
        self.update(0.1)


class Silent(ClassifierModel):
    def summary(self):
        return ", ".join(self.layers)


class Idle(ClassifierModel):
    def update(self, learning_rate):
        for layer in self.layers.values():
            layer.W = getattr(layer, "W", 0) - 0.0


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (MissesFirst, ("backward", "shape", ("model-backward-misses-a-layer",))),
        (Updates, ("backward", "purity", ("updates-in-backward",))),
        (Silent, ("summary", "shape", ())),
        (Idle, ("update", "values", ("model-update-misses-a-layer",))),
    ],
)
def test_model(made, expected):
    assert set(failures(made)) == {expected}


def test_summary_prints_in_this_process_too(capsys):
    check_layer(ClassifierModel, like="ClassifierModel", seed=0).assert_ok()
    assert "fc1" in capsys.readouterr().out


def test_a_model_is_not_blamed_for_a_norm_that_is_wrong(judged_here):
    wrong = PLAIN.replace("0.5 * reg_lambda * total", "0.5 * reg_lambda * total / len(weights)")
    assert wrong != PLAIN
    assert {(record.name, record.check) for record in judged_here(wrong, whole=True).failures} == {
        ("Norm.forward", "values")
    }


def test_a_transposed_gradient_of_the_norm_is_no_remark(judged_here):
    wrong = PLAIN.replace("return reg_lambda * W\n", "return reg_lambda * W.T\n")
    assert wrong != PLAIN
    assert [record.causes for record in judged_here(wrong, whole=True).failures if record.cls == "Norm"] == [
        ("transpose",)
    ]


class GradientOfOneInput(FCLayer):
    def backward(self, d_prev, reg_lambda):
        dx = super().backward(d_prev, reg_lambda)
        self.dW[1:] *= np.arange(2, 2 + len(self.dW[1:]))[:, None]
        return dx


def test_a_row_of_the_weights_is_no_sample():
    report = check_layer(GradientOfOneInput, like="FCLayer", seed=0)
    assert report.failures
    assert not any("sample" in record.message for record in report.failures)


@pytest.mark.parametrize(
    ("change", "name"), [(lambda out: out + 0.25, "constant-added"), (lambda out: 0.3 * out, "constant-factor")]
)
def test_one_number_in_every_entry(change, name):
    changed = type("Changed", (ReLU,), {"forward": lambda self, z: change(ReLU.forward(self, z))})
    assert ("forward", "values", (name,)) in failures(changed)
