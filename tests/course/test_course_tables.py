"""The tables of a grading: read back by programs, and run by no spreadsheet."""

from __future__ import annotations

import codecs
import csv
import io
import json
import unicodedata

import msgspec
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.course.examples import DEADLINE, SECRETS, class_grades, example_rows, method, row, wrong
from undergrad.course.output.feedback import FORMS, feedback
from undergrad.course.output.gradescope import results, write_gradescope
from undergrad.course.output.nbgrader import nbgrader_csv, write_nbgrader
from undergrad.course.output.otter import otter_csv, write_otter
from undergrad.course.output.table import table_csv, write_table
from undergrad.errors import FileError

ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=30)


def lines(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def is_run(cell: str) -> bool:
    """Whether a spreadsheet takes the cell for a formula."""
    if not cell.strip().startswith(tuple("=+-@＝＋－＠")) or cell == "--":
        return False
    try:
        float(cell)
    except ValueError:
        return True
    return False


def test_the_table_is_read_back_by_pandas(tmp_path):
    remarks = write_table(class_grades(), tmp_path / "grades.csv")
    table = pd.read_csv(tmp_path / "grades.csv", dtype={"student_id": str}).set_index("student_id")
    assert list(table.columns[:5]) == ["name", "file", "status", "score", "max_score"]
    assert list(table.columns[5:]) == ["ReLU.forward", "FCLayer.backward", "penalty", "late", "comment", "reason"]
    assert len(table) == len(example_rows())
    assert table.loc["00231234", "name"] == "김민수"
    assert table.loc["20231235", ["score", "ReLU.forward", "FCLayer.backward"]].tolist() == [5, 5, 0]
    assert table.loc["20236666", "penalty"] == 3
    assert table["score"].dtype == float
    assert ["00231234" in remark["en"] and "00231234" in remark["ko"] for remark in remarks] == [True]


def test_a_score_that_a_person_must_say_is_empty_and_not_zero():
    of_key = {line["file"]: line for line in csv.DictReader(io.StringIO(table_csv(class_grades())))}
    asks = of_key["HW3_20238888_Ask Input.zip"]
    assert (asks["status"], asks["score"], asks["ReLU.forward"]) == ("needs a person", "", "")
    assert asks["reason"] == "line 3 asks for input()"
    assert of_key['HW3_20231235_이서연, "B".zip']["FCLayer.backward"] == "0"


def test_a_method_that_was_not_run_has_no_points_until_a_person_has_said():
    methods = (method("ReLU.forward", 5.0), method("FCLayer.backward", 0.0, "not run"))
    open_row = row("a", "1", "A", None, methods=methods)
    [_, line] = lines(table_csv(class_grades([open_row])))
    assert line[6:8] == ["5", ""]
    [_, line] = lines(table_csv(class_grades([row("a", "1", "A", 5.0, methods=methods)])))
    assert line[6:8] == ["5", "0"]


def test_points_that_another_method_has_instead_are_in_the_table():
    other = msgspec.structs.replace(method("ReLU.forward", 5.0), name="Model.forward")
    grades = class_grades([row("a", "1", "A", methods=(other,)), row("b", "2", "B")])
    assert lines(table_csv(grades))[:2] == [
        [
            "student_id",
            "name",
            "file",
            "status",
            "score",
            "max_score",
            "ReLU.forward",
            "FCLayer.backward",
            "Model.forward",
        ],
        ["1", "A", "HW3_1_A.zip", "graded", "30", "30", "", "", "5"],
    ]


def test_a_method_called_as_a_column_has_a_column_of_its_own():
    grades = class_grades([row("a", "1", "A", methods=())], points={"score": 30.0})
    assert lines(table_csv(grades))[0].count("score") == 1
    assert lines(table_csv(grades))[0][-1] == "method score"


def test_sums_are_not_written_with_what_rounding_leaves():
    [_, line] = lines(table_csv(class_grades([row("a", "1", "A", 0.1 + 0.2)])))
    assert line[4] == "0.3"


def test_rows_have_one_order():
    rows = example_rows()
    assert table_csv(class_grades(rows)) == table_csv(class_grades(rows[::-1]))
    assert [line[0] for line in lines(table_csv(class_grades()))[1:]] == sorted(one.student_id for one in rows)


def test_a_wide_file_is_utf_8_with_a_mark_and_written_whole(tmp_path):
    write_table(class_grades(), tmp_path / "out" / "grades.csv")
    content = (tmp_path / "out" / "grades.csv").read_bytes()
    assert content.startswith(codecs.BOM_UTF8)
    assert content.decode("utf-8-sig") == table_csv(class_grades())
    (tmp_path / "folder").mkdir()
    with pytest.raises(FileError):
        write_table(class_grades(), tmp_path / "folder")
    assert [path.name for path in tmp_path.rglob("*.part")] == []


@pytest.mark.attack
@given(ANY_TEXT, ANY_TEXT, st.sampled_from(",;\t"))
@example("a;=1+1", "b; @sum", ";")
@example(" =1+1", "\u2028＝1", ",")
@example("a\n=1", "b\t-x\x1b[2J", "\t")
def test_no_cell_is_run_and_none_is_split(name, comment, delimiter):
    # A spreadsheet splits at semicolons where commas are decimal.
    grades = class_grades([row("a", "7", name, comment=comment, reason="x")])
    for text in (table_csv(grades), nbgrader_csv(grades), otter_csv(grades)):
        parsed = lines(text, delimiter)
        assert not [cell for line in parsed for cell in line if is_run(cell)]
        if delimiter == ",":
            assert len({len(line) for line in parsed}) == 1
        assert "\x1b" not in text


def test_names_stay_as_they_are_but_for_what_is_dangerous():
    names = [line["name"] for line in csv.DictReader(io.StringIO(table_csv(class_grades())))]
    assert {"김민수", '이서연, "B"', "'=cmd|'/c calc'!A0", "<script>alert(1)</script>"} <= set(names)
    assert all(unicodedata.is_normalized("NFC", name) for name in names)


@pytest.mark.parametrize("student_id", ["007", "2023E123", "12345678901234567", "10-2"])
def test_an_id_that_a_spreadsheet_changes_is_said(student_id, tmp_path):
    assert write_table(class_grades([row("a", student_id, "A")]), tmp_path / "g.csv")
    assert lines((tmp_path / "g.csv").read_text("utf-8-sig"))[1][0] == student_id


def test_ids_that_stay_need_no_word(tmp_path):
    assert write_table(class_grades([row("a", "20231234", "A"), row("b", "k-22", "B")]), tmp_path / "g.csv") == ()


def test_nbgrader_gets_its_columns_and_utc(tmp_path):
    late = row("a", "1", "A", 27.0, penalty=3.0, submitted=DEADLINE)
    write_nbgrader(class_grades([late, row("b", "2", "B", None)]), tmp_path / "grades.csv")
    table = pd.read_csv(tmp_path / "grades.csv", parse_dates=["duedate", "timestamp"])
    assert list(table.columns) == [
        *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
        *("raw_score", "late_submission_penalty", "score", "max_score"),
    ]
    first = table.iloc[0]
    assert first["timestamp"] == pd.Timestamp("2024-10-01 14:59:00")
    assert (first["raw_score"] - first["late_submission_penalty"], first["score"]) == (27, 27)
    assert table.iloc[1][["raw_score", "score"]].isna().all()


def test_otter_gets_its_columns_with_the_points_first(tmp_path):
    write_otter(class_grades(), tmp_path / "final_grades.csv")
    table = pd.read_csv(tmp_path / "final_grades.csv").set_index("file")
    assert list(table.columns) == [
        *("FCLayer.backward", "ReLU.forward", "total_points_earned", "percent_correct", "grading_status"),
    ]
    assert table.iloc[0].tolist() == [25, 5, 30, 1, "--"]
    assert table.index[0] == "points-per-question"
    assert table.loc['HW3_20231235_이서연, "B".zip', "percent_correct"] == pytest.approx(5 / 30)
    asks = table.loc["HW3_20238888_Ask Input.zip"]
    assert asks["grading_status"] == "line 3 asks for input()"
    assert pd.isna(asks["total_points_earned"])


def test_gradescope_gets_a_test_for_each_method(tmp_path):
    grades = class_grades()
    one = next(each for each in grades.rows if each.key == "lee")
    write_gradescope(grades, one, tmp_path / "results.json", visibility="after_published")
    read = json.loads((tmp_path / "results.json").read_text("utf-8"))
    assert (read["score"], read["output_format"], read["visibility"]) == (5, "md", "after_published")
    assert [(test["name"], test["score"], test["max_score"], test["status"]) for test in read["tests"]] == [
        ("ReLU.forward", 5, 5, "passed"),
        ("FCLayer.backward", 0, 25, "failed"),
    ]
    assert read["stdout_visibility"] == "hidden"
    known = {"name", "name_format", "score", "max_score", "status", "output", "output_format", "visibility"}
    assert all(set(test) <= known and type(test["score"]) in (int, float) for test in read["tests"])
    assert "look at the batch" in read["tests"][1]["output"]


def test_what_is_right_takes_a_line_and_what_follows_from_a_mistake_none():
    follows = msgspec.structs.replace(wrong("values come first"), verdict="not run")
    methods = (
        method("ReLU.forward", 5.0, "pass", follows),
        method("FCLayer.backward", 0.0, "fail", wrong("it is wrong. Why?"), follows),
    )
    given = msgspec.structs.replace(methods[0], name="FCLayer.update", points=0.0, max_points=0.0)
    one = row("a", "1", "A", 5.0, methods=(*methods, given))
    said = feedback(one, "en", "text")
    assert said.splitlines()[-1] == "right: ReLU.forward (5 of 5 points)"
    assert "values come first" not in said
    assert "Why? asked: " in said
    assert [test["name"] for test in results(class_grades([one]), one)["tests"]] == ["ReLU.forward", "FCLayer.backward"]


def test_gradescope_says_first_that_a_person_must_look():
    asks = row("a", "1", "A", None, check_score=5.0, methods=(method("FCLayer.backward", 0.0, "not run"),))
    read = results(class_grades([asks]), asks)
    assert read["score"] == 5
    assert read["output"].startswith("Not graded yet")
    assert [(test["name"], test["status"]) for test in read["tests"]] == [
        ("needs a person", "failed"),
        ("FCLayer.backward", "failed"),
    ]
    assert not any("score" in test for test in read["tests"])
    assert read["extra_data"]["status"] == "needs a person"
    korean = results(class_grades([asks], language="ko"), asks)
    assert korean["output"].startswith("아직 채점되지 않았습니다")


@pytest.mark.attack
@pytest.mark.parametrize("form", FORMS)
def test_what_students_see_has_no_solution_and_no_markup_of_others(form):
    hostile = row(
        "a",
        "1",
        "A",
        5.0,
        comment="[x](javascript:alert(1)) <img src=x>",
        late="3 days late",
        methods=(method("FCLayer.backward", 0.0, "fail", wrong(), wrong(), wrong("w" * 10_000)),),
    )
    seen = json.dumps(results(class_grades([hostile]), hostile, form=form), ensure_ascii=False)
    seen += feedback(hostile, "en", form)
    assert not [secret for secret in SECRETS if secret in seen]
    assert "\x1b" not in seen
    assert "3 days late" in seen
    assert "w" * 1000 not in seen
    if form == "html":
        assert "<script" not in seen
        assert "<img" not in seen
    if form == "md":
        assert "\\<script" in feedback(hostile, "en", form)
        assert "[x](" not in feedback(hostile, "en", form)
    assert feedback(hostile, "en", form).count("is not divided") == 1
    assert feedback(hostile, "ko", form) != feedback(hostile, "en", form)
