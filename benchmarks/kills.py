"""Ends `compare` and `tune` with SIGKILL at random moments, continues them, and checks the result each time.

After each kill every process of the command must end by itself, and every file must be whole; a command continued after
any number of kills must leave the same bits as an undisturbed one. It needs Linux, which shows a process's environment,
by which the processes of a command are recognised.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import safetensors.numpy

_MARK = "UNDERGRAD_KILLED"
_PATIENCE = 60.0  # seconds in which a process must end after its parent's death, even on a busy machine
_EPOCHS = 2_000
#: The fields that differ between two runs of the same training: durations.
_TIMED = {"seconds"}

SEARCH = f"""\
dataset = "table.csv"
label_column = "label"
strategy = "random"
trials = 6
[space]
width = [8, 16, 32]
activation = ["relu", "tanh"]
learning_rate = {{low = 0.01, high = 0.3, log = true}}
batch_size = 16
epochs = [{_EPOCHS // 2}, {_EPOCHS}]
"""

COMPARE = (
    *("compare", "--dataset", "table.csv", "--label-column", "label", "--hidden", "16"),
    *("--batch-size", "16", "--learning-rate", "0.05", "--epochs", str(_EPOCHS)),
)
COMMANDS = {"compare": COMPARE, "tune": ("tune", "search.toml")}


@dataclass
class Tally:
    """The results of the kills of one command."""

    kills: int = 0
    completed: int = 0
    faults: list[str] = field(default_factory=list)


def lay_out(folder: Path) -> None:
    """Write the data and the search into `folder`."""
    rng = np.random.default_rng(0)
    centres, labels = rng.normal(size=(3, 4)), rng.integers(0, 3, 300)
    rows = centres[labels] + rng.normal(size=(300, 4))
    table = np.column_stack([rows.round(4), labels])
    np.savetxt(folder / "table.csv", table, "%g", delimiter=",", header="a,b,c,d,label", comments="", encoding="utf-8")
    (folder / "search.toml").write_text(SEARCH, encoding="utf-8")


def start(folder: Path, command: tuple[str, ...], out: Path) -> tuple[subprocess.Popen[bytes], str]:
    """The running command, and the mark in the environment of all its processes."""
    mark = uuid.uuid4().hex
    with (folder / "said.txt").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "undergrad", *command, "--out", str(out), "--resume", "--quiet"],
            cwd=folder,
            env=os.environ | {_MARK: mark},
            stdout=output,
            stderr=output,
        )
    return process, mark


def marked(mark: str) -> Iterator[int]:
    """The running processes with the mark."""
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                if f"{_MARK}={mark}".encode() in (place / "environ").read_bytes().split(b"\0"):
                    yield int(place.name)
            except OSError:  # it has ended meanwhile
                continue


def orphans(mark: str) -> list[int]:
    """The processes of a dead command that did not end."""
    end = time.monotonic() + _PATIENCE
    while left := list(marked(mark)):
        if time.monotonic() > end:
            return left
        time.sleep(0.02)
    return []


def contents(out: Path) -> dict[str, object]:
    """The contents of the files of results, without durations. Raises ValueError if a file is torn."""
    return {
        path.relative_to(out).as_posix(): content
        for path in sorted(out.rglob("*"))
        if path.is_file() and (content := _content(path)) is not None
    }


def _content(path: Path) -> object:
    try:
        if path.suffix == ".json":
            return _untimed(json.loads(path.read_text("utf-8")))
        if path.suffix == ".jsonl":
            return [_untimed(json.loads(line)) for line in path.read_text("utf-8").splitlines()]
        if path.suffix == ".safetensors":
            arrays = safetensors.numpy.load(path.read_bytes())
            return {name: (array.dtype.str, array.shape, array.tobytes()) for name, array in arrays.items()}
    except Exception as error:
        raise ValueError(f"{path} is torn: {error}") from error
    return None


def _untimed(value: object) -> object:
    """`value` without seconds, and without the digests of files that contain seconds."""
    if isinstance(value, dict):
        return {key: _untimed(entry) for key, entry in value.items() if key not in _TIMED and key != "digests"}
    if isinstance(value, list):
        return [_untimed(entry) for entry in value]
    return value


def undisturbed(folder: Path, name: str) -> tuple[dict[str, object], float]:
    """The files of an undisturbed command, and its seconds."""
    out = folder / f"{name}-undisturbed"
    begin = time.perf_counter()
    process, _ = start(folder, COMMANDS[name], out)
    if process.wait():
        raise SystemExit(f"undergrad {name} failed: {(folder / 'said.txt').read_text('utf-8', 'replace')}")
    return contents(out), time.perf_counter() - begin


def kill_often(folder: Path, name: str, kills: int, rng: random.Random) -> Tally:
    """Kill the command `kills` times, each time at a random moment of its remaining time, and compare the results."""
    right, whole = undisturbed(folder, name)
    tally = Tally()
    while tally.kills < kills:
        out = folder / f"{name}-{tally.completed}"
        is_over = False
        while not is_over:
            process, mark = start(folder, COMMANDS[name], out)
            try:
                process.wait(rng.uniform(0, whole) if tally.kills < kills else None)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                tally.kills += 1
            is_over = process.returncode >= 0
            if left := orphans(mark):
                tally.faults.append(f"kill {tally.kills} of {name}: {len(left)} processes go on without it")
            try:
                now = contents(out) if out.exists() else {}
            except ValueError as error:
                tally.faults.append(f"kill {tally.kills} of {name}: {error}")
        if process.returncode:
            words = (folder / "said.txt").read_text("utf-8", "replace").strip()
            tally.faults.append(f"{name} cannot be continued after kill {tally.kills}: {words}")
        elif differing := sorted(key for key in right.keys() | now.keys() if right.get(key) != now.get(key)):
            tally.faults.append(f"after kill {tally.kills} of {name} these files differ: {', '.join(differing)}")
        tally.completed += 1
    return tally
