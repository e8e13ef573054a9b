"""The assignment `outputs`: right losses of any style pass, and what students get wrong is found and named."""

from __future__ import annotations

import pytest

from undergrad import check_file

RIGHT = """
import numpy as np

class Base:
    def update(self, learning_rate):
        pass

    def summary(self):
        return type(self).__name__

class LogisticLayer(Base):
    def forward(self, x):
        e = np.exp(-np.abs(x))
        self.y_hat = np.where(x >= 0, 1 / (1 + e), e / (1 + e))
        return self.y_hat

    def bce_loss(self, y_hat, y):
        self.y_hat, self.y = y_hat, y
        return -np.sum(y * np.log(y_hat + 1e-10) + (1 - y) * np.log(1 - y_hat + 1e-10)) / len(y)

    def backward(self, d_prev=1, reg_lambda=0):
        return d_prev * (self.y_hat - self.y) / len(self.y)

class SquaredErrorLayer(Base):
    def forward(self, x):
        return x.copy()

    def squared_loss(self, y_hat, y):
        self.y_hat, self.y = y_hat, y
        return np.mean((y_hat - y) ** 2) / 2

    def backward(self, d_prev=1, reg_lambda=0):
        return d_prev * (self.y_hat - self.y) / self.y.size

class AbsoluteErrorLayer(Base):
    def forward(self, x):
        return x.copy()

    def absolute_loss(self, y_hat, y):
        self.y_hat, self.y = y_hat, y
        return np.mean(np.abs(y_hat - y))

    def backward(self, d_prev=1, reg_lambda=0):
        return d_prev * np.sign(self.y_hat - self.y) / self.y.size

class HuberLayer(Base):
    def __init__(self, delta=1.0):
        self.delta = delta

    def forward(self, x):
        return x.copy()

    def huber_loss(self, y_hat, y):
        self.y_hat, self.y = y_hat, y
        size = np.abs(y_hat - y)
        far = self.delta * (size - self.delta / 2)
        return np.mean(np.where(size <= self.delta, size ** 2 / 2, far))

    def backward(self, d_prev=1, reg_lambda=0):
        return d_prev * np.clip(self.y_hat - self.y, -self.delta, self.delta) / self.y.size

class PoissonLayer(Base):
    def forward(self, x):
        self.y_hat = np.exp(x)
        return self.y_hat

    def poisson_loss(self, y_hat, y):
        self.y_hat, self.y = y_hat, y
        return np.mean(y_hat - y + y * (np.log(y + 1e-10) - np.log(y_hat + 1e-10)))

    def backward(self, d_prev=1, reg_lambda=0):
        return d_prev * (self.y_hat - self.y) / self.y.size
"""

#: What is written otherwise, and as right.
STYLES = {
    "as it is": {},
    "x itself": {"return x.copy()": "return x"},
    "loops": {
        "return np.mean(np.abs(y_hat - y))": "return sum(abs(a - b) for a, b in zip(y_hat.ravel(), y.ravel())) / y.size"
    },
    "clipped": {
        "1 - y_hat + 1e-10": "np.maximum(1 - y_hat, 1e-10)",
        "np.log(y_hat + 1e-10) + (": "np.log(np.maximum(y_hat, 1e-10)) + (",
    },
    "masked logarithm": {
        "np.mean(y_hat - y + y * (np.log(y + 1e-10) - np.log(y_hat + 1e-10)))": (
            "np.mean(y_hat - y + np.where(y > 0, y * np.log(np.where(y > 0, y, 1) / y_hat), 0))"
        )
    },
    "squared error by a dot product": {
        "np.mean((y_hat - y) ** 2) / 2": "np.dot((y_hat - y).ravel(), (y_hat - y).ravel()) / (2 * y.size)"
    },
    "cross-entropy by one label or the other": {
        "-np.sum(y * np.log(y_hat + 1e-10) + (1 - y) * np.log(1 - y_hat + 1e-10)) / len(y)": (
            "-np.sum(np.log(np.where(y == 1, y_hat, 1 - y_hat) + 1e-10)) / y.shape[0]"
        )
    },
    "sigmoid by tanh": {
        "e = np.exp(-np.abs(x))\n": "pass\n",
        "np.where(x >= 0, 1 / (1 + e), e / (1 + e))": "0.5 * (1 + np.tanh(x / 2))",
    },
    "huber by minimum": {
        "np.mean(np.where(size <= self.delta, size ** 2 / 2, far))": (
            "np.mean(np.minimum(size, self.delta) ** 2 / 2 + self.delta * np.maximum(size - self.delta, 0))"
        ),
        "np.clip(self.y_hat - self.y, -self.delta, self.delta)": (
            "np.where(np.abs(self.y_hat - self.y) < self.delta, self.y_hat - self.y, "
            "self.delta * np.sign(self.y_hat - self.y))"
        ),
    },
    "the difference is kept": {
        "np.mean((y_hat - y) ** 2) / 2": "np.mean((self.y_hat - self.y) ** 2) * 0.5",
    },
}


