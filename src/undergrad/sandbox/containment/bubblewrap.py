"""Bubblewrap around the worker: it sees only its own file system, processes and network."""

from __future__ import annotations

import os
import shutil
from pathlib import PurePosixPath

from undergrad.errors import UsageError
from undergrad.sandbox.containment.identity import fresh_user, process_limit
from undergrad.sandbox.containment.launch import SETTINGS, WORKER, Job, Launch, Limits
from undergrad.sandbox.containment.parcel import parcel, size_of
from undergrad.sandbox.containment.trusted import Trusted, trusted
from undergrad.sandbox.worker.system_calls import can_refuse

#: Where the process finds the worker and the submission.
_WORKER, _SUBMISSION = "/checker/sandbox/worker", "/submission"
#: The worker needs these to become another user, and its supervisor to end that user's processes.
_CAPABILITIES = ("CAP_SETUID", "CAP_SETGID", "CAP_KILL")


class Bubblewrap:
    """The program `bwrap`. Raises UsageError if it is not installed.

    Root mounts the visible files, and then the process becomes an unused user. An ordinary user needs user namespaces,
    which some systems forbid.
    """

    name = "bubblewrap"

    def __init__(self, limits: Limits | None = None) -> None:
        program = shutil.which("bwrap")
        if program is None:
            raise UsageError("the program bwrap is not installed; install the system's package bubblewrap")
        self.program, self.limits = program, limits or Limits()

    @property
    def in_force(self) -> tuple[str, ...]:
        """The keys of sentences about the protections."""
        return (
            *("contained-files", "contained-textbook", "contained-network", "contained-processes"),
            *("contained-user",) * (os.geteuid() == 0),
            *("contained-environment", "contained-ended", "contained-time", "contained-memory"),
            *("contained-process-count", "contained-disk"),
            *("contained-system-calls",) * can_refuse(),
        )

    @property
    def not_contained(self) -> tuple[str, ...]:
        """The keys of sentences about missing protections."""
        memory = () if can_refuse() else ("not-contained-kernel-memory",)
        return ("not-contained-kernel", "not-contained-processor", *memory)

    def launch(self, job: Job) -> Launch:
        """The command. Raises UsageError for a folder that is too large, and for a file that may import the package."""
        if job.allow_undergrad:
            raise UsageError("a contained file cannot use the package; check it without a containment")
        folder, here, user = job.path.parent, trusted(), fresh_user()
        room = size_of(folder) + self.limits.disk
        limits = {
            "memory": job.memory,
            "processes": process_limit(self.limits.processes, own_namespace=True, own_user=user is not None),
            "file_size": self.limits.file_size,
            "descriptors": self.limits.descriptors,
            "cpu_seconds": self.limits.cpu_seconds,
        }
        content = parcel(folder, {"folder": _SUBMISSION, "limits": limits, "user": user})
        status, report = os.pipe()
        worker = [str(here.executable), "-P", f"{_WORKER}/start.py", f"{_SUBMISSION}/{job.path.name}", str(job.memory)]
        worker += [str(job.lifeline), "0", str(content), str(report)]
        descriptors = (job.lifeline, content, report)
        return Launch(
            [self.program, *_namespaces(root=user is not None), *_files(here, room, self.limits.disk), "--", *worker],
            here.environment | SETTINGS | _SURROUNDINGS,
            descriptors,
            status=status,
            handed_over=descriptors,
        )


_SURROUNDINGS = {
    "HOME": "/tmp",
    "TMPDIR": "/tmp",
    "USER": "student",
    "LOGNAME": "student",
    "LANG": "C.UTF-8",
    "PATH": "/usr/bin:/bin",
    "PYTHONHASHSEED": "0",  # sets have the same order in each process
}


def _namespaces(*, root: bool) -> list[str]:
    options = ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    if not root:
        options += ["--unshare-user", "--uid", "1000", "--gid", "1000"]
    options += ["--hostname", "student", "--as-pid-1", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    return [*options, *(word for name in _CAPABILITIES * root for word in ("--cap-add", name))]


def _files(here: Trusted, room: int, disk: int) -> list[str]:
    """The mounts of the visible files. Writable ones are in memory, of limited size, and vanish with the process."""

    def in_memory(place: str, size: int, permissions: str = "1777") -> list[str]:
        return ["--perms", permissions, "--size", str(size), "--tmpfs", place]

    mounts = ["--proc", "/proc", "--dev", "/dev", *in_memory("/dev/shm", disk), "--remount-ro", "/dev"]
    mounts += [*in_memory("/tmp", disk), *in_memory(_SUBMISSION, room, "0777")]
    binds = [(str(tree), str(tree)) for tree in here.trees] + [(str(WORKER.resolve()), _WORKER)]
    names = [*(name for _, name in binds), *(str(path) for path, _ in here.links)]
    mounts += _parents(names)
    for source, name in binds:
        mounts += ["--ro-bind", source, name]
    for path, target in here.links:
        mounts += ["--symlink", target, str(path)]
    for path in here.hidden:
        if path.is_dir():
            mounts += [*in_memory(str(path), 4096, "0000"), "--remount-ro", str(path)]
        else:
            mounts += ["--ro-bind", "/dev/null", str(path)]
    return [*mounts, "--remount-ro", "/", "--chdir", _SUBMISSION]


def _parents(names: list[str]) -> list[str]:
    """Options that make the folders above the names: only their owner could enter those that bwrap makes itself."""
    folders = {parent for name in names for parent in map(str, PurePosixPath(name).parents)} - {"/", "/tmp"}
    return [word for folder in sorted(folders) for word in ("--perms", "0755", "--dir", folder)]
