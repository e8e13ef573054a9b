"""How the worker is started: the command and environment that a containment chooses, and the way without one."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

#: The folder with the files that run in the student's process; it has no other files of the package.
WORKER = Path(__file__).parent.parent / "worker"


@dataclass(frozen=True)
class Limits:
    """The limits of one contained submission; sizes in bytes. `Job.memory` limits each process and all together."""

    processes: int = 128  # including threads
    file_size: int = 64 * 2**20
    #: The total size of written files, if they are in memory.
    disk: int = 64 * 2**20
    descriptors: int = 256
    cpu_seconds: int = 3600


@dataclass(frozen=True)
class Job:
    """What to run: the student's file, its memory in bytes (0: no limit), and its end of the lifeline."""

    path: Path
    memory: int
    lifeline: int
    allow_undergrad: bool


@dataclass(frozen=True)
class Launch:
    """A command and its options. On the descriptor `status` the worker's supervisor reports how the worker ended."""

    command: list[str]
    environment: dict[str, str]
    pass_fds: tuple[int, ...]
    options: dict[str, Any] = field(default_factory=dict)
    status: int = -1
    #: Descriptors that only the started process needs.
    handed_over: tuple[int, ...] = ()
    #: Removes leftovers after the process has ended.
    remove: Callable[[], object] = lambda: None

    def started(self) -> None:
        """Close the descriptors that now belong to the started process."""
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
        """The keys of sentences about the protections."""

    @property
    def not_contained(self) -> tuple[str, ...]:
        """The keys of sentences about missing protections."""

    def launch(self, job: Job) -> Launch:
        """The command for the job. Raises UsageError if it cannot be started."""


#: One thread: a busy machine must not make the student's code look slow.
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
SETTINGS = ONE_THREAD | {"PYTHONIOENCODING": "utf-8", "MPLBACKEND": "Agg"}


class Trusting:
    """The worker as an ordinary process of this user: it has only limits of time and memory."""

    name = "none"
    in_force: tuple[str, ...] = ("contained-time", "contained-memory-each", "contained-ended")
    not_contained: tuple[str, ...] = (
        *("not-contained-files", "not-contained-textbook", "not-contained-network", "not-contained-signals"),
        *("not-contained-environment", "not-contained-process-count", "not-contained-memory", "not-contained-disk"),
    )

    def launch(self, job: Job) -> Launch:
        """The command: this interpreter with its environment."""
        # -P: no imports from the current folder, where a student may have a random.py or a json.py.
        command = [sys.executable, "-P", str(WORKER / "start.py"), str(job.path), str(job.memory), str(job.lifeline)]
        descriptors = (job.lifeline,) if job.lifeline >= 0 else ()
        return Launch(
            [*command, str(int(job.allow_undergrad))],
            dict(os.environ) | SETTINGS,
            descriptors,
            handed_over=descriptors,
        )
