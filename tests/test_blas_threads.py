"""The reference engine keeps BLAS on one thread while it works, and nobody notices afterwards."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from undergrad import ClassifierModel, FCLayer, ReLU, SoftmaxLayer
from undergrad.data import Scaling
from undergrad.engines import ReferenceEngine
from undergrad.engines.threads import SAID, one_blas_thread

STEPS = {"epoch": 1, "batch_size": 128, "learning_rate": 0.1, "reg_lambda": 1e-3}


def blas_threads():
    return {info["num_threads"] for info in threadpool_info() if info["user_api"] == "blas"}


def set_in_passing(threads):
    """In a thread that ends, since threadpoolctl 3.8 lets others decide only after whoever decided before has gone."""
    setter = threading.Thread(target=threadpool_limits, args=(threads,), kwargs={"user_api": "blas"})
    setter.start()
    setter.join()


@pytest.fixture(autouse=True)
def two_threads(monkeypatch):
    """BLAS has two threads, and the environment says nothing of them."""
    for name in SAID:
        monkeypatch.delenv(name, raising=False)
    [before] = blas_threads()
    set_in_passing(2)
    yield
    set_in_passing(before)


class Looking(ReLU):
    """Notes how many threads BLAS has in each forward."""

    def __init__(self, act=lambda: None):
        self.seen, self.act = [], act

    def forward(self, z):
        self.seen.append(blas_threads())
        self.act()
        return super().forward(z)


def engine(layer, dtype=np.float64):
    rng = np.random.default_rng(0)
    x, labels = rng.integers(0, 256, (300, 784), dtype=np.uint8), rng.integers(0, 5, 300)
    model = ClassifierModel()
    model.add_layer("fc1", FCLayer(784, 200, rng=rng, dtype=dtype))
    model.add_layer("looking", layer)
    model.add_layer("fc2", FCLayer(200, 5, rng=rng, dtype=dtype))
    model.add_layer("softmax", SoftmaxLayer())
    return ReferenceEngine(model, Scaling.of(x), 5, dtype), x, labels


def test_whatever_the_engine_does_it_does_on_one_thread_and_leaves_two():
    layer = Looking()
    runner, x, labels = engine(layer)
    for do in (
        lambda: runner.train_epoch(x, labels, **STEPS),
        lambda: runner.predict_labels(x),
        lambda: runner.observe(x, labels=labels),
        lambda: runner.gradient_norms(x, labels),
    ):
        layer.seen.clear()
        do()
        assert layer.seen
        assert set(map(frozenset, layer.seen)) == {frozenset({1})}
        assert blas_threads() == {2}


@pytest.mark.parametrize("name", SAID)
def test_where_the_environment_says_how_many_it_is_that(monkeypatch, name):
    monkeypatch.setenv(name, "2")
    with one_blas_thread():
        assert blas_threads() == {2}


def test_an_epoch_that_fails_leaves_the_threads_too():
    def fail():
        raise KeyboardInterrupt

    runner, x, labels = engine(Looking(fail))
    with pytest.raises(KeyboardInterrupt):
        runner.train_epoch(x, labels, **STEPS)
    assert blas_threads() == {2}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_number_of_threads_changes_no_bit(dtype):
    found = []
    for threads in (1, 2):
        with threadpool_limits(threads, user_api="blas"):
            runner, x, labels = engine(ReLU(), dtype)
            runner.train_epoch(x, labels, **STEPS)
            found.append(b"".join(array.tobytes() for array in runner.model.parameters().values()))
    assert found[0] == found[1]


def test_two_that_train_at_once_end_in_any_order_and_leave_what_was():
    first_is_in, second_is_done = threading.Event(), threading.Event()

    def first():
        with one_blas_thread():
            first_is_in.set()
            assert second_is_done.wait(60)
            return blas_threads()

    def second():
        assert first_is_in.wait(60)
        with one_blas_thread():
            pass
        within = blas_threads()
        second_is_done.set()
        return within

    with ThreadPoolExecutor(2) as pool:
        seen = [future.result() for future in (pool.submit(first), pool.submit(second))]
    assert seen == [{1}, {1}]
    assert blas_threads() == {2}
