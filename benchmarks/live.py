"""What `--live` costs: `python -m benchmarks live [--epochs N] [--rounds N]`.

Whole commands, with and without `--live` in turn. A client listens from the beginning to the end as a browser does: it
takes each state and decodes it. What a browser draws with, it draws with in another process; that is not counted here.
"""

from __future__ import annotations

import argparse
import http.client
import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np

from undergrad.experiments.environment import environment

COMMANDS = ("train", "compare")


def listen(url: str, states: list[int]) -> None:
    """Take the page and then every event until the end; note the size of each state."""
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


def seconds(name: str, epochs: int, *, live: bool) -> tuple[float, list[int]]:
    """How long the command takes, and the sizes of the states that were sent."""
    states: list[int] = []
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
            told = process.stderr.read()
            code = process.wait()
        taken = time.perf_counter() - start
        if live:
            listener.join()
    if code:
        raise SystemExit(f"undergrad {name} failed: {told}")
    return taken, states


def main(argv: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks live")
    parser.add_argument("--epochs", type=int, default=60, help="default: 60; the commands' own default is 100")
    parser.add_argument("--rounds", type=int, default=5, help="default: 5")
    parser.add_argument("--only", default=",".join(COMMANDS), help=f"default: {','.join(COMMANDS)}")
    args = parser.parse_args(argv)
    print(f"{'command':8} {'without, s':>10} {'live, s':>8} {'ratio':>6} {'states':>7} {'largest, kB':>11}")
    for name in args.only.split(","):
        without, live, sent = [], [], list[list[int]]()
        for _ in range(args.rounds):
            without.append(seconds(name, args.epochs, live=False)[0])
            taken, states = seconds(name, args.epochs, live=True)
            live.append(taken)
            sent.append(states)
        ratio = float(np.median(np.array(live) / np.array(without)))
        count, largest = np.median([len(states) for states in sent]), max(map(max, sent)) / 1000
        print(
            f"{name:8} {np.median(without):10.2f} {np.median(live):8.2f} {ratio:6.3f} {count:7.0f} {largest:11.0f}",
            flush=True,
        )
    here = environment()
    print(f"mnist-10k, 784-500-500-10, {args.epochs} epochs; medians of {args.rounds} rounds in turn")
    print(f"Python {here.python}, NumPy {here.numpy}, SciPy {here.scipy}, Numba {here.numba}")
    print(f"{here.processor}, {here.cores} cores")
    return 0
