"""A student's page, as HTML and as Markdown: that it says what it should, of nobody else, and nothing is markup."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from course_page_help import HOSTILE, POINTS, Parsed, class_of, failure, method_of, remark, row_of
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from undergrad.course.output.student_markdown import student_markdown
from undergrad.course.output.student_page import student_page
from undergrad.course.output.wording import Wording
from undergrad.course.records import MethodGrade, Training
from undergrad.display.languages import LANGUAGES
from undergrad.display.terminal import visible
from undergrad.findings.catalogue import MISTAKES
from undergrad.findings.records import Record


def text_of_page(grades, row) -> str:
    return " ".join(" ".join(Parsed(student_page(grades, row)).texts).split())


def rendered(grades, row) -> str:
    """The Markdown as its reader sees it, as HTML; a table, too, as GitHub and Gradescope have them."""
    return MarkdownIt("commonmark").enable("table").render(student_markdown(grades, row))


def text_of_markdown(grades, row) -> str:
    return " ".join(" ".join(Parsed(rendered(grades, row)).texts).split())


BOTH = pytest.mark.parametrize("said", [text_of_page, text_of_markdown], ids=["html", "markdown"])
EACH = pytest.mark.parametrize("language", LANGUAGES)


@BOTH
@EACH
def test_it_has_the_points_of_each_method_and_their_sum(said, language):
    row = row_of(0, language)
    text, words = said(class_of(1, language), row), Wording(language)
    assert row.name in text
    assert row.student_id in text
    assert words("points-of", score=words.points(row.score), max="100") in text
    for method in row.methods:
        verdict = f"{words.mark(method.verdict)} {words.verdict(method.verdict)}"
        points = words.of_points(method.points, method.max_points)
        assert f"{method.name} {verdict} {points}" in text
    assert "the file did not import" in text


@BOTH
@EACH
def test_it_has_the_checks_own_paragraphs(said, language):
    methods = (
        method_of("FCLayer.backward", "fail", language, "missing-1-over-n"),
        MethodGrade(
            name="Tanh.forward", verdict="remark", points=5, max_points=5, records=(remark("Tanh.forward", language),)
        ),
    )
    row = row_of(0, language, methods=methods)
    text, mistake = said(class_of(1, language), row), MISTAKES["missing-1-over-n"]
    for part in (mistake.what[language], "[missing-1-over-n]", mistake.hint[language], "1e-16", "dW = x.T @ d_prev"):
        assert part in text
    assert "from Answer import FCLayer" in text
    assert text.index("40 times slower") > text.index(Wording(language)("remarks-about")) > text.index("dW = x.T")


@BOTH
def test_what_is_said_of_the_file_is_there_too(said):
    record = Record(cls="Answer.py", method="", check="import", verdict="fail", message="there is a syntax error")
    row = row_of(0, methods=(), of_file=(record,))
    assert "there is a syntax error" in said(class_of(1), row)


@BOTH
def test_nothing_of_others_is_there(said):
    """Neither of their rows, nor of what the teacher is told of this one, which may name others."""
    grades = class_of(12)
    row = row_of(4, name="Self", student_id="999", source="own.zip", remarks=("The same file as Other's.",))
    text = said(grades, row)
    for other in grades.rows:
        assert other.student_id not in text
        assert other.source not in text
        assert other.name not in text
    assert "Other" not in text
    assert said(grades, row) == said(class_of(0), row)


@BOTH
@EACH
def test_what_has_no_score_says_why_and_is_no_silent_zero(said, language):
    row = row_of(5, language)
    text, words = said(class_of(1, language), row), Wording(language)
    assert words("not-yet", max="100") in text
    assert words("needs-because", reason=row.reason) in text
    assert words.of_points(None, POINTS["ReLU.forward"]) in text
    assert f" {words.of_points(0, 5)} " not in text


@BOTH
@EACH
def test_lateness_overrides_and_the_teachers_comment(said, language):
    row = row_of(
        0, language, late="1 day late: 5 points off.", penalty=5.0, overridden=True, comment="First.\r\nSecond."
    )
    text, words = said(class_of(1, language), row), Wording(language)
    assert "1 day late: 5 points off." in text
    assert words("set-by-hand") in text
    assert words("check-gives", score=words.of_points(row.check_score, 100)) in text
    assert "2026-03-01 12:00+09:00" in text
    assert "2026-03-01 12:30+09:00" in text
    assert f"{words('comment')} First. Second." in text
    plain = said(class_of(1, language), row_of(0, language, late="", penalty=0.0, overridden=False, comment=""))
    for absent in (words("set-by-hand"), words("comment"), "12:30"):
        assert absent not in plain


@BOTH
def test_the_curve_stands_beside_the_textbooks(said):
    about = {"en": "Trained on little.", "ko": "조금 학습했습니다."}
    losses = tuple(2.0 / epoch for epoch in range(1, 31))
    training = Training(
        about=about, losses=losses[:20], textbook_losses=losses, parts_at=3, difference=0.25, cut=True, slowness=41.0
    )
    grades, row = class_of(1), row_of(0, training=training)
    text = said(grades, row)
    for part in ("Trained on little.", "part from those of the textbook's training in epoch 3", "0.2 of", "41 times"):
        assert part in text
    if said is text_of_page:
        own, textbook = (Parsed(student_page(grades, row)).values("path", "d")[place] for place in (-1, -2))
        assert [path.count("L") for path in (own, textbook)] == [19, 29]
        assert "2 → 0.1; textbook: 2 → 0.0667" in student_page(grades, row)
    else:
        lines = re.findall(r"^\| (\d+) \| (\S+) \| (\S+) \|$", student_markdown(grades, row), flags=re.MULTILINE)
        assert lines[0] == ("1", "2", "2")
        assert lines[-1] == ("30", "–", "0.06667")
        assert len(lines) <= 13


@pytest.mark.parametrize(
    ("file", "shown"),
    [
        ("a/b/과제3.py", "과제3.py"),
        ("Answer.py; rm -rf ~", "Answer.py"),
        ("$(reboot).py", "Answer.py"),
        ("-o.py", "Answer.py"),
        ("", "Answer.py"),
        ("x.py\nreboot", "Answer.py"),
    ],
)
def test_the_command_for_home_can_be_pasted(file, shown):
    command = f"undergrad check {shown} --assignment hw3 --seed 271828 --points"
    assert command in text_of_page(class_of(1), row_of(0, file=file))
    assert f"\n{command}\n" in student_markdown(class_of(1), row_of(0, file=file))


def test_a_page_loads_nothing_and_runs_nothing():
    parsed = Parsed(student_page(class_of(1), row_of(0)))
    policy = next(value for value in parsed.values("meta", "content") if "default-src" in value)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "script-src" not in policy
    assert not {"script", "a", "img", "iframe", "form"} & set(parsed.tags)


# What comes from strangers --------------------------------------------------------------------------------------------


def hostile(text: str):
    """A row whose every text is this one."""
    wrong = failure("ReLU.forward", "", message=text, line=text, got=text, evidence=text, code=text)
    not_run = Record(cls="Tanh", method="forward", check="values", verdict="not run", message=text)
    methods = (
        MethodGrade(name="ReLU.forward", verdict="fail", points=0, max_points=5, records=(wrong,)),
        MethodGrade(name="Tanh.forward", verdict="not run", points=0, max_points=5, records=(not_run,)),
    )
    fields = {"name": text, "student_id": text, "file": text, "late": text, "comment": "x", "reason": text}
    return row_of(5, methods=methods, **fields)


@settings(max_examples=40)
@given(st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1).filter(str.strip)))
def test_no_text_changes_what_the_page_is_made_of(text):
    grades = class_of(0)
    page, plain = (Parsed(student_page(grades, hostile(each))) for each in (text, "x"))
    assert page.tags == plain.tags
    assert page.raw == plain.raw


@given(
    st.one_of(
        st.sampled_from(HOSTILE), st.text("<>`|*_[](){}#!-+.1)~&;:/\\\"'=@$ \n\tab", min_size=1).filter(str.strip)
    )
)
def test_no_text_changes_what_the_markdown_is_made_of(text):
    grades = class_of(0)
    made, plain = (Parsed(rendered(grades, hostile(each))) for each in (text, "x"))
    assert made.tags == plain.tags


@pytest.mark.parametrize("text", HOSTILE)
@BOTH
def test_a_text_is_shown_as_it_is(said, text):
    shown = " ".join(visible(text).split())
    assert said(class_of(0), hostile(text)).count(shown) >= 6
    for made in (student_page(class_of(0), hostile(text)), student_markdown(class_of(0), hostile(text))):
        assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", made)


@given(st.text("`~\n a", min_size=1))
def test_code_ends_where_it_ends(code):
    row = row_of(0, methods=(), of_file=(failure("ReLU.forward", "", code="x" + code),))
    html = rendered(class_of(0), row)
    block = re.search(r"<pre><code>(.*?)</code></pre>", html, flags=re.DOTALL)[1]
    assert block.split() == ("x" + code).split()


@BOTH
def test_what_is_long_is_cut_with_a_word(said):
    text = said(class_of(0), hostile("가" * 100_000))
    assert len(text) < 20_000
    assert "가 … (cut)" in text
    assert Wording("en")("reproduce-too-long") in text


@BOTH
def test_a_row_of_which_nothing_is_known_has_a_page(said):
    row = row_of(
        5,
        name="",
        student_id="",
        file="",
        methods=(),
        training=None,
        attempts=(),
        submitted=None,
        documents=(),
        source="x.rar",
    )
    assert "x.rar" in said(class_of(0, title="", deadline=datetime.datetime(2026, 1, 1)), row)


def test_the_pages_know_no_one_but_their_row():
    """What students get is made from one row: nothing in these files reads the others."""
    folder = Path(__file__).parents[3] / "src" / "undergrad" / "course" / "output"
    for name in ("student_blocks.py", "student_page.py", "student_markdown.py"):
        assert not re.search(r"grades\.(rows|similar)|row\.remarks", (folder / name).read_text("utf-8"))
