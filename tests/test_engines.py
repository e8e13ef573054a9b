"""Every engine is held to the textbook."""

from __future__ import annotations

import copy
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numba.core.codegen import get_host_cpu_features
from threadpoolctl import threadpool_info, threadpool_limits

from undergrad import ClassifierModel, FCLayer, ReLU, Sigmoid, SoftmaxLayer, Tanh, engines, fully_connected
from undergrad.data import Scaling
from undergrad.engines import CpuEngine, ReferenceEngine, cpu, make_engine, samples
from undergrad.engines.tables import COUNT
from undergrad.engines.threads import worthwhile_threads
from undergrad.engines.units import ACTIVE, BEYOND_RANGE
from undergrad.errors import NonFiniteLossError, ShapeError, UsageError
from undergrad.optimizers import SGD
from undergrad.training import generators

#: The activation functions that the cpu engine computes.
COMPILED = ("sigmoid", "relu", "tanh")


@st.composite
def problems(draw, *, learning_rates=(1e-4, 0.3)):
    """A network, data and settings: (model, classes, x, labels, rows, steps)."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    features, classes = draw(st.integers(1, 40)), draw(st.integers(2, 12))
    kinds = [Sigmoid, ReLU, Tanh, None]
    model, width = ClassifierModel(), features
    for number, hidden in enumerate(draw(st.lists(st.integers(1, 40), max_size=7))):
        model.add_layer(f"fc{number}", FCLayer(width, hidden, rng=rng))
        width, activation = hidden, draw(st.sampled_from(kinds))
        if activation is not None:
            model.add_layer(f"activation{number}", activation())
    model.add_layer("last", FCLayer(width, classes, rng=rng))
    model.add_layer("softmax", SoftmaxLayer())
    n = draw(st.one_of(st.integers(1, 60), st.integers(100, 5000)))
    if draw(st.booleans()):
        x = rng.integers(0, 256, (n, features), dtype=np.uint8)
    else:
        x = rng.normal(draw(st.sampled_from([0, 50])), 3, (n, features)).astype(np.float32)
    rows = draw(st.sampled_from([None, rng.permutation(n)[: max(1, n - 7)]]))
    small, large = st.integers(1, 70), st.integers(1, 4096)
    steps = {
        "batch_size": draw(small if n < 100 else large.filter(lambda size: size > n // 50)),
        "learning_rate": draw(st.floats(*learning_rates)),
        "reg_lambda": draw(st.sampled_from([0.0, 1e-8, 0.5, 8.0])),
        "momentum": draw(st.sampled_from([0.0, 0.5, 0.9])),
    }
    return model, classes, x, rng.integers(0, classes, n), rows, steps


def engine_of(engine_class, model, x, classes, dtype, momentum=0.0):
    """The engine, which descends with that momentum."""
    return engine_class(model, Scaling.of(x), classes, dtype, optimizer=SGD(momentum=momentum))


def trained(engine_class, problem, dtype, epochs=3):
    model, classes, x, labels, rows, steps = problem
    model, steps = copy.deepcopy(model), dict(steps)
    engine = engine_of(engine_class, model, x, classes, dtype, steps.pop("momentum", 0.0))
    model.set_parameters({key: array.astype(dtype) for key, array in model.parameters().items()})
    losses = [engine.train_epoch(x, labels, rows=rows, epoch=epoch, **steps) for epoch in range(epochs)]
    return model, losses, engine.predict_labels(x)


def distance(model, reference):
    """The largest ||W - reference|| / ||reference|| over the layers."""
    parameters, right = model.parameters(), reference.parameters()
    weights = [key for key in right if key.endswith(".W")]
    return max(np.linalg.norm(parameters[key] - right[key]) / np.linalg.norm(right[key]) for key in weights)


def bits(model):
    return b"".join(array.tobytes() for array in model.parameters().values())


def textbook(problem):
    """What `trained` gives, from the textbook in float64.

    Trainings that run away prove nothing and are left out, and so are those that carry a difference of one rounding in
    their start a million times as far.
    """
    nudged = copy.deepcopy(problem[0])
    nudged.set_parameters({key: array * (1 + 2.0**-52) for key, array in nudged.parameters().items()})
    try:
        reference, *rest = trained(ReferenceEngine, problem, np.float64)
        other, *_ = trained(ReferenceEngine, (nudged, *problem[1:]), np.float64)
    except NonFiniteLossError:
        assume(False)
    assume(max(np.abs(array).max() for array in reference.parameters().values()) < 100)
    assume(distance(other, reference) < 1e-10)
    return reference, *rest


@settings(max_examples=60)
@given(problems())
def test_the_cpu_engine_is_the_textbook_in_float64(problem):
    reference, losses, predicted = textbook(problem)
    model, own_losses, own_predicted = trained(CpuEngine, problem, np.float64)
    # Scaling multiplies by a float32 1/255 in both.
    np.testing.assert_allclose(own_losses, losses, rtol=1e-9, atol=1e-12)
    for key, array in reference.parameters().items():
        np.testing.assert_allclose(model.parameters()[key], array, rtol=1e-8, atol=1e-10)
    y_hat = reference.predict(np.asarray(Scaling.of(problem[2]).apply(problem[2], np.float64)))
    best = np.sort(y_hat, axis=1)[:, -2:]
    clear = best[:, 1] - best[:, 0] > 1e-9  # where two classes are equally probable, rounding chooses
    np.testing.assert_array_equal(own_predicted[clear], predicted[clear])


@pytest.mark.parametrize("activation", COMPILED)
@pytest.mark.parametrize("hidden", [[], [30, 20], [16] * 7])
@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_500_steps_in_float32_stay_near_the_textbook_in_float64(activation, hidden, momentum):
    rng = np.random.default_rng(0)
    x, labels = rng.integers(0, 256, (505, 40), dtype=np.uint8), rng.integers(0, 5, 505)
    model = fully_connected(40, hidden, 5, activation, rng=rng)
    # With momentum a step goes ten times as far in the end.
    learning_rate = 0.01 * (1 - momentum)
    steps = {"batch_size": 10, "learning_rate": learning_rate, "reg_lambda": 1e-4, "momentum": momentum}
    problem = (model, 5, x, labels, None, steps)
    reference, *_ = trained(ReferenceEngine, problem, np.float64, epochs=10)
    fast, *_ = trained(CpuEngine, problem, np.float32, epochs=10)
    assert distance(fast, reference) < 1e-4


@settings(max_examples=40)
@given(problems(learning_rates=(1e-4, 0.02)))
def test_float32_stays_near_the_textbook_in_float64(problem):
    reference, *_ = textbook(problem)
    fast, *_ = trained(CpuEngine, problem, np.float32)
    assert distance(fast, reference) < 1e-4


@pytest.mark.parametrize("engine_class", [CpuEngine, ReferenceEngine])
def test_momentum_against_its_formula_written_out(engine_class):
    model, classes, x, labels, rows, _ = image_problem(n=90)
    steps = {"batch_size": 32, "learning_rate": 0.1, "reg_lambda": 0.01, "momentum": 0.9}
    mine = copy.deepcopy(model)
    inputs, y = Scaling.of(x).apply(x[rows], np.float64), np.eye(classes)[labels[rows]]
    velocity = dict.fromkeys(mine.parameters(), 0.0)
    for start in [*range(0, 90, 32)] * 2:
        mine.forward(inputs[start : start + 32], y[start : start + 32], 0.01)
        mine.backward(0.01)
        for key, array in mine.parameters().items():
            name, _, attribute = key.rpartition(".")
            velocity[key] = 0.9 * velocity[key] + 0.1 * getattr(mine.layers[name], f"d{attribute}")
            setattr(mine.layers[name], attribute, array - velocity[key])
    model, *_ = trained(engine_class, (model, classes, x, labels, rows, steps), np.float64, epochs=2)
    for key, array in mine.parameters().items():
        np.testing.assert_allclose(model.parameters()[key], array, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("engine_class", [CpuEngine, ReferenceEngine])
def test_a_velocity_that_was_read_is_a_snapshot_and_continues_to_the_same_bits(engine_class):
    model, classes, x, labels, rows, steps = image_problem(n=90)
    model.set_parameters({key: array.astype(np.float32) for key, array in model.parameters().items()})
    engine = engine_of(engine_class, model, x, classes, np.float32, momentum=0.9)
    engine.train_epoch(x, labels, rows=rows, epoch=1, **steps)
    other, state = copy.deepcopy(model), engine.state
    before = {key: memory["velocity"].copy() for key, memory in state.memories.items()}
    engine.train_epoch(x, labels, rows=rows, epoch=2, **steps)
    assert all(np.array_equal(state.memories[key]["velocity"], before[key]) for key in model.parameters())
    assert (state.steps, engine.state.steps) == (3, 6)
    continued = engine_of(engine_class, other, x, classes, np.float32, momentum=0.9)
    continued.state = state
    continued.train_epoch(x, labels, rows=rows, epoch=2, **steps)
    assert bits(other) == bits(model)


def as_type(model, dtype):
    own = copy.deepcopy(model)
    own.set_parameters({key: array.astype(dtype) for key, array in own.parameters().items()})
    return own


def image_problem(n=700, features=50, hidden=(60, 70), activation="tanh"):
    rng = np.random.default_rng(0)
    x = rng.integers(0, 256, (n, features), dtype=np.uint8)
    model = fully_connected(features, hidden, 4, activation, rng=rng)
    return model, 4, x, rng.integers(0, 4, n), rng.permutation(n), SMALL_STEPS


SMALL_STEPS = {"batch_size": 32, "learning_rate": 0.1, "reg_lambda": 1e-3}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_same_training_gives_the_same_bits(dtype):
    one, other = (trained(CpuEngine, image_problem(), dtype) for _ in range(2))
    assert bits(one[0]) == bits(other[0])
    assert one[1] == other[1]


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_how_many_threads_share_a_step_changes_no_bit(monkeypatch, momentum):
    model, classes, x, labels, rows, steps = image_problem()
    found = []
    for threads in (1, 2, 3):
        monkeypatch.setattr(cpu, "worthwhile_threads", lambda operations, threads=threads: threads)
        problem = (model, classes, x, labels, rows, steps | {"momentum": momentum})
        trained_model, losses, predicted = trained(CpuEngine, problem, np.float32)
        found.append((bits(trained_model), losses, predicted.tobytes()))
    assert found[0] == found[1] == found[2]


#: On both sides of a vector's, a tile's and a panel's edge, for vectors of 2 to 16 numbers.
_EDGES = ([1, 2, 3, 4, 5], [7, 8, 9], [15, 16, 17], [31, 32, 33], [63, 64, 65], [127, 129, 130])


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("hidden", _EDGES, ids=str)
def test_every_width_is_the_textbook(monkeypatch, hidden, threads):
    monkeypatch.setattr(cpu, "worthwhile_threads", lambda operations: threads)
    rng = np.random.default_rng(0)
    x, labels = rng.integers(0, 256, (75, hidden[-1]), dtype=np.uint8), rng.integers(0, hidden[0] + 1, 75)
    model = fully_connected(hidden[-1], hidden, hidden[0] + 1, "tanh", rng=rng)
    problem = (model, hidden[0] + 1, x, labels, None, {"batch_size": 19, "learning_rate": 0.1, "reg_lambda": 0.01})
    reference, losses, _ = trained(ReferenceEngine, problem, np.float64)
    for dtype, tolerance in ((np.float64, 1e-12), (np.float32, 1e-5)):
        model, own_losses, _ = trained(CpuEngine, problem, dtype)
        assert distance(model, reference) < tolerance
        np.testing.assert_allclose(own_losses, losses, rtol=tolerance)


@pytest.mark.slow
@pytest.mark.parametrize("forbidden", ["avx512f", "avx"])
def test_a_processor_with_other_registers_gives_the_textbook(tmp_path, forbidden):
    """What a processor with shorter vectors compiles, as far as this one can show it."""
    features = get_host_cpu_features().split(",")
    if "+avx" not in features:
        pytest.skip("these are the registers of x86 processors")
    shorter = ",".join(f"-{name[1:]}" if name[1:].startswith(forbidden) else name for name in features)
    script = """
