"""The report as text, at most 80 columns wide, readable without colour.

It is read from its end, where the terminal stands: failures come first, each with its paragraph, then remarks, then in
one line what is right and in one what was not run, and last the sum and the points. Unless everything is asked for, it
is at most a screen: the first failures have their paragraphs, the others a line.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from undergrad.check.causes import CAUSES
from undergrad.check.records import Record, Report
from undergrad.display.terminal import on_one_line, visible

_WIDTH = 80
_WORDS = {"pass": "pass", "fail": "FAIL", "remark": "remark", "not run": "not run"}
_COUNTED = {"pass": "right", "remark": "right, with a remark", "fail": "wrong", "not run": "not run"}
_INDENT = " " * 9
_CUT = " ..."


def report_text(report: Report, *, points: bool = False, lines: int | None = None, show: bool = False) -> str:
    """Failures, remarks, what is right, what was not run, the sum. At most `lines` of them; by default all.

    With `show` each failure has lines of NumPy that reproduce it.
    """
    report = _readable(report)
    head, foot = [f"{report.subject}, seed {report.seed}", ""], [*_rest(report), *_sum(report, points)]
    groups = list(_folded(report.records))
    failures = [group for group in groups if group[0].verdict == "fail"]
    remarks = [group for group in groups if group[0].verdict == "remark"]
    room = None if lines is None else lines - len(head) - len(foot) - len(failures) - len(remarks)
    body, cut = [], False
    for group in [*failures, *remarks]:
        paragraph = list(_paragraph(*group))
        if show and group[0].code:
            paragraph += ["", *(f"    {line}" for line in group[0].code.splitlines())]
        if room is None or len(paragraph) <= room:
            body += [*paragraph, ""]
            room = None if room is None else room - len(paragraph)
        else:
            body.append(_line(*group))
            cut = True
    if cut:
        body += ["", *_wrapped("", "Every paragraph: --all. One method's: --only CLASS.METHOD."), ""]
    return "\n".join([*head, *body, *foot])


def _readable(report: Report) -> Report:
    """The report with nothing that steers a terminal: its texts are the student's in part."""
    records = []
    for record in report.records:
        fields = {name: value for name, value in msgspec.structs.asdict(record).items() if isinstance(value, str)}
        texts = {name: visible(value) if name == "code" else on_one_line(value) for name, value in fields.items()}
        records.append(msgspec.structs.replace(record, **texts))
    return Report(
        records,
        subject=on_one_line(report.subject),
        seed=report.seed,
        points=report.points,
        given=report.given,
        unasked=map(on_one_line, report.unasked),
    )


def _folded(records: Iterable[Record]) -> Iterator[tuple[Record, list[Record]]]:
    """Each failure and remark, with the others that found the same mistake.

    A failure is folded with the same check of the same method, a remark with all of its kind: it costs nothing.
    """
    groups: dict[Any, list[Record]] = {}
    for number, record in enumerate(records):
        if record.verdict not in ("fail", "remark"):
            continue
        place = (record.name, record.check) if record.verdict == "fail" else ()
        key = (record.verdict, place, record.causes) if record.causes else number
        groups.setdefault(key, []).append(record)
    for first, *others in groups.values():
        yield first, others


def _title(record: Record, others: list[Record]) -> str:
    names = dict.fromkeys([record.name, *(other.name for other in others)])
    return f"{', '.join(names)}: {record.message}"


def _line(record: Record, others: list[Record]) -> str:
    """A group in one line, cut at a word."""
    text = f"{_WORDS[record.verdict]:<8} {_title(record, others)}"
    named = f" [{record.cause}]" if record.cause and record.verdict == "fail" else ""
    first, *rest = textwrap.wrap(text, _WIDTH - len(named) - len(_CUT))
    return first + (_CUT if rest else "") + named


def _paragraph(record: Record, others: list[Record]) -> Iterator[str]:
    title = f"{_WORDS[record.verdict]:<8} {_title(record, others)}"
    yield from textwrap.wrap(title, _WIDTH, subsequent_indent=_INDENT)
    also = dict.fromkeys(other.message for other in others if other.message != record.message)
    rows = [
        ("also", "; ".join(also) if record.verdict == "fail" else ""),
        ("asked", record.asked if record.verdict == "fail" else ""),
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
            yield from _wrapped(f"  {label:<9}", value)


def _wrapped(start: str, text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=start, subsequent_indent=" " * len(start))


def _mistake(record: Record) -> str:
    told = [f"{CAUSES[cause].what} [{cause}]" if cause in CAUSES else cause for cause in record.causes]
    return (", or " if record.ambiguous else "; and ").join(told)


def _rest(report: Report) -> Iterator[str]:
    """What is right, what was not run and why, and which classes nobody asked for: a line each."""
    right = [name for name, verdict, _ in report.methods() if verdict == "pass" and name not in report.given]
    if right:
        yield from _wrapped("right    ", ", ".join(right))
    reasons: dict[str, list[str]] = {}
    for name, verdict, records in report.methods():
        if verdict == "not run":
            reason = next(record.message for record in records if record.verdict == "not run")
            reasons.setdefault(reason, []).append(name)
    if reasons:
        told = "; ".join(f"{', '.join(names)} ({reason})" for reason, names in reasons.items())
        yield from _wrapped("not run  ", told)
    if report.unasked:
        classes = ", ".join(report.unasked)
        yield from _wrapped("", f"Not judged, since the assignment does not ask for it: {classes}.")
    yield ""


def _sum(report: Report, points: bool) -> Iterator[str]:
    verdicts = {name: verdict for name, verdict, records in report.methods() if records[0].method}
    asked = [verdict for name, verdict in verdicts.items() if name not in report.given]
    counts = [f"{asked.count(key)} {told}" for key, told in _COUNTED.items() if key in asked]
    sentence = f"{len(asked)} method{'s' if len(asked) != 1 else ''}: {', '.join(counts)}."
    given = [verdict for name, verdict in verdicts.items() if name in report.given]
    if wrong := given.count("fail"):
        sentence += f" Of what the course gives, {wrong} of {len(given)} wrong."
    yield from _wrapped("", sentence)
    if not report.ok:
        yield f"The same numbers again: --seed {report.seed}"
    if points and report.points:
        yield f"{report.score:g} of {report.total:g} points."
