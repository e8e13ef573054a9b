"""What a training needs of the memory, and what is refused before it is begun."""

from __future__ import annotations

import tracemalloc

import msgspec
import numpy as np
import pytest

from undergrad import Dataset, load_dataset
from undergrad.architecture import short
from undergrad.errors import TooLargeError
from undergrad.experiments import DataSpec, Experiment, Network, run_experiment
from undergrad.experiments.run import memory_needed, specify, train
from undergrad.insight import Recorder
from undergrad.optimizers import SGD, parse_optimizer
from undergrad.training import Oversight, memory
from undergrad.training.memory import check_memory, estimate
from undergrad.tuning import Driver, Search, Store, Work, parse_space
from undergrad.tuning.memory import largest

GB = 10**9


def test_a_refusal_says_how_much_is_needed_how_much_there_is_and_what_to_do(monkeypatch):
    monkeypatch.setattr(memory, "available", lambda: 8 * GB)
    check_memory([4 * GB, 4 * GB], at_once=2)
    check_memory([7 * GB, 7 * GB], at_once=1)
    with pytest.raises(TooLargeError) as caught:
        check_memory([1, 12_300_000_000])
    assert str(caught.value) == (
        "the network needs about 12.3 GB for its weights and one batch, and this machine has 8.0 GB for it; make the "
        "layers or the batch smaller"
    )
    with pytest.raises(TooLargeError) as caught:
        check_memory([3 * GB, 1, 4 * GB, 4 * GB], at_once=3)
    assert str(caught.value) == (
        "3 networks at a time need about 11.0 GB for their weights and one batch each, and this machine has 8.0 GB for "
        "it; use fewer workers, or make the layers or the batch smaller"
    )


def data(n=300, shape=(40,)):
    rng = np.random.default_rng(0)
    x, labels = rng.integers(0, 256, (n, *shape), dtype=np.uint8), np.arange(n) % 5
    return Dataset.from_arrays(x, labels, x[:20], labels[:20], name="some")


def taken_by(spec, dataset, folder, watch=None):
    """The bytes that the training takes at its height."""
    tracemalloc.start()
    try:
        oversight = Oversight(checkpoint=folder / spec.identity, checkpoint_seconds=np.inf, resume=True, watch=watch)
        train(spec, dataset, oversight)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("settings", "engine"),
    [
        ({"hidden": (1000, 900)}, "cpu"),
        ({"hidden": (1000, 900)}, "reference"),
        ({"hidden": (1000, 900), "dtype": "float64"}, "cpu"),
        ({"hidden": (1000, 900), "dtype": "float64"}, "reference"),
        ({"hidden": (900, 1000), "optimizer": "sgd(momentum=0.9)"}, "cpu"),
        ({"hidden": (900, 1000), "optimizer": "adam"}, "reference"),
        ({"hidden": (4000, 10), "batch_size": 10**12}, "cpu"),
        ({"hidden": (3, 2000) * 20, "batch_size": 200}, "cpu"),
    ],
    ids=str,
)
def test_what_is_estimated_is_about_what_is_taken(tmp_path, engine, settings):
    dataset = data()
    for hidden in ((3,), settings["hidden"]):  # the first training loads what every other finds
        numbers = {key: value for key, value in settings.items() if key != "hidden"}
        # Nothing is learned, so the first epoch stays the best, and its weights are kept beside the last ones.
        network = Network(name="n", engine=engine, epochs=3, layers=str(short(hidden)), learning_rate=1e-30, **numbers)
        spec = specify(network, 0, DataSpec(), dataset)
        taken = taken_by(spec, dataset, tmp_path)
    assert 2 / 3 < memory_needed(spec, dataset) / taken < 1.1


@pytest.mark.parametrize(
    "layers",
    [
        "conv(8, 3, pad=1), relu",
        "conv(4, 3, pad=1), relu, conv(8, 5), relu, pool(2), fc(50), relu",
        "conv(8, 3, pad=1), batch_norm, relu, dropout(0.5), pool(2), conv(16, 3), relu",
        "fc(600), batch_norm, relu, dropout(0.5), fc(600), relu",
    ],
)
@pytest.mark.parametrize("numbers", [{"batch_size": 500}, {"dtype": "float64", "batch_size": 64}], ids=str)
def test_so_it_is_of_networks_of_images(tmp_path, layers, numbers):
    dataset = data(600, (16, 16))
    for text in ("conv(1, 3), relu", layers):  # the first training loads what every other finds
        network = Network(name="n", epochs=2, layers=text, learning_rate=1e-30, **numbers)
        spec = specify(network, 0, DataSpec(), dataset)
        taken = taken_by(spec, dataset, tmp_path)
    assert 2 / 3 < memory_needed(spec, dataset) / taken < 4 / 3


