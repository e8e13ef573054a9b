"""Checks that the README's command for the tests always passes: `python -m benchmarks suite [--runs N] [--busy N]`.

It makes a fresh clone of this checkout's last commit and an environment, once, as the README says. There it runs the
README's line for the tests repeatedly, alternately by itself and beside processes that keep every core busy. The exit
code is 1 if any run failed.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import re
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from undergrad.experiments.environment import environment
from undergrad.experiments.processes import die_with_parent

ROOT = Path(__file__).parent.parent


@dataclass
class Runs:
    """The results of the runs of one kind: the seconds of each, and the number of runs with each failure."""

    seconds: list[float] = field(default_factory=list)
    failed: int = 0
    failures: Counter[str] = field(default_factory=Counter)


def readme_command(text: str) -> tuple[str, str]:
    """The two parts of the README's command for the tests: one makes the environment, the other runs them in it."""
    block = re.search(r"^To run the tests in a fresh clone:\n\n```sh\n(.+)\n```$", text, re.MULTILINE)
    if block is None:
        raise SystemExit("README.md does not say how to run the tests in a fresh clone")
    before, _, last = block[1].rpartition(" && ")
    return before, last


def failures_in(output: str, code: int) -> list[str]:
    """The names of the failed tests, from pytest's summary; without it the exit code and the last line."""
    names = re.findall(r"^(?:FAILED|ERROR) (\S+?(?:\[.*?\])?)(?: - .*)?$", output, re.MULTILINE)
    return names or [f"exit code {code}: {(output.strip().splitlines() or ['no output'])[-1]}"]


def _keep_busy() -> None:
    die_with_parent()
    while True:
        pass


@contextlib.contextmanager
def busy(processes: int) -> Iterator[None]:
    """A context in which `count` processes compute all the time; they end with it or with this process."""
    context = multiprocessing.get_context("spawn")
    started = []
    try:
        for _ in range(processes):
            process = context.Process(target=_keep_busy, daemon=True)
            process.start()
            started.append(process)
        yield
    finally:
        for process in started:
            process.kill()
            process.join()


def main(argv: list[str] | None = None) -> int:
    """Print each run at its end, and the table. The exit code is 1 if a run failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks suite")
    parser.add_argument(
        "--runs", type=int, default=20, help="runs, half of them quiet, half of them busy (default: 20)"
    )
    parser.add_argument("--busy", type=int, default=4, help="processes beside a busy run (default: 4)")
    args = parser.parse_args(argv)
    make_environment, run_tests = readme_command((ROOT / "README.md").read_text("utf-8"))
    kinds = {"quiet": Runs(), f"beside {args.busy}": Runs()}
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=clone, capture_output=True, text=True)
        subprocess.run(make_environment, shell=True, cwd=clone, check=True)
        for number in range(args.runs):
            kind = [*kinds][number % 2]
            with busy(0 if kind == "quiet" else args.busy):
                start = time.perf_counter()
                done = subprocess.run(
                    run_tests,
                    shell=True,
                    cwd=clone,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                    encoding="utf-8",
                    errors="replace",
                )
                kinds[kind].seconds.append(time.perf_counter() - start)
            failures = failures_in(done.stdout, done.returncode) if done.returncode else []
            kinds[kind].failed += bool(done.returncode)
            kinds[kind].failures.update(failures)
            print(f"run {number + 1}, {kind}: {kinds[kind].seconds[-1]:.0f} s, exit code {done.returncode}", flush=True)
            if failures:
                print(done.stdout[-20_000:], flush=True)
    show(kinds)
    here = environment()
    print(f"commit {commit.stdout.strip()}; Python {here.python}, NumPy {here.numpy}, Numba {here.numba}")
    print(f"{here.processor}, {here.cores} cores")
    return 1 if any(runs.failed for runs in kinds.values()) else 0


def show(kinds: dict[str, Runs]) -> None:
    """Print the table, then the failures by name."""
    print(f"\n{'':10} {'runs':>4} {'failed':>6} {'median':>8} {'range':>17}")
    for kind, runs in kinds.items():
        if runs.seconds:
            least, most = min(runs.seconds), max(runs.seconds)
            seconds = f"{float(np.median(runs.seconds)):6.0f} s {least:6.0f} - {most:6.0f} s"
            print(f"{kind:10} {len(runs.seconds):4} {runs.failed:6} {seconds}")
    for kind, runs in kinds.items():
        for name, times in runs.failures.most_common():
            print(f"{kind}: {name} failed in {times} of {len(runs.seconds)} runs")
