"""What a check has seen, before an assignment says what each thing costs.

So points and severities can change without a line of the student's code being run again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec
from msgspec.structs import replace

from undergrad.check.assignment import Assignment, Item
from undergrad.check.records import Finding, Record, finish
from undergrad.check.reproduce import MODULE
from undergrad.check.sentences import Words, in_language
from undergrad.display.languages import LANGUAGES, Language, Text

#: What follows for a network, or for a later method: it was not looked for, nothing, something, or none can be trained.
Consequences = Literal["", "none", "some", "unknown"]


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was looked at, in every language.

    >>> seen = see(Finding(cls="ReLU", method="forward", check="speed", verdict="fail", message="slow"), "ReLU.forward")
    >>> seen.records["en"].message
    'slow'
    """

    #: The assignment's method; empty for what is said of a file or a class as a whole, which has no severity unless the
    #: assignment forbids it.
    item: str = ""
    #: The record with the verdict that the check found.
    records: dict[Language, Record]
    #: Its message where it costs nothing: that does not call it wrong.
    as_remark: Text
    consequence: Consequences = ""
    #: What follows, or that nothing does.
    evidence: Text = {}

    def in_module(self, name: str) -> Seen:
        """The same with lines of NumPy that import the student's classes from the module `name`."""
        records = {
            language: replace(record, code=record.code.replace(MODULE, name, 1))
            for language, record in self.records.items()
        }
        return replace(self, records=records)


def see(finding: Finding, item: str = "", consequence: Consequences = "", evidence: Words = "") -> Seen:
    """The finding in every language."""
    wrong = finding.verdict in ("fail", "remark")
    as_failure, as_remark = (replace(finding, verdict=verdict) if wrong else finding for verdict in ("fail", "remark"))
    return Seen(
        item=item,
        records={language: replace(finish(as_failure, language), verdict=finding.verdict) for language in LANGUAGES},
        as_remark={language: finish(as_remark, language).message for language in LANGUAGES},
        consequence=consequence,
        evidence={language: in_language(evidence, language) for language in LANGUAGES} if evidence else {},
    )


def applied(seen: Iterable[Seen], assignment: Assignment, items: Iterable[Item], language: Language) -> list[Record]:
    """The records as severe as the assignment has them for its methods `items`, in a language."""
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
        item = Item(name="")  # of the file as a whole only the assignment's own severities are known
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
    """The record as a remark where nothing follows, else with what does."""
    if entry.consequence in ("", "unknown"):
        return record
    record = replace(record, evidence=entry.evidence.get(language, ""))
    return (
        record if entry.consequence == "some" else replace(record, verdict="remark", message=entry.as_remark[language])
    )
