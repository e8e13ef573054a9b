"""The mistakes of the class: each with the number of students, their methods, and their names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from undergrad.course.output.class_parts import Class, scrolled, section, sentence, table
from undergrad.course.records import Row
from undergrad.display.markup import Child, element, separated
from undergrad.findings.records import Record

_NAMES = 3  # the number of students that are visible without a click
_PLACES = 6


def mistakes(of: Class) -> Element:
    """Each mistake that failed a method, the most frequent first; then failures that no named mistake explains."""
    words = of.words
    made: dict[str, dict[str, Row]] = {}
    places: dict[str, Counter[str]] = {}
    for row in of.grades.rows:
        for record in _failures(row):
            for cause in record.causes or ("",):
                made.setdefault(cause, {})[row.key] = row
                places.setdefault(cause, Counter())[record.name] += 1
    if not made:
        return section("mistakes", words("which-mistakes"), sentence(words("no-mistakes")))
    lines: list[list[Child]] = []
    for cause in sorted(made, key=lambda cause: (not cause, -len(made[cause]), cause)):
        rows, names = list(made[cause].values()), places[cause].most_common()
        where = ", ".join(words.cut(name, 60) for name, _ in names[:_PLACES])
        where += f" … ({words('cut')})" if len(names) > _PLACES else ""
        lines.append([_called(of, cause), str(len(rows)), where, _who(of, rows)])
    every = table([words("mistake"), words("students"), words("where"), words("who")], lines, numbers=(1,))
    every.set("data-shows", words("mistakes-show"))
    label = words("which-mistakes")
    return section("mistakes", label, sentence(words("mistakes-about"), "help"), scrolled(label, every))


def _failures(row: Row) -> Iterator[Record]:
    for record in (*row.of_file, *(record for method in row.methods for record in method.records)):
        if record.verdict == "fail":
            yield record


def _called(of: Class, cause: str) -> Element:
    """The description of the mistake, and its name for a search in the table."""
    words = of.words
    if not cause:
        return element("span", {}, words("unnamed-mistake"))
    return element("span", {}, words.mistake(cause), " ", element("code", {"class": "cause"}, words.cut(cause, 60)))


def _who(of: Class, rows: list[Row]) -> Element:
    links = element("span", {}, *separated(map(of.link, rows)))
    if len(rows) <= _NAMES:
        return links
    return element("details", {}, element("summary", {}, of.words("who-made", count=len(rows))), links)
