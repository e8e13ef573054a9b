"""Tests containments with hostile files: `python -m benchmarks hostile [--only WORD] [--with NAME]`.

Each hostile file of the tests runs in each containment that works here, and without one; the table has the outcomes.
The exit code is 1 if something escapes bubblewrap.
"""

from __future__ import annotations

import argparse
import importlib
import os
import time
from pathlib import Path
from typing import Any

from undergrad.errors import UsageError
from undergrad.experiments.environment import environment
from undergrad.sandbox.containment.choice import CONTAINMENTS, why_not
from undergrad.sandbox.containment.launch import Containment, Trusting

ROOT = Path(__file__).parent.parent

_WIDE = 58


def working() -> list[Containment]:
    """The containments that work here, the strongest first, and none. Prints why if one does not work."""
    containments: list[Containment] = []
    for kind in CONTAINMENTS:
        try:
            containment = kind()
        except UsageError as error:
            print(error)
            continue
        if reason := why_not(containment):
            print(f"{containment.name} does not work here: {reason}")
        else:
            containments.append(containment)
    return [*containments, Trusting()]


def main(argv: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks hostile")
    parser.add_argument("--only", default="", help="cases whose name holds this")
    parser.add_argument("--with", dest="name", default="", help="this containment alone")
    arguments = parser.parse_args(argv)
    cases: list[Any] = list(importlib.import_module("tests.course.hostile.cases").CASES)
    running: Any = importlib.import_module("tests.course.hostile.case")
    escaped = 0
    for containment in working():
        if arguments.name not in ("", containment.name):
            continue
        contained, ran = 0, 0
        print(f"\n{containment.name}")
        for case in cases:
            if arguments.only not in case.name:
                continue
            if not running.may_try(case, containment):
                print(f"  {case.name:<{_WIDE}} not tried: it would harm this machine")
                continue
            start = time.perf_counter()
            outcome = running.tried(case, containment)
            seconds = time.perf_counter() - start
            verdict = f"ESCAPES: {outcome.escaped}" if outcome.escaped else "contained"
            ran, contained = ran + 1, contained + (not outcome.escaped)
            happened = outcome.happened.replace(f"{ROOT}{os.sep}", "")  # the same, wherever this checkout is
            print(f"  {case.name:<{_WIDE}} {seconds:5.1f} s  {verdict} ({happened[:110]})", flush=True)
        print(f"  {contained} of {ran} contained")
        escaped += ran - contained if containment.name == "bubblewrap" else 0
    here = environment()
    print(f"\n{here.system}, {here.processor}, {here.cores} cores, Python {here.python}, NumPy {here.numpy}")
    return 1 if escaped else 0
