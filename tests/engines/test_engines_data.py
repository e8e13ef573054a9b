"""Data of every layout and shape, and batches of every size: of one row, short ones, a single one."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from tests.engines.compared import check_near
from tests.engines.fixed import CANCELLED, FIXED
from tests.engines.networks import TEXTBOOK, Problem, arrays_of, bits
from undergrad.data import mapped
from undergrad.errors import ShapeError

IMAGES = Problem("conv(5, 3, stride=2), relu, batch_norm, fc(6), tanh", (3, 7, 5), "labels", 3, n=37, batch_size=10)
ROWS = Problem("fc(6), relu, fc(5), tanh", (3, 7), "classes", 4, n=37, batch_size=10)
#: Where no two kinds of data have the same scaling.
PROBLEMS = [dataclasses.replace(problem, pixels=pixels) for problem in (IMAGES, ROWS) for pixels in (True, False)]
NAMES = [f"{name}, {kind}" for name in ("images", "rows") for kind in ("pixels", "numbers")]


def trained_on(problem: Problem, dtype: str, x: Any, labels: Any = None, rows: Any = None) -> dict[str, bytes]:
    """All that two epochs leave, and what is said of the data, to the last bit."""
    labels, rows = problem.labels if labels is None else labels, problem.rows if rows is None else rows
    engine = problem.engine(problem.model(dtype), dtype)
    losses = [engine.train_epoch(x, labels, rows=rows, epoch=epoch, **problem.steps) for epoch in (1, 2)]
    norms = engine.gradient_norms(x, labels, rows=rows)
    said = {
        "losses": np.array(losses).tobytes(),
        "predictions": engine.predict_labels(x, rows=rows).tobytes() + engine.predict_labels(x).tobytes(),
        "loss": np.array(engine.observe(x, labels=labels, rows=rows).data_loss).tobytes(),
        "norms": np.array([*norms.weights.values(), *norms.upstream.values()]).tobytes(),
    }
    return bits(engine) | said


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    assert one.keys() == other.keys()
    return [name for name in one if one[name] != other[name]]


def spaced(x: np.ndarray) -> np.ndarray:
    """The same numbers, with others between them."""
    wide = np.full((*x.shape[:-1], 2 * x.shape[-1]), x.max(), x.dtype)
    wide[..., ::2] = x
    return wide[..., ::2]


def unaligned(x: np.ndarray) -> np.ndarray:
    return np.frombuffer(b"." + x.tobytes(), np.uint8)[1:].view(x.dtype).reshape(x.shape)


LAYOUTS = {
    "spaced": spaced,
    "by columns": np.asfortranarray,
    "backwards": lambda x: x[::-1].copy()[::-1],
    "channels last": lambda x: np.moveaxis(np.ascontiguousarray(np.moveaxis(x, 1, -1)), -1, 1),
    "unaligned": unaligned,
    "not to be written": lambda x: np.frombuffer(x.tobytes(), x.dtype).reshape(x.shape),
    "of the other byte order": lambda x: x.astype(x.dtype.newbyteorder()),
}


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("problem", PROBLEMS, ids=NAMES)
def test_data_may_lie_in_memory_in_any_way(problem, layout, dtype):
    x = LAYOUTS[layout](problem.x)
    np.testing.assert_array_equal(x, problem.x)
    assert not differing(trained_on(problem, dtype, x), trained_on(problem, dtype, problem.x))


@pytest.mark.parametrize("problem", PROBLEMS[1::2], ids=NAMES[1::2])
def test_numbers_of_float64_are_rounded_to_the_engines_float32(problem):
    """Before anything is done with them."""
    x = problem.x + 1e-9 * np.random.default_rng(0).standard_normal(problem.x.shape)
    assert x.dtype == np.float64
    assert (x != x.astype(np.float32)).any()
    rounded = trained_on(problem, "float32", x.astype(np.float32))
    assert not differing(trained_on(problem, "float32", x), rounded)
    assert differing(trained_on(problem, "float64", x), trained_on(problem, "float64", x.astype(np.float32)))


@pytest.mark.parametrize("problem", PROBLEMS[::2], ids=NAMES[::2])
@pytest.mark.parametrize("dtype", [np.int16, np.int64, np.float32, np.float64])
def test_pixels_may_be_numbers_of_another_type(problem, dtype):
    own, right = (trained_on(problem, "float32", x) for x in (problem.x.astype(dtype), problem.x.astype(np.float32)))
    assert not differing(own, right)


@pytest.mark.parametrize("resident", [2**28, 0], ids=["in the memory", "beyond the memory"])
@pytest.mark.parametrize("problem", PROBLEMS, ids=NAMES)
def test_data_may_lie_in_files(tmp_path, monkeypatch, problem, resident):
    monkeypatch.setattr(mapped, "_RESIDENT_BYTES", resident)
    arrays = {"x": problem.x, "labels": problem.labels, "rows": problem.rows}
    for name, array in arrays.items():
        np.save(tmp_path / f"{name}.npy", array)
    opened = [np.load(tmp_path / f"{name}.npy", mmap_mode="r") for name in arrays]
    assert mapped.is_large(opened[0]) == (resident == 0)
    assert not differing(trained_on(problem, "float32", *opened), trained_on(problem, "float32", *arrays.values()))


@pytest.mark.parametrize(
    ("name", "dtypes"),
    [
        ("rows", (np.uint8, np.int32)),
        ("odd", (bool, np.uint8)),
        ("dropped", (bool, np.int8)),
        ("pooled", (int, np.float32)),
    ],
)
def test_labels_and_rows_may_be_of_any_type_and_layout(name, dtypes):
    problem = FIXED[name]
    right = trained_on(problem, "float32", problem.x)
    for dtype in dtypes:
        labels = problem.labels.astype(dtype)
        np.testing.assert_array_equal(labels, problem.labels)
        assert not differing(trained_on(problem, "float32", problem.x, labels), right)
    labels = np.repeat(problem.labels, 2, axis=0)[::2]
    rows = np.repeat(problem.rows.astype(np.int32), 3)[::3]
    assert not differing(trained_on(problem, "float32", problem.x, labels, rows), right)


def check_epochs(problem: Problem, name: str = "") -> None:
    """Two epochs in float64 are the textbook's."""
    (textbook, losses), (engine, own) = problem.trained(np.float64, TEXTBOOK), problem.trained(np.float64)
    assert own == pytest.approx(losses, rel=1e-12)
    check_near(arrays_of(engine), arrays_of(textbook), 1e-10, CANCELLED.get(name, set()))


