"""A session in this process, for classes that one trusts: one's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from undergrad.check.machine import Machine
from undergrad.check.script import Outcome, Script


class LocalSession:
    """Runs scripts on the classes of `namespace`, here: no limits, and nothing is put back between scripts."""

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        self._machine = Machine(namespace)

    def run(self, script: Script) -> list[Outcome]:
        """One outcome for each operation."""
        return list(self._machine.run(script))
