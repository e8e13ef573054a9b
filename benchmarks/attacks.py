"""Repeats the attacks that once revealed a defect: `python -m benchmarks attacks [--kills N] [--seed N]`.

It runs the tests with the marker `attack`, and counts them by their target; then it ends `compare` and `tune` by
SIGKILL at random moments. Attacks documented as out of reach are listed, not tried. The exit code is 1 if a defence no
longer holds.
"""

from __future__ import annotations

import argparse
import collections
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from benchmarks import kills
from undergrad.experiments.environment import environment

ROOT = Path(__file__).parent.parent
#: Attacks that `undergrad check` does not prevent (see docs/how-to/check.md).
OUT_OF_REACH = (
    "check: a student's file uses the network",
    "check: a student's file reads or writes other files of the same user, the package's own among them",
    "check: a student's file sends signals to other processes of the same user",
)


def tried(folder: Path) -> tuple[dict[str, collections.Counter[str]], list[str]]:
    """For each target the numbers of tests that held, failed and were skipped; and the names of the failed ones."""
    report = folder / "attacks.xml"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "tests",
        "-m",
        "attack",
        "-p",
        "no:cacheprovider",
        f"--junitxml={report}",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    if done.returncode not in (0, 1):
        raise SystemExit(f"pytest could not run: {done.stdout}{done.stderr}")
    rooms: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    failed = []
    for case in ElementTree.parse(report).iter("testcase"):
        # A module skipped as a whole has its own name in place of a test's.
        _, place, *_ = (case.attrib["classname"] or case.attrib["name"]).split(".")
        outcome = next((child.tag for child in case if child.tag in ("failure", "error", "skipped")), "held")
        rooms[place.removeprefix("test_")][outcome] += 1
        if outcome in ("failure", "error"):
            failed.append(f"{case.attrib['classname']}.{case.attrib['name']}")
    return rooms, failed


def main(argv: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks attacks")
    parser.add_argument("--kills", type=int, default=100, help="default: 100, half of them of each command")
    parser.add_argument("--seed", type=int, default=0, help="of the random moments (default: 0)")
    arguments = parser.parse_args(argv)
    rng, faults = random.Random(arguments.seed), list[str]()
    print(f"{'attacked':<26}{'tried':>6}{'held':>6}{'skipped':>9}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rooms, failed = tried(folder)
        for room, outcomes in sorted(rooms.items()):
            count = sum(outcomes.values()) - outcomes["skipped"]
            print(f"{room:<26}{count:>6}{outcomes['held']:>6}{outcomes['skipped']:>9}")
        faults += failed
        kills.lay_out(folder)
        for number, command in enumerate(kills.COMMANDS):
            share = (arguments.kills + number) // len(kills.COMMANDS)
            tally = kills.kill_often(folder, command, share, rng)
            print(f"{f'{command}, by kill -9':<26}{tally.kills:>6}{tally.kills - len(tally.faults):>6}{0:>9}")
            print(f"  {tally.completed} times continued to the end, compared with one that nobody disturbed")
            faults += tally.faults
    print("out of reach, and so not tried:")
    for line in OUT_OF_REACH:
        print(f"  {line}")
    for fault in faults:
        print(f"DOES NOT HOLD: {fault}")
    here = environment()
    print(f"undergrad {here.undergrad} (code {here.code}), Python {here.python}, NumPy {here.numpy}")
    print(f"{here.system}, {here.processor}, {here.cores} cores")
    return 1 if faults else 0
