"""Checks a file: the student's process, the judge, the report."""

from __future__ import annotations

import secrets
from pathlib import Path

from undergrad.check.assignment import CHECKS, Assignment, load_assignment
from undergrad.check.judge import Judge
from undergrad.check.process import StudentProcess
from undergrad.check.records import Record, Report
from undergrad.errors import UsageError, unknown


def check_file(
    path: str | Path,
    *,
    assignment: str | Assignment = "hw3",
    only: str | None = None,
    seed: int | None = None,
    limit: float = 3.0,
    import_limit: float = 10.0,
    memory: int = 4 * 2**30,
    checks: tuple[str, ...] = CHECKS,
) -> Report:
    path = Path(path)
    task = load_assignment(assignment) if isinstance(assignment, str) else assignment
    seed = secrets.randbelow(10**6) if seed is None else seed
    items = [item for item in task.methods if only is None or only in (item.name, item.name.split(".")[0])]
    with StudentProcess(path, limit=limit, import_limit=import_limit, memory=memory) as process:
        contents = process.contents
        if contents.failure:
            raise SystemExit(str(contents))
        judge = Judge(process, contents.classes, task, seed)
        records = judge.all(items, checks)
    return Report(records, subject=str(path), seed=seed, points={item.name: item.points for item in items})
