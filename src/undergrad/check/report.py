"""The report of a check, as text, as HTML and as data."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from undergrad.check.notebook import report_html
from undergrad.check.records import Records
from undergrad.check.text import report_text


class Report(Records):
    """The records of one check, in order; in a terminal and in a notebook it shows itself.

    >>> from undergrad.check import check_layer
    >>> from undergrad.layers import ReLU
    >>> report = check_layer(ReLU, like="ReLU", seed=1)
    >>> report.ok, report.failures, report.to_dict()["subject"]
    (True, (), 'ReLU')
    """

    def assert_ok(self) -> None:
        """Raise AssertionError with the report as its message unless `ok`."""
        if not self.ok:
            raise AssertionError(str(self))

    def to_dict(self) -> dict[str, Any]:
        """The report as plain data: what `to_json` writes, but an infinite error is infinite here."""
        records = []
        for record in self.records:
            fields = msgspec.to_builtins(record)
            records.append({"class": fields.pop("cls"), **fields, "cause": record.cause})
        summary: dict[str, Any] = {"subject": self.subject, "seed": self.seed, "ok": self.ok}
        if self.points:
            summary |= {"score": self.score, "total": self.total}
        return summary | {"records": records}

    def to_json(self) -> str:
        """The report as JSON: `subject`, `seed`, `ok`, `records`, and `score` and `total` where there are points."""
        return json.dumps(_finite(self.to_dict()), indent=2)

    def __repr__(self) -> str:
        return report_text(self)

    def _repr_html_(self) -> str:
        return report_html(self)


def _finite(value: Any) -> Any:
    """JSON has no infinity: an error that is infinite becomes null."""
    if isinstance(value, dict):
        return {key: _finite(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(entry) for entry in value]
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    return value
