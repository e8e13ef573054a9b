"""Chooses the strongest containment that works here: each runs a trial file that computes with NumPy."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from undergrad.errors import UndergradError, UsageError
from undergrad.sandbox.containment.bubblewrap import Bubblewrap
from undergrad.sandbox.containment.landlock import Landlock
from undergrad.sandbox.containment.launch import Containment, Trusting
from undergrad.sandbox.process import StudentProcess
from undergrad.sandbox.worker.script import Script

#: The strongest first.
CONTAINMENTS: tuple[Callable[[], Containment], ...] = (Bubblewrap, Landlock)
_PATIENCE = 60.0  # seconds; it usually takes one
_TRIAL = """import numpy as np
class Trial:
    def forward(self, x):
        with open("written", "w") as file:
            file.write("a file of its own")
        return x @ x.T
"""


def choose(trust: bool = False, kinds: Iterable[Callable[[], Containment]] = CONTAINMENTS) -> Containment:
    """The first of `kinds` that works. If none does: no containment with `trust`, else a UsageError with reasons.

    >>> choose(trust=True, kinds=[]).name
    'none'
    """
    reasons = []
    for kind in kinds:
        try:
            containment = kind()
        except UsageError as error:
            reasons.append(str(error))
            continue
        reason = why_not(containment)
        if not reason:
            return containment
        reasons.append(f"{containment.name} does not work: {reason}")
    if trust:
        return Trusting()
    raise UsageError(
        f"strangers' files cannot be contained here ({'; '.join(reasons)}); install bubblewrap on Linux and allow user "
        "namespaces, or run with --trust the files of people whom you trust with everything that you can do"
    )


def why_not(containment: Containment) -> str:
    """The reason why this containment cannot run a file; empty if it can."""
    import numpy as np

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder).resolve() / "trial.py"
        file.write_text(_TRIAL, encoding="utf-8")
        script = Script()
        script.call(script.new("Trial"), "forward", np.eye(2))
        try:
            with StudentProcess(file, containment=containment, limit=_PATIENCE, import_limit=_PATIENCE) as process:
                failure = process.contents.failure
                outcome = process.run(script)[-1] if failure is None else None
        except (UndergradError, OSError) as error:
            return str(error)
    if outcome is None or outcome.failure:
        return str(failure or (outcome and outcome.failure))
    return ""
