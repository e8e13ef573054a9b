"""What the checker finds, names, and wrongly accuses.

`python -m benchmarks check-power [--seeds N] [--wrong-seeds N] [--kind KIND] [--only NAME,...]`

The zoo of the tests holds solutions with planted mistakes and correct ones in unusual styles. A mistake is *found* when
a check of its class fails; it is *named* when every name that the report gives belongs to it, and there is one (for two
mistakes: both). A *false alarm* is a failure of a correct solution. Speed is not measured here.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from undergrad.check.assignment import CHECKS, Assignment, load_assignment
from undergrad.check.judge import Judge
from undergrad.check.process import StudentProcess
from undergrad.check.records import Record


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
    complete = names == set(solution.causes) if solution.kind == "two" else bool(names)
    return ("named" if complete else "no name"), failures


def measure(solution: Any, seeds: range, task: Assignment, folder: Path) -> Counter[str]:
    """How often each verdict came. Everything but `named` and `right` is printed."""
    counts: Counter[str] = Counter()
    checks = tuple(check for check in CHECKS if check != "speed")
    with StudentProcess(solution.write(folder)) as process:
        classes = process.contents.classes
        for seed in seeds:
            records = Judge(process, classes, task, seed).all(task.methods, checks)
            found, deciding = verdict(solution, records)
            counts[found] += 1
            if found not in ("named", "right"):
                told = [f"{r.name} {r.check} [{r.cause}] {r.message[:70]}" for r in deciding[:3]]
                print(f"  {found}: {solution.id} seed {seed} {list(solution.causes)} <- {told}", flush=True)
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
    parser.add_argument("--kind", default="", help="wrong, two or right alone")
    args = parser.parse_args(argv)
    sys.path.insert(0, str(Path(__file__).parents[1]))
    solutions = importlib.import_module("tests.check.zoo").solutions

    task, start = load_assignment("hw3"), time.perf_counter()
    totals: dict[str, Counter[str]] = {"wrong": Counter(), "two": Counter(), "right": Counter()}
    chosen = [s for s in solutions() if s.id.startswith(tuple(args.only.split(","))) and args.kind in ("", s.kind)]
    chosen = chosen[:: args.every]
    # Threads: each waits most of the time for the process of the solution that it judges.
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(args.workers) as pool:

        def one(solution: Any) -> tuple[str, Counter[str]]:
            count = args.seeds if solution.kind == "right" else args.wrong_seeds
            place = Path(folder) / solution.id
            place.mkdir()
            return solution.kind, measure(solution, range(args.first_seed, args.first_seed + count), task, place)

        for kind, counts in pool.map(one, chosen):
            totals[kind] += counts
    for kind, told in (("wrong", "one planted mistake"), ("two", "two mistakes in one method")):
        counts, total = totals[kind], max(totals[kind].total(), 1)
        found = total - counts["missed"]
        print(
            f"{told}: {totals[kind].total()} checks, found {100 * found / total:.1f} %, "
            f"named right {100 * counts['named'] / total:.1f} %, wrong name {counts['wrong name']}"
        )
    right = totals["right"]
    print(f"correct solutions: {right.total()} checks, false alarms {right['false alarm']}")
    print(f"{time.perf_counter() - start:.0f} s")
    bad = sum(counts[key] for counts in totals.values() for key in ("missed", "wrong name", "false alarm"))
    return 1 if bad else 0
