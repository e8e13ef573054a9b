"""What the check says of the examples of a mistake."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import msgspec

from tools.mistakes.kept import Said
from tools.mistakes.sources import Example, assignment_of, examples
from undergrad.check import Report
from undergrad.check.files import judge_file
from undergrad.display.languages import LANGUAGES
from undergrad.findings.catalogue import MISTAKES

NAMES = tuple(sorted(MISTAKES))
#: With some numbers a mistake cannot be told from another one.
_SEEDS = (5, 6, 7)
#: What is left by rounding is another number on another machine.
_ROUNDING = re.compile(r"\b\de-1[4-7]\b")
_TRIED = 4  # examples of a mistake


def said_of(name: str) -> Said | None:
    """What the check says of the first example that shows a mistake; None where none does."""
    for example in examples()[name][:_TRIED]:
        for seed in _SEEDS:
            said = _paragraphs(example, seed)
            if all(said.values()):
                return Said(assignment=example.assignment, code=example.code, said=said)
    return None


def is_current(name: str, kept: Said | None) -> bool:
    """Whether the stored report of a mistake is up to date; how slow code is depends on the machine and may differ."""
    now = said_of(name)
    return kept is not None and now is not None and _untimed(kept) == _untimed(now)


def _untimed(said: Said) -> Said:
    texts = {language: re.sub(r"\d+(?= times slower|배 느립니다)", "N", text) for language, text in said.said.items()}
    return msgspec.structs.replace(said, said=texts)


def _paragraphs(example: Example, seed: int) -> dict[str, str]:
    """The paragraph of the report that names the mistake in each language; empty where none does."""
    task = assignment_of(example)
    # What is wrong elsewhere is not asked; of a file without any of these classes everything is.
    items = [item for item in task.methods if item.name.partition(".")[0] in example.names] or list(task.methods)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "Answer.py"
        file.write_text(example.source, encoding="utf-8")
        judgement = judge_file(file, task, items, seed=seed)
        reports = {language: judgement.report(task, language, items) for language in LANGUAGES}
    return {language: _naming(report, example.mistake) for language, report in reports.items()}


def _naming(report: Report, mistake: str) -> str:
    """The paragraph about a mistake: of several the longest, which proves it."""
    paragraphs = re.split(r"\n{2,}", str(report).strip("\n"))
    matching = [text for text in paragraphs if re.search(rf"\[[^\]]*\b{mistake}(?![\w-])[^\]]*\]", text)]
    if not matching:  # a message that says all of it has no name beside it
        messages = [f"{one.name}: {one.message}" for one in report.records if mistake in one.causes]
        matching = [text for text in paragraphs if any(words in " ".join(text.split()) for words in messages)]
    return _ROUNDING.sub("1e-16", max(matching, key=len, default=""))
