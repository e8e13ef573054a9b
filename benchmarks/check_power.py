"""What the checker finds, names, and wrongly accuses.

`python -m benchmarks check-power [--seeds N] [--wrong-seeds N] [--kind KIND] [--only NAME,...] [--in-process]`

The zoo of the tests holds solutions with planted mistakes and correct ones in unusual styles. A mistake is *found* when
a check of its class fails; it is *named* when every name that the report gives belongs to it, and there is one (for two
mistakes: both). A *false alarm* is a failure of a correct solution. Speed is not measured here.

The *held-out* mistakes were written by someone who had not seen the catalogue, and their names chosen before the
checker was run on them. One for which its list has no name is named right when it is found and left without a name.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import itertools
import multiprocessing
import os
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from undergrad.check.assignment import CHECKS, load_assignment
from undergrad.check.judge import Judge
from undergrad.check.local import LocalSession
from undergrad.check.process import Session, StudentProcess
from undergrad.check.records import Record
from undergrad.check.worker.contents import contents_of
from undergrad.check.worker.isolation import Snapshot
from undergrad.check.worker.script import Outcome, Script


def verdict(solution: Any, records: list[Record]) -> tuple[str, list[Record]]:
    """missed, wrong name, no name, named; for a right solution right or false alarm. And the records that decide it."""
    failures = [record for record in records if record.verdict == "fail"]
    if solution.kind == "right":
        bad = [record for record in records if record.verdict in ("fail", "not run")]
        return ("false alarm" if bad else "right"), bad
    if not any(record.cls == solution.class_name for record in failures):
        return "missed", failures
    wrong = [record for record in failures if set(record.causes) - set(solution.causes)]
    if wrong:
        return "wrong name", wrong
    names = {cause for record in failures for cause in record.causes}
    # A held-out mistake for which the catalogue has no name must be left without one.
    complete = names == set(solution.causes) if solution.kind == "two" else bool(names) or not solution.causes
    return ("named" if complete else "no name"), failures


def zoo() -> list[Any]:
    """Every solution of the tests' zoo."""
    root = str(Path(__file__).parents[1])
    if root not in sys.path:
        sys.path.insert(0, root)
    found: list[Any] = importlib.import_module("tests.check.zoo").solutions()
    return found


class OwnProcess:
    """Runs scripts on a solution's classes in this process, with the module's state put back before each."""

    def __init__(self, path: Path) -> None:
        spec = importlib.util.spec_from_file_location(path.stem, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[path.stem] = module
        spec.loader.exec_module(module)
        self.classes = contents_of(vars(module))
        self._session, self._snapshot = LocalSession(vars(module)), Snapshot(module)

    def run(self, script: Script) -> list[Outcome]:
        self._snapshot.restore()
        return self._session.run(script)


def measure(name: str, seeds: range, in_process: bool = False) -> Counter[str]:
    """How often each verdict came for a solution. Everything but `named` and `right` is told on stderr."""
    counts: Counter[str] = Counter()
    solution = next(solution for solution in zoo() if solution.id == name)
    task, checks = load_assignment("hw3"), tuple(check for check in CHECKS if check != "speed")
    with contextlib.ExitStack() as stack:
        path = solution.write(Path(stack.enter_context(tempfile.TemporaryDirectory())))
        session: Session
        if in_process:
            silence = stack.enter_context(open(os.devnull, "w", encoding="utf-8"))
            stack.enter_context(contextlib.redirect_stdout(silence))
            session = own = OwnProcess(path)
            classes = own.classes
        else:
            session = stack.enter_context(StudentProcess(path))
            classes = session.contents.classes
        for seed in seeds:
            records = Judge(session, classes, task, seed).all(task.methods, checks)
            found, deciding = verdict(solution, records)
            counts[found] += 1
            if found not in ("named", "right"):
                told = [f"{r.name} {r.check} [{r.cause}] {r.message[:70]}" for r in deciding[:3]]
                line = f"  {found}: {solution.id} seed {seed} {list(solution.causes)} <- {told}"
                print(line, file=sys.stderr, flush=True)
    return counts


def main(argv: list[str] | None = None) -> int:
    """Measure the whole zoo. 1 where something is missed, wrongly named, or wrongly accused."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks check-power")
    parser.add_argument("--seeds", type=int, default=1, help="seeds for each correct solution (default: 1)")
    parser.add_argument("--wrong-seeds", type=int, default=1, help="seeds for each planted mistake (default: 1)")
    parser.add_argument("--every", type=int, default=1, help="only every N-th solution (default: 1, all)")
    parser.add_argument("--workers", type=int, default=2, help="solutions at a time (default: 2)")
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--only", default="", help="solutions whose name begins so")
    parser.add_argument("--kind", default="", help="wrong, two, right or held-out alone")
    parser.add_argument(
        "--in-process",
        action="store_true",
        help="without a process for each solution, twice as fast: for many seeds of solutions that end",
    )
    args = parser.parse_args(argv)
    start = time.perf_counter()
    totals: dict[str, Counter[str]] = {kind: Counter() for kind in ("wrong", "two", "right", "held-out")}
    measured = [s for s in zoo() if s.kind in totals]  # the zoo has kinds that the checker is not held to yet
    chosen = [s for s in measured if s.id.startswith(tuple(args.only.split(","))) and args.kind in ("", s.kind)]
    chosen = chosen[:: args.every]
    seeds = [args.seeds if solution.kind == "right" else args.wrong_seeds for solution in chosen]
    ranges = [range(args.first_seed, args.first_seed + count) for count in seeds]
    with ProcessPoolExecutor(args.workers, multiprocessing.get_context("spawn")) as pool:
        results = pool.map(measure, [s.id for s in chosen], ranges, itertools.repeat(args.in_process))
        for solution, counts in zip(chosen, results, strict=True):
            totals[solution.kind] += counts
    for kind, told in (("wrong", "one planted mistake"), ("two", "two mistakes in one method")):
        counts, total = totals[kind], totals[kind].total()
        if not total:
            continue
        found = total - counts["missed"]
        print(
            f"{told}: {totals[kind].total()} checks, found {100 * found / total:.1f} %, "
            f"named right {100 * counts['named'] / total:.1f} %, wrong name {counts['wrong name']}"
        )
    held, total = totals["held-out"], totals["held-out"].total()
    if total:
        print(
            f"mistakes nobody tuned on: {total} checks, found {100 * (total - held['missed']) / total:.1f} %, "
            f"named right {100 * held['named'] / total:.1f} %, no name {100 * held['no name'] / total:.1f} %, "
            f"wrong name {held['wrong name']}"
        )
    right = totals["right"]
    if right:
        print(f"correct solutions: {right.total()} checks, false alarms {right['false alarm']}")
    print(f"{time.perf_counter() - start:.0f} s")
    bad = sum(counts[key] for counts in totals.values() for key in ("missed", "wrong name", "false alarm"))
    return 1 if bad else 0