@pytest.mark.parametrize(
    ("layers", "engine"),
    [
        ("conv(8, 3, pad=1), relu, conv(4, 3), tanh", "auto"),
        ("conv(8, 3, pad=1), batch_norm, relu, pool(2), fc(20), relu", "auto"),
        ("fc(1000), relu, fc(900), relu", "cpu"),
        ("fc(1000), relu, fc(900), relu", "reference"),
    ],
)
def test_so_it_is_where_the_inside_is_recorded_with_a_probe_larger_than_a_batch(tmp_path, layers, engine):
    dataset = data(600, (16, 16))
    for text in (layers.partition("), ")[0] + "), relu", layers):  # the first training loads what every other finds
        network = Network(name="n", epochs=2, layers=text, batch_size=20, learning_rate=1e-30, engine=engine)
        spec = specify(network, 0, DataSpec(), dataset)
        taken = taken_by(spec, dataset, tmp_path, Recorder())
    assert 2 / 3 < memory_needed(spec, dataset, insight=True) / taken < 4 / 3
    assert memory_needed(spec, dataset) < memory_needed(spec, dataset, insight=True)


@pytest.mark.attack
def test_a_training_that_fits_without_its_probe_and_not_with_it_is_refused(monkeypatch, tmp_path):
    dataset = data(600, (16, 16))
    network = Network(name="n", layers="conv(8, 3, pad=1), relu", epochs=1, batch_size=20)
    spec = specify(network, 0, DataSpec(), dataset)
    monkeypatch.setattr(memory, "available", lambda: memory_needed(spec, dataset))
    experiment = Experiment(name="x", data=DataSpec(), networks=(network,))
    with pytest.raises(TooLargeError):
        run_experiment(experiment, dataset, tmp_path / "x", workers=1, insight=True)
    with pytest.raises(TooLargeError):
        train(spec, dataset, Oversight(watch=Recorder()))
    assert len(run_experiment(experiment, dataset, tmp_path / "x", workers=1).rows) == 1


def test_a_batch_counts_no_more_samples_than_there_are():
    settings = {"samples": 60, "dtype": "float32", "optimizer": SGD()}
    places = short([3]).places((4,), 2)
    assert estimate(places, batch_size=10**12, **settings) == estimate(places, batch_size=60, **settings)


@pytest.mark.attack
@pytest.mark.parametrize(("command", "needed"), [("train", "18.8"), ("compare", "22.0")])  # compare records the inside
def test_a_network_that_does_not_fit_is_refused_before_anything_is_written(cli, monkeypatch, tmp_path, command, needed):
    monkeypatch.setattr(memory, "available", lambda: 8 * GB)
    code, out, err = cli(command, "--quiet", "--hidden", 1_000_000, "--out", "here")
    assert (code, out) == (2, "")
    assert err == (
        f"undergrad: the network needs about {needed} GB for its weights and one batch, and this machine has 8.0 GB "
        "for it; make the layers or the batch smaller\n"
    )
    assert not (tmp_path / "here").exists()


@pytest.mark.attack
def test_runs_that_do_not_fit_together_are_refused_and_one_at_a_time_is_not(monkeypatch, tmp_path):
    dataset = data()
    networks = tuple(Network(name=name, layers="fc(50), relu", epochs=1) for name in "abc")
    experiment = Experiment(name="x", data=DataSpec(), networks=networks)
    needed = memory_needed(specify(networks[0], 0, DataSpec(), dataset), dataset)
    monkeypatch.setattr(memory, "available", lambda: 2 * needed)
    with pytest.raises(TooLargeError, match="3 networks at a time need"):
        run_experiment(experiment, dataset, tmp_path / "x", workers=3)
    assert not (tmp_path / "x").exists()
    assert len(run_experiment(experiment, dataset, tmp_path / "x", workers=1).rows) == 3
    monkeypatch.setattr(memory, "available", lambda: 1)  # what is complete needs none
    assert len(run_experiment(experiment, dataset, tmp_path / "x", workers=3).rows) == 3


