"""What the check says of the examples of a mistake."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from tools.mistakes.kept import Said
from tools.mistakes.sources import Example, assignment_of, examples
from undergrad.check import Report
from undergrad.check.catalogue import MISTAKES
from undergrad.check.files import judge_file
from undergrad.display.languages import LANGUAGES

NAMES = tuple(sorted(MISTAKES))
_SEED = 5
#: What is left by rounding is another number on another machine.
_ROUNDING = re.compile(r"\b\de-1[4-7]\b")
_TRIED = 4  # examples of a mistake


def said_of(name: str) -> Said | None:
    """What the check says of the first example that shows a mistake; None where none does."""
    for example in examples()[name][:_TRIED]:
        said = _paragraphs(example)
        if all(said.values()):
            return Said(assignment=example.assignment, code=example.code, said=said)
    return None


def _paragraphs(example: Example) -> dict[str, str]:
    """The paragraph of the report that names the mistake in each language; empty where none does."""
    task = assignment_of(example)
    # What is wrong elsewhere is not asked; of a file without any of these classes everything is.
    items = [item for item in task.methods if item.name.partition(".")[0] in example.names] or list(task.methods)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "Answer.py"
        file.write_text(example.source, encoding="utf-8")
        judgement = judge_file(file, task, items, seed=_SEED)
        reports = {language: judgement.report(task, language, items) for language in LANGUAGES}
    return {language: _naming(report, example.mistake) for language, report in reports.items()}


def _naming(report: Report, mistake: str) -> str:
    paragraphs = re.split(r"\n{2,}", str(report).strip("\n"))
    found = [text for text in paragraphs if re.search(rf"\[[^\]]*\b{mistake}(?![\w-])[^\]]*\]", text)]
    # Of several the one that proves it says most.
    return _ROUNDING.sub("1e-16", max(found, key=len, default=""))
