"""Is the zoo what it says: are the right solutions right, and does every mistake show where it was planted?"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import re
import sys
from types import SimpleNamespace

import pytest

from undergrad import layers, model

from . import FOLDER, KINDS, causes, folder, solutions, splice
from .probes import differences, observe

RIGHT = solutions("right")
HELD_OUT = solutions("held-out")
MISTAKEN = solutions("wrong") + solutions("two") + HELD_OUT


@pytest.fixture(scope="module")
def textbook():
    return observe(SimpleNamespace(**vars(layers), ClassifierModel=model.ClassifierModel))


def load(solution, folder, monkeypatch):
    spec = importlib.util.spec_from_file_location("Answer", solution.write(folder))
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "Answer", module)  # dataclasses look there
    with contextlib.redirect_stdout(io.StringIO()):
        spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("solution", RIGHT, ids=str)
def test_right_solution_is_the_textbook(solution, textbook, tmp_path, monkeypatch):
    found = differences(observe(load(solution, tmp_path, monkeypatch)), textbook, solution.tolerance)
    assert not found


@pytest.mark.parametrize("solution", MISTAKEN, ids=str)
def test_mistake_shows_where_it_was_planted(solution, textbook, tmp_path, monkeypatch):
    found = differences(observe(load(solution, tmp_path, monkeypatch), solution.class_name), textbook, 1e-6)
    of_class = {method: aspects for (_, method), aspects in found.items()}
    assert set(of_class) <= {solution.method, *solution.also}
    assert solution.method in of_class
    assert set(solution.shows) <= set(of_class[solution.method])
    # A mistake of behaviour only must not show in the values too: then its name would be another.
    assert "values" in solution.shows or "values" not in of_class[solution.method]


def test_sizes():
    assert len(solutions("wrong")) >= 75
    assert len(solutions("two")) >= 15
    assert len(RIGHT) >= 28
    assert len(HELD_OUT) >= 80


def test_manifest_is_complete():
    known, everything = causes(), solutions()
    assert len({solution.id for solution in everything}) == len(everything)
    used = {cause for solution in everything if solution.kind != "held-out" for cause in solution.causes}
    assert used == set(known)
    assert all(solution.says for solution in everything)
    assert all(len(solution.causes) == 2 for solution in solutions("two"))
    assert all(solution.causes for solution in solutions("wrong"))
    files = {(kind, path.stem) for kind in KINDS for path in folder(kind).glob("*.py")}
    assert files == {(solution.kind, solution.id) for solution in everything}


def test_held_out_causes_are_names_of_the_checker():
    page = (FOLDER.parents[2] / "docs" / "check.md").read_text(encoding="utf-8")
    names = set(re.findall(r"^\| `([\w-]+)` \|", page, re.MULTILINE))
    assert {cause for solution in HELD_OUT for cause in solution.causes} <= names


def test_answers_are_distinct_and_keep_their_secret():
    sources = [solution.source for solution in solutions()]
    assert len(set(sources)) == len(sources)
    assert not any(solution.says in solution.source for solution in MISTAKEN)


def test_splice():
    base = """import os


class A:
    def f(self):
        return 1

    def g(self):
        return 2
"""
    changes = """'Says.'
X = 3


class A:
    y = X

    @property
    def f(self):
        return self.h()

    def h(self):
        return 4
"""
    expected = """import os


X = 3


class A:
    y = X

    @property
    def f(self):
        return self.h()

    def h(self):
        return 4
"""
    assert splice(base, changes, ["A.g"]) == expected
