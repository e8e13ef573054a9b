"""A finding of the check, in no language yet, and the record that it becomes."""

from __future__ import annotations

from typing import Any

import msgspec

from undergrad.check.catalogue import named
from undergrad.check.records import Record
from undergrad.check.sentences import Phrase, Words, formula, in_language, joined
from undergrad.display.languages import Language


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A `Record` whose sentences are values still; the fields mean the same."""

    cls: str
    method: str
    check: str
    verdict: str
    message: Words = ""
    asked: Words = ""
    expected: Words = ""
    got: Words = ""
    error: float | None = None
    causes: tuple[str, ...] = ()
    ambiguous: bool = False
    evidence: Words = ""
    math: str = ""
    hint: Words = ""
    line: Words = ""
    code: str = ""


def finish(finding: Finding, language: Language) -> Record:
    """The record in a language, with its mistakes' hints and line of mathematics."""
    mistakes = named(finding.causes)
    message = finding.message
    if finding.verdict == "remark" and mistakes and isinstance(message, Phrase) and message.key == "is-wrong":
        message = joined("and-then", [mistake.what for mistake in mistakes])  # it costs nothing: it is not called wrong
    hints = dict.fromkeys(in_language(mistake.hint, language) for mistake in mistakes)
    maths = [in_language(mistake.math, language) for mistake in mistakes if mistake.math]
    fields: dict[str, Any] = {**msgspec.structs.asdict(finding), "message": message}
    fields |= {name: in_language(fields[name], language) for name in _SENTENCES}
    fields["hint"] = fields["hint"] or " ".join(hints)
    fields["math"] = maths[0] if maths else formula(finding.math, language)
    return Record(**fields)


_SENTENCES = ("message", "asked", "expected", "got", "evidence", "hint", "line")
