"""What a grading was asked to do: kept with its grades, so that it can go on, and be looked at in another way."""

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
    """The settings of one grading, as `run.json` holds them."""

    assignment: Assignment
    #: Decides every number that is asked, of each submission the same.
    seed: int
    language: Language
    #: With its time zone.
    deadline: datetime.datetime | None = None
    #: The rule for what comes after it, as it was written; empty for no penalty.
    late: str = ""
    #: Whether the students' layers train a network.
    training: bool = True
    #: Seconds that one call may take, and all of a submission's check.
    limit: float = 3.0
    total: float = 120.0
    #: Bytes that a submission's process may have.
    memory: int = 2 * 2**30
    #: Whether submissions run without containment where the system has none.
    trust: bool = False
    version: str = __version__

    def changed(self, **changes: Any) -> Settings:
        """The same in the present version, with `changes` but for those that are None.

        UsageError for a limit that is none, and for a rule for lateness that cannot be read, or has no deadline.
        """
        changes = {name: value for name, value in changes.items() if value is not None}
        settings = replace(self, version=__version__, **changes)
        if not 0 < settings.limit <= threading.TIMEOUT_MAX:  # and not nan, which no comparison is true of
            raise UsageError(f"the time limit of a call must be a positive number of seconds, not {settings.limit:g}")
        if settings.late:
            read_late_rule(settings.late)
            if settings.deadline is None:
                raise UsageError("a rule for lateness needs a deadline; name it with --deadline")
        return settings

    def decide(self, submission: Submission) -> str:
        """A digest of all that decides what is seen of a submission: its files and what is asked, but no points.

        Of a check's severity only counts whether it is made at all, and whether its consequence is looked for.
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
        asked = [made, consequences, names, self.seed, self.training, self.limit, self.total, self.memory]
        parts = [submission.digest, submission.file, self.version, asked]
        return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()


def _kind(severity: str) -> str:
    return severity if severity in ("off", "consequence") else "made"
