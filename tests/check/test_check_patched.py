"""A backward after a wrong forward: it may use what forward should have kept, or compute from the input again."""

import pytest

from tests.check.conftest import PLAIN, only
from undergrad.check import check_layer

WRONG = {"ReLU": "-z", "Sigmoid": "2 / (1 + np.exp(-z))", "Tanh": "3 * np.tanh(z)"}
KEEPS = {"ReLU": "zero_mask", "Sigmoid": "out", "Tanh": "out"}
OF_INPUT = {
    "ReLU": "d_prev * (self.z > 0)",
    "Sigmoid": "d_prev / (1 + np.exp(-self.z)) / (1 + np.exp(self.z))",
    "Tanh": "d_prev * (1 - np.tanh(self.z) ** 2)",
}
OF_KEPT = {
    "ReLU": "np.where(self.zero_mask, 0, d_prev)",
    "Sigmoid": "d_prev * self.out * (1 - self.out)",
    "Tanh": "d_prev * (1 - self.out**2)",
}
MISTAKEN = {
    "ReLU": ("relu-mask-inverted", "d_prev * (self.z <= 0)", "d_prev * self.zero_mask"),
    "Sigmoid": ("missing-factor-one-minus-out", "d_prev / (1 + np.exp(-self.z))", "d_prev * self.out"),
    "Tanh": ("tanh-not-squared", "d_prev * (1 - np.tanh(self.z))", "d_prev * (1 - self.out)"),
}


@pytest.fixture
def backward(tmp_path):
    """What is said of the values of a backward whose forward is wrong and keeps the input too."""

    def judge(cls, returns):
        space = {}
        keeps = "z <= 0" if cls == "ReLU" else "None"
        source = f"""
class {cls}({cls}):
    def forward(self, z):
        self.z, self.{KEEPS[cls]} = z, {keeps}
        return {WRONG[cls]}
    def backward(self, d_prev, reg_lambda): return {returns}
"""
        exec(PLAIN + source, space)
        report = check_layer(space[cls], like=cls, seed=0)
        assert report.verdict(only(report, f"{cls}.forward")) == "fail"
        records = only(report, f"{cls}.backward")
        return [record for record in records if record.check in ("shape", "values")]

    return judge


@pytest.mark.parametrize("cls", WRONG)
@pytest.mark.parametrize("style", [OF_INPUT, OF_KEPT], ids=["of-input", "of-kept"])
def test_right_backward_after_a_wrong_forward(backward, cls, style):
    assert {record.verdict for record in backward(cls, style[cls])} == {"pass"}


@pytest.mark.parametrize("cls", WRONG)
@pytest.mark.parametrize("style", [1, 2], ids=["of-input", "of-kept"])
def test_mistaken_backward_after_a_wrong_forward_is_named(backward, cls, style):
    found = backward(cls, MISTAKEN[cls][style])[-1]
    assert (found.check, found.verdict, found.causes) == ("values", "fail", (MISTAKEN[cls][0],))


@pytest.mark.parametrize(
    ("cls", "returns"),
    [
        ("Sigmoid", "d_prev * self.out / (1 + np.exp(self.z))"),
        ("Tanh", "d_prev * (1 - self.out) * (1 + np.tanh(self.z))"),
        ("ReLU", "d_prev * ~self.zero_mask * (self.z > 0)"),
    ],
)
def test_right_backward_that_uses_both_is_not_accused(backward, cls, returns):
    """With forward right this is right; what is put in place of a wrong forward's work does not fit the input."""
    found = backward(cls, returns)[-1]
    assert (found.check, found.verdict) == ("values", "not run")
    assert f"{cls}.forward must work first" in found.message


SOFTMAX = """
class SoftmaxLayer(SoftmaxLayer):
    def forward(self, x):
        self.x, self.y_hat = x, np.exp(x)
        return self.y_hat
    def softmax(self):
        e = np.exp(self.x - self.x.max())
        return e / e.sum(axis=1, keepdims=True)
    def backward(self, d_prev=1, reg_lambda=0): return {}
"""


@pytest.mark.parametrize(
    ("returns", "verdict", "causes"),
    [
        ("(self.y_hat - self.y) / len(self.y)", "pass", ()),
        ("(self.softmax() - self.y) / len(self.y)", "pass", ()),
        ("self.y_hat - self.y", "fail", ("missing-1-over-n",)),
        ("self.softmax() - self.y", "fail", ("missing-1-over-n",)),
    ],
)
def test_softmax_backward_after_a_wrong_forward(returns, verdict, causes):
    space = {}
    exec(PLAIN + SOFTMAX.format(returns), space)
    report = check_layer(space["SoftmaxLayer"], like="SoftmaxLayer", seed=0)
    found = next(r for r in only(report, "SoftmaxLayer.backward") if r.check == "values")
    assert (found.verdict, found.causes) == (verdict, causes)
