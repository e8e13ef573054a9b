"""Times `undergrad check`: `python -m benchmarks check-time [--rounds N]`.

It times the whole command, in its own process, from its start to its exit code: on a complete and right file, on an
empty skeleton, and on the complete file with an endless loop in one method. Beside it is the time of
`python -c "import numpy"`, which every judge of NumPy code needs, and the ratio to it.
"""

from __future__ import annotations

import argparse
import functools
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.timing import medians
from undergrad.experiments.environment import environment

BASE = Path(__file__).parents[1] / "tests" / "check" / "zoo" / "base.py"


def skeleton(source: str) -> str:
    """The classes and methods with empty bodies."""
    lines = [line for line in source.splitlines() if re.match(r"(import|from|class|    def) ", line)]
    return "\n".join(f"{line}\n        pass" if line.startswith("    def") else line for line in lines) + "\n"


def endless(source: str) -> str:
    """The file with a Sigmoid.forward that never returns."""
    head, separator, tail = source.partition("        # exp of a negative number only: it cannot overflow\n")
    assert separator
    return f"{head}        while True:\n            pass\n{tail}"


def checked(path: Path, code: int) -> None:
    """Run the command; its exit code must be `code`."""
    done = subprocess.run([sys.executable, "-m", "undergrad", "check", str(path)], capture_output=True, text=True)
    if done.returncode != code:
        raise RuntimeError(f"{path.name}: exit code {done.returncode} for {code}\n{done.stdout}{done.stderr}")


def main(argv: list[str] | None = None) -> int:
    """Print the medians."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks check-time")
    parser.add_argument("--rounds", type=int, default=7, help="runs of each (default: 7)")
    args = parser.parse_args(argv)
    source = BASE.read_text("utf-8")
    cases = {"complete": (source, 0), "skeleton": (skeleton(source), 1), "endless loop": (endless(source), 1)}
    bare = functools.partial(subprocess.run, [sys.executable, "-c", "import numpy"], check=True)
    with tempfile.TemporaryDirectory() as folder:
        functions: dict[str, Callable[[], object]] = {"import numpy": bare}
        for name, (text, code) in cases.items():
            path = Path(folder) / f"{name.replace(' ', '_')}.py"
            path.write_text(text, encoding="utf-8")
            functions[name] = functools.partial(checked, path, code)
        times = medians(functions, rounds=args.rounds, warm_up=1)
    print(f"{'file':14} {'seconds':>8} {'ratio':>6}")
    for name, seconds in times.items():
        print(f"{name:14} {seconds:8.2f} {seconds / times['import numpy']:6.1f}")
    here = environment()
    print(f"median of {args.rounds}; time limit of a call 3 s; NumPy {here.numpy}, Python {here.python}")
    print(f"{here.processor}, {here.cores} cores")
    return 0
