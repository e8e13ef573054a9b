"""The assignment `optimizers`: right answers of any style pass, and what students get wrong is found and named."""

from __future__ import annotations

import pytest

from undergrad import check_file

RIGHT = """
import numpy as np

class SGD:
    def update(self, w, grad, lr):
        return w - lr * grad

class Momentum:
    def __init__(self, gamma):
        self.gamma = gamma
        self.v = 0

    def update(self, w, grad, lr):
        self.v = self.gamma * self.v + lr * grad
        return w - self.v

class RMSProp:
    def __init__(self, gamma, epsilon):
        self.gamma, self.epsilon = gamma, epsilon
        self.G = 0

    def update(self, w, grad, lr):
        self.G = self.gamma * self.G + (1 - self.gamma) * grad ** 2
        return w - lr * grad / np.sqrt(self.G + self.epsilon)
"""

#: What is written otherwise, and as right: nothing of it costs anything.
STYLES = {
    "as in the course": {},
    "arrays from the first call on": {
        "self.v = 0": "self.v = None",
        "self.v = self.gamma * self.v + lr * grad": (
            "if self.v is None:\n            self.v = np.zeros_like(w)\n"
            "        self.v = self.gamma * self.v + lr * grad"
        ),
    },
    "a velocity that points downhill": {
        "self.v = self.gamma * self.v + lr * grad": "self.v = self.gamma * self.v - lr * grad",
        "return w - self.v": "return w + self.v",
    },
    "the rate outside, which is the same while it is constant": {
        "self.v = self.gamma * self.v + lr * grad": "self.v = self.gamma * self.v + grad",
        "return w - self.v": "return w - lr * self.v",
    },
    "another root": {"np.sqrt(self.G + self.epsilon)": "(self.G + self.epsilon) ** 0.5"},
    "with defaults": {
        "gamma, epsilon):": "gamma=0.9, epsilon=1e-8):",
        "__init__(self, gamma):": "__init__(self, gamma=0.9):",
    },
    "its own state changed in place": {
        "self.v = self.gamma * self.v + lr * grad": "self.v = self.v * self.gamma\n        self.v += lr * grad"
    },
}


def judged(tmp_path, changes):
    source = RIGHT
    for before, after in changes.items():
        assert before in source, before
        source = source.replace(before, after)
    file = tmp_path / "optimizers.py"
    file.write_text(source, "utf-8")
    return check_file(file, assignment="optimizers")


@pytest.mark.parametrize("changes", STYLES.values(), ids=STYLES)
@pytest.mark.parametrize("seed", [0, 1])
def test_a_right_answer_passes_whatever_its_style(tmp_path, changes, seed):
    report = judged(tmp_path, changes)
    assert [entry for entry in report.records if entry.verdict not in ("pass", "not run")] == []
    assert report.ok


#: What students got wrong: the method, what is written instead of what, and the mistake's name.
MISTAKES = [
    ("SGD", {"return w - lr * grad\n\n": "return w + lr * grad\n\n"}, "update-ascends"),
    ("SGD", {"return w - lr * grad\n\n": "return -lr * grad\n\n"}, "optimizer-returns-step"),
    ("SGD", {"return w - lr * grad\n\n": "return w\n\n"}, "not-written"),
    ("SGD", {"return w - lr * grad\n\n": "return w - grad\n\n"}, "learning-rate-ignored"),
    ("Momentum", {"self.v = 0": "self.v = 1"}, "optimizer-starts-at-one"),
    (
        "Momentum",
        {"self.v = self.gamma": "v = self.gamma", "return w - self.v": "return w - v"},
        "optimizer-stores-nothing",
    ),
    ("Momentum", {"self.gamma * self.v + lr": "self.v + lr"}, "optimizer-forgets-gamma"),
    ("Momentum", {"self.v + lr * grad": "self.v + (1 - self.gamma) * lr * grad"}, "momentum-averages"),
    ("Momentum", {"return w - self.v": "return w - self.gamma * self.v - lr * grad"}, "momentum-nesterov"),
    ("Momentum", {"self.v + lr * grad": "self.v + grad"}, "momentum-rate-missing"),
    ("Momentum", {"return w - self.v": "return w - lr * self.v"}, "momentum-rate-twice"),
    ("Momentum", {"return w - self.v": "return w + self.v"}, "update-ascends"),
    ("RMSProp", {"self.G = 0": "self.G = 1"}, "optimizer-starts-at-one"),
    (
        "RMSProp",
        {
            "self.G = 0": "self.G = None",
            "self.G = self.gamma": "self.G = grad ** 2 if self.G is None else self.gamma",
        },
        "optimizer-starts-at-square",
    ),
    ("RMSProp", {"self.gamma * self.G + (1 - self.gamma) *": "self.G +"}, "optimizer-forgets-gamma"),
    ("RMSProp", {"(1 - self.gamma) * grad ** 2": "grad ** 2"}, "optimizer-forgets-gamma"),
    (
        "RMSProp",
        {"self.gamma * self.G + (1 - self.gamma)": "(1 - self.gamma) * self.G + self.gamma"},
        "optimizer-swaps-gamma",
    ),
    ("RMSProp", {"self.G = self.gamma": "G = self.gamma", "np.sqrt(self.G": "np.sqrt(G"}, "optimizer-stores-nothing"),
    ("RMSProp", {"np.sqrt(self.G + self.epsilon)": "np.sqrt(self.G) + self.epsilon"}, "epsilon-added-to-weight"),
    ("RMSProp", {"np.sqrt(self.G + self.epsilon)": "np.sqrt(self.G)"}, "epsilon-missing"),
    ("RMSProp", {"np.sqrt(self.G + self.epsilon)": "(self.G + self.epsilon)"}, "rmsprop-root-missing"),
]


@pytest.mark.parametrize(
    ("cls", "changes", "mistake"), MISTAKES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_mistake_is_found_at_its_method_and_named(tmp_path, cls, changes, mistake):
    report = judged(tmp_path, changes)
    failures = [entry for entry in report.records if entry.verdict == "fail"]
    assert {entry.cls for entry in failures} == {cls}
    assert mistake in {cause for entry in failures for cause in entry.causes}
    assert not report.ok


def test_where_epsilon_stands_is_a_remark(tmp_path):
    report = judged(tmp_path, {"np.sqrt(self.G + self.epsilon)": "(np.sqrt(self.G) + self.epsilon)"})
    assert report.ok
    assert [cause for entry in report.records for cause in entry.causes] == ["epsilon-outside-root"]


@pytest.mark.parametrize("cls", ["SGD", "Momentum"])
def test_w_changed_in_place_is_a_remark(tmp_path, cls):
    change = {"SGD": {"return w - lr * grad\n\n": "w -= lr * grad\n        return w\n\n"}}
    change["Momentum"] = {"return w - self.v": "w -= self.v\n        return w"}
    report = judged(tmp_path, change[cls])
    assert report.ok
    assert {(entry.cls, cause) for entry in report.records for cause in entry.causes} == {(cls, "input-changed")}


def test_state_that_all_objects_share_fails(tmp_path):
    shared = {"def __init__(self, gamma):\n        self.gamma = gamma\n        self.v = 0": (
        "v = 0\n\n    def __init__(self, gamma):\n        self.gamma = gamma"
    ), "self.v = self.gamma * self.v": "Momentum.v = self.gamma * self.v"}  # fmt: skip
    failures = [entry for entry in judged(tmp_path, shared).records if entry.verdict == "fail"]
    assert {entry.cls for entry in failures} == {"Momentum"}
