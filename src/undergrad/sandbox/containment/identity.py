"""As whom a contained process runs, and how many processes it may have then."""

from __future__ import annotations

import os
import platform
import secrets
from pathlib import Path

#: User numbers that neither people, nor services, nor containers have.
_FREE = range(0x70000000, 0x7FFE0000)
_COUNTED_BY_NAMESPACE = (5, 14)  # the first Linux that counts a user's processes by namespace


def fresh_user() -> int | None:
    """A user number that nobody has, where we may take one; None for an ordinary user, who can only be himself."""
    if os.name != "posix" or os.geteuid() != 0:
        return None
    mapped = _mapped()
    if any(_FREE.start in part and _FREE[-1] in part for part in mapped):
        return _FREE.start + secrets.randbelow(len(_FREE))
    largest = max(mapped, key=lambda part: part.stop, default=range(60_001, 61_000))
    least = max(largest.start + 1, largest.stop - len(largest) // 4)  # in a container: from the end of its own
    return least + secrets.randbelow(max(1, largest.stop - least))


def process_limit(processes: int, *, own_namespace: bool, own_user: bool) -> int:
    """The limit of processes that lets one submission have so many: the system counts all of a user's together."""
    if own_user or (own_namespace and _release() >= _COUNTED_BY_NAMESPACE):
        return processes
    return processes + _tasks_of(os.getuid())


def _mapped() -> list[range]:
    """The user numbers that exist here."""
    try:
        lines = Path("/proc/self/uid_map").read_text("ascii").splitlines()
    except OSError:
        return []
    entries = [tuple(map(int, line.split())) for line in lines]
    return [range(first, first + count) for first, _, count in entries]


def _release() -> tuple[int, ...]:
    numbers = platform.release().split("-")[0].split(".")[:2]
    return tuple(int(number) if number.isdigit() else 0 for number in numbers)


def _tasks_of(user: int) -> int:
    """How many threads of all processes the user has at the moment."""
    count = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if folder.stat().st_uid == user:
                count += sum(1 for _ in (folder / "task").iterdir())
        except OSError:
            continue  # it has ended
    return count
