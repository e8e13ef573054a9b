"""A search with its workers: nothing lost, nothing done twice, and the same results however it went."""

from __future__ import annotations

import dataclasses
import json
import math
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import faults
import msgspec
import pytest
from tuning_help import Meeting, Noted, curves, drive, wait_for, without_time

from undergrad.data import load_dataset
from undergrad.errors import DataError, UndergradError, UsageError
from undergrad.experiments import load_result
from undergrad.experiments.run import train
from undergrad.training import Oversight
from undergrad.tuning import Driver, Processes, Store, conclude, parse_space
from undergrad.tuning import drive as drive_module
from undergrad.tuning.store import best
from undergrad.tuning.trial import Task, advance


@pytest.fixture(scope="module")
def serial(request, tmp_path_factory):
    """A search with one worker, which every other way is held to: its folder and results."""
    from tuning_help import make_search

    search, out = make_search(request.getfixturevalue("data_file")), tmp_path_factory.mktemp("serial")
    results, watcher = drive(search, out, request.getfixturevalue("one_process"))
    assert watcher.begun == list(range(12))
    return out, results


def same_as(serial, out, results):
    assert without_time(results) == without_time(serial[1])
    assert curves(out, results) == curves(*serial)


def test_a_search_ends_with_results_and_the_best_models(serial):
    out, results = serial
    assert sorted(results) == list(range(12))
    assert {result.status for result in results.values()} == {"complete", "stopped"}
    chosen = best(results)
    models = sorted(int(path.parent.name) for path in (out / "trials").glob("*/model.safetensors"))
    assert models == sorted(chosen)
    top = max(result.best_val_measure for result in results.values())
    assert results[chosen[0]].best_val_measure == top
    assert not list((out / "trials").glob("*/checkpoint*"))


def test_stopped_trials_are_those_below_their_bar(serial):
    _, results = serial
    stopped = [result for result in results.values() if result.status == "stopped"]
    assert all(result.epochs in (1, 3) and result.epochs < result.spec.network.epochs for result in stopped)
    assert all(results[number].status == "complete" for number in range(4))  # nothing to compare with yet


def test_the_number_of_workers_changes_nothing(serial, search, processes, tmp_path):
    results, _ = drive(search, tmp_path, processes)
    same_as(serial, tmp_path, results)


def test_being_paused_after_every_epoch_changes_nothing(serial, search, processes, tmp_path, monkeypatch):
    monkeypatch.setattr(drive_module, "_SECONDS", 0.0)
    results, watcher = drive(search, tmp_path, processes)
    same_as(serial, tmp_path, results)
    assert all(watcher.epochs.get(number, []) == list(range(1, result.epochs)) for number, result in results.items())


def test_where_states_travel_they_travel_the_less_often_the_larger_they_are(search, processes, tmp_path, monkeypatch):
    asked = []

    class Slow(faults.Planted):
        def submit(self, function, argument):
            asked.append(msgspec.msgpack.decode(argument, type=Task))
            return super().submit(function, argument)

    monkeypatch.setattr(drive_module, "_SECONDS", 1e-9)
    workers = Slow(processes, advance)
    workers.bytes_per_second = 1000.0
    drive(msgspec.structs.replace(search, trials=2), tmp_path, workers)
    assert [task.seconds for task in asked if task.state is None] == [1e-9, 1e-9]
    again = [task for task in asked if task.state is not None]
    assert len(again) == 2  # the second time there is enough to finish
    assert all(task.seconds == len(task.state) / 1000 > 1 for task in again)


@pytest.mark.parametrize(
    ("strategy", "space", "plans"),
    [
        ("grid", {"width": [4, 8], "epochs": [1, 2]}, [4]),
        ("random", {"width": {"low": 1, "high": 3}, "epochs": 1}, [3]),
        # Of a range's values, of three digits, nobody knows how many there are before chance finds no more.
        ("random", {"learning_rate": {"low": 0.1, "high": 0.101}, "width": 4, "epochs": 1}, [60, 2]),
    ],
)
def test_how_many_trials_there_are_to_do_is_told(search, processes, tmp_path, strategy, space, plans):
    search = msgspec.structs.replace(search, space=parse_space(space, where="x"), trials=60, strategy=strategy)
    results, watcher = drive(search, tmp_path, processes)
    assert list(dict.fromkeys(watcher.plans)) == plans
    assert len(results) == plans[-1]


