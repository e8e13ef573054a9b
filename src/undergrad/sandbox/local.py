"""A session in this process, for trusted classes, such as one's own."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Mapping
from typing import Any

from undergrad.sandbox.worker.executor import Machine
from undergrad.sandbox.worker.script import Outcome, Script


class LocalSession:
    """Runs scripts on the classes of `namespace` in this process, without limits and without restoring any state.

    With `seed`, NumPy's global generator is seeded before each call of a method, so that random results repeat.
    """

    def __init__(self, namespace: Mapping[str, Any], seed: int | None = None) -> None:
        self._printed = _Counted()
        self._machine = Machine(namespace, printed=lambda: self._printed.count, seed=seed)

    def run(self, script: Script) -> list[Outcome]:
        """One outcome for each operation. Raises KeyboardInterrupt: in this process it comes from the user."""
        self._printed.place = sys.stdout
        with contextlib.redirect_stdout(self._printed):
            outcomes = list(self._machine.run(script))
        if any(outcome.failure and outcome.failure.type == "KeyboardInterrupt" for outcome in outcomes):
            raise KeyboardInterrupt
        return outcomes


class _Counted(io.TextIOBase):
    """Passes printed text on, and counts its characters."""

    place: Any = None
    count = 0

    def write(self, text: str) -> int:
        self.count += len(text)
        self.place.write(text)
        return len(text)