from tests import test_engines
from undergrad.engines import registers
print(registers.VECTOR_BYTES)
for hidden in ([5, 4, 3], [9, 31, 8], [65]):
    problem = test_engines.image_problem(n=90, hidden=hidden)
    reference, *_ = test_engines.trained(test_engines.ReferenceEngine, problem, "float64")
    model, *_ = test_engines.trained(test_engines.CpuEngine, problem, "float32")
    assert test_engines.distance(model, reference) < 1e-5, hidden
"""
    said, _ = python(script, NUMBA_CPU_FEATURES=shorter, UNDERGRAD_CACHE=str(tmp_path))
    assert said == {"avx512f": "32\n", "avx": "16\n"}[forbidden]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("widths", [(50, 60, 70), (3, 1, 17), (1, 33)])
def test_gradient_norms_are_the_textbooks(dtype, widths):
    model, classes, x, labels, rows, _ = image_problem(features=widths[0], hidden=widths[1:])
    before, told = bits(model), []
    for engine_class, kind in ((ReferenceEngine, np.float64), (CpuEngine, dtype)):
        engine = engine_class(as_type(model, kind), Scaling.of(x), classes, kind)
        for _ in range(2):  # what the first leaves behind must not matter
            found = engine.gradient_norms(x, labels, rows=rows[:333], reg_lambda=0.1)
        told.append((found.weights, found.upstream))
    for right, own in zip(*told, strict=True):
        assert own == pytest.approx(right, rel=1e-5 if dtype == np.float32 else 1e-12)
        assert len(right) == len(widths)
    assert bits(model) == before
    inputs = Scaling.of(x).apply(x[rows[:333]], np.float64)
    model.forward(inputs, np.eye(classes)[labels[rows[:333]]], 0.1)
    model.backward(0.1)
    for name, own in told[0][0].items():
        assert own == pytest.approx(np.linalg.norm(model.layers[name].dW), rel=1e-12)


def table(units):
    return np.stack([units.active, units.beyond, units.derivative, units.size, units.most, units.least])


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
@pytest.mark.parametrize("threads", [1, 2, 3])
def test_the_sums_over_units_are_the_textbooks(monkeypatch, activation, threads):
    monkeypatch.setattr(cpu, "allowed_threads", lambda: threads)
    monkeypatch.setattr(cpu, "worthwhile_threads", lambda operations: threads)
    model, classes, x, _, rows, _ = image_problem(activation=activation)
    # Steep, so that some units are beyond 95 % of their range; and ten have no derivative at all.
    start = {key: 3 * array for key, array in model.parameters().items()}
    start["fc1.b"][:10] = [1000, -1000] * 5
    model.set_parameters(start)
    told = []
    for engine_class, kind in ((ReferenceEngine, np.float64), (CpuEngine, np.float64), (CpuEngine, np.float32)):
        engine = engine_class(as_type(model, kind), Scaling.of(x), classes, kind)
        observed = engine.observe(x, rows=rows[:600])
        np.testing.assert_array_equal(observed.labels, engine.predict_labels(x, rows=rows[:600]))
        assert list(observed.units) == [f"{activation}1", f"{activation}2"]
        assert {(units.activation, units.n) for units in observed.units.values()} == {(activation, 600)}
        told.append({name: table(units) for name, units in observed.units.items()})
    right, own, single = told
    for name in right:
        np.testing.assert_allclose(own[name], right[name], rtol=1e-9, atol=1e-9)
        # In float32 more outputs are so near to 1 that their derivative is 0.
        np.testing.assert_allclose(single[name][BEYOND_RANGE:], right[name][BEYOND_RANGE:], rtol=1e-3, atol=2)
    for first in (right[f"{activation}1"], single[f"{activation}1"]):
        assert set(first[ACTIVE, :10]) == ({0, 600} if activation == "relu" else {0})
        assert first[ACTIVE, 10:].max() > 0
    assert (first[BEYOND_RANGE].max() > first[BEYOND_RANGE].min()) == (activation != "relu")


def test_ctrl_c_before_all_threads_have_come_changes_nothing(monkeypatch):
    monkeypatch.setattr(cpu, "worthwhile_threads", lambda operations: 2)
    model, classes, x, labels, rows, steps = image_problem()
    model.set_parameters({key: array.astype(np.float32) for key, array in model.parameters().items()})
    engine, before = CpuEngine(model, Scaling.of(x), classes, np.float32), bits(model)
    run = engine._run

    def interrupted(thread, *arguments):
        if thread == 0:
            raise KeyboardInterrupt
        return run(thread, *arguments)

    engine._run = interrupted
    with pytest.raises(KeyboardInterrupt):
        engine.train_epoch(x, labels, rows=rows, epoch=1, **steps)
    assert bits(model) == before
    engine._run = run
    assert np.isfinite(engine.train_epoch(x, labels, rows=rows, epoch=1, **steps))


def test_how_an_epoch_is_cut_into_parts_changes_no_bit(monkeypatch):
    whole, losses, predicted = trained(CpuEngine, image_problem(), np.float32)
    monkeypatch.setattr(cpu, "_PART_OPERATIONS", 1)
    monkeypatch.setattr(cpu, "_PART_SECONDS", 0)
    parts, part_losses, part_predicted = trained(CpuEngine, image_problem(), np.float32)
    assert bits(parts) == bits(whole)
    assert part_losses == losses
    np.testing.assert_array_equal(part_predicted, predicted)


@pytest.mark.parametrize("part_bytes", [2**24, 4000])
def test_data_may_lie_in_memory_in_any_way(monkeypatch, part_bytes):
    monkeypatch.setattr(samples, "_PART_BYTES", part_bytes)
    model, classes, x, labels, rows, steps = image_problem()
    wide = np.zeros((len(x), 3, 2 * x.shape[1]), np.uint8)
    wide[:, 1, ::2] = x
    spaced = np.lib.stride_tricks.as_strided(wide[:, 1, ::2], x.shape, wide[:, 1, ::2].strides)
    unaligned = np.frombuffer(b"." + x.astype(np.float32).tobytes(), np.uint8)[1:].view(np.float32).reshape(x.shape)
    whole, *_ = trained(CpuEngine, (model, classes, x, labels, rows, steps), np.float32)
    for other in (spaced, np.asfortranarray(x), x.reshape(len(x), 5, 10), x[::-1][::-1], x.astype(">u1")):
        assert bits(trained(CpuEngine, (model, classes, other, labels, rows, steps), np.float32)[0]) == bits(whole)
    for other in (unaligned, x.astype(">f4"), x.astype(np.float64), x.astype(np.int16)):
        expected = trained(CpuEngine, (model, classes, x.astype(np.float32), labels, rows, steps), np.float32)[0]
        assert bits(trained(CpuEngine, (model, classes, other, labels, rows, steps), np.float32)[0]) == bits(expected)


def test_a_file_in_memory_is_read_in_place(tmp_path):
    model, classes, x, labels, rows, steps = image_problem()
    whole, *_ = trained(CpuEngine, (model, classes, x, labels, rows, steps), np.float32)
    for file, data in {"x": x, "labels": labels, "rows": rows}.items():
        np.save(tmp_path / f"{file}.npy", data)
    mapped = [np.load(tmp_path / f"{file}.npy", mmap_mode="r") for file in ("x", "labels", "rows")]
    assert bits(trained(CpuEngine, (model, classes, *mapped, steps), np.float32)[0]) == bits(whole)


def test_two_threads_train_two_models_at_once():
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda _: trained(CpuEngine, image_problem(n=3000), np.float32), range(4)))
    assert len({bits(model) for model, *_ in results}) == 1


def test_the_users_blas_threads_are_used_and_left_as_they_are():
    def threads():
        return [info["num_threads"] for info in threadpool_info() if info["user_api"] == "blas"]

    for number in (1, 2):
        with threadpool_limits(number, user_api="blas"):
            before = threads()
            assert worthwhile_threads(1e9) == number
            trained(CpuEngine, image_problem(), np.float32)
            assert threads() == before


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x": np.zeros((9, 5), np.uint8)}, "layer fc1 takes 4 features of each sample, and gets 5"),
        ({"labels": np.full(9, 2)}, "labels must be an array of numbers from 0 to 1"),
        ({"labels": np.full(9, -1)}, "labels must be an array of numbers from 0 to 1"),
        ({"labels": np.zeros(8, int)}, "x has 9 samples and there are 8 labels"),
        ({"rows": np.array([0, 9])}, "rows must be an array of numbers from 0 to 8"),
        ({"rows": np.array([-1])}, "rows must be an array of numbers from 0 to 8"),
    ],
)
def test_nothing_outside_the_arrays_is_touched(change, message):
    model = fully_connected(4, [3], 2, "tanh", dtype=np.float32)
    engine = CpuEngine(model, Scaling.of(np.zeros((9, 4), np.uint8)), 2, np.float32)
    given = {"x": np.zeros((9, 4), np.uint8), "labels": np.zeros(9, int), "rows": np.arange(9)} | change
    with pytest.raises(ShapeError, match=message):
        engine.train_epoch(given.pop("x"), given.pop("labels"), **given, epoch=1, **SMALL_STEPS)


def test_ctrl_c_is_heard_within_an_epoch(monkeypatch):
    """It comes while the third part of an epoch is computed; that part is finished, and no other is begun."""
    monkeypatch.setattr(cpu, "_PART_OPERATIONS", 1)  # each part is a batch ...
    monkeypatch.setattr(cpu, "_PART_SECONDS", 0)  # ... of the 22 that there are
    model, classes, x, labels, rows, steps = image_problem()
    model.set_parameters({key: array.astype(np.float32) for key, array in model.parameters().items()})
    engine, before, done = CpuEngine(model, Scaling.of(x), classes, np.float32), bits(model), []
    run = engine._run

    def interrupted(*arguments):
        done.append(run(*arguments))
        if len(done) == 3:
            signal.raise_signal(signal.SIGINT)
        return done[-1]

    engine._run = interrupted
    with pytest.raises(KeyboardInterrupt):
        engine.train_epoch(x, labels, rows=rows, epoch=1, **steps)
    assert done == [32] * 3
    assert bits(model) != before


@pytest.mark.parametrize("seconds_a_batch", [1e-5, 1e-3, 0.02])
def test_the_parts_of_an_epoch_are_short_on_a_fast_and_on_a_slow_machine(monkeypatch, seconds_a_batch):
    model, classes, x, labels, rows, steps = image_problem()
    model.set_parameters({key: array.astype(np.float32) for key, array in model.parameters().items()})
    engine = CpuEngine(model, Scaling.of(x), classes, np.float32)
    now, parts = 0.0, []

    def run(thread, threads, meetings, machine, data, settings, rates):
        nonlocal now
        count = int(settings[COUNT])
        parts.append(-(-count // 32) * seconds_a_batch)
        now += parts[-1]
        data.sums[2] += count
        return count

    engine._run = run
    monkeypatch.setattr(cpu, "_PART_OPERATIONS", 1e5)
    monkeypatch.setattr(cpu, "time", SimpleNamespace(perf_counter=lambda: now))
    engine.train_epoch(x, labels, rows=np.tile(rows, 50), epoch=1, **steps)
    assert sum(parts) == pytest.approx(seconds_a_batch * -(-50 * 700 // 32))
    assert max(parts) <= max(cpu._PART_SECONDS, seconds_a_batch) * 1.001
    assert np.median(parts) > cpu._PART_SECONDS / 2 or seconds_a_batch == 1e-5


@pytest.mark.parametrize("engine_class", [CpuEngine, ReferenceEngine])
def test_arrays_that_were_in_the_model_are_not_changed(engine_class):
    model = fully_connected(4, [3], 2, "tanh", rng=np.random.default_rng(0), dtype=np.float32)
    before = model.parameters()
    copies = {key: array.copy() for key, array in before.items()}
    x = np.random.default_rng(1).random((9, 4), dtype=np.float32)
    engine = engine_class(model, Scaling.of(x), 2, np.float32)
    engine.train_epoch(x, np.arange(9) % 2, epoch=1, batch_size=4, learning_rate=0.1, reg_lambda=0.1)
    for key, array in before.items():
        np.testing.assert_array_equal(array, copies[key])
        assert not np.array_equal(model.parameters()[key], array)


@pytest.mark.parametrize("engine_class", [CpuEngine, ReferenceEngine])
def test_a_loss_that_is_not_finite_names_epoch_step_and_layer(engine_class):
    model = fully_connected(4, [3, 3], 2, "relu", rng=np.random.default_rng(0), dtype=np.float32)
    x, labels = np.random.default_rng(1).random((9, 4), dtype=np.float32), np.arange(9) % 2
    engine = engine_class(model, Scaling.of(x), 2, np.float32)
    model.layers["fc2"].b = np.array([0, np.inf, 0], np.float32)
    with pytest.raises(NonFiniteLossError) as caught:
        engine.train_epoch(x, labels, epoch=7, batch_size=4, learning_rate=0.1, reg_lambda=0)
    assert (caught.value.epoch, caught.value.step, caught.value.layer) == (7, 1, "fc2")
    assert "epoch 7, step 1, first in layer 'fc2'; lower the learning rate" in str(caught.value)


@pytest.mark.parametrize("engine_class", [CpuEngine, ReferenceEngine])
def test_divergence_is_found_at_the_step_where_it_happens(engine_class):
    model = fully_connected(4, [8], 2, "relu", rng=np.random.default_rng(0), dtype=np.float32)
    x, labels = np.random.default_rng(1).random((400, 4), dtype=np.float32), np.arange(400) % 2
    engine = engine_class(model, Scaling.of(x), 2, np.float32)
    with pytest.raises(NonFiniteLossError) as caught:
        engine.train_epoch(x, labels, epoch=1, batch_size=4, learning_rate=1.0, reg_lambda=1e6)  # W *= -999,999
    assert 1 < caught.value.step < 100


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("activation", COMPILED)
def test_no_activation_hides_a_weight_that_is_not_a_number(activation, value):
    found = []
    for engine_class in (CpuEngine, ReferenceEngine):
        model = fully_connected(4, [9, 9], 2, activation, rng=np.random.default_rng(0), dtype=np.float32)
        x, labels = np.random.default_rng(1).random((40, 4), dtype=np.float32), np.arange(40) % 2
        engine = engine_class(model, Scaling.of(x), 2, np.float32)
        model.layers["fc1"].W = model.layers["fc1"].W.copy()
        model.layers["fc1"].W[1, 8] = value
        with pytest.raises(NonFiniteLossError) as caught:
            engine.train_epoch(x, labels, epoch=1, batch_size=4, learning_rate=0.1, reg_lambda=0)
        found.append((caught.value.step, caught.value.layer))
    # An infinite weight under a saturated activation does no harm until 0 times it is taken, and that is not the same
    # step in every order of operations.
    assert found[0][1] == found[1][1] == "fc1"
    assert np.isinf(value) or found[0][0] == found[1][0] == 1


def test_auto_takes_the_fast_engine_where_it_can_and_the_reference_elsewhere():
    class Own(Tanh):
        pass

    scaling = Scaling.of(np.zeros((1, 4), np.uint8))
    known = fully_connected(4, [3], 2, "tanh")
    assert make_engine("auto", known, scaling, 2, "float32").name == "cpu"
    assert make_engine("auto", known, scaling, 2, "float16").name == "reference"
    assert make_engine("reference", known, scaling, 2, "float32").name == "reference"
    assert make_engine("auto", fully_connected(4, [3], 2, Own), scaling, 2, "float32").name == "reference"
    with pytest.raises(UsageError, match="this package's own layers, and tanh1 is of the class Own; choose engine"):
        make_engine("cpu", fully_connected(4, [3], 2, Own), scaling, 2, "float32")
    with pytest.raises(UsageError, match="did you mean 'cpu'"):
        make_engine("cpuu", known, scaling, 2, "float32")


def test_the_user_is_told_once_why_the_reference_runs(monkeypatch, caplog):
    class Mine(Tanh):
        pass

    engines._tell_once.cache_clear()
    arguments = (Scaling.of(np.zeros((1, 4), np.uint8)), 2, "float32")
    for _ in range(2):
        make_engine("auto", fully_connected(4, [3], 2, Mine), *arguments)
    monkeypatch.setattr(cpu, "is_installed", lambda: False)
    for _ in range(2):
        assert make_engine("auto", fully_connected(4, [3], 2, "tanh"), *arguments).name == "reference"
    assert [record.getMessage() for record in caplog.records] == [
        "the cpu engine runs this package's own layers, and tanh1 is of the class Mine, so the slower reference engine "
        "runs this model",
        "the cpu engine needs Numba, which is not installed (pip install 'undergrad[fast]'), so the slower reference "
        "engine runs this model",
    ]
    with pytest.raises(UsageError, match=r"needs Numba, .*undergrad\[fast\].*; choose engine 'auto' or 'reference'"):
        make_engine("cpu", fully_connected(4, [3], 2, "tanh"), *arguments)


def python(script, **environment):
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=True)
    return done.stdout, done.stderr


def test_everything_works_without_numba():
    script = """
import sys
sys.modules["numba"] = None
from undergrad import fit, fully_connected, load_dataset
model = fully_connected(784, [8], 10, "tanh")
print(fit(model, load_dataset("mnist-10k"), epochs=1, learning_rate=0.1).engine)
assert "llvmlite" not in sys.modules
"""
    said, told = python(script)
    assert said == "reference\n"
    assert told.count("pip install 'undergrad[fast]'") == 1


def test_numba_is_imported_to_compile_and_for_nothing_else():
    script = """
import sys
from undergrad import fit, fully_connected, load_dataset
assert "llvmlite" not in sys.modules
print(fit(fully_connected(784, [8], 10, "tanh"), load_dataset("mnist-10k"), epochs=1).engine, "numba" in sys.modules)
"""
    python(script)
    assert python(script)[0] == "cpu False\n"


def test_a_seed_gives_independent_streams_for_split_and_weights():
    (a, b), (c, d) = generators(3), generators(3)
    assert a.random() == c.random()
    assert b.random() == d.random()
    assert generators(3)[0].random() != generators(3)[1].random()