@pytest.mark.parametrize("batch_size", [1, 2, 7, 20, 21, 1000])
@pytest.mark.parametrize("name", ["rows", "elementwise", "odd", "pooled", "dropped"])
def test_batches_of_one_row_short_last_ones_and_a_single_one(name, batch_size):
    problem = dataclasses.replace(FIXED[name], optimizer="sgd(momentum=0.5)", n=24, batch_size=batch_size)
    assert len(problem.rows) == 21
    check_epochs(problem)


@pytest.mark.parametrize("optimizer", ["sgd", "sgd(momentum=0.9)"])
@pytest.mark.parametrize(("n", "batch_size"), [(24, 4), (24, 20), (24, 10), (23, 20), (24, 1000)])
@pytest.mark.parametrize("name", ["normed", "smooth", "all"])
def test_a_last_batch_of_one_row_joins_the_one_before_where_there_is_a_batch_norm(name, n, batch_size, optimizer):
    check_epochs(dataclasses.replace(FIXED[name], optimizer=optimizer, n=n, batch_size=batch_size), name)


@pytest.mark.parametrize("batch_size", [1, 3])
def test_a_single_image_has_a_variance(batch_size):
    layers = "batch_norm, conv(5, 3, pad=1), relu, batch_norm, pool(2, stride=1), conv(4, 2, stride=2)"
    check_epochs(Problem(layers, (3, 5, 9), "regression", 2, n=13, batch_size=batch_size, learning_rate=1e-3))


def test_a_single_row_has_no_variance():
    problem = Problem("fc(4), relu, batch_norm", (5,), n=9, batch_size=1)
    engine = problem.engine(problem.model(), np.float64)
    with pytest.raises(ShapeError, match="has no variance; train with batches of 2 or more samples"):
        problem.epoch(engine, 1)


@pytest.mark.parametrize(
    ("shape", "layers"),
    [
        ((1, 9), "conv(3, 3, pad=1), leaky_relu, conv(5, 1, stride=2)"),
        ((9, 1), "conv(3, 3, pad=1), leaky_relu, conv(5, 1, stride=2)"),
        ((2, 1, 11), "conv(5, 5, stride=2, pad=2), tanh"),
        ((3, 8, 3), "conv(7, 3, pad=1), elu, pool(2, stride=1)"),
        ((3, 5, 8), "conv(6, 1), sigmoid, pool(2, stride=3)"),
        ((1, 3, 10), "conv(5, 5, pad=2), tanh, conv(3, 2)"),
        ((5, 4, 4), "conv(6, 4, stride=2, pad=2), relu, pool(3, stride=1)"),
        ((7, 2), "conv(2, 2), sigmoid, conv(3, 1, stride=5), conv(9, 1, pad=2)"),
        ((2, 17), "tanh, conv(1, 2, stride=1), fc(1), relu"),
    ],
)
@pytest.mark.parametrize("batch_size", [1, 5])
def test_images_of_any_shape(shape, layers, batch_size):
    check_epochs(Problem(layers, shape, "regression", 2, n=13, batch_size=batch_size))
