"""Landlock and limits around the worker, for systems without bubblewrap: the process gives up access to other files.

Linux enforces that. The protection depends on the version of the interface: TCP from version 4 on, signals and abstract
sockets from 6 on. A list of refused system calls closes the rest of the network.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from undergrad.errors import UsageError
from undergrad.sandbox.containment.identity import fresh_user, process_limit
from undergrad.sandbox.containment.launch import SETTINGS, WORKER, Job, Launch, Limits
from undergrad.sandbox.containment.parcel import parcel, size_of
from undergrad.sandbox.containment.trusted import trusted
from undergrad.sandbox.worker.landlock import version
from undergrad.sandbox.worker.system_calls import can_refuse

_NETWORK, _SCOPES = 4, 6  # the first versions with these


class Landlock:
    """Landlock in this system's version. Raises UsageError if the system has none."""

    name = "landlock"

    def __init__(self, limits: Limits | None = None) -> None:
        self.version = version()
        if self.version < 1:
            raise UsageError(f"this system ({sys.platform}) has no Landlock; it needs Linux 5.13 with Landlock enabled")
        self.limits = limits or Limits()

    @property
    def in_force(self) -> tuple[str, ...]:
        """The keys of sentences about the protections."""
        return (
            *("contained-contents", "contained-textbook"),
            *("contained-network",) * can_refuse(),
            *("contained-tcp",) * (self.version >= _NETWORK and not can_refuse()),
            *("contained-signals",) * self._alone(),
            *("contained-user",) * (os.geteuid() == 0),
            *("contained-environment", "contained-ended", "contained-time", "contained-memory"),
            *("contained-process-count", "contained-file-size"),
            *("contained-system-calls",) * can_refuse(),
        )

    @property
    def not_contained(self) -> tuple[str, ...]:
        """The keys of sentences about missing protections."""
        return (
            *("not-contained-names", "not-contained-disk"),
            *("not-contained-network",) * (self.version < _NETWORK and not can_refuse()),
            *("not-contained-other-network",) * (self.version >= _NETWORK and not can_refuse()),
            *("not-contained-signals",) * (not self._alone()),
            *("not-contained-count-of-user",) * (os.geteuid() != 0),
            *("not-contained-kernel", "not-contained-processor"),
            *("not-contained-kernel-memory",) * (not can_refuse()),
        )

    def _alone(self) -> bool:
        """Whether the process cannot send signals to ours."""
        return self.version >= _SCOPES or os.geteuid() == 0

    def launch(self, job: Job) -> Launch:
        """The command. Raises UsageError for a folder that is too large, and for a file that may import the package."""
        if job.allow_undergrad:
            raise UsageError("a contained file cannot use the package; check it without a containment")
        here, user = trusted(), fresh_user()
        size_of(job.path.parent)
        limits = {
            "memory": job.memory,
            "processes": process_limit(self.limits.processes, own_namespace=False, own_user=user is not None),
            "file_size": self.limits.file_size,
            "descriptors": self.limits.descriptors,
            "cpu_seconds": self.limits.cpu_seconds,
        }
        worker = WORKER.resolve()
        readable = [entry for tree in here.trees for entry in without(tree, here.hidden)]
        folder = Path(tempfile.mkdtemp(prefix="submission-")).resolve()
        rules = {
            "read": [str(entry) for entry in (*readable, worker)],
            "list": [str(tree) for tree in here.trees],
            "own": str(folder),
        }
        spec = {"folder": str(folder), "limits": limits, "user": user, "rules": rules}
        try:
            if user is not None:
                os.chown(folder, user, user)
            content = parcel(job.path.parent, spec)
        except BaseException:
            _removed(folder)
            raise
        status, report = os.pipe()
        command = [str(here.executable), "-P", str(worker / "start.py"), str(folder / job.path.name), str(job.memory)]
        descriptors = (job.lifeline, content, report)
        own = {"HOME": str(folder), "TMPDIR": str(folder), "USER": "student", "LOGNAME": "student"}
        return Launch(
            [*command, str(job.lifeline), "0", str(content), str(report)],
            here.environment | SETTINGS | own | {"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "PYTHONHASHSEED": "0"},
            descriptors,
            options={"cwd": folder},
            status=status,
            handed_over=descriptors,
            remove=lambda: _removed(folder),
        )


def without(tree: Path, hidden: tuple[Path, ...]) -> Iterator[Path]:
    """The tree, or its parts without the hidden ones: a rule applies to a whole tree, so parts need rules each."""
    if tree in hidden:
        return
    if tree.is_dir() and any(path.is_relative_to(tree) for path in hidden):
        for entry in sorted(tree.iterdir()):
            if not entry.is_symlink():  # its target has its own rule, or none
                yield from without(entry, hidden)
    else:
        yield tree


def _removed(folder: Path) -> None:
    """Remove the folder, even if a process has removed permissions of folders inside."""

    def allow(function: object, path: str, error: object) -> None:
        Path(path).parent.chmod(stat.S_IRWXU)

    shutil.rmtree(folder, onerror=allow)
    shutil.rmtree(folder, ignore_errors=True)
