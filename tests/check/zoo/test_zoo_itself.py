"""Is the zoo what it says: are the right solutions right, and does every mistake show where it was planted?"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import sys
import warnings
from fnmatch import fnmatchcase
from types import SimpleNamespace

import numpy as np
import pytest

from undergrad import layers, model
from undergrad.findings.catalogue import MISTAKES

from . import BASES, FOLDER, KINDS, folder, remarks, solutions, splice
from .probes import differences, observe
from .training import ACTIVATIONS, ASKED, completed, train

#: What is observed and trained here are the layers of the first homework.
HW3 = "hw3"
RIGHT = solutions("right", HW3)
HELD_OUT = solutions("held-out", HW3)
HARMLESS = solutions("harmless", HW3)
CONSEQUENTIAL = [
    solution
    for kind in ("held-out-2", "held-out-3", "held-out-4")
    for solution in solutions(kind, HW3)
    if solution.severity == "fail"
]
MISTAKEN = [solution for solution in solutions(assignment=HW3) if solution.kind not in ("right", "harmless")]
#: The aspects of inputs that the assignment can produce and random data do not.
RARE = {"zero", "extremes"}
#: The term's value is printed and nothing is learned from it.
PRINTED = ("Norm", "forward")
#: Remarks by the policy, not by what is learned: the course hands __init__ out, and the check calls a method as it is.
UNEQUAL = {"init-scale", "init-uniform", "init-ignores-seed", "init-mean", "wrong-signature"}
TEXTBOOK = SimpleNamespace(**vars(layers), ClassifierModel=model.ClassifierModel)


@pytest.fixture(scope="module")
def textbook():
    return observe(TEXTBOOK)


@pytest.fixture(scope="module")
def trained():
    """What the textbook's network becomes, by activation and by whether its inputs are images."""
    return {(name, images): train(TEXTBOOK, name, images=images) for name in ACTIVATIONS for images in (False, True)}


def load(solution, folder, monkeypatch):
    spec = importlib.util.spec_from_file_location("Answer", solution.write(folder))
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "Answer", module)  # dataclasses look there
    monkeypatch.syspath_prepend(folder)
    with contextlib.redirect_stdout(io.StringIO()):
        spec.loader.exec_module(module)
    # Another solution may call its own helper by the same name.
    helpers = {path.partition("/")[0].removesuffix(".py") for path, _ in solution.beside}
    for name in [name for name in sys.modules if name.partition(".")[0] in helpers]:
        del sys.modules[name]
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


@pytest.mark.parametrize("solution", HARMLESS, ids=str)
def test_harmless_solution_learns_what_the_textbook_learns(solution, trained, tmp_path, monkeypatch):
    module = load(solution, tmp_path, monkeypatch)
    for activation in ACTIVATIONS:
        assert train(module, activation).is_near(trained[activation, False], 1e-9)
    activation = ACTIVATIONS[HARMLESS.index(solution) % len(ACTIVATIONS)]
    images = train(module, activation, images=True)
    assert images.is_near(trained[activation, True], 1e-9)
    assert images.equals(train(module, activation, images=True, insulate=True))


@pytest.mark.parametrize("solution", HARMLESS, ids=str)
def test_harmless_solution_differs_only_as_its_remarks_say(solution, textbook, tmp_path, monkeypatch):
    module = load(solution, tmp_path, monkeypatch)
    given = [name for name in ("Norm", "ClassifierModel") if hasattr(module, name)]
    classes = SimpleNamespace(**{**vars(module), **vars(completed(module))})
    seen = {key: value for name in (*ASKED, *given) for key, value in observe(classes, name).items()}
    shown = {f"{name} absent" for name in ("Norm", "ClassifierModel") if name not in given}
    for (class_name, method), aspects in differences(seen, textbook, 1e-9).items():
        shown |= {f"{class_name}.{method} {aspect}" for aspect in aspects}
    patterns = {remark: remarks()[remark]["shows"] for remark in solution.remarks}
    allowed = [pattern for several in patterns.values() for pattern in several]
    assert not {place for place in shown if not any(fnmatchcase(place, pattern) for pattern in allowed)}
    idle = {
        remark
        for remark, several in patterns.items()
        if several and not any(fnmatchcase(place, pattern) for place in shown for pattern in several)
    }
    assert not idle


