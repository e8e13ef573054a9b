"""The text of a report: a paragraph for each failure and remark, in one language, without a layout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from undergrad.display.languages import Language
from undergrad.findings.catalogue import MISTAKES, named
from undergrad.findings.records import Record
from undergrad.findings.sentences import Phrase, Words, in_language, joined, phrase

UNWRITTEN = ("not-written",)
_MOST_LINES = 3  # lines of the file that are shown with one remark

#: The label of the student's result.
GOT = phrase("label-got")
_VERDICTS = {
    "fail": phrase("label-fail"),
    "remark": phrase("label-remark"),
    "pass": phrase("label-right"),
    "not run": phrase("label-not-run"),
}


@dataclass(frozen=True)
class Paragraph:
    """A failure or a remark, with the others about the same mistake."""

    #: The first record about the mistake.
    record: Record
    #: The method and the message.
    title: str
    #: The mistake's name in brackets; empty if another line of the paragraph has it.
    name: str = ""
    #: The lines below the title, in order: a label and a text, which is not empty.
    rows: tuple[tuple[Phrase, str], ...] = ()

    @property
    def verdict(self) -> str:
        """The verdict of the record: fail or remark."""
        return self.record.verdict

    @property
    def is_unwritten(self) -> bool:
        """Whether it is about methods that are not written yet."""
        return self.verdict == "fail" and self.record.causes == UNWRITTEN


def paragraphs(records: Iterable[Record], language: Language) -> Iterator[Paragraph]:
    """Failures in the order of the assignment, then methods that are not written yet, then remarks.

    The records must be in the same language. Parts of their texts, and so of the paragraphs, come from the student.
    """
    groups = list(_folded(records))
    failures = [group for group in groups if group[0].verdict == "fail"]
    for first, *others in failures:
        if first.causes != UNWRITTEN:
            yield _failure(first, others, language)
    for group in failures:
        if group[0].causes == UNWRITTEN:
            names = ", ".join(dict.fromkeys(record.name for record in group))
            title = in_language(phrase("not-written-yet-of", names=names), language)
            yield Paragraph(group[0], title, name_of_mistake(group[0]))
    for first, *others in groups:
        if first.verdict == "remark":
            yield _remark(first, others)


def label_of(verdict: str, language: Language) -> str:
    """The label of a verdict."""
    return in_language(_VERDICTS[verdict], language)


def name_of_mistake(record: Record) -> str:
    """The name of the mistake as it follows a title, in brackets; empty if it has no name."""
    return f" [{record.cause}]" if record.cause else ""


def _failure(record: Record, others: list[Record], language: Language) -> Paragraph:
    is_plain = all(mistake.plain for mistake in named(record.causes))
    messages = dict.fromkeys(other.message for other in others if other.message != record.message)
    error = phrase("relative-error", error=record.error) if record.error is not None else ""
    rows = (
        (phrase("label-also"), "; ".join(messages)),
        (phrase("label-asked"), record.asked),
        (phrase("label-line"), record.line),
        (GOT, record.got),
        (phrase("label-expected"), record.expected),
        (phrase("label-error"), in_language(error, language)),
        (phrase("label-mistake"), "" if is_plain else in_language(_mistake(record, language), language)),
        (phrase("label-evidence"), record.evidence),
        (phrase("label-formula"), record.math),
        (phrase("label-hint"), record.hint),
    )
    return _paragraph(record, f"{record.name}: {record.message}", name_of_mistake(record) if is_plain else "", rows)


def _remark(record: Record, others: list[Record]) -> Paragraph:
    same = [other.name for other in others if other.message == record.message]
    names = dict.fromkeys([record.name, *same])
    places = list(dict.fromkeys(entry.line for entry in (record, *others) if entry.line))[:_MOST_LINES]
    elsewhere = dict.fromkeys(other.name for other in others if other.name not in names)
    rows = (
        (phrase("label-also-in"), ", ".join(elsewhere)),
        *((phrase("label-line"), place) for place in places),
        (phrase("label-evidence"), record.evidence),
        (phrase("label-hint"), "" if record.evidence else record.hint),
    )
    return _paragraph(record, f"{', '.join(names)}: {record.message}", name_of_mistake(record), rows)


def _paragraph(record: Record, title: str, name: str, rows: Iterable[tuple[Phrase, str]]) -> Paragraph:
    return Paragraph(record, title, name, tuple((label, text) for label, text in rows if text))


def _mistake(record: Record, language: Language) -> Words:
    names: list[Words] = [
        f"{in_language(MISTAKES[cause].what, language)} [{cause}]" if cause in MISTAKES else cause
        for cause in record.causes
    ]
    return joined("either", names) if record.ambiguous else joined("semicolon-and", names)


def _folded(records: Iterable[Record]) -> Iterator[list[Record]]:
    """Each failure and remark, with the others about the same mistake.

    Failures are grouped if method and check are the same too; remarks, which cost no points, across methods.
    """
    groups: dict[Any, list[Record]] = {}
    for number, record in enumerate(records):
        if record.verdict not in ("fail", "remark"):
            continue
        across_methods = record.verdict == "remark" or record.causes == UNWRITTEN
        place = () if across_methods else (record.name, record.check)
        key = (record.verdict, place, record.causes) if record.causes else number
        groups.setdefault(key, []).append(record)
    yield from groups.values()