def test_a_worker_that_cannot_get_ready_ends_the_search_and_says_why(search, tmp_path):
    pytest.importorskip("numba")
    workers = Processes(1, dtype="nonsense")
    with pytest.raises(UndergradError, match=r"a worker process cannot start \(TypeError: data type 'nonsense'"):
        drive(search, tmp_path, workers)
    workers.close()
    assert Store(search, tmp_path, resume=True).results() == {}


@pytest.mark.parametrize("strategy", ["grid", "tpe"])
def test_other_strategies_do_not_depend_on_the_workers_either(search, one_process, processes, tmp_path, strategy):
    search = msgspec.structs.replace(search, strategy=strategy)
    first, _ = drive(search, tmp_path / "one", one_process)
    second, _ = drive(search, tmp_path / "two", processes)
    assert without_time(first) == without_time(second)


def test_a_worker_that_dies_costs_a_retry(serial, search, tmp_path, monkeypatch):
    monkeypatch.setenv("UNDERGRAD_TEST_MARK", str(tmp_path / "mark"))
    workers = faults.Planted(Processes(2), faults.die_once)
    results, watcher = drive(search, tmp_path / "out", workers)
    workers.close()
    assert watcher.again == [(3, "its process was ended from outside, perhaps for want of memory")]
    same_as(serial, tmp_path / "out", results)


def test_a_trial_that_was_under_way_on_another_engine_begins_anew(serial, search, processes, tmp_path):
    """As where Numba was installed or removed between Ctrl-C and --resume."""
    results, _ = drive(search, tmp_path, processes)
    shutil.copytree(tmp_path, tmp_path / "again", ignore=shutil.ignore_patterns("result.json", "locks"))
    spec = results[3].spec
    other = msgspec.structs.replace(spec, network=dataclasses.replace(spec.network, engine="reference"))
    checkpoint = tmp_path / "again" / "trials" / "0003" / "checkpoint.safetensors"
    oversight = Oversight(stop_when=lambda history: True, checkpoint=checkpoint)
    train(other, load_dataset(search.data.dataset), oversight)
    again, watcher = drive(search, tmp_path / "again", processes)
    assert watcher.again == [(3, "its checkpoint is of another engine")]
    same_as(serial, tmp_path / "again", again)


def test_a_worker_that_hangs_costs_a_retry(serial, search, tmp_path, monkeypatch):
    monkeypatch.setenv("UNDERGRAD_TEST_MARK", str(tmp_path / "mark"))
    workers = faults.OneHangs(Processes(2), tmp_path / "mark")
    results, watcher = drive(search, tmp_path / "out", workers, clock=workers.clock)
    workers.close()
    assert watcher.again == [(3, "its worker did not answer and was ended")]
    same_as(serial, tmp_path / "out", results)


@pytest.mark.parametrize(
    ("start", "silence", "ended_after"),
    [
        (500, 5, []),  # a slow start is no silence
        (500, math.inf, [500, 500, 500]),
        (math.inf, 0, [600, 600, 600]),  # a start may take long, but not for ever
    ],
)
def test_only_a_worker_that_has_begun_can_be_hung(search, tmp_path, monkeypatch, start, silence, ended_after):
    monkeypatch.setattr(drive_module, "_LOOK", 0.0)
    workers = faults.Late(start, silence)
    one = msgspec.structs.replace(search, trials=1)
    results, _ = drive(one, tmp_path, workers, hung_after=30.0, clock=workers.clock)
    assert results[0].status == ("failed" if ended_after else "complete")
    assert len(workers.ended_after) == len(ended_after)
    for seconds, least in zip(workers.ended_after, ended_after, strict=True):
        assert least + 30 * (start < math.inf) < seconds < least + 40