class Here:
    """Workers of another machine, in this process."""

    bytes_per_second, share_memory, count = np.inf, False, 2

    def submit(self, function, argument):
        work = Work()
        work.begins()
        work.set_result(function(argument))
        return work

    def abandon(self, work): ...

    def close(self): ...


@pytest.fixture
def search(tmp_path):
    np.savez(
        tmp_path / "d.npz",
        **{
            f"{kind}_{part}": array
            for part, n in (("train", 60), ("test", 20))
            for kind, array in (("x", np.arange(n * 30, dtype=np.uint8).reshape(n, 30)), ("y", np.arange(n) % 3))
        },
    )
    space = parse_space({"width": [4, 8, 900], "epochs": 1}, where="test")
    data_spec = DataSpec(dataset=str(tmp_path / "d.npz"))
    return Search(name="s", data=data_spec, space=space, strategy="grid", trials=3, in_flight=2)


def limit_for(search, width, monkeypatch):
    """Let the machine have memory for a network of that width, and not for a larger one."""
    dataset = load_dataset(search.data.dataset)
    spec = specify(search.space.network({"width": width}, "n"), 0, search.data, dataset)
    needed = memory_needed(spec, dataset)
    monkeypatch.setattr(memory, "available", lambda: needed)
    return dataset


@pytest.mark.attack
def test_a_search_whose_largest_network_does_not_fit_is_refused_before_its_first_trial(search, tmp_path, monkeypatch):
    dataset, here = limit_for(search, 8, monkeypatch), Here()
    here.share_memory = True
    with pytest.raises(TooLargeError, match=r"the network needs about .* make the layers or the batch smaller"):
        Driver(Store(search, tmp_path / "s", resume=False), dataset, here).run()
    small = msgspec.structs.replace(search, space=parse_space({"width": [4, 8], "epochs": 1}, where="test"))
    with pytest.raises(TooLargeError, match=r"2 networks at a time need .* use fewer workers"):
        Driver(Store(small, tmp_path / "t", resume=False), dataset, here).run()
    here.count = 1
    results = Driver(Store(small, tmp_path / "t", resume=True), dataset, here).run()
    assert [result.status for result in results.values()] == ["complete"] * 2


@pytest.mark.attack
def test_a_trial_that_does_not_fit_where_it_comes_to_has_failed_and_the_search_goes_on(search, tmp_path, monkeypatch):
    dataset = limit_for(search, 8, monkeypatch)
    results = Driver(Store(search, tmp_path / "s", resume=False), dataset, Here()).run()
    by_width = {result.spec.network.hidden[0]: result for result in results.values()}
    assert {width: result.status for width, result in by_width.items()} == {4: "complete", 8: "complete", 900: "failed"}
    assert by_width[900].error.startswith("the network needs about ")


@pytest.mark.parametrize(
    "table",
    [
        {"layers": [1, 2, 3], "width": [8, 512], "taper": [0.1, 0.5]},
        {"layers": {"low": 1, "high": 4}, "width": {"low": 2, "high": 5}, "taper": [0.01, 2.0], "momentum": [0.0, 0.9]},
        {"hidden": [[5], [5, 5], [300], []], "batch_size": [16, 4096, 8], "dtype": ["float32", "float64"]},
        {"width": [4, 8], "learning_rate": {"low": 0.1, "high": 0.2}},
    ],
)
@pytest.mark.parametrize("classes", [2, 1000])
def test_the_largest_network_of_a_space_is_the_largest_of_all_combinations(table, classes):
    space = parse_space(table, where="test")

    def size(network):
        places = network.architecture.places((30,), classes)
        optimizer = parse_optimizer(network.optimizer)
        return estimate(places, samples=5000, batch_size=network.batch_size, dtype=network.dtype, optimizer=optimizer)

    whole = {key: domain for key, domain in space.parameters.items() if key != "learning_rate"}
    every = msgspec.structs.replace(space, parameters=whole).combinations()
    assert size(largest(space, size)) == max(size(space.network(values, "n")) for values in every)
