"""Proves a handout before any file is written: the solution is right, the blank is empty, and the two fit."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from undergrad.check.assignment import Assignment
from undergrad.check.files import check_file
from undergrad.course.handout.blank import paste
from undergrad.course.handout.leaks import leaks
from undergrad.course.handout.parts import Part, find_parts
from undergrad.course.handout.source import Source, parse_source
from undergrad.course.sentences import say
from undergrad.display.languages import Text
from undergrad.errors import UndergradError
from undergrad.files import write_whole
from undergrad.findings.report import Report
from undergrad.source.program import parsed
from undergrad.source.stubs import blanks

#: The handout's script for the experiments, and its option for a quick trial.
MAIN, QUICKLY = "main.py", "--quick"
_LONGEST = 600.0  # limit of the quick experiments, in seconds
_SEED = 0  # a fixed seed: a proof does not depend on the day
_UNWRITTEN = ("not-written",)


@dataclass(frozen=True)
class Material:
    """A handout before it is proved."""

    assignment: Assignment
    #: The name of the students' file.
    file: str
    solution: Source
    parts: Sequence[Part]
    #: The students' file.
    blank: bytes
    #: The other files of the handout, by their names.
    others: Mapping[str, bytes]


def prove(material: Material) -> Iterator[Text]:
    """Yield a sentence for each proof, as soon as it succeeds. UndergradError for the first that fails."""
    with tempfile.TemporaryDirectory() as folder:
        report = _checked(material, _laid_out(material, Path(folder) / "solution", material.solution.content))
        blank = _laid_out(material, Path(folder) / "blank", material.blank)
        yield _passes(report)
        yield _is_blank(material, blank, report)
        yield from _fits(material, Path(folder) / "pasted")


def _laid_out(material: Material, folder: Path, content: bytes) -> Path:
    """The students' file with that content, in a folder with the other files of the handout."""
    for name, other in material.others.items():
        write_whole(folder / name, other)
    return write_whole(folder / material.file, content)


def _passes(report: Report) -> Text:
    """The solution has all points, and nothing else in the file fails."""
    if problem := _import_failure(report):
        raise _failed(
            f"the solution cannot be imported: {problem}; if it needs a file of yours, name that after --with"
        )
    if report.failures:
        first, *rest = report.failures
        others = f", and {len(rest)} more" if rest else ""
        raise _failed(f"the solution does not pass: {first.name}: {first.message}{others}; correct it first")
    unjudged = [name for name, verdict, _ in report.asked() if verdict == "not run"]
    if unjudged or not report.ok:
        raise _failed(f"of the solution {unjudged[0] if unjudged else 'nothing'} could be judged; see undergrad check")
    if report.score < report.total:
        raise _failed(f"the solution has {report.score:g} of {report.total:g} points; see undergrad check --points")
    return say("proof-solution", points=f"{report.total:g}", methods=len(report.asked()))


def _is_blank(material: Material, path: Path, of_solution: Report) -> Text:
    """Every required method of the solution is not written in the blank, and no line of it is left."""
    there = [name for name, _, _ in of_solution.asked()]
    report = _checked(material, path)
    if problem := _import_failure(report):
        raise _failed(f"the blank cannot be imported: {problem}; put marks around what needs the solution")
    empty = blanks(parsed(path))
    empty |= {record.name for record in report.records if record.causes == _UNWRITTEN}
    inside = {part.where for part in material.parts}
    for name in there:
        if name not in empty:
            cut = any(where == name or name.startswith(f"{where}.") for where in inside if where)
            why = "what is left of it computes something" if cut else "no marks are in it"
            raise _failed(f"the blank still has {name}, which is asked for: {why}; put marks around its code")
    handed_out = {material.file: material.blank, **material.others}
    for name, content in handed_out.items():
        if name.endswith(".py") and name != MAIN:
            _shows_nothing(material, parse_source(content, name=name))
    return say("proof-blank", methods=len(there))


def _shows_nothing(material: Material, handed_out: Source) -> None:
    for leak in leaks(material.solution, material.parts, handed_out):
        text = material.solution.texts[leak.row - 1].strip()
        raise _failed(
            f"line {leak.row} of the solution, in {leak.part.where or 'the file'}, stands in line {leak.other} of what "
            f"is handed out too, {handed_out.name}: {text}; put marks around it there, or write it otherwise"
        )


def _fits(material: Material, folder: Path) -> Iterator[Text]:
    """The blank with its parts put back is the solution, and the experiments run with it."""
    blank = parse_source(material.blank, name=material.file)
    pasted = paste(blank, find_parts(blank), material.solution, material.parts)
    if pasted != material.solution.content:
        raise _failed("the parts put back into the blank do not give the solution; this is a fault of undergrad")
    yield say("proof-paste", parts=len(material.parts))
    if MAIN in material.others:
        _make_experiments(_laid_out(material, folder, pasted).parent)
        yield say("proof-experiments", command=f"{MAIN} {QUICKLY}")


def _make_experiments(folder: Path) -> None:
    try:
        ended = subprocess.run(
            [sys.executable, MAIN, QUICKLY],
            cwd=folder,
            env={**os.environ, "MPLBACKEND": "Agg", "PYTHONIOENCODING": "utf-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_LONGEST,
        )
    except subprocess.TimeoutExpired:
        raise _failed(
            f"the experiments, {MAIN} {QUICKLY}, do not end within {_LONGEST:g} s with the solution"
        ) from None
    if ended.returncode:
        lines = ended.stdout.decode("utf-8", "replace").split("\n")
        last = next((line.strip() for line in reversed(lines) if line.strip()), "it says nothing")
        raise _failed(f"the experiments, {MAIN} {QUICKLY}, end with code {ended.returncode} with the solution: {last}")


def _checked(material: Material, path: Path) -> Report:
    return check_file(path, assignment=material.assignment, seed=_SEED)


def _import_failure(report: Report) -> str:
    """Why the file cannot be imported, with the line; empty if it can."""
    wrong = [record for record in report.failures if record.check == "import"]
    return f"{wrong[0].message} ({wrong[0].line})".replace(" ()", "") if wrong else ""


def _failed(sentence: str) -> UndergradError:
    return UndergradError(f"nothing was written: {sentence}")
