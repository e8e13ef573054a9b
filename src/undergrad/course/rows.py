"""Applies points, severities, lateness and the teacher's overrides to the results. Nothing is run here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from undergrad.check.judgement import Judgement
from undergrad.course.experiments import ReportedExperiments
from undergrad.course.records import Grade, MethodGrade, Row, Submission
from undergrad.course.sentences import in_words, say
from undergrad.course.settings import Settings
from undergrad.display.languages import LANGUAGES, Language, Text
from undergrad.findings.records import Record, whole
from undergrad.findings.report import Report

#: Named mistakes of a file that interfered with the process that judges it.
_ENDS_EARLY = ("interpreter-crash", "writes-answers")


def row_of(submission: Submission, grade: Grade | None, settings: Settings) -> Row:
    """The row of one submission, before lateness and the teacher's overrides."""
    language = settings.language
    report = grade.judgement.report(settings.assignment, language) if grade and grade.judgement else None
    why = reason(submission, grade)
    methods = _methods(report, settings)
    check_score = report.score if report and not submission.problem else None
    return Row(
        key=submission.key,
        student_id=submission.student_id,
        name=submission.name,
        source=submission.source,
        file=submission.file,
        documents=submission.documents,
        submitted=submission.submitted,
        status="needs a person" if why else "graded",
        reason=why.get(language, ""),
        score=None if why else check_score,
        max_score=max_score(settings),
        check_score=check_score,
        methods=methods,
        of_file=tuple(record for record in report.records if not record.method) if report else (),
        remarks=in_words(_remarks(submission, grade), language),
        training=grade.training if grade else None,
        attempts=grade.attempts if grade else (),
    )


def reason(submission: Submission, grade: Grade | None) -> Text:
    """Why a person must look at a submission; empty if the check has judged it."""
    if submission.problem:
        return submission.problem
    if grade is None:
        return say("not-run-yet")
    if grade.judgement is None:
        return grade.problem
    if imported := _failed_import(grade.judgement):
        return say("cannot-be-imported", why=imported)
    if ended := _ended_early(grade.judgement):
        return say("ended-early", why=ended)
    return {}


def points_of_methods(settings: Settings) -> dict[str, float]:
    """The points of each method with points."""
    return {item.name: whole(item.points) for item in settings.assignment.methods if item.points}


def max_score(settings: Settings) -> float:
    """All points there are."""
    return sum(points_of_methods(settings).values())


def _failed_import(judgement: Judgement) -> Text:
    for seen in judgement.seen:
        record = seen.records["en"]
        if record.check == "import" and record.verdict == "fail" and record.causes != ("writes-answers",):
            return _with_line(seen.records)
    return {}


def _ended_early(judgement: Judgement) -> Text:
    for seen in judgement.seen:
        record = seen.records["en"]
        if record.verdict == "fail" and set(record.causes) & set(_ENDS_EARLY):
            return _with_line(seen.records)
    return {}


def _with_line(records: Mapping[Language, Record]) -> Text:
    """A record's message, with the method and the line of the file, in each language."""
    return {
        language: ": ".join(filter(None, (records[language].name, records[language].message)))
        + (f" ({records[language].line})" if records[language].line else "")
        for language in LANGUAGES
    }


def _methods(report: Report | None, settings: Settings) -> tuple[MethodGrade, ...]:
    """Each method with points or records, in the assignment's order."""
    if report is None:
        return ()
    judged = {
        name: (verdict, records)
        for name, verdict, records in report.methods()
        if any(record.method for record in records)
    }
    scores = report.scores
    return tuple(
        MethodGrade(
            name=item.name,
            verdict=judged[item.name][0] if item.name in judged else "not run",
            points=scores.get(item.name, 0.0),
            max_points=whole(report.points.get(item.name, 0.0)),
            records=tuple(judged[item.name][1]) if item.name in judged else (),
        )
        for item in settings.assignment.methods
        if item.name in judged or item.name in scores
    )


def _remarks(submission: Submission, grade: Grade | None) -> Sequence[Text]:
    """Remarks only for the teacher: guesses of the intake, a second run, and reported experiments."""
    if grade is None:
        return submission.remarks
    twice = [say("ran-twice", why=attempt.incidents[0]) for attempt in grade.attempts[:-1] if attempt.incidents]
    return (*submission.remarks, *twice, *_reported(grade.reported))


def _reported(reported: ReportedExperiments) -> Sequence[Text]:
    """The test accuracies that the submission's files report, each with its place."""
    places = [
        f"{one.activation} {one.written} ({one.file}{f', cell {one.cell}' if one.cell else ''}, line {one.line})"
        for one in reported.accuracies
    ]
    return (*([say("reports", accuracies="; ".join(places))] if places else []), *reported.remarks)
