"""Runs notebooks from top to bottom, each in a fresh process and an empty folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tools.notebooks.cells import Cell, cells_of

ROOT = Path(__file__).parents[2]
SECONDS = 300  # after which a notebook is given up, on the slowest machine


class NotebookError(Exception):
    """A notebook that does not run to its end; the message holds its name and the traceback."""


@dataclass(frozen=True)
class Finished:
    """A notebook that has run: its cells, what each of them has shown, and what went to standard error."""

    cells: Sequence[Cell]
    outputs: Sequence[Sequence[Sequence[str]]]
    complaints: str


def run(name: str, cells: Sequence[Cell]) -> Finished:
    """Run the cells; NotebookError where one of them fails."""
    numbers, count = [], 0
    for cell in cells:
        count += cell.kind == "code"
        numbers.append(count)
    asked = json.dumps([[number, [cell.kind, cell.source]] for number, cell in zip(numbers, cells, strict=True)])
    # Without the worker's folder on the path; what a cell imports is what a notebook of anybody's would.
    command = [sys.executable, "-P", str(Path(__file__).parent / "worker.py")]
    paths = [str(ROOT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "MPLBACKEND": "agg", "PYTHONUTF8": "1"}
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run(
                command,
                input=asked,
                cwd=folder,
                env=environment,
                capture_output=True,
                encoding="utf-8",
                timeout=SECONDS,
            )
        except subprocess.TimeoutExpired:
            raise NotebookError(f"{name} was given up after {SECONDS} seconds") from None
    if done.returncode:
        raise NotebookError(f"{name} does not run to its end\n{done.stderr.strip()}")
    return Finished(cells, json.loads(done.stdout), done.stderr)


def run_all(paths: Sequence[Path]) -> dict[str, Finished]:
    """Each notebook by its name without an ending, as many at a time as there are cores."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        finished = pool.map(lambda path: run(path.name, cells_of(path.read_text("utf-8"))), paths)
        return {path.stem: each for path, each in zip(paths, finished, strict=True)}
