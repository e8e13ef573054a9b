"""The user of a contained process, and its limit of processes."""

from __future__ import annotations

import os
import platform
import secrets
from pathlib import Path

#: User numbers that no person, service or container has.
_FREE = range(0x70000000, 0x7FFE0000)
_COUNTED_BY_NAMESPACE = (5, 14)  # the first Linux that counts a user's processes by namespace


def fresh_user() -> int | None:
    """An unused user number if this process is root's; None for an ordinary user, who cannot become another."""
    if os.name != "posix" or os.geteuid() != 0:
        return None
    ranges = _mapped()
    if any(_FREE.start in numbers and _FREE[-1] in numbers for numbers in ranges):
        return _FREE.start + secrets.randbelow(len(_FREE))
    largest = max(ranges, key=lambda numbers: numbers.stop, default=range(60_001, 61_000))
    least = max(largest.start + 1, largest.stop - len(largest) // 4)  # a container's last quarter of numbers
    return least + secrets.randbelow(max(1, largest.stop - least))


def process_limit(processes: int, *, own_namespace: bool, own_user: bool) -> int:
    """The limit that allows one submission this number of processes: the system counts all of a user's together."""
    if own_user or (own_namespace and _release() >= _COUNTED_BY_NAMESPACE):
        return processes
    return processes + _tasks_of(os.getuid())


def _mapped() -> list[range]:
    """The ranges of user numbers that exist here."""
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
    """The current number of threads in all processes of the user."""
    count = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if folder.stat().st_uid == user:
                count += sum(1 for _ in (folder / "task").iterdir())
        except OSError:
            continue  # it has ended
    return count