@pytest.mark.parametrize(
    ("instead", "error", "retries"),
    [
        (faults.poison, "given up after 3 attempts: its process was ended from outside", 2),
        (faults.no_memory, "given up after 3 attempts: it ran out of memory", 2),
        (faults.fault, "ZeroDivisionError: division by zero", 0),
    ],
)
def test_a_trial_that_always_fails_is_recorded_and_the_rest_finish(
    search, processes, tmp_path, instead, error, retries
):
    workers = Processes(2) if instead is faults.poison else processes
    results, watcher = drive(search, tmp_path, faults.Planted(workers, instead))
    if workers is not processes:
        workers.close()
    assert results[3].status == "failed"
    assert results[3].error.startswith(error)
    assert len(watcher.again) == retries
    assert sorted(results) == list(range(12))
    assert [number for number, result in results.items() if result.status == "failed"] == [3]


def test_a_loss_that_is_not_finite_fails_that_trial_alone(search, processes, tmp_path):
    space = parse_space({"learning_rate": [0.1, 1e30], "epochs": 2, "width": 4}, where="x")
    search = msgspec.structs.replace(search, space=space, trials=2)
    results, _ = drive(search, tmp_path, processes)
    assert sorted(result.status for result in results.values()) == ["complete", "failed"]
    [failed] = [result for result in results.values() if result.status == "failed"]
    assert failed.error is not None
    assert failed.error.startswith("the loss stopped being finite in epoch 1")
    assert failed.spec.network.learning_rate == 1e30


def test_a_search_may_be_prolonged_until_it_is_concluded(search, processes, tmp_path, serial):
    short = msgspec.structs.replace(search, trials=5)
    drive(short, tmp_path, processes)
    results, watcher = drive(search, tmp_path, processes)
    assert watcher.begun == list(range(5, 12))
    same_as(serial, tmp_path, results)
    dataset = load_dataset(search.data.dataset)
    conclude(Store(search, tmp_path, resume=True), dataset)
    longer = msgspec.structs.replace(search, trials=13)
    with pytest.raises(
        UsageError, match="is over: its models are chosen and the test set has been opened; begin another"
    ):
        drive(longer, tmp_path, processes)


def test_no_trial_begins_after_the_time_is_over(search, processes, tmp_path):
    store, dataset = Store(search, tmp_path), load_dataset(search.data.dataset)
    assert Driver(store, dataset, processes).run(until=time.monotonic()) == {}
    with pytest.raises(UndergradError, match="no trial ended in the time that it had; continue with --resume"):
        conclude(store, dataset)


def test_a_folder_of_another_search_or_one_that_is_begun_is_refused(serial, search):
    out, _ = serial
    with pytest.raises(UsageError, match="holds another search; choose another folder with --out"):
        Store(msgspec.structs.replace(search, seed=1), out, resume=True)
    with pytest.raises(UsageError, match="holds this search, already begun; add --resume to continue it"):
        Store(search, out)


def test_data_that_are_not_the_drivers_end_the_search(search, tmp_path, processes):
    dataset = load_dataset(search.data.dataset)
    object.__setattr__(dataset, "digest", "another")
    store = Store(search, tmp_path)
    with pytest.raises(DataError, match="on this worker differs from the driver's data; copy the data over"):
        Driver(store, dataset, processes).run()
    assert store.results() == {}


def test_a_worker_with_another_version_ends_the_search(search, tmp_path, processes, monkeypatch):
    monkeypatch.setattr("undergrad.experiments.run.code_digest", lambda: "another")
    with pytest.raises(UsageError, match="a worker has another version of undergrad than the driver; install the same"):
        drive(search, tmp_path, processes)


