"""`--live` as its user meets it: the address, the page while it trains, its end, and what an interrupt leaves."""

from __future__ import annotations

import _thread
import http.client
import json
import os
import re
import socket
import threading
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from undergrad.cli.live import served
from undergrad.experiments import DataSpec, Experiment, Job, Listener, Network, load_history, run_experiment, together
from undergrad.experiments.run import run_folder
from undergrad.live import LiveRuns, LiveServer
from undergrad.report.page import of_comparison

#: Seconds after which what never comes is a failure.
PATIENCE = 300
FAST = ["--hidden", "8", "--learning-rate", "0.1", "--quiet"]


@pytest.fixture(scope="module")
def npz(small, tmp_path_factory):
    path = tmp_path_factory.mktemp("data") / "small.npz"
    np.savez(path, x_train=small.x_train, y_train=small.y_train, x_test=small.x_test, y_test=small.y_test)
    return path


def get(port: int, path: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", path)
    return connection.getresponse()


def events(answer: http.client.HTTPResponse):
    """Each event's name and data, to the end."""
    name = None
    for line in answer:
        field, _, value = line.decode().rstrip("\n").partition(": ")
        if field == "event":
            name = value
        elif field == "data":
            yield name, json.loads(value) if value else None


def data_of(page: str) -> dict:
    return json.loads(re.search(r'<script id="data" type="application/json">(.*?)</script>', page, re.DOTALL)[1])


@pytest.fixture
def browser(monkeypatch):
    """A browser that opens the page of a command before it trains, and what it `heard` when the command has ended.

    `look`, where a test sets it, is called with each state as it comes, in the browser's own thread.
    """
    seen = SimpleNamespace(heard=[], look=lambda port, state: None, port=None, failed=None)

    def listen(stream):
        try:
            for name, data in stream:
                seen.heard.append((name, data))
                if name == "state":
                    seen.look(seen.port, data)
        except BaseException as error:
            seen.failed = error
            _thread.interrupt_main()  # the command may go on for ever

    class Watched(LiveServer):
        def __init__(self, *args, **options):
            super().__init__(*args, **options, period=0.01)
            seen.port, stream = self.port, events(get(self.port, "/events"))
            seen.heard.append(next(stream))
            seen.thread = threading.Thread(target=listen, args=(stream,))
            seen.thread.start()

        def close(self):
            super().close()
            seen.thread.join(PATIENCE)

    monkeypatch.setattr("undergrad.live.LiveServer", Watched)
    yield seen
    assert seen.failed is None
    assert not seen.thread.is_alive()


@pytest.mark.parametrize("workers", [1, 2])
def test_compare_shows_every_epoch_and_ends_with_the_whole_report(cli, browser, npz, tmp_path, workers):
    options = ["--dataset", npz, *FAST, "--activation", "relu,tanh", "--epochs", "40", "--workers", workers]
    code, out, err = cli("compare", *options, "--out", "o", "--live")
    assert (code, err) == (0, f"live: http://127.0.0.1:{browser.port}/\n")
    heard = browser.heard
    assert "tanh" in out
    assert heard[-1] == ("end", None)
    states = [data for name, data in heard if name == "state"]
    done = [state["live"]["done"] for state in states]
    assert done == sorted(done)
    assert (done[-1], states[-1]["live"]["total"]) == (80, 80)
    first, last = states[0], states[-1]
    assert first["live"]["how"] == "running"
    assert last["live"]["how"] == "ended"
    assert first["live"]["id"] == last["live"]["id"]
    for run in last["runs"]:
        history = load_history(tmp_path / "o" / f"{run['name']}-seed0")
        assert run["epochs"]["val_measure"] == [epoch.val_measure for epoch in history]
        assert run["details"]["confusion"]
    best = max((max(run["epochs"]["val_measure"]), run["name"]) for run in last["runs"])
    assert last["live"]["best"]["value"] == best[0]
    with pytest.raises(OSError):
        get(browser.port, "/")


def test_a_page_loaded_again_has_all_that_was_and_ctrl_c_is_told(cli, browser, npz):
    pages = []

    def look(port, state):
        if state["live"]["done"] > 3 and not pages:
            pages.append((state, get(port, "/").read().decode()))
            _thread.interrupt_main()

    browser.look = look
    code, _, err = cli("train", "--dataset", npz, *FAST, "--epochs", "1000000", "--out", "o", "--live")
    assert code == 130
    assert "interrupted" in err
    [(state, page)] = pages
    data = data_of(page)
    assert data["live"]["done"] >= state["live"]["done"]
    assert data["runs"][0]["epochs"]["epoch"][:3] == [1, 2, 3]
    assert "connect-src 'self'" in page
    assert browser.heard[-1] == ("end", None)
    assert browser.heard[-2][1]["live"]["how"] == "interrupted"


def test_tune_shows_its_trials_and_their_repetitions(cli, browser, npz, tmp_path):
    (tmp_path / "space.toml").write_text(
        f'name = "s"\ndataset = "{npz.as_posix()}"\nstrategy = "grid"\ntrials = 4\n'
        "[space]\nlearning_rate = [0.01, 0.1]\nhidden = [[4], [8]]\nepochs = 3\n",
        encoding="utf-8",
    )
    code, *_ = cli("tune", "space.toml", "--workers", "1", "--repeats", "2", "--quiet", "--out", "o", "--live")
    assert code == 0
    heard = [data for name, data in browser.heard if name == "state"]
    assert heard[0]["live"]["unit"] == "trials"
    assert heard[0]["live"]["total"] == 4
    last = heard[-1]
    assert (last["live"]["how"], last["live"]["unit"], last["live"]["done"]) == ("ended", "epochs", 18)
    assert len(last["search"]["trials"]) == 4
    assert [run["name"] for run in last["runs"]] == ["1st", "2nd", "3rd"]


def can_bind(taken: socket.socket, port: int) -> bool:
    try:
        taken.bind(("127.0.0.1", port))
    except OSError:
        return False
    return True


def test_a_port_can_be_chosen_and_a_taken_one_is_told(cli, npz, tmp_path):
    with socket.socket() as taken:
        # Below the ports that systems give to whoever asks for any, so that nobody else gets it meanwhile.
        port = next(port for port in range(20_000 + os.getpid() % 10_000, 32_000) if can_bind(taken, port))
        taken.listen()
        code, out, err = cli("train", "--dataset", npz, *FAST, "--epochs", "1", "--live-port", port)
    assert (code, out) == (2, "")
    assert err.startswith(f"undergrad: port {port} cannot be used (")
    assert len(err.splitlines()) == 1
    assert not list((tmp_path / "runs").glob("*/*/result.json"))
    code, _, err = cli("train", "--dataset", npz, *FAST, "--epochs", "1", "--live-port", port)
    assert (code, err) == (0, f"live: http://127.0.0.1:{port}/\n")
    code, _, err = cli("train", "--dataset", npz, *FAST, "--epochs", "1", "--out", "again")
    assert (code, err) == (0, "")


@pytest.mark.parametrize(("command", "folder"), [("train", "file"), ("train", "file/o"), ("compare", "file/o")])
def test_no_address_is_told_where_nothing_can_be_written(cli, npz, tmp_path, command, folder):
    (tmp_path / "file").write_bytes(b"")
    code, out, err = cli(command, "--dataset", npz, *FAST, "--out", folder, "--live")
    assert (code, out) == (1, "")
    assert err.startswith(f"undergrad: cannot write to {Path(folder)}")
    assert err.count("\n") == 1


def experiment(**fields) -> Experiment:
    networks = (Network(name="tanh", layers="fc(8), tanh", learning_rate=0.1, batch_size=32, **fields),)
    return Experiment(name="test", data=DataSpec(dataset="small"), networks=networks, seeds=(0, 1))


def test_runs_that_were_complete_are_shown_as_they_were(small, tmp_path):
    run_experiment(experiment(epochs=3), small, tmp_path)
    view = LiveRuns(experiment(epochs=3), "en")
    comparison = run_experiment(experiment(epochs=3), small, tmp_path, listener=view)
    state = view.state()
    assert (state["live"]["done"], state["live"]["total"], state["live"]["seconds_left"]) == (6, 6, None)
    assert [run["name"] for run in state["runs"]] == ["tanh, seed 0", "tanh, seed 1"]
    assert [run["status"] for run in state["runs"]] == ["complete", "complete"]
    view.conclude(of_comparison(comparison, tmp_path), small)
    assert view.state()["images"]


@pytest.mark.parametrize("workers", [1, 2])
def test_what_happens_inside_is_shown_epoch_by_epoch(small, tmp_path, workers):
    view, seen = LiveRuns(experiment(epochs=4), "en"), []

    class Looking(Listener):
        def epoch_ends(self, job, epoch):
            run = view.state()["runs"][job.number - 1]
            seen.append((job.number, epoch.epoch, run["insight"]))

    listener = together(Listener, view, Looking())
    run_experiment(experiment(epochs=4), small, tmp_path, listener=listener, insight=True, workers=workers)
    assert len(seen) == 8
    whole = [run["insight"] for run in view.state()["runs"]]
    for number, epoch, insight in seen:
        last = whole[number - 1]
        assert insight["layers"] == last["layers"] == ["fc1", "fc2"]
        assert insight["epochs"] == list(range(1, epoch + 1))
        assert insight["first_to_last"] == last["first_to_last"][:epoch]
        for measure, layers in insight["measures"].items():
            assert layers == [values[:epoch] for values in last["measures"][measure]]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_that_goes_on_shows_all_that_was(small, tmp_path, workers):
    reached = {}

    class Interrupting(Listener):
        def epoch_ends(self, job, epoch):
            reached[job.number] = epoch.epoch
            if len(reached) == workers and min(reached.values()) >= 3:
                raise KeyboardInterrupt

    told = experiment(epochs=1_000_000)
    with pytest.raises(KeyboardInterrupt):
        run_experiment(told, small, tmp_path, insight=True, workers=workers, listener=Interrupting())
    view, seen, resumed = LiveRuns(told, "en"), {}, []

    class Looking(Listener):
        def run_resumes(self, job, history, records):
            resumed.append((job.number, len(history), len(records)))

        def epoch_ends(self, job, epoch):
            if job.number not in seen:
                seen[job.number] = view.state()
            elif len(seen) == workers:
                raise KeyboardInterrupt

    listener = together(Listener, view, Looking())
    with pytest.raises(KeyboardInterrupt):
        run_experiment(told, small, tmp_path, insight=True, workers=workers, resume=True, listener=listener)
    assert len(resumed) == workers
    for number, epochs, records in resumed:
        assert epochs == records >= 3
        run = seen[number]["runs"][number - 1]
        assert run["epochs"]["epoch"] == run["insight"]["epochs"] == list(range(1, epochs + 2))
        assert seen[number]["live"]["done"] >= epochs + 1
        best = max(run["epochs"]["val_measure"])
        assert seen[number]["live"]["best"]["value"] >= best


def test_looking_while_it_trains_changes_nothing_and_breaks_nothing(small, tmp_path):
    """Another thread makes states as fast as it can, while runs come and go."""
    view, stop, looked, seen = LiveRuns(experiment(epochs=60), "ko"), threading.Event(), threading.Event(), []

    def look():
        while not stop.is_set():
            seen.append(view.state()["live"]["done"])
            view.page()
            looked.set()

    thread = threading.Thread(target=look)
    thread.start()
    assert looked.wait(PATIENCE)
    run_experiment(experiment(epochs=60), small, tmp_path / "seen", listener=view)
    stop.set()
    thread.join(PATIENCE)
    run_experiment(experiment(epochs=60), small, tmp_path / "unseen")
    assert seen == sorted(seen)
    for seed in (0, 1):
        folders = [run_folder(tmp_path / name, experiment().networks[0], seed) for name in ("seen", "unseen")]
        models = [(folder / "model.safetensors").read_bytes() for folder in folders]
        assert models[0] == models[1]


def test_a_failure_is_told_to_the_page(small, capfd, tmp_path):
    view, options = LiveRuns(experiment(), "en"), SimpleNamespace(live=True, live_port=None, out=tmp_path)
    assert view.state()["live"]["how"] == "running"
    with pytest.raises(ZeroDivisionError), served(view, options):
        raise ZeroDivisionError
    assert view.state()["live"]["how"] == "failed"


def test_together_passes_everything_on_in_order():
    heard = []

    class One(Listener):
        def __init__(self, name):
            self.name = name

        def run_begins(self, job):
            heard.append((self.name, job))

    job = Job(1, 1, None, None)
    together(Listener, One("a"), One("b")).run_begins(job)
    assert heard == [("a", job), ("b", job)]
