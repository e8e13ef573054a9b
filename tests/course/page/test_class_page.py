"""The teacher's page: that every row is there, that it counts right, and that nothing of a student's is markup."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from course_page_help import HOSTILE, POINTS, Parsed, class_of, failure, method_of, pages_of, row_of, text_of
from hypothesis import given, settings
from hypothesis import strategies as st

import undergrad.course
from undergrad.course.output.class_overview import histogram
from undergrad.course.output.class_page import class_page
from undergrad.course.output.wording import VERDICTS, Wording
from undergrad.course.records import Containment, MethodGrade, Region, SimilarPair, Training
from undergrad.display.languages import LANGUAGES
from undergrad.display.terminal import visible
from undergrad.findings.catalogue import MISTAKES

ROOM = Path(undergrad.course.__file__).parent


def page_of(grades, pages=None, text=text_of) -> str:
    return class_page(grades, pages_of(grades) if pages is None else pages, text)


def lines_of(text: str, section: str) -> list[list[str]]:
    """The cells of each line of the table in a section, as a reader sees them."""
    part = text.split(f'<section id="{section}"')[1].split("</section>")[0]
    lines = re.findall(r"<tr.*?</tr>", part, flags=re.DOTALL)
    return [
        [Parsed(cell).text for cell in re.findall(r"<t[hd][ >].*?</t[hd]>", line, flags=re.DOTALL)] for line in lines
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_is_there_with_its_score_and_a_sign_for_each_method(language):
    grades, words = class_of(30, language), Wording(language)
    head, *lines = lines_of(page_of(grades), "all")
    assert head[4:-3] == list(POINTS)
    assert len(lines) == 30
    for row, line in zip(grades.rows, lines, strict=True):
        name, identity, status, score, *signs = line
        assert (name, identity) == (row.name, row.student_id)
        assert (status == words("status-person")) == (row.status == "needs a person")
        assert score == ("–" if row.score is None else f"{row.score:g}")
        verdicts = [method.verdict for method in row.methods]
        assert signs[: len(POINTS)] == [words.mark(verdict) + words.verdict(verdict) for verdict in verdicts]
        assert line[-1] == row.source


def test_what_needs_a_person_stands_first_with_its_reason():
    grades = class_of(30)
    _, *lines = lines_of(page_of(grades), "person")
    waiting = [row for row in grades.rows if row.status == "needs a person"]
    assert lines == [[f"{row.name} ({row.student_id})", row.source, row.reason] for row in waiting]
    first = re.search(r'<section id="(\w+)"', page_of(grades))
    assert first[1] == "person"
    assert 'id="person"' not in page_of(class_of(3))


def test_methods_are_counted_by_verdict_and_what_is_missing_is_counted_too():
    one = row_of(0, methods=())
    grades = class_of(0, rows=(one, *(row_of(number) for number in range(1, 30))))
    _, *lines = lines_of(page_of(grades), "methods")
    assert [line[0] for line in lines] == list(POINTS)
    for name, _, *numbers in lines:
        counts = Counter(method.verdict for row in grades.rows for method in row.methods if method.name == name)
        assert numbers == [*(str(counts[verdict]) for verdict in VERDICTS), "1"]
        assert sum(map(int, numbers)) == 30


@pytest.mark.parametrize("language", LANGUAGES)
def test_mistakes_are_counted_by_student_and_named_in_the_language(language):
    twice = tuple(method_of(name, "fail", language, "sign") for name in ("ReLU.forward", "Tanh.forward"))
    once = (method_of("ReLU.forward", "fail", language, "transpose"), *twice)
    unnamed = MethodGrade(
        name="ReLU.forward",
        verdict="fail",
        points=0,
        max_points=5,
        records=(failure("ReLU.forward", "", language),),
    )
    rows = [
        row_of(0, language, methods=twice),
        row_of(1, language, methods=once),
        row_of(2, language, methods=(unnamed,)),
    ]
    text = page_of(class_of(0, language, rows=tuple(rows)))
    _, sign, transpose, other = lines_of(text, "mistakes")
    assert sign[:3] == [f"{MISTAKES['sign'].what[language]} sign", "2", "ReLU.forward, Tanh.forward"]
    assert transpose[:2] == [f"{MISTAKES['transpose'].what[language]} transpose", "1"]
    assert other[:2] == [Wording(language)("unnamed-mistake"), "1"]
    assert [row.name in sign[3] for row in rows] == [True, True, False]


def test_a_remark_is_no_mistake():
    text = page_of(class_of(0, rows=(row_of(0, methods=(method_of("ReLU.forward", "remark", "en"),)),)))
    assert Wording("en")("no-mistakes") in text


@given(st.lists(st.floats(-5, 30), min_size=1))
def test_each_score_is_in_one_range_of_the_distribution(values):
    most = max(30.0, *values)
    bins = histogram(values, most)
    assert sum(count for _, _, count in bins) == len(values)
    assert len(bins) == 10
    for low, high, count in bins[:-1]:
        assert abs(count - sum(low <= value < high for value in values)) <= sum(
            abs(value - edge) < 1e-6 for value in values for edge in (low, high)
        )


def test_full_scores_are_in_the_last_range():
    rows = tuple(row_of(number, score=100.0) for number in (0, 1))
    assert "90–100: 2" in page_of(class_of(0, rows=rows))


def test_a_class_without_scores_and_a_class_of_nobody_have_a_page():
    waiting = row_of(5, score=None, status="needs a person", reason="nothing arrived", methods=(), training=None)
    assert Wording("en")("no-scores") in page_of(class_of(0, rows=(waiting,)))
    assert "0 submissions" in page_of(class_of(0))


# Similar pairs --------------------------------------------------------------------------------------------------------


def pair(**changed) -> SimilarPair:
    region = Region(first_file="a.py", first_lines=(2, 3), second_file="b.py", second_lines=(5, 5))
    fields = {"first": "s000", "second": "s001", "share": 0.75, "shared": 90, "stands_out": True, "regions": (region,)}
    return SimilarPair(**(fields | changed))


def similar(text: str) -> str:
    return Parsed(text.split('<section id="similar"')[1].split("</section>")[0]).text


def test_similar_pairs_stand_side_by_side_and_are_not_judged():
    text = similar(page_of(class_of(3, similar=(pair(),))))
    words = Wording("en")
    assert words("similar-about") in text
    assert "75 % of the smaller one's fingerprints, 90 in common · stands out from the class" in text
    assert "   2 s000 line 2 of a.py\n   3 s000 line 3 of a.py" in text
    assert "   5 s001 line 5 of b.py" in text
    assert "line 4" not in text
    assert "stands out" not in similar(page_of(class_of(3, similar=(pair(stands_out=False),))))
    assert 'id="similar"' not in page_of(class_of(3, similar=(), similar_about=""))
    assert words("similar-none") in similar(page_of(class_of(3, similar=(), similar_about="Five are too few.")))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_numbered_as_python_does_and_long_ones_are_cut_with_a_word(end):
    lines = ["x = '\x0c\x85\u2028'", "second", *["y" * 500] * 100]
    region = Region(first_file="a.py", first_lines=(2, 102), second_file="a.py", second_lines=(2, 2))
    text = similar(page_of(class_of(2, similar=(pair(regions=(region,)),)), text=lambda key, file: end.join(lines)))
    assert "   2 second" in text
    assert f"   3 {'y' * 160} … (cut)\n" in text
    assert "… 41 more lines are not shown" in text


def test_pairs_beyond_those_that_are_shown_are_counted():
    text = similar(page_of(class_of(2, similar=(pair(),) * 101)))
    assert text.count("75 %") == 100
    assert "One more pair, which shares less, is not shown." in text


# How it went ----------------------------------------------------------------------------------------------------------


def test_trainings_are_counted_and_those_that_part_come_first():
    text = page_of(class_of(30))
    part = text.split('<section id="training"')[1].split("</section>")[0]
    assert "The same as the textbook's: 21; parted from it or ended early: 6; not trained: 3." in Parsed(part).text
    shown = part.split("<details>")[0]
    assert shown.count("part from those of the textbook") == 3
    assert "part from" in shown.split("</figure>")[2]
    assert "part from" not in shown.split("</figure>")[3]
    assert part.count('<svg class="chart curve"') == 27
    assert "A layer is wrong." in part


@pytest.mark.parametrize("losses", [(), (1.0,), (1.0, float("nan"), 0.5), (float("inf"),) * 3, (2.0, 2.0)])
def test_losses_of_any_kind_make_a_curve(losses):
    training = Training(about={"en": "x", "ko": "x"}, losses=losses, textbook_losses=(1.0, 0.9))
    text = page_of(class_of(0, rows=(row_of(0, training=training),)))
    for value in Parsed(text).values("path", "d"):
        assert re.fullmatch(r"([ML]-?[\d.]+ -?[\d.]+)*", value)
    is_finite = all(loss - loss == 0 for loss in losses)
    assert ("is not a finite number" in text) == (not is_finite)


def test_lateness_remarks_and_incidents_are_there():
    grades = class_of(30)
    _, *lines = lines_of(page_of(grades), "late")
    late = [row for row in grades.rows if row.late]
    assert [line[2:] for line in lines] == [["1", row.late] for row in late]
    text = Parsed(page_of(grades)).text
    assert text.count("An earlier submission was not taken.") == 4
    assert "run 1, 30.0 s: timed out" in text
    assert 'id="late"' not in page_of(class_of(3))


def test_containment_says_what_it_does_not_contain_even_where_nothing_is_known():
    text = page_of(class_of(1))
    assert "No network." in text
    assert "Faults of the kernel." in text
    words = Wording("ko")
    text = page_of(class_of(1, "ko", containment=Containment(name="none")))
    for key in ("contained-by-nothing", "in-force-nothing", "not-contained-unsaid"):
        assert words(key) in text


def test_the_same_again_has_seed_assignment_and_version():
    text = Parsed(page_of(class_of(1))).text
    assert "undergrad grade SUBMISSIONS --assignment hw3 --seed 271828 --out DIR" in text
    assert "Made with undergrad 0.1.0, 2026-03-02, seed 271828." in text
    own = Parsed(page_of(class_of(1, assignment="our own; rm -rf ~"))).text
    assert "--assignment 'our own; rm -rf ~.toml' --seed" in own


# What comes from strangers --------------------------------------------------------------------------------------------


def hostile_row(number: int, text: str):
    methods = tuple(
        MethodGrade(
            name=name,
            verdict="fail",
            points=0,
            max_points=5,
            records=(failure(name, "", message=text, line=text, got=text, evidence=text, code=text),),
        )
        for name in POINTS
    )
    return row_of(
        number,
        name=text,
        student_id=text,
        source=text,
        file=text,
        documents=(text,),
        reason=text,
        status="needs a person",
        late=text,
        comment=text,
        remarks=(text,),
        methods=methods,
    )


def hostile_page(text: str) -> str:
    grades = class_of(0, rows=(hostile_row(0, text), hostile_row(1, text)), similar=(pair(),), similar_about=text)
    return page_of(grades, text=lambda key, file: f"1\n2 {text}\n3\n4\n{text}")


@settings(max_examples=40)
@given(st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1)))
def test_no_text_changes_what_the_page_is_made_of(text):
    plain, hostile = Parsed(hostile_page("x")), Parsed(hostile_page(text))
    assert hostile.tags == plain.tags
    assert [sorted(attributes) for _, attributes in hostile.elements] == [
        sorted(attributes) for _, attributes in plain.elements
    ]
    assert hostile.values("a", "href") == plain.values("a", "href")
    assert hostile.raw == plain.raw


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_shown_as_it_is_and_turns_nothing_around(text):
    page = hostile_page(text)
    assert Parsed(page).text.count(visible(text)) > 20
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page)
    page.encode("utf-8")


def test_long_texts_are_cut_with_a_word():
    text = "가" * 100_000
    page = page_of(
        class_of(0, rows=(row_of(5, name=text, student_id=text, source=text, reason=text, remarks=(text,)),))
    )
    assert len(page) < 100_000
    assert "가 … (cut)" in page


def test_addresses_lead_to_the_students_pages_alone():
    grades = class_of(3)
    pages = {"s000": "students/김 1.html", "s001": "javascript:window.hit=1"}
    text = page_of(grades, pages)
    assert {link for link in Parsed(text).values("a", "href") if not link.startswith("#")} == {
        "students/%EA%B9%80%201.html",
        "javascript%3Awindow.hit%3D1",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_its_own_style_and_script_act_and_nothing_is_loaded(language):
    parsed = Parsed(page_of(class_of(10, language)))
    policy = next(value for value in parsed.values("meta", "content") if "default-src" in value)
    hashes = {
        name: base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for name, text in parsed.raw.items()
    }
    assert (
        f"default-src 'none'; style-src 'sha256-{hashes['style']}'; script-src 'sha256-{hashes['script']}'; " in policy
    )
    assert "unsafe" not in policy
    assert parsed.tags.count("script") == 1
    assert not {"img", "iframe", "object", "form", "base"} & set(parsed.tags)
    for _, attributes in parsed.elements:
        assert not [name for name in attributes if name.startswith("on") or name in ("style", "src", "srcset")]
    assert parsed.values("html", "lang") == [language]


# Words ----------------------------------------------------------------------------------------------------------------


def test_every_sentence_of_the_pages_is_said_somewhere_and_has_the_same_fields_in_both_languages():
    table = json.loads((ROOM / "words" / "pages.json").read_text("utf-8"))
    source = "".join(path.read_text("utf-8") for path in (ROOM / "output").glob("*.py"))
    for key, text in table.items():
        said = key.removeprefix("page-").removeprefix("one-")
        made = said.startswith("mark-") or said in ("loss-own", "loss-textbook")
        assert made or f'"{said}"' in source or f"'{said}'" in source, key
        assert set(text) == set(LANGUAGES)
        fields = {language: set(re.findall(r"\{(\w+)\}", sentence)) for language, sentence in text.items()}
        assert fields["en"] == fields["ko"], key


def test_no_english_is_left_on_a_korean_page():
    """But for names of code and of programs."""
    grades = class_of(1, "ko", title="과제", made_with="undergrad", similar=(), similar_about="")
    page = Parsed(page_of(grades))
    known = {"undergrad", "JavaScript", "bubblewrap", "MNIST", "METHOD", "regrade", "overrides", "csv"}
    known |= set(re.findall("[A-Za-z]+", "undergrad grade SUBMISSIONS --assignment hw --seed --out DIR HW zip"))
    known |= {word for name in (*POINTS, grades.rows[0].name) for word in re.findall("[A-Za-z]+", name)}
    causes = {cause for method in grades.rows[0].methods for record in method.records for cause in record.causes}
    known |= {word for cause in causes for word in re.findall("[A-Za-z]+", MISTAKES[cause].what["ko"] + cause)}
    assert set(re.findall("[A-Za-z]{2,}", " ".join(page.texts))) - known == set()
