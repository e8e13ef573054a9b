"""Times the grading of a class: `python -m benchmarks grading [--count N] [--training] [--workers N|auto]`.

It runs the whole command `undergrad grade`, in its own process, from its start to its exit code, on zips of right
answers, taken in turn from the zoo's right solutions in unusual styles. Networks are trained only with --training. The
exit code is 1 if an answer lacks its full points: then the seconds say nothing.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import itertools
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

from undergrad.experiments.environment import environment


def hand_in(folder: Path, count: int) -> None:
    """Write that many zips, each with its student's number and name."""
    zoo: Any = importlib.import_module("tests.check.zoo")
    for number, solution in zip(range(count), itertools.cycle(zoo.solutions("right", "hw3")), strict=False):
        with zipfile.ZipFile(folder / f"HW3_{20260001 + number}_Student{number}.zip", "w") as archive:
            for name, content in (("Answer.py", solution.content), *solution.beside):
                archive.writestr(name, content)


def main(argv: list[str] | None = None) -> int:
    """Print seconds and submissions."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks grading")
    parser.add_argument("--count", type=int, default=200, help="submissions (default: 200)")
    parser.add_argument("--training", action="store_true", help="train a network with the layers of each")
    parser.add_argument("--workers", default="auto", help="processes (default: auto, one a core)")
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        arrived, out = Path(name, "arrived"), Path(name, "out")
        arrived.mkdir()
        hand_in(arrived, args.count)
        command = [sys.executable, "-m", "undergrad", "grade", str(arrived), "--out", str(out), "--seed", "1"]
        command += ["--language", "en", "--workers", args.workers, *([] if args.training else ["--no-training"])]
        busy = _load()
        start = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
        seconds = time.perf_counter() - start
        if done.returncode:
            raise RuntimeError(f"exit code {done.returncode}\n{done.stderr}")
        with open(out / "grades.csv", encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    full = sum(row["status"] == "graded" and float(row["score"]) == float(row["max_score"]) for row in rows)
    contained = next(line for line in done.stdout.splitlines() if line.startswith("Seed "))
    training = "with" if args.training else "without"
    print(f"{len(rows)} submissions {training} training: {seconds:.0f} s, {seconds / len(rows):.2f} s each")
    print(f"{full} of them have full points; {contained}")
    here = environment()
    print(f"{here.system}, {here.processor}, {here.cores} cores{busy}, Python {here.python}, NumPy {here.numpy}")
    return int(full < args.count)


def _load() -> str:
    """The load of the machine before: the mean number of processes that ran or waited in the last minute."""
    return f" (load {os.getloadavg()[0]:.1f} before)" if hasattr(os, "getloadavg") else ""
