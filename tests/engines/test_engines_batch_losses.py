"""Each batch's loss with its L2 term, as it was before the batch's step: what stopping rules of other libraries ask."""

from __future__ import annotations

import dataclasses

import pytest

from tests.engines.fixed import FIXED
from tests.engines.networks import TEXTBOOK
from undergrad.data import batches
from undergrad.engines import cpu
from undergrad.engines.base import least_rows


def losses_of(problem, dtype, name):
    engine, batch_losses = problem.engine(problem.model(dtype), dtype, name), []
    means = [
        engine.train_epoch(
            problem.x, problem.labels, rows=problem.rows, epoch=epoch, **problem.steps, batch_losses=batch_losses
        )
        for epoch in (1, 2)
    ]
    return [sum(losses) for losses in batch_losses], means, least_rows(engine.model)


@pytest.mark.parametrize("reg_lambda", [0.0, 0.3])
@pytest.mark.parametrize("name", FIXED)
def test_they_are_the_textbooks(name, reg_lambda, monkeypatch):
    problem = dataclasses.replace(FIXED[name], reg_lambda=reg_lambda)
    right, means, least = losses_of(problem, "float64", TEXTBOOK)
    monkeypatch.setattr(cpu, "_PART_OPERATIONS", 1)  # an epoch is cut into as many parts as it has batches
    monkeypatch.setattr(cpu, "_PART_SECONDS", 0)
    for dtype, tolerance in (("float64", 1e-9), ("float32", 1e-3)):
        own, own_means, _ = losses_of(problem, dtype, None)
        assert own == pytest.approx(right, rel=tolerance)
        assert own_means == pytest.approx(means, rel=tolerance)
    n = problem.n if problem.rows is None else len(problem.rows)
    assert len(right) == 2 * len(list(batches(n, problem.batch_size, least)))


def test_a_batch_alone_says_the_loss_with_what_the_mean_leaves_out():
    problem = dataclasses.replace(FIXED["rows"], reg_lambda=0.5, batch_size=100, permuted=False)
    for name in (None, TEXTBOOK):
        model = problem.model()
        penalty = model.l2(0.5)
        loss = []
        mean = problem.engine(model, "float64", name).train_epoch(
            problem.x, problem.labels, epoch=1, **problem.steps, batch_losses=loss
        )
        assert loss == [pytest.approx((mean, penalty), rel=1e-12)]
        assert penalty > 0.1
