"""The pages of a class in a browser: searched, sorted, read on a small screen, by keyboard and without colour."""

from __future__ import annotations

import unicodedata

import pytest
from course_page_help import HOSTILE, POINTS, class_of, pages_of, row_of, text_of

from undergrad.course.output.class_page import class_page
from undergrad.course.output.student_page import student_page
from undergrad.course.output.wording import Wording
from undergrad.display.languages import LANGUAGES


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Each page in a file, by its name."""
    folder = tmp_path_factory.mktemp("class")
    for language in LANGUAGES:
        grades = class_of(60, language)
        (folder / f"class-{language}.html").write_text(class_page(grades, pages_of(grades), text_of), "utf-8")
        (folder / f"student-{language}.html").write_text(student_page(grades, grades.rows[3]), "utf-8")
    hostile = tuple(
        row_of(number, name=text, source=text, reason=text, status="needs a person", comment=text, file=text)
        for number, text in enumerate(HOSTILE)
    )
    grades = class_of(0, rows=hostile)
    (folder / "hostile.html").write_text(class_page(grades, pages_of(grades), lambda key, file: HOSTILE[0]), "utf-8")
    return folder


def names(page) -> list[str]:
    """The numbers of the students that the table shows, in its order."""
    return page.locator("#rows tbody tr:visible td.id").all_inner_texts()


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [
        ("class-en", 400, "dark"),
        ("class-ko", 1300, "light"),
        ("student-en", 1300, "dark"),
        ("student-ko", 400, "light"),
    ],
)
def test_nothing_sticks_out_and_axe_finds_nothing_serious(visit, made, axe, name, width, scheme):
    page = visit(made / f"{name}.html", width=width, scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.evaluate(axe)
    rules = page.evaluate("async () => (await axe.run()).violations")
    serious = [(rule["id"], rule["nodes"][0]["html"]) for rule in rules if rule["impact"] in ("serious", "critical")]
    assert serious == []


def test_the_table_is_searched(visit, made):
    page, grades = visit(made / "class-en.html"), class_of(60)
    assert len(names(page)) == 60
    page.get_by_label("Search").fill("KIM")
    kims = [row.student_id for row in grades.rows if "Kim" in row.name]
    assert names(page) == kims
    assert page.locator("#shown").inner_text() == f"{len(kims)} of 60 shown"
    page.get_by_label("Search").fill(unicodedata.normalize("NFD", "민준"))  # as a name copied from a Mac's folder
    assert names(page) == [row.student_id for row in grades.rows if "민준" in row.name]
    page.get_by_label("Search").fill("")
    page.get_by_label("status").select_option("person")
    assert names(page) == [row.student_id for row in grades.rows if row.status == "needs a person"]
    page.get_by_label("status").select_option("late")
    assert names(page) == [row.student_id for row in grades.rows if row.late]


def test_the_table_is_sorted_by_the_keyboard_alone(visit, made):
    page, grades = visit(made / "class-en.html"), class_of(60)
    page.get_by_role("button", name="score").focus()
    page.keyboard.press("Enter")
    known = [row for row in grades.rows if row.score is not None]
    waiting = [row.student_id for row in grades.rows if row.score is None]
    assert names(page) == [row.student_id for row in sorted(known, key=lambda row: row.score)] + waiting
    assert page.locator("#rows th.score").get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Enter")
    assert names(page)[:3] == [row.student_id for row in sorted(known, key=lambda row: -row.score)][:3]
    assert names(page)[-len(waiting) :] == waiting
    page.get_by_role("button", name="ReLU.backward").press("Space")
    assert page.locator("#rows th.score").get_attribute("aria-sort") is None
    place = list(POINTS).index("ReLU.backward")
    signs = page.locator(f"#rows tbody tr td.method:nth-of-type({place + 4}) .mark").all_inner_texts()
    words = Wording("en")
    order = [words.mark(verdict) for verdict in ("pass", "remark", "fail", "not run")]
    assert signs == sorted(signs, key=order.index)


def test_a_mistake_leads_to_those_who_made_it(visit, made):
    page, grades = visit(made / "class-en.html"), class_of(60)
    page.get_by_role("button", name="transpose").click()
    made_it = [
        row.student_id
        for row in grades.rows
        if any("transpose" in record.causes for method in row.methods for record in method.records)
    ]
    assert names(page) == made_it
    assert page.evaluate("document.activeElement.id") == "find"


def test_strangers_texts_do_nothing(visit, made):
    page = visit(made / "hostile.html")
    assert page.evaluate("window.hit") is None
    assert page.locator("#rows tbody tr").count() == len(HOSTILE)
    page.get_by_label("Search").fill(HOSTILE[1])
    assert len(names(page)) == 1


def test_without_script_the_table_is_whole(browser, made):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((made / "class-en.html").as_uri())
    assert page.locator("#rows tbody tr:visible").count() == 60
    assert not page.locator("#controls").is_visible()
    assert Wording("en")("without-script") in page.locator("noscript").inner_text()
    context.close()
