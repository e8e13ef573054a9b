"""What fits call after each iteration. Workers in processes of their own import this."""

from __future__ import annotations

import os
import signal
import threading
from typing import Any

from undergrad.engines.threads import allowed_threads


class Recorder:
    """Keeps what an estimator says of itself after each iteration."""

    def __init__(self, *names: str) -> None:
        self.names, self.seen = names, list[tuple[Any, ...]]()

    def __call__(self, estimator: Any) -> None:
        self.seen.append(tuple(getattr(estimator, name) for name in self.names))


class Interrupter:
    """Ctrl-C after so many iterations."""

    def __init__(self, iterations: int) -> None:
        self.iterations = iterations

    def __call__(self, estimator: Any) -> None:
        if estimator.n_iter_ == self.iterations:
            signal.raise_signal(signal.SIGINT)


def note_threads(estimator: Any) -> None:
    """The estimator keeps how many threads an engine may have here, and where here is."""
    estimator.seen_ = allowed_threads(), os.getpid(), threading.current_thread() is threading.main_thread()
