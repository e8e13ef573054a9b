"""The contents of a student's page: points, mistakes with evidence and hint, training, and the command for home.

Nothing here comes from another student's row. The row's remarks are only for the teacher: they may mention others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from undergrad.course.output.blocks import Block, Code, Curves, Finding, Grid, Heading, Person, Points, Quoted, Sentence
from undergrad.course.output.wording import Wording, assignment_of
from undergrad.course.records import ClassGrades, MethodGrade, Row
from undergrad.findings.paragraphs import Paragraph, paragraphs
from undergrad.findings.sentences import in_language

#: The largest number of shown characters of a text of the check, and of lines of code.
_LONGEST, _LONGEST_CODE = 1500, 20_000
#: File names that can be used in a command in any shell.
_PLAIN = re.compile(r"\w[\w.]{0,60}")


def student_blocks(grades: ClassGrades, row: Row) -> Iterator[Block]:
    """All blocks for the student of this row, in the language of the grades."""
    words = Wording(grades.language)
    yield Heading(grades.title or grades.assignment, 1)
    yield Person(words.cut(row.name, 60), words.cut(row.student_id, 30), words.cut(row.file or row.source, 80))
    yield from _points(grades, row, words)
    if row.comment:
        yield Heading(words("comment"))
        yield Quoted("\n".join(row.comment.splitlines()))
    if row.methods:
        yield Heading(words("by-method"))
        yield _by_method(row, words)
        yield from _not_run(row, words)
    yield from findings(row, words)
    if row.training:
        yield Heading(words("training"))
        yield Points(tuple(words.training(row.training)))
        if row.training.losses:
            yield Curves(row.training)
    yield Heading(words("at-home"))
    yield Sentence(words("at-home-how", seed=grades.seed))
    yield Code("", f"undergrad check {_file(row)} --assignment {assignment_of(grades)} --seed {grades.seed} --points")
    yield Sentence(words("made-with", what=grades.made_with or "undergrad", seed=grades.seed))


def findings(row: Row, words: Wording) -> Iterator[Block]:
    """The check's own paragraphs about mistakes, then those about remarks."""
    records = [*row.of_file, *(record for method in row.methods for record in method.records)]
    every = list(paragraphs(records, words.language))
    for verdict, heading in (("fail", "mistakes"), ("remark", "remarks")):
        some = [paragraph for paragraph in every if paragraph.verdict == verdict]
        if some:
            yield Heading(words(heading))
        if verdict == "remark" and some:
            yield Sentence(words("remarks-about"))
        for paragraph in some:
            yield from _finding(paragraph, words)


def _finding(paragraph: Paragraph, words: Wording) -> Iterator[Block]:
    record = paragraph.record
    yield Finding(
        record.verdict,
        f"{words.mark(record.verdict)} {words.verdict(record.verdict)}",
        words.cut(paragraph.title, _LONGEST) + paragraph.name,
        tuple((in_language(label, words.language), words.cut(text, _LONGEST)) for label, text in paragraph.rows),
    )
    if record.verdict == "fail" and record.code:
        yield (
            Code(words("reproduce"), record.code)
            if len(record.code) <= _LONGEST_CODE
            else Sentence(words("reproduce-too-long"))
        )


def _points(grades: ClassGrades, row: Row, words: Wording) -> Iterator[Block]:
    if row.score is None:
        yield Sentence(words("not-yet", max=words.points(row.max_score)), is_key=True)
    else:
        yield Sentence(words("points-of", score=words.points(row.score), max=words.points(row.max_score)), is_key=True)
    details = []
    if row.status == "needs a person" and row.reason:
        details.append(words("needs-because", reason=words.cut(row.reason, _LONGEST)))
    changed = row.overridden or row.penalty
    if changed and row.check_score is not None:
        details.append(words("check-gives", score=words.of_points(row.check_score, row.max_score)))
    if row.overridden:
        details.append(words("set-by-hand"))
    if row.late:
        details.append(words.cut(row.late, _LONGEST))
    if row.late and grades.deadline:
        details.append(words("times", submitted=words.date(row.submitted), deadline=words.date(grades.deadline)))
    if details:
        yield Points(tuple(details))


def _by_method(row: Row, words: Wording) -> Grid:
    return Grid(
        (words("method"), words("verdict"), words("points")),
        tuple(
            (
                method.name,
                f"{words.mark(method.verdict)} {words.verdict(method.verdict)}",
                _worth(row, method, words),
            )
            for method in row.methods
        ),
    )


def _worth(row: Row, method: MethodGrade, words: Wording) -> str:
    """The points of a method; none yet if it was not judged and a person must decide."""
    if not method.max_points:
        return words("no-points")
    waits = row.score is None and method.verdict == "not run"
    return words.of_points(None if waits else method.points, method.max_points)


def _not_run(row: Row, words: Wording) -> Iterator[Block]:
    """Why some methods were not judged."""
    reasons: dict[str, list[str]] = {}
    for method in row.methods:
        reason = _reason(method)
        if reason:
            reasons.setdefault(reason, []).append(method.name)
    if reasons:
        texts = (
            words("not-run-because", names=", ".join(names), reason=words.cut(reason, _LONGEST))
            for reason, names in reasons.items()
        )
        yield Points(tuple(texts))


def _reason(method: MethodGrade) -> str:
    if method.verdict != "not run":
        return ""
    return next((record.message for record in method.records if record.verdict == "not run"), "")


def _file(row: Row) -> str:
    """The file's name if it is safe in a command; else the name that the course asks for."""
    name = PurePosixPath(row.file).name
    return name if _PLAIN.fullmatch(name) else "Answer.py"
