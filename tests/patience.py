"""A student's code that never ends says so, so that no test depends on how fast the machine is."""

from __future__ import annotations

import contextlib
import time

from undergrad.sandbox import process, started

#: What a method does that never ends. It says so first, by a file in the folder of the student's.
ENDLESS = "open('reached', 'w').close(); any(iter(int, 1))"


def be_patient(monkeypatch, folder):
    """A time limit is over when a student's file below `folder` says that it has reached its loop.

    Otherwise it is over after five minutes, so that what never ends fails a test instead of stopping all of them.
    """

    def wait(condition, complete, seconds):
        end = time.monotonic() + 300
        while not condition.wait_for(complete, 0.02) and time.monotonic() < end:
            # Before the process has started it has not reached anything: its word for that is only still on its way.
            if seconds != process._START and (reached := next(folder.rglob("reached"), None)):
                with contextlib.suppress(OSError):
                    reached.unlink()
                return

    monkeypatch.setattr(process.StudentProcess, "wait", staticmethod(wait))
    for name in ("_LAST_WORDS", "_END", "_REST"):
        monkeypatch.setattr(started, name, 300.0)
