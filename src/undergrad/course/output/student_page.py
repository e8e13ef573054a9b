"""A student's page as HTML: one file, in which nothing that a student wrote is markup."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from undergrad.course.output.blocks import Block, Code, Curves, Finding, Grid, Heading, Person, Points, Quoted, Sentence
from undergrad.course.output.curve import curve, legend
from undergrad.course.output.student_blocks import student_blocks
from undergrad.course.output.wording import Wording
from undergrad.course.records import ClassGrades, Row
from undergrad.display.markup import element, isolated, listed, markup, separated
from undergrad.display.page import own_file, page


def student_page(grades: ClassGrades, row: Row) -> str:
    """The page for the student of this row, as the text of a self-contained HTML file."""
    words = Wording(grades.language)
    main = element("main", {}, *(_element(block, words) for block in student_blocks(grades, row)))
    return page(
        title=f"{grades.title or grades.assignment}: {words.person(row)}",
        language=grades.language,
        body=markup(main),
        style=own_file("pages.css", "undergrad.course.output"),
    )


def _element(block: Block, words: Wording) -> Element:
    match block:
        case Heading(text, level):
            return element(f"h{level}", {}, isolated(text))
        case Person():
            parts = filter(None, (block.name, block.student_id, block.file))
            return element("p", {}, *separated((isolated(part) for part in parts), " · "))
        case Sentence(text, is_key):
            return element("p", {"class": "key" if is_key else None}, text)
        case Quoted(text):
            return element("blockquote", {}, text)
        case Points(texts):
            return listed(texts, {"class": "notes"})
        case Grid(titles, rows):
            return _table(titles, rows)
        case Finding(verdict, called, title, rows):
            pairs = [part for label, text in rows for part in (element("dt", {}, label), element("dd", {}, text))]
            kind = element("span", {"class": f"verdict {verdict}"}, called)
            rest = element("dl", {}, *pairs) if pairs else None
            return element("article", {"class": verdict}, element("h3", {}, kind, " ", title), rest)
        case Code(about, text):
            code = element("pre", {"tabindex": "0"}, text)
            return element("details", {}, element("summary", {}, about), code) if about else code
        case Curves(training):
            return element("figure", {}, legend(words), curve(training, words, width=460, height=220))


def _table(titles: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Element:
    head = element("tr", {}, *(element("th", {"scope": "col"}, title) for title in titles))
    lines = [
        element("tr", {}, element("th", {"scope": "row"}, name), *(element("td", {}, text) for text in rest))
        for name, *rest in rows
    ]
    return element("table", {"class": "points"}, element("thead", {}, head), element("tbody", {}, *lines))
