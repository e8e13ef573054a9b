"""Loss and gradients of all samples, by their weights; what a network puts out; L2 terms that samples share."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from tests.engines.fixed import FIXED
from tests.engines.networks import TEXTBOOK
from undergrad.data import batches
from undergrad.engines import CpuEngine, cpu, samples
from undergrad.engines.base import least_rows


def weights_of(problem):
    weights = np.random.default_rng(5).uniform(0.1, 3, problem.n)
    weights[::7] = 0
    return weights


def engine_of(problem, dtype, name, weights=None):
    engine = problem.engine(problem.model(dtype), dtype, name)
    engine.weights = weights
    return engine


@pytest.mark.parametrize("is_weighted", [False, True])
@pytest.mark.parametrize("name", FIXED)
def test_the_gradients_of_all_samples_are_the_textbooks(name, is_weighted, monkeypatch):
    problem, weights = FIXED[name], None
    if is_weighted:
        weights = weights_of(problem)
    right_loss, right = engine_of(problem, "float64", TEXTBOOK, weights).loss_and_gradients(
        problem.x, problem.labels, reg_lambda=0.3
    )
    for rows in (cpu.GRADIENT_ROWS, 5):  # in one part and in many
        monkeypatch.setattr(cpu, "GRADIENT_ROWS", rows)
        for dtype, tolerance in (("float64", 1e-12), ("float32", 1e-4)):
            engine = engine_of(problem, dtype, None, weights)
            assert isinstance(engine, CpuEngine)
            before = {key: array.copy() for key, array in engine.model.arrays().items()}
            loss, gradients = engine.loss_and_gradients(problem.x, problem.labels, reg_lambda=0.3)
            assert loss == pytest.approx(right_loss, rel=tolerance)
            assert gradients.keys() == right.keys() == engine.model.parameters().keys()
            scale = max(map(np.linalg.norm, right.values()))
            for key, array in gradients.items():
                assert array.dtype == dtype
                assert np.linalg.norm(array - right[key]) <= tolerance * scale, key
            assert all((array == before[key]).all() for key, array in engine.model.arrays().items())


def test_a_part_whose_samples_all_count_nothing_changes_nothing(monkeypatch):
    problem = FIXED["rows"]
    monkeypatch.setattr(cpu, "GRADIENT_ROWS", 4)
    weights = np.ones(problem.n)
    weights[:8] = 0
    engine = engine_of(problem, "float64", None, weights)
    loss, gradients = engine.loss_and_gradients(problem.x, problem.labels)
    alone = engine_of(problem, "float64", None)
    right_loss, right = alone.loss_and_gradients(problem.x[8:], problem.labels[8:])
    assert loss == pytest.approx(right_loss, rel=1e-12)
    for key, array in gradients.items():
        assert array == pytest.approx(right[key], rel=1e-9, abs=1e-12)


def test_a_loss_that_is_not_finite_has_gradients_that_say_so():
    problem = dataclasses.replace(FIXED["rows"])
    model = problem.model()
    name = next(iter(model.parameters()))
    model.set_parameters(dict(model.parameters()) | {name: model.parameters()[name] * np.nan})
    loss, gradients = problem.engine(model, "float64").loss_and_gradients(problem.x, problem.labels)
    assert np.isnan(loss.data)
    assert all(np.isnan(array).all() for array in gradients.values())


@pytest.mark.parametrize("name", FIXED)
def test_what_is_put_out_is_what_the_model_puts_out(name):
    problem = FIXED[name]
    model = problem.model()
    scaled = problem.scaling.apply(problem.x, np.float64).reshape(problem.x.shape)
    right = model.predict(scaled)
    for engine in (problem.engine(model, "float64"), problem.engine(model, "float64", TEXTBOOK)):
        assert engine.put_out(problem.x) == pytest.approx(right, rel=1e-9, abs=1e-12)
        rows = np.array([3, 1, 4])
        assert engine.put_out(problem.x, rows=rows) == pytest.approx(right[rows], rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("engine_name", [None, TEXTBOOK])
@pytest.mark.parametrize("is_weighted", [False, True])
@pytest.mark.parametrize("optimizer", ["sgd", "sgd(momentum=0.9)", "adam"])
def test_an_l2_term_that_samples_share_is_that_of_each_batch_by_itself(engine_name, is_weighted, optimizer):
    problem = dataclasses.replace(FIXED["rows"], optimizer=optimizer, permuted=False)
    weights = weights_of(problem) + 0.1 if is_weighted else None
    engine, losses = engine_of(problem, "float64", engine_name, weights), []
    steps = {"batch_size": problem.batch_size, "learning_rate": 0.05}
    engine.train_epoch(problem.x, problem.labels, epoch=1, **steps, reg_lambda=4.0, shares_l2=True, batch_losses=losses)
    # Batch after batch, each with the lambda that is its own.
    right = engine_of(problem, "float64", TEXTBOOK, weights)
    parts = list(batches(problem.n, problem.batch_size, least_rows(right.model)))
    assert len({part.stop - part.start for part in parts}) == 2  # the last one is short
    for part, loss in zip(parts, losses, strict=True):
        n = part.stop - part.start if weights is None else weights[part].sum()
        assert loss.l2 == pytest.approx(right.model.l2(4.0 / n), rel=1e-9)
        right.train_epoch(
            problem.x, problem.labels, rows=np.arange(part.start, part.stop), epoch=1, **steps, reg_lambda=4.0 / n
        )
    for key, array in engine.model.arrays().items():
        assert array == pytest.approx(right.model.arrays()[key], rel=1e-9, abs=1e-12), key


OUTPUT_SETTINGS = [
    *((output, "clip", 0.3) for output in ("classes", "labels")),
    *((output, "summed", True) for output in ("regression", "absolute", "huber", "poisson")),
    ("labels", "summed", False),
]


@pytest.mark.parametrize(("output", "setting", "value"), OUTPUT_SETTINGS)
def test_what_is_set_of_the_output_layer_holds_in_the_compiled_engine(output, setting, value):
    problem = dataclasses.replace(FIXED["rows"], output=output, width=3)
    losses = {}
    for name in (None, TEXTBOOK, "as usual"):
        model = problem.model()
        if name != "as usual":
            setattr(model.output_layer, setting, value)
        engine = problem.engine(model, "float64", TEXTBOOK if name == "as usual" else name)
        losses[name] = engine.loss_and_gradients(problem.x, problem.labels)
    loss, gradients = losses[None]
    right_loss, right = losses[TEXTBOOK]
    assert loss == pytest.approx(right_loss, rel=1e-12)
    assert loss.data != pytest.approx(losses["as usual"][0].data, rel=1e-3)
    for key, array in gradients.items():
        assert array == pytest.approx(right[key], rel=1e-9, abs=1e-12)


class Rows:
    """Samples that are made dense when they are asked for, as those of a sparse matrix."""

    def __init__(self, x):
        self._x, self.shape, self.dtype, self.most = x, x.shape, x.dtype, 0

    def __len__(self):
        return len(self._x)

    def __getitem__(self, rows):
        self.most = max(self.most, len(rows))
        return self._x[rows]


def test_gradients_of_what_is_made_dense_take_no_more_than_a_part(monkeypatch):
    problem = FIXED["rows"]
    x = Rows(problem.x)
    monkeypatch.setattr(samples, "_PART_BYTES", 5 * 8 * problem.x[0].size)  # five samples in float64
    _, gradients = engine_of(problem, "float64", None).loss_and_gradients(x, problem.labels)
    assert x.most == 5
    _, right = engine_of(problem, "float64", TEXTBOOK).loss_and_gradients(problem.x, problem.labels)
    for key, array in gradients.items():
        assert array == pytest.approx(right[key], rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("name", [None, TEXTBOOK])
def test_of_no_samples_nothing_is_put_out_in_its_shape(name):
    problem = FIXED["rows"]
    assert engine_of(problem, "float64", name).put_out(problem.x[:0]).shape == (0, problem.width)