def test_results_of_other_code_or_data_are_not_mixed_in(search, tmp_path, processes, monkeypatch):
    drive(msgspec.structs.replace(search, trials=2), tmp_path, processes)
    monkeypatch.setattr("undergrad.experiments.run.code_digest", lambda: "another")
    with pytest.raises(UsageError, match=r"trial 0 in .* was made by other code, or on other data; begin another"):
        drive(search, tmp_path, processes)


def test_a_search_may_be_continued_with_fewer_trials(search, tmp_path, processes):
    drive(search, tmp_path, processes)
    fewer = msgspec.structs.replace(search, trials=3)
    results, watcher = drive(fewer, tmp_path, processes)
    assert watcher.begun == []
    assert len(results) == 12
    tuning = conclude(Store(fewer, tmp_path, resume=True), load_dataset(search.data.dataset))
    assert [chosen.trial for chosen in tuning.chosen] == best(results)


def test_what_ends_after_the_choice_is_not_kept(search, tmp_path, processes, monkeypatch):
    """As where another driver of the same search, whose time was over, has chosen meanwhile."""
    store, dataset = Store(search, tmp_path), load_dataset(search.data.dataset)

    class Choosing(Noted):
        def trial_ends(self, number, result):
            super().trial_ends(number, result)
            if len(self.ended) == 5:
                conclude(store, dataset)

    watcher = Choosing()
    results = Driver(store, dataset, processes, watcher=watcher).run()
    assert sorted(results) == sorted(watcher.ended)
    assert len(results) == 5
    tuning = conclude(store, dataset)
    assert tuning.trials == 5
    assert all((store.folder(chosen.trial) / "model.safetensors").exists() for chosen in tuning.chosen)


def test_other_files_among_the_trials_do_no_harm(search, tmp_path, processes):
    (tmp_path / "trials").mkdir()
    (tmp_path / "trials" / ".DS_Store").write_bytes(b"")
    results, _ = drive(search, tmp_path, processes)
    assert len(results) == 12


def test_how_far_a_trial_came_before_it_failed_decides_nothing(search, tmp_path, processes, monkeypatch):
    space = parse_space({"learning_rate": [0.1, 0.2, 4.0, 5.0], "epochs": 40, "width": 16, "batch_size": 8}, where="x")
    search = msgspec.structs.replace(search, space=space, trials=4, strategy="grid", in_flight=1)
    whole, _ = drive(search, tmp_path / "whole", processes)
    monkeypatch.setattr(drive_module, "_SECONDS", 0.0)
    cut, _ = drive(search, tmp_path / "cut", processes)
    assert [result.status for result in whole.values()] == [result.status for result in cut.values()]
    assert [result.spec for result in whole.values()] == [result.spec for result in cut.values()]


# Drivers in processes of their own, which may be killed ---------------------------------------------------------------

DRIVER = """
import multiprocessing, os, signal, sys
from pathlib import Path
from tuning_help import Meeting, Noted, make_search
from undergrad.data import load_dataset
from undergrad.tuning import Driver, Processes, Store, drive

class Dying(Noted):
    # Is killed in the moment in which its third trial has ended, and another is under way.
    def trial_ends(self, number, result):
        super().trial_ends(number, result)
        if len(self.ended) == 3:
            print(*(child.pid for child in multiprocessing.active_children()), flush=True)
            os.kill(os.getpid(), signal.SIGKILL if os.name == "posix" else signal.SIGTERM)

if __name__ == "__main__":
    data, out, how = sys.argv[1:]
    search, workers = make_search(data), Processes(2)
    store = Store(search, Path(out), resume=True)
    watcher = Meeting(Path(out)) if how == "meet" else Dying()
    if how == "die":
        drive._SECONDS = 0.0
    try:
        Driver(store, load_dataset(search.data.dataset), workers, watcher=watcher).run()
    finally:
        workers.close()
    print(*watcher.begun)
"""


