"""Measures the cost of `--live`: `python -m benchmarks live [--epochs N] [--rounds N]`.

It times whole commands, with and without `--live` in turn. A client listens from beginning to end like a browser: it
receives each state and decodes it. A browser draws in another process, so its drawing is not counted. The processors'
time is that of the command with all its processes: on a shared machine, wall-clock seconds say little.
"""

from __future__ import annotations

import argparse
import http.client
import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import msgspec
import numpy as np

from undergrad.architecture import fully_connected
from undergrad.data import Dataset, load_dataset
from undergrad.experiments import Job, Network, load_experiment
from undergrad.experiments.environment import environment
from undergrad.experiments.run import specify
from undergrad.insight import InsightEpoch, InsightHead, Recorder
from undergrad.live import LiveRuns
from undergrad.training import Epoch, Oversight, fit

COMMANDS = ("train", "compare")


def listen(url: str, states: list[int]) -> None:
    """Fetch the page and then every event until the end; note the size of each state."""
    place = url.removeprefix("http://").rstrip("/")
    page = http.client.HTTPConnection(place)
    page.request("GET", "/")
    page.getresponse().read()
    stream = http.client.HTTPConnection(place)
    stream.request("GET", "/events")
    for line in stream.getresponse():
        if line.startswith(b"data: {"):
            json.loads(line[6:])
            states.append(len(line))


def processor_time() -> float:
    """Processor seconds of the commands so far, including their own processes."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def seconds(name: str, epochs: int, *, live: bool) -> tuple[tuple[float, float], list[int]]:
    """Wall-clock and processor seconds of the command, and the sizes of the states that it sent."""
    states, used = list[int](), processor_time()
    with tempfile.TemporaryDirectory() as folder:
        options = [
            "--epochs",
            str(epochs),
            "--out",
            str(Path(folder) / "out"),
            "--quiet",
            *(["--live"] if live else []),
        ]
        line = [sys.executable, "-m", "undergrad", name, *options]
        start = time.perf_counter()
        with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
            assert process.stderr is not None
            if live:
                url = process.stderr.readline().removeprefix("live: ").strip()
                listener = threading.Thread(target=listen, args=(url, states))
                listener.start()
            errors = process.stderr.read()
            code = process.wait()
        taken = time.perf_counter() - start, processor_time() - used
        if live:
            listener.join()
    if code:
        raise SystemExit(f"undergrad {name} failed: {errors}")
    return taken, states


def recorded(network: Network) -> tuple[InsightHead, InsightEpoch]:
    """The record of an epoch of the network on a hundred random images."""
    rng, recorder = np.random.default_rng(0), Recorder()
    x, y = rng.integers(0, 256, (100, 784), dtype=np.uint8), rng.integers(0, 10, 100)
    model = fully_connected(784, network.hidden, 10, network.activation, rng=rng)
    fit(model, Dataset.from_arrays(x, y, x, y), epochs=1, oversight=Oversight(watch=recorder))
    assert recorder.insight is not None
    return recorder.insight.head, recorder.insight.epochs[0]


def making(epochs: int) -> tuple[float, int]:
    """Core seconds for making the state of three runs of `epochs` epochs with insight, and its bytes."""
    experiment = load_experiment("activations-mnist-10k")
    dataset = load_dataset(experiment.data.dataset)
    view = LiveRuns(experiment, "en")
    for number, network in enumerate(experiment.networks, start=1):
        job = Job(number, 3, specify(network, 0, experiment.data, dataset), Path())
        view.run_begins(job)
        head, record = recorded(network)
        for epoch in range(1, epochs + 1):
            view.insight_comes(job, head, msgspec.structs.replace(record, epoch=epoch))
            view.epoch_ends(job, Epoch(epoch, 1 / epoch, 1 / epoch, 1 - 1 / epoch, 1 - 1 / epoch, 1.0))
    times = []
    for _ in range(20):
        start = time.thread_time()
        event = msgspec.json.encode(view.state())
        times.append(time.thread_time() - start)
    return float(np.median(times)), len(event)


def main(argv: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks live")
    parser.add_argument("--epochs", type=int, default=60, help="default: 60; the commands' own default is 100")
    parser.add_argument("--rounds", type=int, default=5, help="default: 5")
    parser.add_argument("--only", default=",".join(COMMANDS), help=f"default: {','.join(COMMANDS)}")
    args = parser.parse_args(argv)
    print(f"{'command':8} {'clock':>17} {'ratio':>6} {'processors':>17} {'ratio':>6} {'states':>7} {'largest, kB':>11}")
    for name in args.only.split(","):
        without, live, sent = [], [], list[list[int]]()
        for _ in range(args.rounds):
            without.append(seconds(name, args.epochs, live=False)[0])
            taken, states = seconds(name, args.epochs, live=True)
            live.append(taken)
            sent.append(states)
        parts = []
        for place in (0, 1):
            plain, watched = (np.array(times)[:, place] for times in (without, live))
            parts.append(f"{np.median(plain):7.2f} {np.median(watched):7.2f} s {np.median(watched / plain):6.3f}")
        count, largest = np.median([len(states) for states in sent]), max(map(max, sent)) / 1000
        print(f"{name:8} {' '.join(parts)} {count:7.0f} {largest:11.0f}", flush=True)
    for epochs in (100, 1000):
        cost, size = making(epochs)
        print(f"the state of three runs of {epochs} epochs: {1000 * cost:.2f} ms of a core, {size / 1000:.0f} kB")
    here = environment()
    print(f"mnist-10k, 784-500-500-10, {args.epochs} epochs a run; medians of {args.rounds} rounds in turn")
    print(f"Python {here.python}, NumPy {here.numpy}, SciPy {here.scipy}, Numba {here.numba}")
    print(f"{here.processor}, {here.cores} cores")
    return 0
