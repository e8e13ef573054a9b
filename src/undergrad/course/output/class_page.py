"""The teacher's page: the whole class in one HTML file, offline, in which nothing that a student wrote is markup."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element

from undergrad.course.output.class_mistakes import mistakes
from undergrad.course.output.class_overview import methods, scores
from undergrad.course.output.class_parts import Class, sentence
from undergrad.course.output.class_running import again, contained, happened, late, training
from undergrad.course.output.class_similar import similar
from undergrad.course.output.class_table import all_rows, needs_a_person
from undergrad.course.output.wording import Wording
from undergrad.course.records import ClassGrades
from undergrad.display.markup import element, markup
from undergrad.display.page import own_file, page


def class_page(grades: ClassGrades, pages: Mapping[str, str], text: Callable[[str, str], str]) -> str:
    """The page of a class, as the text of a self-contained HTML file.

    `pages` maps the key of a row to the path of the student's page, relative to this one; a row without a path has no
    link. `text(key, file)` returns the text of a submission's file, for the lines that two submissions share.
    """
    words = Wording(grades.language)
    of = Class(grades, words, pages)
    every = (
        needs_a_person(of),
        all_rows(of),
        scores(of),
        methods(of),
        mistakes(of),
        training(of),
        similar(of, text),
        late(of),
        happened(of),
        contained(of),
        again(of),
    )
    sections = [part for part in every if part is not None]
    main = element("main", {"id": "main", "tabindex": "-1"}, *sections)
    return page(
        title=grades.title or grades.assignment,
        language=grades.language,
        body=markup(_head(of, sections), main),
        style=_file("pages.css"),
        script=_file("class_page.js"),
    )


def _head(of: Class, sections: list[Element]) -> Element:
    words, grades = of.words, of.grades
    waiting = sum(row.status == "needs a person" for row in grades.rows)
    counts = words.count("counts", len(grades.rows), graded=len(grades.rows) - waiting, waiting=waiting)
    links = (element("li", {}, element("a", {"href": f"#{part.get('id')}"}, part[0].text)) for part in sections)
    return element(
        "header",
        {},
        element("h1", {}, grades.title or grades.assignment),
        sentence(counts),
        sentence(words("private"), "help"),
        element("nav", {"aria-label": words("contents")}, element("ul", {}, *links)),
        element("noscript", {}, words("without-script")),
    )


def _file(name: str) -> str:
    return own_file(name, "undergrad.course.output")