@pytest.fixture(scope="module")
def start(tmp_path_factory, data_file):
    """Starts a driver that meets another one or dies, with this folder on its path."""
    script = tmp_path_factory.mktemp("driver") / "driver.py"
    script.write_text(DRIVER, encoding="utf-8")
    path = os.pathsep.join(filter(None, [str(Path(__file__).parent), os.environ.get("PYTHONPATH")]))
    started = []

    def begin(out, how):
        line = [sys.executable, str(script), str(data_file), str(out), how]
        driver = subprocess.Popen(
            line, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=os.environ | {"PYTHONPATH": path}
        )
        started.append(driver)
        return driver

    yield begin
    for driver in started:
        driver.kill()
        driver.wait()
        driver.stdout.close()


@pytest.fixture(scope="module")
def killed(start, tmp_path_factory):
    """The folder of a search whose driver was killed, the trials that had ended, and its workers' process numbers."""
    out = tmp_path_factory.mktemp("killed")
    driver = start(out, "die")
    pids = [int(pid) for pid in driver.stdout.readline().split()]
    driver.wait()
    return out, ended(out), pids


def ended(out):
    return {int(path.parent.name): path.stat().st_mtime_ns for path in (out / "trials").glob("*/result.json")}


def results_in(out):
    return {number: load_result(out / "trials" / f"{number:04}") for number in ended(out)}


def test_a_driver_that_was_killed_is_continued_with_what_is_missing(killed, serial, search, processes):
    out, before, _ = killed
    assert len(before) == 3
    results, watcher = drive(search, out, processes)
    assert not set(watcher.begun) & set(before)
    assert set(watcher.begun) | set(before) == set(range(12))
    assert {number: time_ for number, time_ in ended(out).items() if number in before} == before
    same_as(serial, out, results)


def test_workers_end_with_their_driver(killed):
    *_, pids = killed
    assert len(pids) == 2
    if not Path("/proc/self/status").exists():
        pytest.skip("only Linux tells so simply whether a process is there")
    wait_for(lambda: not any(is_running(pid) for pid in pids), "the workers of a dead driver go on")


def is_running(pid):
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def test_two_drivers_share_a_store(start, serial, search, processes, tmp_path):
    out = tmp_path / "out"
    other = start(out, "meet")
    watcher = Meeting(out)
    Driver(Store(search, out, resume=True), load_dataset(search.data.dataset), processes, watcher=watcher).run()
    begun = [int(number) for number in other.communicate(timeout=600)[0].split()]
    assert other.returncode == 0
    assert sorted(begun + watcher.begun) == list(range(12))
    assert begun
    assert watcher.begun
    same_as(serial, out, results_in(out))


def test_ctrl_c_keeps_the_state_of_what_is_under_way(serial, search, processes, tmp_path, monkeypatch):
    class Interrupting(Noted):
        def trial_goes_on(self, number, history):
            super().trial_goes_on(number, history)
            if self.epochs == {number: [1]}:
                signal.raise_signal(signal.SIGINT)

        def waits(self, under_way, seconds):
            self.waited_for = under_way

    monkeypatch.setattr(drive_module, "_SECONDS", 1e-9)
    store, watcher = Store(search, tmp_path), Interrupting()
    with pytest.raises(KeyboardInterrupt):
        Driver(store, load_dataset(search.data.dataset), processes, watcher=watcher).run()
    assert watcher.waited_for in (1, 2)
    kept = [path.parent.name for path in (tmp_path / "trials").glob("*/checkpoint.safetensors")]
    assert sorted(kept) == [f"{number:04}" for number in sorted(watcher.epochs)]
    assert next(iter(watcher.epochs.values())) == [1, 2]  # what was under way when Ctrl-C was heard is kept, too
    results, _ = drive(search, tmp_path, processes)
    same_as(serial, tmp_path, results)


# A Dask cluster ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    distributed, configuration = pytest.importorskip("distributed"), pytest.importorskip("dask.config")
    here = str(Path(__file__).parent)
    # On a starved machine a worker that starts anew needs longer than the 30 s after which Dask gives it up.
    patient = {f"DASK_DISTRIBUTED__COMM__TIMEOUTS__{kind}": "600s" for kind in ("CONNECT", "TCP")}
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PYTHONPATH", os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH")])))
        for name, value in patient.items():
            environment.setenv(name, value)
        configuration.refresh()
        with distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            dashboard_address=None,
            silence_logs=50,
            host="127.0.0.1",
            local_directory=str(tmp_path_factory.mktemp("dask")),
        ) as local:
            yield local
    configuration.refresh()


