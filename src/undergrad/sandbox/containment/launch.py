"""How the worker is started: its command and its surroundings, as a containment decides; and the plain way, at home."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

#: The folder with the files that run in the student's process; nothing else of the package is there.
WORKER = Path(__file__).parent.parent / "worker"


@dataclass(frozen=True)
class Limits:
    """What one contained submission may use; sizes in bytes. Memory is a limit of each process and of all together."""

    processes: int = 128  # threads are counted
    file_size: int = 64 * 2**20
    #: All that it writes, where the files lie in memory.
    disk: int = 64 * 2**20
    descriptors: int = 256
    cpu_seconds: int = 3600


@dataclass(frozen=True)
class Job:
    """What is to run: the student's file, bytes of memory (0: no limit), and the end of the lifeline that it gets."""

    path: Path
    memory: int
    lifeline: int
    allow_undergrad: bool


@dataclass(frozen=True)
class Launch:
    """A command, and how it is started. `status` is a descriptor on which the worker's supervisor says how it ended."""

    command: list[str]
    environment: dict[str, str]
    pass_fds: tuple[int, ...]
    options: dict[str, Any] = field(default_factory=dict)
    status: int = -1
    #: Descriptors that only the started process needs.
    handed_over: tuple[int, ...] = ()
    #: What removes that which is left when the process has ended.
    remove: Callable[[], object] = lambda: None

    def started(self) -> None:
        """Close what the started process has for itself now."""
        for descriptor in self.handed_over:
            with contextlib.suppress(OSError):
                os.close(descriptor)


class Containment(Protocol):
    """A way to start the worker."""

    @property
    def name(self) -> str:
        """bubblewrap, landlock or none."""

    @property
    def in_force(self) -> tuple[str, ...]:
        """What it contains: keys of sentences."""

    @property
    def not_contained(self) -> tuple[str, ...]:
        """What it does not contain: keys of sentences."""

    def launch(self, job: Job) -> Launch:
        """How the job's process is started. UsageError where it cannot be."""


#: One thread: a busy machine must not make the student's code look slow.
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
SETTINGS = ONE_THREAD | {"PYTHONIOENCODING": "utf-8", "MPLBACKEND": "Agg"}


class Trusting:
    """The worker as a process like any other of this user: limits of time and memory, and nothing else."""

    name = "none"
    in_force: tuple[str, ...] = ("contained-time", "contained-memory-each", "contained-ended")
    not_contained: tuple[str, ...] = (
        *("not-contained-files", "not-contained-textbook", "not-contained-network", "not-contained-signals"),
        *("not-contained-environment", "not-contained-process-count", "not-contained-memory", "not-contained-disk"),
    )

    def launch(self, job: Job) -> Launch:
        """The interpreter that runs this, with its environment."""
        # -P: not from the current folder, where a student has a random.py or a json.py.
        command = [sys.executable, "-P", str(WORKER / "start.py"), str(job.path), str(job.memory), str(job.lifeline)]
        descriptors = (job.lifeline,) if job.lifeline >= 0 else ()
        return Launch(
            [*command, str(int(job.allow_undergrad))],
            dict(os.environ) | SETTINGS,
            descriptors,
            handed_over=descriptors,
        )
