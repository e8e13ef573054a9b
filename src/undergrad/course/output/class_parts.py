"""The parts of every section of the teacher's page."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote
from xml.etree.ElementTree import Element

from undergrad.course.output.wording import Wording
from undergrad.course.records import ClassGrades, Row
from undergrad.display.markup import Child, element, isolated


@dataclass(frozen=True)
class Class:
    """The grades, their wording, and the path of each student's page."""

    grades: ClassGrades
    words: Wording
    #: A path relative to the teacher's page for each key that has one.
    pages: Mapping[str, str]

    def link(self, row: Row) -> Element:
        """The student's name, linked to the student's page if there is one."""
        return self.linked(row, *self.called(row))

    def linked(self, row: Row, *content: Child) -> Element:
        """A link to the student's page, if there is one."""
        return (
            element("a", {"href": self.address(row)}, *content)
            if row.key in self.pages
            else element("span", {}, *content)
        )

    def called(self, row: Row) -> list[Child]:
        """The student's name and number, as far as known; else the name of the submitted file."""
        name, number = self.words.cut(row.name, 60), self.words.cut(row.student_id, 30)
        if name and number:
            return [isolated(name), " (", isolated(number), ")"]
        return [isolated(name or number or self.words.cut(row.source, 60))]

    def address(self, row: Row) -> str:
        """The address of a row's page. A path can never be an address of another kind, such as javascript:."""
        return quote(self.pages[row.key], safe="/")

    def row(self, key: str) -> Row:
        """The row of that key."""
        return self._by_key[key]

    @functools.cached_property
    def _by_key(self) -> dict[str, Row]:
        return {row.key: row for row in self.grades.rows}


def section(name: str, title: str, *children: Child) -> Element:
    """A part of the page, which `#name` leads to."""
    heading = element("h2", {"id": f"{name}-title"}, title)
    return element("section", {"id": name, "aria-labelledby": f"{name}-title"}, heading, *children)


def scrolled(label: str, content: Element) -> Element:
    """A table or a picture that scrolls within the page if it is wider."""
    return element("div", {"class": "scroll", "tabindex": "0", "role": "group", "aria-label": label}, content)


def table(titles: Sequence[Child], rows: Iterable[Sequence[Child]], *, numbers: Sequence[int] = ()) -> Element:
    """A table whose first column names the row; the columns `numbers` are aligned to the right."""
    kind = dict.fromkeys(numbers, "number")
    head = [element("th", {"scope": "col", "class": kind.get(place)}, title) for place, title in enumerate(titles)]
    body = []
    for first, *rest in rows:
        cells = (element("td", {"class": kind.get(place)}, child) for place, child in enumerate(rest, 1))
        body.append(element("tr", {}, element("th", {"scope": "row"}, first), *cells))
    return element("table", {}, element("thead", {}, element("tr", {}, *head)), element("tbody", {}, *body))


def sentence(text: str, kind: str | None = None) -> Element:
    """A paragraph of text."""
    return element("p", {"class": kind}, text)
