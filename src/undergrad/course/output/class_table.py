"""The table of all submissions, which the page's script searches and sorts, and those that need a person."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from undergrad.course.output.class_parts import Class, scrolled, section, sentence, table
from undergrad.course.output.wording import VERDICTS, kind_of
from undergrad.course.records import MethodGrade, Row
from undergrad.display.markup import Child, element, isolated


def needs_a_person(of: Class) -> Element | None:
    """The submissions that need a person, with the reason; None if there are none."""
    words = of.words
    waiting = [row for row in of.grades.rows if row.status == "needs a person"]
    if not waiting:
        return None
    lines = [(of.link(row), isolated(words.cut(row.source, 80)), words.cut(row.reason, 400)) for row in waiting]
    every = table([words("student"), words("arrived"), words("reason")], lines)
    return section(
        "person",
        words("needs-a-person"),
        sentence(words("needs-about"), "help"),
        scrolled(words("needs-a-person"), every),
    )


def all_rows(of: Class) -> Element:
    """Every submission: student, status, score, and a sign for each method."""
    words, methods = of.words, list(of.grades.points)
    columns = [("name", "name"), ("student-id", "id"), ("status", "status"), ("score", "score number")]
    head = [_heading(words(key), kind) for key, kind in columns]
    head += [_heading(name, "method") for name in methods]
    head += [_heading(words(key), key) for key in ("documents", "notes", "arrived")]
    body = element("tbody", {}, *(_row(of, row, methods) for row in of.grades.rows))
    every = element("table", {"id": "rows"}, element("thead", {}, element("tr", {}, *head)), body)
    return section(
        "all",
        words("all-submissions"),
        _controls(of),
        element("p", {"class": "legend"}, *_legend(of)),
        scrolled(words("all-submissions"), every),
    )


def _heading(title: str, kind: str) -> Element:
    """A column's title; the script makes a button of it that sorts."""
    return element("th", {"scope": "col", "class": kind}, element("span", {}, title))


def _row(of: Class, row: Row, methods: list[str]) -> Element:
    words = of.words
    by_name = {method.name: method for method in row.methods}
    waits = row.status == "needs a person"
    status = element(
        "span", {"class": "waits" if waits else None}, words("status-person" if waits else "status-graded")
    )
    score = "" if row.score is None else f"{row.score:.6f}"
    cells = [
        element("th", {"scope": "row"}, of.linked(row, isolated(words.cut(row.name or row.source, 60)))),
        element("td", {"class": "id"}, isolated(words.cut(row.student_id, 30))),
        element("td", {"class": "status"}, status),
        element("td", {"class": "number", "data-sort": score}, words.points(row.score)),
        *(_method(of, by_name.get(method)) for method in methods),
        element("td", {"class": "number"}, str(len(row.documents))),
        element("td", {"class": "notes-of"}, ", ".join(_notes(of, row))),
        element("td", {"class": "arrived"}, isolated(words.cut(row.source, 80))),
    ]
    state = " ".join([*(["person"] if waits else ["graded"]), *(["late"] if row.late else [])])
    return element("tr", {"data-find": _findable(row), "data-state": state}, *cells)


def _method(of: Class, method: MethodGrade | None) -> Element:
    if method is None:
        return element("td", {"class": "method", "data-sort": str(len(VERDICTS))}, "")
    words, verdict = of.words, method.verdict
    points = words.of_points(method.points, method.max_points)
    return element(
        "td",
        {"class": "method", "data-sort": str(VERDICTS.index(verdict)), "title": f"{method.name}: {points}"},
        element("span", {"class": f"mark {kind_of(verdict)}", "aria-hidden": "true"}, words.mark(verdict)),
        element("span", {"class": "unseen"}, words.verdict(verdict)),
    )


def _notes(of: Class, row: Row) -> Iterator[str]:
    """Further notes on a row for the teacher, in a word or two each."""
    words = of.words
    if row.late:
        yield words("note-late", points=words.points(row.penalty)) if row.penalty else words("note-late-free")
    if row.overridden:
        yield words("note-by-hand")
    if row.comment:
        yield words("note-comment")
    if len(row.attempts) > 1:
        yield words("note-attempts", count=len(row.attempts))
    if row.training and row.training.parts_at is not None:
        yield words("note-parts")


def _findable(row: Row) -> str:
    """The text for a search: letters in their composed form and lower case."""
    causes = {cause for method in row.methods for record in method.records for cause in record.causes}
    texts = (row.name, row.student_id, row.source, row.file, row.reason, *sorted(causes))
    return unicodedata.normalize("NFC", " ".join(texts))[:2000].lower()


def _controls(of: Class) -> Element:
    words = of.words
    choices: list[Child] = [
        element("option", {"value": value}, words(key))
        for value, key in (
            ("", "all"),
            ("graded", "status-graded"),
            ("person", "status-person"),
            ("late", "note-late-free"),
        )
    ]
    return element(
        "div",
        {"class": "choice", "id": "controls", "hidden": True},
        element("label", {"for": "find"}, words("find")),
        element("input", {"id": "find", "type": "search", "autocomplete": "off", "spellcheck": "false"}),
        element("label", {"for": "state"}, words("status")),
        element("select", {"id": "state"}, *choices),
        element("span", {"id": "shown", "role": "status", "data-says": words("shown")}),
    )


def _legend(of: Class) -> Iterator[Element]:
    for verdict in VERDICTS:
        mark = element("span", {"class": f"mark {kind_of(verdict)}", "aria-hidden": "true"}, of.words.mark(verdict))
        yield element("span", {}, mark, " ", of.words.verdict(verdict))
