"""The settings of a grading. They are stored with its grades, so that it can continue or be written again."""

from __future__ import annotations

import datetime
import hashlib
import threading
from typing import Any

import msgspec
from msgspec.structs import replace

from undergrad import __version__
from undergrad.check.assignment import CHECKS, Assignment
from undergrad.course.late import read_late_rule
from undergrad.course.records import Submission
from undergrad.display.languages import Language
from undergrad.errors import UsageError


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The settings of one grading, as in `run.json`."""

    assignment: Assignment
    #: Decides all numbers of the check, the same for each submission.
    seed: int
    language: Language
    #: With its time zone.
    deadline: datetime.datetime | None = None
    #: The text of the rule for lateness; empty for no penalty.
    late: str = ""
    #: Whether the students' layers train a network.
    training: bool = True
    #: Seconds that one call may take, and all of a submission's check.
    limit: float = 3.0
    total: float = 120.0
    #: Bytes of memory that a submission's process may use.
    memory: int = 2 * 2**30
    #: Whether submissions run without containment if the system has none.
    trust: bool = False
    version: str = __version__

    def changed(self, **changes: Any) -> Settings:
        """The same in the present version, with those `changes` that are not None.

        UsageError for an invalid limit, and for a rule for lateness that cannot be read or has no deadline.
        """
        changes = {name: value for name, value in changes.items() if value is not None}
        settings = replace(self, version=__version__, **changes)
        if not 0 < settings.limit <= threading.TIMEOUT_MAX:  # and not nan, for which every comparison is false
            raise UsageError(f"the time limit of a call must be a positive number of seconds, not {settings.limit:g}")
        if settings.late:
            read_late_rule(settings.late)
            if settings.deadline is None:
                raise UsageError("a rule for lateness needs a deadline; name it with --deadline")
        return settings

    def decide(self, submission: Submission) -> str:
        """A digest of everything that decides the results of a submission: its files and the tests, but no points.

        A check's severity counts only as far as it decides whether the check runs, and whether its consequence is
        measured.
        """
        task = self.assignment
        made = {
            item.name: [item.given, item.optional, [_kind(task.severity(item, check)) for check in CHECKS]]
            for item in task.methods
        }
        consequences = sorted(
            f"{name}{mistake}"
            for name, mistakes in (("", task.mistakes), *((item.name, item.mistakes) for item in task.methods))
            for mistake, severity in mistakes.items()
            if severity == "consequence"
        )
        names = [task.without, task.imports, task.forbidden]
        tests = [made, consequences, names, self.seed, self.training, self.limit, self.total, self.memory]
        parts = [submission.digest, submission.file, self.version, tests]
        return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()


def _kind(severity: str) -> str:
    return severity if severity in ("off", "consequence") else "made"