def judged(tmp_path, changes):
    source = RIGHT
    for before, after in changes.items():
        assert before in source, before
        source = source.replace(before, after)
    file = tmp_path / "outputs.py"
    file.write_text(source, "utf-8")
    return check_file(file, assignment="outputs")


@pytest.mark.parametrize("changes", STYLES.values(), ids=STYLES)
def test_a_right_answer_passes_whatever_its_style(tmp_path, changes):
    report = judged(tmp_path, changes)
    assert not report.failures
    assert report.score == report.total > 0


#: What students got wrong: the method, what is written instead of what, and the mistake's name.
MISTAKES = [
    (
        "LogisticLayer.forward",
        "self.y_hat = np.where(x >= 0, 1 / (1 + e), e / (1 + e))",
        "self.y_hat = (x > 0) * 1.0",
        "classes-for-probabilities",
    ),
    (
        "LogisticLayer.forward",
        "e = np.exp(-np.abs(x))\n        self.y_hat = np.where(x >= 0, 1 / (1 + e), e / (1 + e))",
        "e = np.exp(x)\n        self.y_hat = e / (1 + e)",
        "sigmoid-unstable",
    ),
    (
        "LogisticLayer.forward",
        "self.y_hat = np.where(x >= 0, 1 / (1 + e), e / (1 + e))",
        "e = np.exp(x - x.max(axis=1, keepdims=True))\n        self.y_hat = e / e.sum(axis=1, keepdims=True)",
        "softmax-for-sigmoid",
    ),
    ("LogisticLayer.bce_loss", " + (1 - y) * np.log(1 - y_hat + 1e-10)", "", "absent-labels-missing"),
    (
        "LogisticLayer.bce_loss",
        "(1 - y) * np.log(1 - y_hat + 1e-10)) / len(y)",
        "(1 - y) * np.log(1 - y_hat + 1e-10)) / y.size",
        "cross-entropy-divided-by-n-times-c",
    ),
    ("LogisticLayer.bce_loss", "return -np.sum(y", "return np.sum(y", "sign"),
    (
        "LogisticLayer.bce_loss",
        "y * np.log(y_hat + 1e-10) + (1 - y) * np.log(1 - y_hat + 1e-10)",
        "y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)",
        "log-without-epsilon",
    ),
    (
        "LogisticLayer.backward",
        "d_prev * (self.y_hat - self.y) / len(self.y)",
        "d_prev * (self.y_hat - self.y)",
        "missing-1-over-n",
    ),
    (
        "LogisticLayer.backward",
        "d_prev * (self.y_hat - self.y) / len(self.y)",
        "d_prev * (self.y_hat - self.y) * self.y_hat * (1 - self.y_hat) / len(self.y)",
        "sigmoid-differentiated-twice",
    ),
    (
        "LogisticLayer.backward",
        "d_prev * (self.y_hat - self.y) / len(self.y)",
        "d_prev * (self.y - self.y_hat) / len(self.y)",
        "sign",
    ),
    (
        "SquaredErrorLayer.forward",
        "return x.copy()\n\n    def squared",
        "return np.maximum(x, 0)\n\n    def squared",
        "extra-activation",
    ),
    ("SquaredErrorLayer.squared_loss", "np.mean((y_hat - y) ** 2) / 2", "np.mean((y_hat - y) ** 2)", "half-missing"),
    (
        "SquaredErrorLayer.squared_loss",
        "np.mean((y_hat - y) ** 2) / 2",
        "np.sum((y_hat - y) ** 2) / (2 * len(y))",
        "missing-1-over-k",
    ),
    (
        "SquaredErrorLayer.squared_loss",
        "np.mean((y_hat - y) ** 2) / 2",
        "np.sqrt(np.mean((y_hat - y) ** 2))",
        "square-root-taken",
    ),
    (
        "SquaredErrorLayer.squared_loss",
        "np.mean((y_hat - y) ** 2) / 2",
        "np.mean(np.abs(y_hat - y)) / 2",
        "another-loss",
    ),
    (
        "SquaredErrorLayer.backward",
        "(self.y_hat - self.y) / self.y.size\n\nclass Abs",
        "(self.y_hat - self.y) / len(self.y)\n\nclass Abs",
        "missing-1-over-k",
    ),
    (
        "SquaredErrorLayer.backward",
        "(self.y_hat - self.y) / self.y.size\n\nclass Abs",
        "2 * (self.y_hat - self.y) / self.y.size\n\nclass Abs",
        "doubled",
    ),
    (
        "AbsoluteErrorLayer.absolute_loss",
        "np.mean(np.abs(y_hat - y))",
        "np.abs(np.mean(y_hat - y))",
        "absolute-value-of-the-sum",
    ),
    ("AbsoluteErrorLayer.absolute_loss", "np.mean(np.abs(y_hat - y))", "np.mean(y_hat - y)", "cancels-out"),
    ("AbsoluteErrorLayer.backward", "np.sign(self.y_hat - self.y)", "(self.y_hat - self.y)", "sign-missing"),
    ("HuberLayer.huber_loss", "size <= self.delta", "size <= 1", "delta-ignored"),
    ("HuberLayer.huber_loss", "(size - self.delta / 2)", "(size - self.delta)", "delta-subtracted-wrongly"),
    (
        "HuberLayer.huber_loss",
        "np.where(size <= self.delta, size ** 2 / 2, far)",
        "np.where(size > self.delta, size ** 2 / 2, far)",
        "branches-exchanged",
    ),
    (
        "HuberLayer.backward",
        "np.clip(self.y_hat - self.y, -self.delta, self.delta)",
        "np.clip(self.y_hat - self.y, -1, 1)",
        "delta-ignored",
    ),
    (
        "HuberLayer.backward",
        "np.clip(self.y_hat - self.y, -self.delta, self.delta)",
        "np.where(abs(self.y_hat - self.y) <= self.delta, self.y_hat - self.y, 0)",
        "zero-where-far",
    ),
    ("PoissonLayer.forward", "self.y_hat = np.exp(x)", "self.y_hat = np.log1p(np.exp(x))", "extra-activation"),
    (
        "PoissonLayer.poisson_loss",
        "np.log(y + 1e-10) - np.log(y_hat + 1e-10)",
        "np.log(y_hat + 1e-10) - np.log(y + 1e-10)",
        "fraction-upside-down",
    ),
    (
        "PoissonLayer.backward",
        "(self.y_hat - self.y) / self.y.size\n",
        "(1 - self.y / self.y_hat) / self.y.size\n",
        "cross-entropy-gradient-only",
    ),
]


@pytest.mark.parametrize(("method", "before", "after", "mistake"), MISTAKES, ids=[f"{m[0]}-{m[3]}" for m in MISTAKES])
def test_a_mistake_is_found_at_its_method_and_named(tmp_path, method, before, after, mistake):
    cls = method.partition(".")[0]
    start = RIGHT.index(f"class {cls}")
    place = RIGHT.index(before, start)
    file = tmp_path / "outputs.py"
    file.write_text(RIGHT[:place] + after + RIGHT[place + len(before) :], "utf-8")
    report = check_file(file, assignment="outputs")
    assert {entry.name for entry in report.failures} == {method}
    assert {cause for entry in report.failures for cause in entry.causes} == {mistake}


def test_a_loss_without_what_depends_on_y_alone_is_a_remark(tmp_path):
    whole = "np.mean(y_hat - y + y * (np.log(y + 1e-10) - np.log(y_hat + 1e-10)))"
    report = judged(tmp_path, {whole: "np.mean(y_hat - y * np.log(y_hat + 1e-10))"})
    assert report.ok
    assert report.score == report.total
    assert {cause for entry in report.records for cause in entry.causes} == {"constant-left-out"}
