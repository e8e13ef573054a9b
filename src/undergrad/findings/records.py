"""The results of a check: one record for each thing that was examined, and the verdicts and points that follow."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import Any

import msgspec

from undergrad.contracts.contract import name_of
from undergrad.display.languages import Language
from undergrad.findings.catalogue import named
from undergrad.findings.sentences import Phrase, Words, formula, in_language, joined

#: The gravest first: one fail makes a method fail.
VERDICTS = ("fail", "not run", "remark", "pass")


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was examined. Texts without content are empty.

    >>> record = Record(cls="ReLU", method="forward", check="values", verdict="fail", causes=("relu-abs",))
    >>> record.name, record.cause
    ('ReLU.forward', 'relu-abs')
    """

    #: The judged class, or the file's name if the record is about the file.
    cls: str
    #: The method; empty if the record is about the class or the file.
    method: str
    #: The question: "shape", "values", "purity" and so on.
    check: str
    #: "pass", "fail", "remark" or "not run".
    verdict: str
    #: The problem in one sentence.
    message: str = ""
    #: The call that was made.
    asked: str = ""
    #: The textbook's result.
    expected: str = ""
    #: The student's result.
    got: str = ""
    #: The relative error if numbers were compared; may be infinite.
    error: float | None = None
    #: The named mistakes: one, two that were made together, or none if nothing fits.
    causes: tuple[str, ...] = ()
    #: Whether each single mistake in `causes` explains the numbers.
    ambiguous: bool = False
    #: The evidence for the mistake.
    evidence: str = ""
    #: The formula that the method has to compute.
    math: str = ""
    #: Advice on what to examine or to think about.
    hint: str = ""
    #: The place in the file, with the text of the line.
    line: str = ""
    #: Lines of NumPy that reproduce the problem in the student's own interpreter.
    code: str = ""

    @property
    def name(self) -> str:
        """`Class.method`, or the name of only the class or the function."""
        return name_of(self.cls, self.method)

    @property
    def cause(self) -> str | None:
        """The named mistakes as one text: `a`, `a + b` for two together, `a | b` if either explains the numbers."""
        return (" | " if self.ambiguous else " + ").join(self.causes) or None


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A `Record` whose sentences are not yet text; the fields mean the same."""

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
    if finding.verdict == "remark" and mistakes:  # a remark costs no points, so it does not say "wrong"
        message = _renamed(message, joined("and-then", [mistake.what for mistake in mistakes]))
    hints = dict.fromkeys(in_language(mistake.hint, language) for mistake in mistakes)
    maths = [in_language(mistake.math, language) for mistake in mistakes if mistake.math]
    fields: dict[str, Any] = {**msgspec.structs.asdict(finding), "message": message}
    fields |= {name: in_language(fields[name], language) for name in _SENTENCES}
    fields["hint"] = fields["hint"] or " ".join(hints)
    fields["math"] = maths[0] if maths else formula(finding.math, language)
    return Record(**fields)


def _renamed(message: Words, instead: Words) -> Words:
    """The message with `instead` in place of the sentence that says that numbers are wrong."""
    if isinstance(message, Phrase) and message.key == "in-variant":
        return Phrase(message.key, message.fields | {"what": _renamed(message.fields["what"], instead)})
    return instead if isinstance(message, Phrase) and message.key == "is-wrong" else message


_SENTENCES = ("message", "asked", "expected", "got", "evidence", "hint", "line")


@dataclass(frozen=True, repr=False, eq=False)
class Records:
    """The records of one check, in order, with their verdicts and points."""

    #: The records in the order of the examination.
    records: Sequence[Record]
    _: KW_ONLY
    #: The judged path, or the name of the judged class.
    subject: str
    #: The seed of all random numbers: with it the check can be repeated exactly.
    seed: int
    #: The points of each method, or of its checks.
    points: Mapping[str, float | dict[str, float]] = field(default_factory=dict)
    #: The methods that the course hands out.
    given: Collection[str] = ()
    #: The file's own classes that the assignment does not ask for.
    unasked: tuple[str, ...] = ()
    #: The language of the sentences in the records, and of those that the report adds.
    language: Language = "en"

    @property
    def ok(self) -> bool:
        """Whether nothing failed, and every required method was judged. Remarks are allowed."""
        verdicts = [verdict for _, verdict, _ in self.asked()]
        return not self.failures and bool(verdicts) and "not run" not in verdicts

    @property
    def failures(self) -> tuple[Record, ...]:
        """The records that failed."""
        return tuple(record for record in self.records if record.verdict == "fail")

    def methods(self) -> Iterator[tuple[str, str, list[Record]]]:
        """Each `Class.method`, its verdict (the gravest of its records), and its records."""
        groups: dict[str, list[Record]] = {}
        for record in self.records:
            groups.setdefault(record.name, []).append(record)
        for name, records in groups.items():
            yield name, self.verdict(records), records

    def asked(self) -> list[tuple[str, str, list[Record]]]:
        """The required ones among `methods`; if there are none, those that the course hands out; else the class."""
        judged = [entry for entry in self.methods() if entry[2][0].check != "import"]
        methods = [entry for entry in judged if entry[2][0].method]
        return [entry for entry in methods if entry[0] not in self.given] or methods or judged

    @staticmethod
    def verdict(records: Iterable[Record]) -> str:
        """fail if one record fails; not run if the numbers were not judged; remark if there is one; else pass."""
        records = list(records)
        verdicts = [record.verdict for record in records]
        if "fail" in verdicts:
            return "fail"
        if any(record.check == "values" and record.verdict in ("pass", "remark") for record in records):
            # The method is right by itself; other methods are to blame for the checks that did not run.
            verdicts = [verdict for verdict in verdicts if verdict != "not run"]
        return min(verdicts, key=VERDICTS.index, default="not run")

    @property
    def score(self) -> float:
        """The points of the methods that pass, with remarks or without; if checks have points, of those that pass.

        0 without points.
        """
        return sum(self.scores.values())

    @property
    def scores(self) -> dict[str, float]:
        """The points that each method earned, in the order of `points`."""
        judged = {name: (verdict, records) for name, verdict, records in self.methods()}
        return {name: _scored(worth, *judged[name]) if name in judged else 0.0 for name, worth in self.points.items()}

    @property
    def total(self) -> float:
        """The sum of all possible points."""
        return sum(whole(points) for points in self.points.values())


#: The checks that leave no record when they pass.
_SILENT = ("attributes", "speed")


def whole(points: float | dict[str, float]) -> float:
    """The points of a method, or the sum of those of its checks."""
    return sum(points.values()) if isinstance(points, dict) else points


def _scored(points: float | dict[str, float], verdict: str, records: list[Record]) -> float:
    if verdict in ("pass", "remark"):
        return whole(points)
    if not isinstance(points, dict):
        return 0.0
    judged = {record.check for record in records if record.verdict in ("pass", "remark")}
    lost = {check for check in points if check not in judged and check not in _SILENT}
    lost |= {record.check for record in records if record.verdict in ("fail", "not run")}
    if any(record.verdict == "fail" and record.check not in points for record in records):
        lost.add("values")  # the failed check has no points itself
    return sum(worth for check, worth in points.items() if check not in lost)
