"""The number of threads of a fit when several fits run side by side."""

from __future__ import annotations

import contextlib

from joblib.parallel import get_active_backend

from undergrad.engines.threads import at_most


def one_thread_in_a_worker() -> contextlib.AbstractContextManager[None]:
    """A context in which an engine has only one thread if joblib runs it in a worker, a process or a thread.

    The workers share the cores already.
    """
    backend, _ = get_active_backend()
    is_worker = (getattr(backend, "nesting_level", None) or 0) > 0
    return at_most(1) if is_worker else contextlib.nullcontext()
