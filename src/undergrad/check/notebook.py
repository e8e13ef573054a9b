"""The report as a table for a notebook."""

from __future__ import annotations

import html
from collections.abc import Iterator

from undergrad.check.records import Record, Records
from undergrad.check.sentences import in_language, phrase
from undergrad.check.text import label_of
from undergrad.display.languages import Language
from undergrad.display.terminal import visible

_COLOURS = {"pass": "#1a7f37", "fail": "#cf222e", "remark": "#9a6700", "not run": "#6e7781"}


def report_html(report: Records) -> str:
    """A row for each method: its verdict, and what failed or is to be remarked."""
    language = report.language
    rows = []
    for name, verdict, records in report.methods():
        cell = "<br>".join(
            _escaped(". ".join(filter(None, _sentences(record, language))))
            for record in records
            if record.verdict in ("fail", "remark")
        )
        style = f"color:{_COLOURS[verdict]};font-weight:bold"
        rows.append(
            f"<tr><td style='text-align:left'>{_escaped(name)}</td>"
            f"<td style='{style}'>{label_of(verdict, language)}</td>"
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
