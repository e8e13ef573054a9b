"""Worker processes end with their parent."""

from __future__ import annotations

import multiprocessing
import os
import threading


def die_with_parent() -> None:
    """From now on, end this process when its parent's ends, however that comes about: nobody else would."""
    threading.Thread(target=_wait_and_die, daemon=True).start()


def _wait_and_die() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
