"""Measures which mistakes the checker finds and names, and its false alarms.

`python -m benchmarks check-power [--seeds N] [--wrong-seeds N] [--kind KIND] [--only NAME,...] [--in-process]`

The zoo of the tests has solutions with planted mistakes, correct ones in unusual styles, and harmless ones, which
depart from the contract in ways that no network of the homework notices. A mistake is *found* if a check of its class
fails; it is *named* if every name in the report belongs to it, and there is one (for two mistakes: both). A mistake
that costs nothing must get a remark. A *false alarm* is a failure of a correct solution or of a mistake that costs
nothing, and a harmless solution without all its points. Speed is not measured.

The *held-out* mistakes were written by authors who had not seen the catalogue, and their names chosen before the
checker was run on them. If the catalogue has no name for a mistake, it counts as named right if it is found and gets
no name.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import itertools
import multiprocessing
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from undergrad.check.assignment import CHECKS, load_assignment
from undergrad.check.judge import Judge
from undergrad.check.judgement import methods_in, points_of
from undergrad.findings.records import Record
from undergrad.findings.report import Report
from undergrad.sandbox.local import LocalSession
from undergrad.sandbox.process import Session, StudentProcess
from undergrad.sandbox.worker.contents import contents_of
from undergrad.sandbox.worker.isolation import Snapshot
from undergrad.sandbox.worker.script import Failure, Outcome, Script
from undergrad.source.program import parsed

#: The titles of the zoo's kinds in the table; the mistakes that cost nothing have a line of their own.
_TITLES = {
    "wrong": "one planted mistake",
    "two": "two mistakes in one method",
    "held-out": "mistakes nobody tuned on",
    "held-out-2": "the second such set",
    "held-out-3": "the third such set",
    "held-out-4": "the fourth such set",
    "held-out-5": "the next homework's",
    "held-out-6": "the sixth set",
    "held-out-7": "the seventh set",
    "held-out-8": "the eighth set",
    "held-out-9": "the ninth set",
    "held-out-10": "the tenth set",
    "held-out-11": "the eleventh set",
    "held-out-12": "the twelfth set",
    "held-out-13": "the thirteenth set",
    "held-out-14": "the fourteenth set",
    "held-out-15": "the fifteenth set",
    "held-out-16": "the sixteenth set",
    "held-out-17": "the seventeenth set",
    "held-out-18": "the eighteenth set",
    "held-out-19": "the nineteenth set",
    "held-out-20": "the twentieth set",
    "held-out-21": "the twenty-first set",
    "held-out-22": "the twenty-second set",
    "held-out-23": "the twenty-third set",
    "remark": "mistakes that cost nothing",
    "right": "correct solutions",
    "harmless": "harmless solutions",
}
_RIGHT = ("right", "harmless")


def verdict(solution: Any, report: Report) -> tuple[str, list[Record]]:
    """missed, wrong name, no name, named, false alarm, right; and the records that decide it."""
    failures = list(report.failures)
    if solution.kind == "harmless":
        lost = [] if report.score == report.total else [r for r in report.records if r.verdict == "not run"]
        fair = report.ok and report.score == report.total
        return ("right" if fair else "false alarm"), failures + lost
    if solution.kind == "right":
        bad = [record for record in report.records if record.verdict in ("fail", "not run")]
        return ("false alarm" if bad else "right"), bad
    if solution.severity == "remark":
        return _verdict_of_remarks(solution, report)
    if not any(record.cls == solution.class_name for record in failures):
        return "missed", failures
    wrong = [record for record in failures if set(record.causes) - set(solution.causes)]
    if wrong:
        return "wrong name", wrong
    names = {cause for record in failures for cause in record.causes}
    if solution.kind == "two":  # one of them may cost nothing, and get a remark
        names |= {cause for r in report.records if r.verdict == "remark" for cause in r.causes} & set(solution.causes)
        complete = names == set(solution.causes)
    else:  # a held-out mistake without a name in the catalogue must get none
        complete = bool(names) or not solution.causes
    return ("named" if complete else "no name"), failures


def _verdict_of_remarks(solution: Any, report: Report) -> tuple[str, list[Record]]:
    """The verdict on a mistake that costs nothing: it must get a remark, and nothing may fail."""
    if report.failures:
        return "false alarm", list(report.failures)
    remarks = [r for r in report.records if r.verdict == "remark" and r.cls == solution.class_name]
    if not remarks:
        return "missed", []
    names = {cause for record in remarks for cause in record.causes}
    if names & set(solution.causes):
        return "named", remarks
    return ("wrong name" if names else "no name"), remarks


def zoo() -> list[Any]:
    """Every solution of the tests' zoo."""
    root = str(Path(__file__).parents[1])
    if root not in sys.path:
        sys.path.insert(0, root)
    solutions: list[Any] = importlib.import_module("tests.check.zoo").solutions()
    return solutions


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[None]:
    """A context in which the file can import its neighbours; afterwards another file's may have the same names."""
    before = set(sys.modules)
    sys.path.insert(0, str(path.parent))
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path.remove(str(path.parent))
        for name in set(sys.modules) - before - {path.stem}:
            if Path(getattr(sys.modules[name], "__file__", None) or "").is_relative_to(path.parent):
                del sys.modules[name]


