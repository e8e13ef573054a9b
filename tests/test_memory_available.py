"""What this process may have of the memory."""

from __future__ import annotations

import pytest

from undergrad.training import memory
from undergrad.training.memory import available, check_memory

GB = 10**9


@pytest.fixture
def physical(monkeypatch):
    """A machine of 64 GB."""
    monkeypatch.setattr(memory, "_physical", lambda: iter([64 * GB]))


@pytest.mark.usefixtures("physical")
@pytest.mark.parametrize(
    ("contents", "expected"),
    [
        ({}, 64),
        ({"proc/self/cgroup": "0::/a/b\n", "sys/fs/cgroup/a/b/memory.max": f"{3 * GB}\n"}, 3),
        ({"proc/self/cgroup": "0::/a/b\n", "sys/fs/cgroup/a/memory.max": f"{2 * GB}\n"}, 2),
        (
            {
                "proc/self/cgroup": "0::/a/b\n",
                "sys/fs/cgroup/a/b/memory.max": "max\n",
                "sys/fs/cgroup/a/memory.max": f"{5 * GB}\n",
                "sys/fs/cgroup/memory.max": f"{4 * GB}\n",
            },
            4,
        ),
        ({"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/memory.max": "max\n"}, 64),
        ({"proc/self/cgroup": "0::/a:b\n", "sys/fs/cgroup/a:b/memory.max": f"{3 * GB}\n"}, 3),
        # A container of version 1 is named by its place on the host, which is not there within.
        (
            {
                "proc/self/cgroup": "3:cpu,cpuacct:/docker/1\n2:memory:/docker/1\n1:name=systemd:/docker/1\n",
                "sys/fs/cgroup/memory/memory.limit_in_bytes": f"{6 * GB}\n",
                "sys/fs/cgroup/cpu/docker/1/memory.limit_in_bytes": f"{1 * GB}\n",
            },
            6,
        ),
        (
            {
                "proc/self/cgroup": "2:memory:/docker/1\n",
                "sys/fs/cgroup/memory/docker/1/memory.limit_in_bytes": "9223372036854771712\n",
            },
            64,
        ),
        # Both versions at once, with the limit in the newer one.
        (
            {
                "proc/self/cgroup": "2:cpu:/x\n0::/user\n",
                "sys/fs/cgroup/unified/user/memory.max": f"{7 * GB}\n",
            },
            7,
        ),
        ({"proc/self/cgroup": "0::/../..\n", "sys/fs/cgroup/memory.max": f"{8 * GB}\n"}, 8),
    ],
)
def test_a_control_group_may_allow_less_than_the_machine_has(tmp_path, contents, expected):
    for name, text in contents.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert available(tmp_path) == expected * GB


def test_this_machine_has_some_memory_and_an_unknown_one_refuses_nothing(monkeypatch, tmp_path):
    assert 10**8 < available() < 10**15
    monkeypatch.setattr(memory, "_physical", lambda: iter(()))
    assert available(tmp_path) is None
    monkeypatch.setattr(memory, "available", lambda: None)
    check_memory([10**30])