@pytest.mark.parametrize("solution", HARMLESS, ids=str)
def test_harmless_solution_warns_and_prints_only_as_its_remarks_say(solution, tmp_path, monkeypatch, capsys):
    classes = completed(load(solution, tmp_path, monkeypatch))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for name in ACTIVATIONS:
            getattr(classes, name)().forward(np.array([[-800.0, 800.0]]))
        classes.FCLayer(3, 2).forward(np.ones((1, 3)))
        classes.SoftmaxLayer().forward(np.array([[-800.0, 800.0]]))
    assert bool(caught) == ("overflow-warning" in solution.remarks)
    assert bool(capsys.readouterr().out) == ("prints" in solution.remarks)


@pytest.mark.parametrize(
    "solution",
    [s for s in CONSEQUENTIAL if not RARE & set(s.shows) and (s.class_name, s.method) != PRINTED],
    ids=str,
)
def test_mistake_changes_what_is_learned_or_the_loss(solution, trained, tmp_path, monkeypatch):
    activation = solution.class_name if solution.class_name in ACTIVATIONS else "ReLU"
    module = load(solution, tmp_path, monkeypatch)
    images = "shapes" in solution.shows  # what goes wrong with images only
    # A layer that another's arrays do not fit, and weights that grow without end, are consequences too. So are the
    # errors that NumPy and Python raise for an operation on what a mistake left in the place of an array.
    with contextlib.suppress(ValueError, TypeError, AttributeError, np.linalg.LinAlgError):
        assert not train(module, activation, images=images).is_near(trained[activation, images], 1e-6)


@pytest.mark.parametrize(
    "solution", [s for s in MISTAKEN if s.severity == "remark" and not UNEQUAL & set(s.causes)], ids=str
)
def test_mistake_that_is_a_remark_changes_nothing_that_is_learned(solution, trained, tmp_path, monkeypatch):
    activation = solution.class_name if solution.class_name in ACTIVATIONS else "ReLU"
    module = load(solution, tmp_path, monkeypatch)
    assert train(module, activation).is_near(trained[activation, False], 1e-7)


def test_sizes():
    assert len(solutions("wrong")) >= 75
    assert len(solutions("two")) >= 15
    assert len(RIGHT) >= 28
    assert len(HELD_OUT) >= 80
    assert len(HARMLESS) >= 50
    assert len(solutions("held-out-2")) >= 90
    assert len(solutions("held-out-3")) >= 80
    assert len(solutions("held-out-4")) >= 50


def test_manifest_is_complete():
    everything = solutions()
    assert len({solution.id for solution in everything}) == len(everything)
    assert {cause for solution in everything for cause in solution.causes} <= MISTAKES.keys()
    assert all(solution.says for solution in everything)
    assert all((FOLDER / base).is_file() for base in BASES.values())
    assert all(len(solution.causes) == 2 for solution in solutions("two"))
    assert all(solution.causes for solution in solutions("wrong"))
    assert {remark for solution in solutions("harmless") for remark in solution.remarks} == set(remarks())
    helpers = {(kind, path.name) for kind in KINDS for path in (folder(kind) / "beside").glob("*/")}
    assert helpers == {(solution.kind, solution.id) for solution in everything if solution.beside}
    files = {(kind, path.stem) for kind in KINDS for path in folder(kind).glob("*.py")}
    assert files == {(solution.kind, solution.id) for solution in everything}


def test_answers_are_distinct_and_keep_their_secret():
    sources = [(solution.assignment, solution.source) for solution in solutions()]
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
