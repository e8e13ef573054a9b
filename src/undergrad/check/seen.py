"""The results of a check before an assignment's severities and points are applied.

So these can change without running the student's code again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec
from msgspec.structs import replace

from undergrad.check.assignment import Assignment, Item
from undergrad.display.languages import LANGUAGES, Language, Text
from undergrad.exercises.reproduce import MODULE
from undergrad.findings.records import Finding, Record, finish
from undergrad.findings.sentences import Words, in_language

#: Whether a failure affects a network or a later method: not examined, no, yes, or unknown since none can be trained.
Consequences = Literal["", "none", "some", "unknown"]


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was examined, in every language.

    >>> seen = see(Finding(cls="ReLU", method="forward", check="speed", verdict="fail", message="slow"), "ReLU.forward")
    >>> seen.records["en"].message
    'slow'
    """

    #: The assignment's method; empty for results about a file or a class as a whole, which have no severity unless
    #: they are about something that the assignment forbids.
    item: str = ""
    #: The record with the verdict of the check.
    records: dict[Language, Record]
    #: Its message as a remark, which costs no points and so does not say "wrong".
    as_remark: Text
    consequence: Consequences = ""
    #: The sentence about the consequence, or about its absence.
    evidence: Text = {}

    def in_module(self, name: str) -> Seen:
        """The same with code that imports the student's classes from the module `name`."""
        records = {
            language: replace(record, code=record.code.replace(MODULE, name, 1))
            for language, record in self.records.items()
        }
        return replace(self, records=records)


def see(finding: Finding, item: str = "", consequence: Consequences = "", evidence: Words = "") -> Seen:
    """The finding in every language."""
    is_problem = finding.verdict in ("fail", "remark")
    as_failure, as_remark = (
        replace(finding, verdict=verdict) if is_problem else finding for verdict in ("fail", "remark")
    )
    return Seen(
        item=item,
        records={language: replace(finish(as_failure, language), verdict=finding.verdict) for language in LANGUAGES},
        as_remark={language: finish(as_remark, language).message for language in LANGUAGES},
        consequence=consequence,
        evidence={language: in_language(evidence, language) for language in LANGUAGES} if evidence else {},
    )


def applied(seen: Iterable[Seen], assignment: Assignment, items: Iterable[Item], language: Language) -> list[Record]:
    """The records with the assignment's severities for its methods `items`, in a language."""
    by_name = {item.name: item for item in items}
    return [
        record
        for entry in seen
        if not entry.item or entry.item in by_name
        for record in _weighed(entry, by_name.get(entry.item), assignment, language)
    ]


def _weighed(entry: Seen, item: Item | None, assignment: Assignment, language: Language) -> Iterator[Record]:
    record = entry.records[language]
    if item is None and record.check == "source":
        item = Item(name="")  # the file as a whole has only the assignment's own severities
    if item is None:
        yield replace(record, message=entry.as_remark[language]) if record.verdict == "remark" else record
        return
    severity = assignment.severity(item, record.check, record.causes)
    if severity == "off":
        return
    if record.verdict not in ("fail", "remark"):
        yield record
        return
    if severity == "consequence" and record.verdict == "fail":
        yield _with_consequence(entry, record, language)
        return
    verdict = "remark" if severity == "remark" else record.verdict
    if assignment.every_remark_fails and record.check != "speed":
        verdict = "fail"
    message = record.message if verdict == "fail" else entry.as_remark[language]
    own_words = [assignment.says[cause] for cause in record.causes if item.given and cause in assignment.says]
    if own_words:
        message = " ".join(in_language(words, language) for words in own_words)
    yield replace(record, verdict=verdict, message=message)


def _with_consequence(entry: Seen, record: Record, language: Language) -> Record:
    """The record with the sentence about its consequence; it is a remark if it has none."""
    if entry.consequence in ("", "unknown"):
        return record
    record = replace(record, evidence=entry.evidence.get(language, ""))
    return (
        record if entry.consequence == "some" else replace(record, verdict="remark", message=entry.as_remark[language])
    )
