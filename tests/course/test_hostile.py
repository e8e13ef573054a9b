"""Hostile files are contained: all of them by bubblewrap, and of the fallback what it says that it contains."""

import pytest

from tests.course.hostile.case import may_try, tried
from tests.course.hostile.cases import CASES
from tests.course.test_containment import _works, limits_as_they_are
from undergrad.sandbox.containment.bubblewrap import Bubblewrap
from undergrad.sandbox.containment.choice import CONTAINMENTS
from undergrad.sandbox.containment.launch import Trusting

__all__ = ["limits_as_they_are"]

pytestmark = pytest.mark.attack

#: A tenth of them, of each kind some, and quick.
FEW = (
    "right numbers looked for in frames and among all objects",
    "a token in the home",
    "the environment of each process",
    "a server on this machine, by TCP",
    "a signal to another process",
    "a process that leaves and stays",
    "a fork bomb",
)
#: What Landlock says that it does not contain.
NOT_BY_LANDLOCK = {"a full disk", "a hundred thousand empty files"}


def named(name):
    return next(case for case in CASES if case.name == name)


@pytest.mark.parametrize("name", FEW)
def test_few(name):
    assert not tried(named(name), _works(Bubblewrap)).escaped


@pytest.mark.parametrize("name", ["a token in the home", "the environment", "a server on this machine, by TCP"])
def test_an_escape_is_seen(name):
    """Where nothing contains them they succeed: the scene can tell."""
    assert tried(named(name), Trusting()).escaped


@pytest.mark.slow
@pytest.mark.parametrize("kind", CONTAINMENTS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_all(case, kind):
    containment = _works(kind)
    if not may_try(case, containment):
        pytest.skip(f"{containment.name} does not contain it, and it would harm this machine")
    escaped = tried(case, containment).escaped
    assert not escaped or (containment.name == "landlock" and case.name in NOT_BY_LANDLOCK), escaped
