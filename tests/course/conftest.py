"""What the tests of a grading share: submissions made by code, and workers in this process."""

from __future__ import annotations

import hashlib

import pytest

from tests.patience import be_patient
from undergrad.check.assignment import parse_assignment
from undergrad.course.grading.many import Watcher
from undergrad.course.records import Submission
from undergrad.course.settings import Settings
from undergrad.course.store import Store
from undergrad.sandbox.containment.launch import Trusting
from undergrad.tuning.workers import Work

SHORT = """
title = "ReLU alone"
[checks]
speed = "off"
[[method]]
name = "ReLU.forward"
points = 6
[[method]]
name = "ReLU.backward"
points = {values = 3, batches = 1}
"""

RIGHT = """
import numpy as np
class ReLU:
    def forward(self, z):
        self.zero_mask = z <= 0
        return np.where(self.zero_mask, 0, z)
    def backward(self, d_prev, reg_lambda):
        return np.where(self.zero_mask, 0, d_prev)
"""


class Here:
    """Workers that are this process."""

    share_memory = True
    bytes_per_second = float("inf")
    count = 2

    def __init__(self, before=lambda function, argument: None):
        self.before = before

    def submit(self, function, argument):
        work = Work()
        try:
            self.before(function, argument)
            work.set_result(function(argument))
        except Exception as error:
            work.set_exception(error)
        return work

    def abandon(self, work):
        """Nothing is under way."""

    def close(self):
        """Nothing is left."""


class Heard(Watcher):
    """Notes what it hears."""

    def __init__(self):
        self.begun = None
        self.keys = []

    def begins(self, total, kept):
        self.begun = total, kept

    def graded(self, grade, *, again):
        self.keys.append((grade.submission.key, again))


@pytest.fixture(autouse=True)
def patience(monkeypatch, tmp_path):
    """A time limit is over when the student's file says that it has reached its loop, however slow the machine is."""
    be_patient(monkeypatch, tmp_path)


@pytest.fixture
def uncontained(monkeypatch):
    """Submissions run as plain processes: what contains them is tested elsewhere, and hides that a loop is reached."""
    monkeypatch.setattr("undergrad.course.grading.one._containment", lambda trust: Trusting())


@pytest.fixture
def settings(uncontained):
    """ReLU alone, in English, seed 5, without a network to be trained."""
    assignment = parse_assignment(SHORT, where="short.toml", name="short")
    return Settings(assignment=assignment, seed=5, language="en", training=False, trust=True)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "out")


@pytest.fixture
def hand_in(store):
    """Lay a submission out as intake does."""

    def make(key, source=RIGHT, file="Answer.py", **fields):
        folder = store.submissions / key
        folder.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(source, encoding="utf-8")
        digest = hashlib.sha256(source.encode()).hexdigest()
        return Submission(key=key, student_id=key, source=f"{key}.zip", file=file, digest=digest, **fields)

    return make
