"""The contracts: what they say is what the textbook does."""

import contextlib

import numpy as np
import pytest

from undergrad.check.compare import relative_error
from undergrad.check.exercises import EXERCISES


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=lambda exercise: exercise.name)
def test_every_expression_can_be_computed_and_the_right_one_is_the_textbooks(exercise):
    """A misspelt name would be noticed only when somebody makes that mistake."""
    numbers = exercise.draw(np.random.default_rng(0))
    for quantity, formula in exercise.formulas(numbers).items():
        right = exercise.reference(numbers)[quantity]
        assert relative_error(np.asarray(formula.value(), float), right) < 1e-9, quantity
        slips = [slip for place in formula.slips for slip in place]
        assert slips, quantity
        for slip in slips:
            with np.errstate(all="ignore"), contextlib.suppress(ValueError, IndexError):
                formula.value((slip,))
