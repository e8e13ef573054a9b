"""All grades of a class in one view: results, the teacher's overrides, and lateness."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from undergrad.check.assignment import Assignment
from undergrad.course.late import LateRule, read_late_rule
from undergrad.course.overrides import Overrides, read_overrides
from undergrad.course.records import ClassGrades, Containment, Row, Submission
from undergrad.course.rows import max_score, points_of_methods, row_of
from undergrad.course.settings import Settings
from undergrad.course.store import Store
from undergrad.display.languages import Language, Text

#: From the weakest to the strongest.
_CONTAINMENTS = ("none", "landlock", "bubblewrap")


def class_grades(
    store: Store, settings: Settings, arrived: Sequence[Submission], made_with: str
) -> tuple[ClassGrades, tuple[Text, ...]]:
    """The grades of a class, and remarks on the teacher's file of overrides. FileError if that file is unusable."""
    points = points_of_methods(settings)
    overrides = read_overrides(store.overrides, arrived, _settable(settings, points), max_score(settings))
    rule = read_late_rule(settings.late) if settings.late else None
    graded = [(submission, store.grade(submission)) for submission in arrived]
    rows = []
    for submission, grade in graded:
        row = _overridden(row_of(submission, grade, settings), overrides)
        is_final = overrides.score(row.key) is not None
        rows.append(row if is_final else _late(row, submission, settings, rule))
    comparison = store.comparison()
    language = settings.language
    grades = ClassGrades(
        assignment=settings.assignment.name,
        title=_title(settings.assignment, language),
        language=language,
        rows=tuple(rows),
        points=points,
        seed=settings.seed,
        containment=_weakest(grade.containment for _, grade in graded if grade and grade.containment),
        similar=comparison.pairs,
        similar_about=comparison.about.get(language, ""),
        deadline=settings.deadline,
        made_with=made_with,
    )
    assert grades.max_score == max_score(settings)
    return grades, overrides.remarks


def _title(assignment: Assignment, language: Language) -> str:
    """The assignment's title for students."""
    title = assignment.task.title
    return (title if isinstance(title, str) else title[language]) or assignment.title


def _settable(settings: Settings, points: Mapping[str, float]) -> dict[str, float]:
    """The most points that a teacher can set for each method, including those it may get from an absent method."""
    most = dict(points)
    for item in settings.assignment.methods:
        for name in item.instead:
            most[name] = most.get(name, 0.0) + points.get(item.name, 0.0)
    return most


def _overridden(row: Row, overrides: Overrides) -> Row:
    """The row with the teacher's overrides: the whole score, or points of methods, and comments.

    A row that needed a person is graded once the whole score is set, or the points of every method.
    """
    points = overrides.points(row.key)
    whole = points.pop("", None)
    comment = overrides.comment(row.key)
    if whole is None and not points:
        return replace(row, comment=comment)
    methods = tuple(replace(method, points=points.get(method.name, method.points)) for method in row.methods)
    absent = points.keys() - {method.name for method in methods}
    counted = sum(method.points for method in methods) + sum(points[name] for name in absent)
    with_points = {method.name for method in methods if method.max_points} or None
    is_whole = whole is not None or row.score is not None or (with_points is not None and with_points <= points.keys())
    score = whole if whole is not None else counted
    return replace(
        row,
        methods=methods,
        comment=comment,
        overridden=True,
        score=score if is_whole else None,
        status="graded" if is_whole else row.status,
        reason="" if is_whole else row.reason,
    )


def _late(row: Row, submission: Submission, settings: Settings, rule: LateRule | None) -> Row:
    """The row with the penalty for its lateness."""
    deadline = settings.deadline
    if rule is None or deadline is None or row.score is None or not submission.source:
        return row
    points, why = rule.penalty(row.score, row.max_score, submission.submitted, deadline)
    return replace(row, score=row.score - points, penalty=points, late=why.get(settings.language, ""))


def _weakest(containments: Iterable[Containment]) -> Containment:
    """The weakest containment of all submissions that were run."""
    return min(containments, key=lambda one: _CONTAINMENTS.index(one.name), default=Containment(name="none"))