@pytest.fixture
def dask(cluster):
    from undergrad.tuning import Cluster

    class Tended(Cluster):
        """Dask gives up a worker that is killed while it starts, as these tests may do; another takes its place."""

        @property
        def count(self):
            if super().count < 2:
                cluster.scale(2)
            return super().count

    workers = Tended(cluster.scheduler_address)
    wait_for(lambda: workers.count == 2, "the cluster has not its two workers")
    yield workers
    workers.close()


def test_a_dask_cluster_gives_the_same_results(serial, search, dask, tmp_path):
    results, _ = drive(search, tmp_path, dask)
    same_as(serial, tmp_path, results)


def test_a_dask_worker_that_dies_costs_no_result(serial, search, dask, cluster, tmp_path, monkeypatch):
    class Killing(Noted):
        def trial_ends(self, number, result):
            super().trial_ends(number, result)
            if len(self.ended) == 1:
                nanny = next(iter(cluster.workers.values()))
                os.kill(nanny.pid, signal.SIGKILL if os.name == "posix" else signal.SIGTERM)

    monkeypatch.setattr(drive_module, "_SECONDS", 0.0)
    store = Store(search, tmp_path)
    results = Driver(store, load_dataset(search.data.dataset), dask, watcher=Killing()).run()
    same_as(serial, tmp_path, results)


def test_a_dask_worker_says_when_it_begins(dask, tmp_path):
    work = dask.submit(faults.wait_for_mark, str(tmp_path / "mark").encode())
    wait_for(lambda: work.begun < math.inf, "the worker has not said that it has begun")
    assert not work.done()
    (tmp_path / "mark").touch()
    assert work.result(600) == b"answer"


def test_poison_on_a_dask_cluster_is_recorded_and_the_rest_finish(search, dask, tmp_path):
    # One at a time: where a cluster has a single worker left for a while, who dies with the culprit is suspect too.
    one_by_one = msgspec.structs.replace(search, in_flight=1)
    results, _ = drive(one_by_one, tmp_path, faults.Planted(dask, faults.poison))
    assert [number for number, result in results.items() if result.status == "failed"] == [3]
    assert sorted(results) == list(range(12))


def test_a_dask_worker_that_hangs_costs_a_retry(serial, search, dask, tmp_path, monkeypatch):
    mark = str(tmp_path / "mark")
    monkeypatch.setenv("UNDERGRAD_TEST_MARK", mark)  # for workers that start later
    dask._client.run(faults.put_mark, mark)
    workers = faults.OneHangs(dask, Path(mark))
    results, watcher = drive(search, tmp_path / "out", workers, clock=workers.clock)
    assert watcher.again == [(3, "its worker did not answer and was ended")]
    same_as(serial, tmp_path / "out", results)


def test_a_scheduler_that_is_not_there_is_said(monkeypatch):
    from undergrad.tuning import Cluster, cluster

    monkeypatch.setattr(cluster, "_TIMEOUT", 0.1)
    with pytest.raises(UsageError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9; start one with"):
        Cluster("tcp://127.0.0.1:9")
    with pytest.raises(UsageError, match="'localhost' is no scheduler's address; write host and port, as tcp://host:8"):
        Cluster("localhost")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"needs Dask, which is not installed \(pip install 'undergrad\[cluster\]'\)"):
        Cluster("tcp://127.0.0.1:9")


def test_what_is_kept_is_json_that_anybody_can_read(serial):
    out, results = serial
    for number in results:
        told = json.loads((out / "trials" / f"{number:04}" / "result.json").read_text("utf-8"))
        assert told["test"] is None
        assert told["status"] in ("complete", "stopped")
