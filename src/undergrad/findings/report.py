"""The report of a check, as text, as HTML and as data."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from typing import Any

import msgspec

from undergrad.display.languages import Language
from undergrad.display.terminal import visible
from undergrad.findings.paragraphs import label_of
from undergrad.findings.records import Record, Records
from undergrad.findings.sentences import in_language, phrase
from undergrad.findings.text import report_text


class Report(Records):
    """The records of one check, in order; terminals and notebooks show it as a text or a table.

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
        """The report as plain data: the same as `to_json` writes, but an infinite error is still infinite."""
        records = []
        for record in self.records:
            fields = msgspec.to_builtins(record)
            records.append({"class": fields.pop("cls"), **fields, "cause": record.cause})
        summary: dict[str, Any] = {"subject": self.subject, "seed": self.seed, "ok": self.ok}
        if self.points:
            summary |= {"score": self.score, "total": self.total}
        return summary | {"records": records}

    def to_json(self) -> str:
        """The report as JSON: `subject`, `seed`, `ok`, `records`, and `score` and `total` if there are points."""
        finite = json.loads(json.dumps(self.to_dict()), parse_constant=lambda infinite: None)  # JSON has no infinity
        return json.dumps(finite, indent=2)

    def __repr__(self) -> str:
        return report_text(self)

    def _repr_html_(self) -> str:
        return _as_table(self)


def _as_table(report: Records) -> str:
    """A table with a row for each method: its verdict, its failures and its remarks."""
    language = report.language
    rows = []
    for name, verdict, records in report.methods():
        cell = "<br>".join(
            _escaped(". ".join(filter(None, _sentences(record, language))))
            for record in records
            if record.verdict in ("fail", "remark")
        )
        rows.append(
            f"<tr><td style='text-align:left'>{_escaped(name)}</td>"
            f"<td style='font-weight:bold'>{label_of(verdict, language)}</td>"
            f"<td style='text-align:left'>{cell}</td></tr>"
        )
    head = in_language(phrase("head", subject=report.subject, seed=report.seed), language)
    method, verdict = (
        in_language(heading, language) for heading in (phrase("heading-method"), phrase("heading-verdict"))
    )
    return (
        f"<table><caption>{_escaped(head)}</caption><tr><th>{method}</th><th>{verdict}</th><th></th></tr>"
        + "".join(rows)
        + "</table>"
    )


def _sentences(record: Record, language: Language) -> Iterator[str]:
    yield record.message
    yield record.line
    if record.got and record.expected:
        yield in_language(phrase("got-and-right", got=record.got, right=record.expected), language)
    yield record.evidence
    yield record.hint


def _escaped(text: str) -> str:
    return html.escape(visible(text))
