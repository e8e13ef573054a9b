"""The report as text, at most 80 columns wide, readable without colour.

Readers start at its end, which the terminal shows. So failures come first, each with its paragraph, then remarks, then
a line of right methods and one of checks that did not run, and at last the sum and the points. By default it is at most
one screen long: the first failures have their paragraphs, the others a line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from undergrad.display.columns import columns, padded, shortened, wrapped
from undergrad.display.terminal import on_one_line, visible
from undergrad.findings.catalogue import named
from undergrad.findings.paragraphs import GOT, UNWRITTEN, Paragraph, label_of, name_of_mistake, paragraphs
from undergrad.findings.records import Record, Records
from undergrad.findings.sentences import Words, in_language, joined, phrase

_WIDTH = 80
_LABEL = 9  # columns
_INDENT = " " * _LABEL


@dataclass(frozen=True)
class _Entry:
    """A failure or a remark as a paragraph, and in brief, usually as one line."""

    paragraph: list[str]
    brief: list[str]


def report_text(report: Records, *, points: bool = False, lines: int | None = None, show: bool = False) -> str:
    """The report as text of 80 columns: failures, remarks, right methods, methods that were not run, the sum.

    With `lines` the text has at most so many lines: later failures are in brief, and the last ones are only counted;
    head and sum are always there. With `points` the sum has the points, if there are any; with `show` each failure has
    lines of NumPy that reproduce it.

    >>> from undergrad import check, layers
    >>> print(report_text(check.check_layer(layers.ReLU, like="ReLU", seed=1)).splitlines()[-1])
    4 methods: 4 right.
    """
    return _Writer(_readable(report), show).text(points, lines)


def _readable(report: Records) -> Records:
    """The report without terminal control characters: parts of its texts come from the student."""
    records = []
    for record in report.records:
        fields = {name: value for name, value in msgspec.structs.asdict(record).items() if isinstance(value, str)}
        texts = {name: visible(value) if name == "code" else on_one_line(value) for name, value in fields.items()}
        records.append(msgspec.structs.replace(record, **texts))
    unasked = tuple(map(on_one_line, report.unasked))
    return replace(report, records=records, subject=on_one_line(report.subject), unasked=unasked)


class _Writer:
    """Writes a report in its language."""

    def __init__(self, report: Records, show: bool) -> None:
        self.report, self.show = report, show

    def say(self, words: Words) -> str:
        return in_language(words, self.report.language)

    def text(self, points: bool, lines: int | None) -> str:
        """The whole report in at most `lines` lines."""
        report = self.report
        head = [*_wrapped("", self.say(phrase("head", subject=report.subject, seed=report.seed))), ""]
        foot = [*self._rest(), *self._sum(points)]
        entries = [self._entry(paragraph) for paragraph in paragraphs(report.records, report.language)]
        body = self._fitted(entries, None if lines is None else lines - len(head) - len(foot))
        return "\n".join([*head, *body, *foot])

    def _fitted(self, entries: list[_Entry], room: int | None) -> list[str]:
        """The entries in at most `room` lines: whole paragraphs while the others still fit in brief."""
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
                body.append(self.say(phrase("and-more", count=left)))
                break
            body += entry.brief
        return [*body, "", self.say(phrase("how-to-see-all")), ""]

    def _entry(self, paragraph: Paragraph) -> _Entry:
        """The lines of a paragraph, and its brief form for lack of room."""
        record = paragraph.record
        lines = _wrapped(self._label(record.verdict), paragraph.title + paragraph.name, _INDENT)
        if paragraph.is_unwritten:
            return _Entry(lines, lines)
        brief = [self._line(record, paragraph.title)]
        for label, value in paragraph.rows:
            for number, part in enumerate(_entries(value) if label is GOT else [value]):
                lines += _wrapped("  " + padded("" if number else self.say(label), _LABEL), part)
        if self.show and record.code and record.verdict == "fail":
            lines += ["", *(f"    {line}" for line in record.code.splitlines())]
        return _Entry(lines, brief)

    def _label(self, verdict: str) -> str:
        return padded(label_of(verdict, self.report.language), _LABEL)

    def _line(self, record: Record, title: str) -> str:
        """A record in one line: its mistake, or its message if that says more; cut at a word if necessary."""
        start, name = self._label(record.verdict), name_of_mistake(record)
        known = named(record.causes)
        mistakes = self.say(joined("and", [mistake.what for mistake in known]))
        texts = [title, f"{record.name}: {mistakes}"] if known else [title]
        if not all(mistake.plain for mistake in known):
            texts.reverse()
        for text in texts:
            if columns(start + text + name) <= _WIDTH:
                return start + text + name
        shortest, room = min(texts, key=columns), _WIDTH - columns(start + name)
        if room < columns(record.name):  # too many mistakes fit: only the paragraph has their names
            return start + shortened(shortest, _WIDTH - columns(start))
        return start + shortened(shortest, room) + name

    def _rest(self) -> Iterator[str]:
        """The right methods, those that were not run with the reasons, and classes outside of the assignment."""
        report = self.report
        asked = report.asked()
        verdicts = {name: verdict for name, verdict, _ in asked}
        right = [name for name, verdict in verdicts.items() if verdict == "pass"]
        if right:
            yield from _wrapped(self._label("pass"), ", ".join(_by_class(right, verdicts)))
        reasons: dict[str, list[str]] = {}
        for name, verdict, records in asked:
            if verdict == "not run":
                reason = next(record.message for record in records if record.verdict == "not run")
                reasons.setdefault(reason, []).append(name)
        if reasons:
            whole = len(verdicts) == sum(map(len, reasons.values())) and len(reasons) == 1
            texts = []
            for reason, names in reasons.items():
                which = phrase("everything") if whole else ", ".join(_by_class(names, verdicts))
                texts.append(self.say(phrase("because", names=which, reason=reason)))
            yield from _wrapped(self._label("not run"), "; ".join(texts))
        if report.unasked:
            yield from _wrapped("", self.say(phrase("not-judged", names=", ".join(report.unasked))))
        if right or reasons or report.unasked:
            yield ""

    def _sum(self, points: bool) -> Iterator[str]:
        report = self.report
        asked = report.asked()
        kinds = Counter(_counted(verdict, records) for _, verdict, records in asked)
        counts = {
            "pass": phrase("count-right", count=kinds["pass"]),
            "remark": phrase("count-remark", count=kinds["remark"]),
            "fail": phrase("count-fail", count=kinds["fail"]),
            "not written": phrase("count-not-written", count=kinds["not written"]),
            "not run": phrase("count-not-run", count=kinds["not run"]),
        }
        counted = joined("comma", [words for kind, words in counts.items() if kind in kinds])
        sizes: dict[str, Any] = {"count": len(asked), "kinds": counted}
        sentences = []
        if asked and all(records[0].method == "__call__" for _, _, records in asked):
            of_one = phrase("sum-of-function", **sizes)
            sentences.append(of_one if len(asked) == 1 else phrase("sum-of-functions", **sizes))
        elif asked and all(records[0].method for _, _, records in asked):
            sentences.append(phrase("sum-of-method", **sizes) if len(asked) == 1 else phrase("sum-of-methods", **sizes))
        elif asked:
            sentences.append(phrase("sum-of-class", **sizes) if len(asked) == 1 else phrase("sum-of-classes", **sizes))
        handed_out = [verdict for name, verdict, _ in report.methods() if name in report.given]
        if (wrong := handed_out.count("fail")) and asked[0][0] not in report.given:
            sizes = {"count": len(handed_out), "wrong": wrong}
            sentences.append(phrase("one-given-wrong", **sizes) if wrong == 1 else phrase("some-given-wrong", **sizes))
        yield from _wrapped("", " ".join(map(self.say, sentences)))
        if not report.ok:
            yield self.say(phrase("same-again", seed=report.seed))
        if points and report.points:
            yield self.say(phrase("points", score=report.score, total=report.total))


def _by_class(names: list[str], every: Iterable[str]) -> Iterator[str]:
    """The names, but only the name of a class if all its methods, two or more, are among them."""
    of_class: dict[str, list[str]] = {}
    for name in every:
        of_class.setdefault(name.partition(".")[0], []).append(name)
    for cls, methods in of_class.items():
        shown = [name for name in methods if name in names]
        yield from [cls] if 1 < len(shown) == len(methods) else shown


def _wrapped(start: str, text: str, indent: str = "") -> list[str]:
    return wrapped(text, _WIDTH, first=start, rest=indent or " " * columns(start))


def _entries(got: str) -> list[str]:
    """The student's result: one line, or a line for each entry if one is too short for all."""
    return got.split("; ") if columns(got) > _WIDTH - _LABEL - 2 else [got]


def _counted(verdict: str, records: list[Record]) -> str:
    """The verdict, or "not written" if nothing else fails."""
    failures = [record for record in records if record.verdict == "fail"]
    return "not written" if failures and all(record.causes == UNWRITTEN for record in failures) else verdict