_TIMEOUT = Failure("timeout", "timeout", "3")


class _TooLong(BaseException):
    """The time limit of a script is over."""


@contextlib.contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """A context in which code of this thread that takes longer is interrupted, where the system has such an alarm."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: Any) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _as_timeout(outcome: Outcome) -> Outcome:
    """The outcome as the student's process would report it."""
    if outcome.failure is None or outcome.failure.type != _TooLong.__name__:
        return outcome
    return replace(outcome, failure=_TIMEOUT)


class OwnProcess:
    """Runs scripts on a solution's classes in this process; restores the module's state before each."""

    def __init__(self, path: Path) -> None:
        spec = importlib.util.spec_from_file_location(path.stem, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[path.stem] = module
        with _beside(path):
            spec.loader.exec_module(module)
        self.classes = contents_of(vars(module))
        self._session, self._snapshot = LocalSession(vars(module)), Snapshot(module)

    def run(self, script: Script) -> list[Outcome]:
        self._snapshot.restore()
        try:
            with _limited(3.0):  # a changed method may never end
                outcomes = self._session.run(script)
        except _TooLong:  # between two operations
            return [Outcome("failure", failure=_TIMEOUT)] + [Outcome("skipped")] * (len(script.operations) - 1)
        return [_as_timeout(outcome) for outcome in outcomes]


def measure(name: str, seeds: range, in_process: bool = False) -> Counter[str]:
    """The count of each verdict on a solution. Verdicts other than `named` and `right` are printed on stderr."""
    counts: Counter[str] = Counter()
    solution = next(solution for solution in zoo() if solution.id == name)
    task, checks = load_assignment(solution.assignment), tuple(check for check in CHECKS if check != "speed")
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
            judge = Judge(session, classes, task, seed, parsed(path))
            records = judge.all(task.methods, checks)
            report = Report(
                records, subject=solution.id, seed=seed, points=points_of(task.methods, methods_in(judge.classes, task))
            )
            outcome, deciding = verdict(solution, report)
            counts[outcome] += 1
            if outcome not in ("named", "right"):
                examples = [f"{r.name} {r.check} [{r.cause}] {r.message[:70]}" for r in deciding[:3]]
                line = f"  {outcome}: {solution.id} seed {seed} {list(solution.causes)} <- {examples}"
                print(line, file=sys.stderr, flush=True)
    return counts


def main(argv: list[str] | None = None) -> int:
    """Measure the whole zoo. Returns 1 if a mistake is missed or wrongly named, or if there is a false alarm."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks check-power")
    parser.add_argument("--seeds", type=int, default=1, help="seeds for each correct solution (default: 1)")
    parser.add_argument("--wrong-seeds", type=int, default=1, help="seeds for each planted mistake (default: 1)")
    parser.add_argument("--every", type=int, default=1, help="only every N-th solution (default: 1, all)")
    parser.add_argument("--workers", type=int, default=2, help="solutions at a time (default: 2)")
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--only", default="", help="only solutions whose name begins with this")
    parser.add_argument("--kind", default="", help="only these kinds of the zoo's, with commas: wrong,two")
    parser.add_argument(
        "--in-process",
        action="store_true",
        help="without a process for each solution, twice as fast: for many seeds of solutions that end",
    )
    args = parser.parse_args(argv)
    start = time.perf_counter()
    kinds = args.kind.split(",") if args.kind else list(_TITLES)
    chosen = [s for s in zoo() if s.id.startswith(tuple(args.only.split(","))) and s.kind in kinds][:: args.every]
    seeds = [args.seeds if solution.kind in _RIGHT else args.wrong_seeds for solution in chosen]
    ranges = [range(args.first_seed, args.first_seed + count) for count in seeds]
    totals: dict[str, Counter[str]] = {kind: Counter() for kind in _TITLES}
    with ProcessPoolExecutor(args.workers, multiprocessing.get_context("spawn")) as pool:
        results = pool.map(measure, [s.id for s in chosen], ranges, itertools.repeat(args.in_process))
        for solution, counts in zip(chosen, results, strict=True):
            totals["remark" if solution.severity == "remark" else solution.kind] += counts
    for kind, counts in totals.items():
        if counts:
            print(_line_of(kind, counts))
    print(f"{time.perf_counter() - start:.0f} s")
    bad = sum(counts[key] for counts in totals.values() for key in ("missed", "wrong name", "false alarm"))
    return 1 if bad else 0


def _line_of(kind: str, counts: Counter[str]) -> str:
    """One line of the table."""
    total = counts.total()
    text = f"{_TITLES[kind]}: {total} checks, "
    if kind in _RIGHT:
        return f"{text}false alarms {counts['false alarm']}"
    text += (
        f"found {100 * (total - counts['missed']) / total:.1f} %, named right {100 * counts['named'] / total:.1f} %, "
    )
    text += f"no name {100 * counts['no name'] / total:.1f} %, wrong name {counts['wrong name']}"
    return f"{text}, false alarms {counts['false alarm']}" if kind == "remark" else text
