"""The report as text, at most 80 columns wide, readable without colour."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

import msgspec

from undergrad.check.causes import CAUSES
from undergrad.check.records import Record, Report
from undergrad.display.terminal import on_one_line

_WIDTH = 80
_REASON = _WIDTH - 37  # what fits beside a method's name
_WORDS = {"pass": "pass", "fail": "FAIL", "remark": "remark", "not run": "not run"}


def report_text(report: Report, *, points: bool = False) -> str:
    """A line for each method, then a paragraph for each failure and each remark, then the sum."""
    report = _readable(report)
    lines = [f"{report.subject}, seed {report.seed}", ""]
    for name, verdict, records in report.methods():
        worth = f"  {_points(report, name, verdict)}" if points and report.points else ""
        lines.append(f"{_WORDS[verdict]:<8} {name:<28}{worth}{_brief(records, verdict)}"[:_WIDTH].rstrip())
    for record, also in _folded(_once(report)):
        lines += ["", *_paragraph(record, also)]
    return "\n".join([*lines, "", *_sum(report, points)])


def _readable(report: Report) -> Report:
    """The report with nothing that steers a terminal: its texts are the student's in part."""
    records = [
        msgspec.structs.replace(
            record, **{k: on_one_line(v) for k, v in msgspec.structs.asdict(record).items() if isinstance(v, str)}
        )
        for record in report.records
    ]
    return Report(records, subject=on_one_line(report.subject), seed=report.seed, points=report.points)


def _once(report: Report) -> Iterator[Record]:
    """What has a paragraph: failures and remarks, a missing class once for all its methods.

    Why a method is not run has one only where no failure says it.
    """
    told: set[tuple[str, str]] = set()
    failures = [record.message for record in report.failures]
    for _, verdict, records in report.methods():
        for record in records:
            whole_class = record.causes in (("missing-class",), ("not-a-class",))
            reason = record.message.removeprefix("an earlier step ")
            unexplained = verdict == record.verdict == "not run" and not any(reason in entry for entry in failures)
            if whole_class or (unexplained and (record.line or len(record.message) > _REASON)):
                if (record.cls, record.message) not in told:
                    yield msgspec.structs.replace(record, method="") if whole_class else record
                told.add((record.cls, record.message))
            elif record.verdict in ("fail", "remark"):
                yield record


def _folded(records: Iterator[Record]) -> Iterator[tuple[Record, list[str]]]:
    """Each record, and what the others say that found the same mistake by the same check of the same method."""
    groups: dict[Any, list[Record]] = {}
    for number, record in enumerate(records):
        key = (record.name, record.check, record.verdict, record.causes) if record.causes else number
        groups.setdefault(key, []).append(record)
    for first, *others in groups.values():
        yield first, [other.message for other in others]


def _points(report: Report, name: str, verdict: str) -> str:
    whole = report.points.get(name, 0.0)
    if not whole:
        return " " * 9
    return f"{whole if verdict in ('pass', 'remark') else 0:g}/{whole:g}".ljust(9)


def _brief(records: list[Record], verdict: str) -> str:
    found = [record for record in records if record.verdict == verdict]
    if verdict == "pass" or not found:
        return ""
    if verdict == "not run":
        return found[0].message
    return ", ".join(dict.fromkeys(record.cause or record.check for record in found))


def _paragraph(record: Record, also: list[str]) -> Iterator[str]:
    title = f"{_WORDS[record.verdict]:<8} {record.name}, {record.check}: {record.message}"
    yield from textwrap.wrap(title, _WIDTH, subsequent_indent=" " * 9)
    rows = [
        ("also", "; ".join(also)),
        ("asked", record.asked),
        ("line", record.line),
        ("got", record.got),
        ("right", record.expected),
        ("error", f"{record.error:.2g} relative" if record.error is not None else ""),
        ("mistake", _mistake(record)),
        ("evidence", record.evidence),
        ("formula", record.math if record.verdict == "fail" else ""),
        ("hint", record.hint),
    ]
    for label, value in rows:
        if value:
            start = f"  {label:<9}"
            yield from textwrap.wrap(value, _WIDTH, initial_indent=start, subsequent_indent=" " * len(start))


def _mistake(record: Record) -> str:
    told = [f"{CAUSES[cause].what} [{cause}]" if cause in CAUSES else cause for cause in record.causes]
    return (", or " if record.ambiguous else "; and ").join(told)


def _sum(report: Report, points: bool) -> Iterator[str]:
    verdicts = [verdict for _, verdict, records in report.methods() if records[0].check != "import"]  # of the file
    counts = [f"{verdicts.count(key)} {told}" for key, told in _COUNTED.items() if key in verdicts]
    yield f"{len(verdicts)} method{'s' if len(verdicts) != 1 else ''}: {', '.join(counts)}."
    if points and report.points:
        yield f"{report.score:g} of {report.total:g} points."
    if not report.ok:
        yield f"The same numbers again: --seed {report.seed}"


_COUNTED = {"pass": "pass", "remark": "pass with a remark", "fail": "fail", "not run": "not run"}
