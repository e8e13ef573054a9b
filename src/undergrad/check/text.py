"""The report as text, at most 80 columns wide, readable without colour.

It is read from its end, where the terminal stands: failures come first, each with its paragraph, then remarks, then in
one line what is right and in one what was not run, and last the sum and the points. Unless everything is asked for, it
is at most a screen: the first failures have their paragraphs, the others a line.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from undergrad.check.causes import CAUSES
from undergrad.check.records import Record, Report
from undergrad.display.terminal import on_one_line, visible

_WIDTH = 80
_WORDS = {"fail": "FAIL", "remark": "remark"}
_INDENT = " " * 9
_UNWRITTEN = ("not-written",)
_ALL = "Every paragraph: --all. One method's: --only CLASS.METHOD."
_MOST_LINES = 3  # of the file, shown with one remark


@dataclass(frozen=True)
class _Entry:
    """A failure or a remark as a paragraph, and in brief."""

    paragraph: list[str]
    brief: list[str]


def report_text(report: Report, *, points: bool = False, lines: int | None = None, show: bool = False) -> str:
    """Failures, remarks, what is right, what was not run, the sum. At most `lines` of them; by default all.

    With `show` each failure has lines of NumPy that reproduce it.
    """
    report = _readable(report)
    head, foot = [*_wrapped("", f"{report.subject}, seed {report.seed}"), ""], [*_rest(report), *_sum(report, points)]
    entries = list(_entries(report.records, show))
    body = _fitted(entries, None if lines is None else lines - len(head) - len(foot))
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


def _fitted(entries: list[_Entry], room: int | None) -> list[str]:
    """The entries in at most `room` lines: paragraphs as long as they leave room for the rest in brief."""
    whole = [[*entry.paragraph, ""] for entry in entries]
    if room is None or sum(map(len, whole)) <= room:
        return [line for paragraph in whole for line in paragraph]
    room -= 3  # a blank line, the sentence, a blank line
    body: list[str] = []
    shown = 0
    while shown < len(entries):
        rest = sum(len(entry.brief) for entry in entries[shown + 1 :])
        if len(body) + len(whole[shown]) + rest > room:
            break
        body += whole[shown]
        shown += 1
    for number, entry in enumerate(entries[shown:], shown):
        left = len(entries) - number
        if len(body) + len(entry.brief) + (left > 1) > room and left > 1:
            body.append(f"and {left} more")
            break
        body += entry.brief
    return [*body, "", _ALL, ""]


def _entries(records: Iterable[Record], show: bool) -> Iterator[_Entry]:
    """Failures in the order of the assignment, then what is not written yet, then remarks."""
    groups = list(_folded(records))
    for first, *others in groups:
        if first.verdict == "fail" and first.causes != _UNWRITTEN:
            yield _failure(first, others, show)
    for first, *others in groups:
        if first.verdict == "fail" and first.causes == _UNWRITTEN:
            names = ", ".join(dict.fromkeys(record.name for record in (first, *others)))
            paragraph = _wrapped(f"{'FAIL':<9}", f"{names}: not written yet [not-written]", _INDENT)
            yield _Entry(paragraph, paragraph)
    for first, *others in groups:
        if first.verdict == "remark":
            yield _remark(first, others)


def _folded(records: Iterable[Record]) -> Iterator[list[Record]]:
    """Each failure and remark, with the others that found the same mistake.

    A failure is folded with the same check of the same method, a remark with all of its kind: it costs nothing.
    """
    groups: dict[Any, list[Record]] = {}
    for number, record in enumerate(records):
        if record.verdict not in ("fail", "remark"):
            continue
        anywhere = record.verdict == "remark" or record.causes == _UNWRITTEN
        place = () if anywhere else (record.name, record.check)
        key = (record.verdict, place, record.causes) if record.causes else number
        groups.setdefault(key, []).append(record)
    yield from groups.values()


def _failure(record: Record, others: list[Record], show: bool) -> _Entry:
    is_plain = all(CAUSES[cause].plain for cause in record.causes if cause in CAUSES)
    title = f"{record.name}: {record.message}"
    named = f" [{record.cause}]" if record.cause and is_plain else ""
    rows = [
        ("also", "; ".join(dict.fromkeys(other.message for other in others if other.message != record.message))),
        ("asked", record.asked),
        ("line", record.line),
        ("got", record.got),
        ("right", record.expected),
        ("error", f"{record.error:.2g} relative" if record.error is not None else ""),
        ("mistake", "" if is_plain else _mistake(record)),
        ("evidence", record.evidence),
        ("formula", record.math),
        ("hint", record.hint),
    ]
    paragraph = [*_wrapped(f"{'FAIL':<9}", title + named, _INDENT), *_rows(rows)]
    if show and record.code:
        paragraph += ["", *(f"    {line}" for line in record.code.splitlines())]
    return _Entry(paragraph, [_line(record, title)])


def _remark(record: Record, others: list[Record]) -> _Entry:
    message = record.message
    if message.endswith(" is wrong") and record.causes:  # it costs nothing, so it is not called so
        message = " and ".join(CAUSES[cause].what for cause in record.causes if cause in CAUSES)
    same = [other.name for other in others if other.message == record.message]
    names = dict.fromkeys([record.name, *same])
    title = f"{', '.join(names)}: {message}"
    named = f" [{record.cause}]" if record.cause else ""
    places = list(dict.fromkeys(entry.line for entry in (record, *others) if entry.line))[:_MOST_LINES]
    rows = [
        ("also in", ", ".join(dict.fromkeys(other.name for other in others if other.name not in names))),
        *(("line", place) for place in places),
        ("evidence", record.evidence),
        ("hint", "" if record.evidence else record.hint),
    ]
    return _Entry([*_wrapped(f"{'remark':<9}", title + named, _INDENT), *_rows(rows)], [_line(record, title)])


def _rows(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for label, value in rows:
        start = f"  {label:<9}"
        if label == "got" and len(start) + len(value) > _WIDTH:  # a line for each entry
            for entry in value.split("; "):
                yield from _wrapped(start, entry)
                start = " " * len(start)
        elif value:
            yield from _wrapped(start, value)


def _line(record: Record, title: str) -> str:
    """A record in one line: what its mistake is, or its message where that says more; cut at a word if need be."""
    start = f"{_WORDS[record.verdict]:<9}"
    named = f" [{record.cause}]" if record.cause else ""
    known = [CAUSES[cause] for cause in record.causes if cause in CAUSES]
    texts = [title, f"{record.name}: {' and '.join(cause.what for cause in known)}"] if known else [title]
    if not all(cause.plain for cause in known):
        texts.reverse()
    for text in texts:
        if len(start + text + named) <= _WIDTH:
            return start + text + named
    return start + textwrap.shorten(min(texts, key=len), _WIDTH - len(start) - len(named), placeholder=" ...") + named


def _wrapped(start: str, text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=start,
        subsequent_indent=indent or " " * len(start),
        break_on_hyphens=False,
    )


def _mistake(record: Record) -> str:
    named = [f"{CAUSES[cause].what} [{cause}]" if cause in CAUSES else cause for cause in record.causes]
    return (", or " if record.ambiguous else "; and ").join(named)


def _rest(report: Report) -> Iterator[str]:
    """What is right, what was not run and why, and which classes nobody asked for."""
    asked = report.asked()
    verdicts = {name: verdict for name, verdict, _ in asked}
    right = [name for name, verdict in verdicts.items() if verdict == "pass"]
    if right:
        yield from _wrapped("right    ", ", ".join(_by_class(right, verdicts)))
    reasons: dict[str, list[str]] = {}
    for name, verdict, records in asked:
        if verdict == "not run":
            reason = next(record.message for record in records if record.verdict == "not run")
            reasons.setdefault(reason, []).append(name)
    if reasons:
        whole = len(verdicts) == sum(map(len, reasons.values())) and len(reasons) == 1
        texts = [
            f"{'everything' if whole else ', '.join(_by_class(names, verdicts))} ({reason})"
            for reason, names in reasons.items()
        ]
        yield from _wrapped("not run  ", "; ".join(texts))
    if report.unasked:
        yield from _wrapped("", f"Not judged, since the assignment does not ask for it: {', '.join(report.unasked)}.")
    if right or reasons or report.unasked:
        yield ""


def _by_class(names: list[str], every: Iterable[str]) -> Iterator[str]:
    """The names, but the class alone where all its methods, two or more, are among them."""
    of_class: dict[str, list[str]] = {}
    for name in every:
        of_class.setdefault(name.partition(".")[0], []).append(name)
    for cls, methods in of_class.items():
        shown = [name for name in methods if name in names]
        yield from [cls] if 1 < len(shown) == len(methods) else shown


def _sum(report: Report, points: bool) -> Iterator[str]:
    asked = report.asked()
    kinds = [_counted(verdict, records) for _, verdict, records in asked]
    counts = [f"{kinds.count(kind)} {kind}" for kind in _KINDS if kind in kinds]
    noun = "method" if all(records[0].method for _, _, records in asked) else "class"
    sentence = f"{len(asked)} {noun}{'s' if len(asked) != 1 else ''}: {', '.join(counts)}." if asked else ""
    given = [verdict for name, verdict, _ in report.methods() if name in report.given]
    if (wrong := given.count("fail")) and asked[0][0] not in report.given:
        sentence += f" Of the {len(given)} that the course hands out, {wrong} {'is' if wrong == 1 else 'are'} wrong."
    yield from _wrapped("", sentence)
    if not report.ok:
        yield f"The same numbers again: --seed {report.seed}"
    if points and report.points:
        yield f"{report.score:g} of {report.total:g} points."


_KINDS = ("right", "right with a remark", "wrong", "not written yet", "not run")


def _counted(verdict: str, records: list[Record]) -> str:
    if verdict == "fail" and all(record.causes == _UNWRITTEN for record in records if record.verdict == "fail"):
        return "not written yet"
    return {"pass": "right", "remark": "right with a remark", "fail": "wrong"}.get(verdict, verdict)
