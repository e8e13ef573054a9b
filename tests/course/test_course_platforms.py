"""Moodle's worksheet and Canvas's gradebook: the teacher's own files, filled in, with every other byte as it was."""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata

import pytest

from tests.course.examples import class_grades, example_rows, row
from undergrad.course.output.canvas import write_canvas
from undergrad.course.output.moodle import fill_worksheet
from undergrad.errors import FileError, UsageError

ENGLISH = (
    'Identifier,"Full name","ID number","Email address",Status,Grade,"Maximum grade","Grade can be changed",'
    '"Last modified (submission)","Online text","Last modified (grade)","Feedback comments"'
)
KOREAN = (
    '식별자,성명,"이메일 주소",상태,성적,"최대 성적","Grade can be changed",'
    "마지막 수정됨(제출),마지막 수정됨(성적),피드백 코멘트"
)
MOODLE_NAME = "HW3 download.zip!{name}_{number}_assignsubmission_file_/HW3.zip"


def cells(content: bytes, encoding: str = "utf-8-sig") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(encoding), newline="")))


def line(number: int, name: str, student_id: str = "", *, maximum: str = "30.00", changed: str = "Yes") -> str:
    return (
        f'Participant {number},"{name}",{student_id},u{number}@univ.ac.kr,"Submitted for grading",,{maximum},{changed},'
        f'"Tuesday, 1 October 2024, 11:00 PM","<p>it is ""my"" text\n</p>",-,'
    )


def worksheet(tmp_path, *lines: str, header: str = ENGLISH, encoding: str = "utf-8-sig"):
    path = tmp_path / "worksheet.csv"
    path.write_bytes("\n".join([header, *lines, ""]).encode(encoding))
    return path


def filled(tmp_path, grades, path, **options):
    """The filled worksheet's cells without its header, and the remarks in English."""
    remarks = fill_worksheet(grades, path, tmp_path / "out.csv", **options)
    assert all(remark["en"] and remark["ko"] and remark["en"] != remark["ko"] for remark in remarks)
    return cells((tmp_path / "out.csv").read_bytes())[1:], [remark["en"] for remark in remarks]


def test_a_submission_is_found_by_participant_id_mail_and_name(tmp_path):
    rows = [
        row("a", "", "", 1.0, source=MOODLE_NAME.format(name="Some One", number=101)),
        row("b", "00231234", "", 2.0),
        row("c", "u103", "", 3.0),
        row("d", "", unicodedata.normalize("NFC", "김민수"), 4.0),
        row("e", "", "van der Lee, Seoyeon", 5.0),
    ]
    path = worksheet(
        tmp_path,
        line(101, "One Some"),
        line(102, "Two", "231234"),
        line(103, "Three"),
        line(104, unicodedata.normalize("NFD", "민수 김")),
        line(105, "Lee Seoyeon van der"),
    )
    table, remarks = filled(tmp_path, class_grades(rows), path)
    assert [cells[5] for cells in table] == ["1", "2", "3", "4", "5"]
    assert remarks == []


def test_every_other_byte_stays(tmp_path):
    path = worksheet(tmp_path, line(1, "Kim, Min"), line(2, "Other"))
    fill_worksheet(class_grades([row("a", "", "Min Kim", 12.5, comment="a, b")]), path, tmp_path / "out.csv")
    before, after = path.read_bytes(), (tmp_path / "out.csv").read_bytes()
    assert before.startswith(codecs.BOM_UTF8)
    [grade_and_feedback] = [cells for cells in cells(after)[1:] if cells[5]]
    undone = after.replace(b",12.5,30.00", b",,30.00").replace(b'"%s"' % grade_and_feedback[-1].encode(), b"")
    assert undone == before


def test_a_file_that_is_filled_again_is_the_same(tmp_path):
    grades = class_grades(example_rows())
    path = worksheet(tmp_path, *(line(number, one.name.replace('"', '""')) for number, one in enumerate(grades.rows)))
    fill_worksheet(grades, path, tmp_path / "once.csv")
    fill_worksheet(grades, tmp_path / "once.csv", tmp_path / "twice.csv")
    assert (tmp_path / "once.csv").read_bytes() == (tmp_path / "twice.csv").read_bytes()


@pytest.mark.parametrize("feedback", ["피드백 코멘트", "피드백"])
def test_a_worksheet_in_korean_from_excel_keeps_its_headers_and_encoding(tmp_path, feedback):
    korean = KOREAN.replace("피드백 코멘트", feedback)
    lines = (
        "참가자11,김민수,a@x.kr,제출,,30.00,예,-,-,",
        "참가자12,이서연,b@x.kr,제출,,30.00,아니오,-,-,",
    )
    path = worksheet(tmp_path, *lines, header=korean, encoding="cp949")
    rows = [row("a", "", "김민수", 30.0, comment="잘했습니다 ✓"), row("b", "", "이서연")]
    remarks = fill_worksheet(class_grades(rows, language="ko"), path, tmp_path / "out.csv")
    header, first, second = cells((tmp_path / "out.csv").read_bytes(), "cp949")
    assert ",".join(header) == korean.replace('"', "")
    assert first[4] == "30"
    assert "잘했습니다 &#10003;" in first[-1]
    assert second[4] == ""
    assert ["이서연" in remark["ko"] and "변경할 수 없다" in remark["ko"] for remark in remarks] == [True]


@pytest.mark.parametrize("no_grade", ["", "-"])
def test_a_worksheet_in_an_unknown_language_is_read_by_what_stands_in_it(tmp_path, no_grade):
    header = "Tunniste,Koko nimi,Sähköposti,Tila,Arvosana,Maksimi,Muutettavissa,Muokattu,Palaute"
    lines = (
        f"Osallistuja 7,Min Kim,a@x.fi,Palautettu,{no_grade},30.00,Kyllä,-,",
        f"Osallistuja 8,Bo Li,b@x.fi,-,{no_grade},30.00,Kyllä,-,",
    )
    path = worksheet(tmp_path, *lines, header=header)
    table, remarks = filled(tmp_path, class_grades([row("a", "", "Min Kim", 7.0)]), path)
    assert [cells[4] for cells in table] == ["7", no_grade]
    assert not any("replaced" in remark for remark in remarks)
    assert "7 of 30 points" in table[0][-1]
    assert "Arvosana, Maksimi" in remarks[0]


def test_who_is_left_out_is_said(tmp_path):
    rows = [
        row("asks", "", "Ask", None),
        row("gone", "", "Nobody Here"),
        row("twin", "", "Twin"),
        row("locked", "", "Locked"),
        row("much", "", "Much", 31.0),
        row("twice-1", "", "Twice"),
        row("twice-2", "", "Twice"),
        row("other", "20230009", "Right", source=MOODLE_NAME.format(name="Right", number=8)),
    ]
    path = worksheet(
        tmp_path,
        line(1, "Ask"),
        line(2, "Twin"),
        line(3, "Twin"),
        line(4, "Locked", changed="No"),
        line(5, "Much"),
        line(6, "Twice"),
        line(7, "Absent"),
        line(8, "Right", "20230008"),
        line(9, "Wrong", "20230009"),
    )
    table, remarks = filled(tmp_path, class_grades(rows), path)
    assert [cells[5] for cells in table] == [""] * 9
    said = {remark.split(":")[0]: remark.rpartition(": ")[2] for remark in remarks}
    assert said["submissions of people who are not in the file, left out"] == "Nobody Here"
    assert said["not filled in, since a person must say"] == "Ask"
    assert "Locked" in said["not filled in, since Moodle says that the grade cannot be changed"]
    assert any(remark.endswith("Moodle does not take: Much") or "maximum" in remark for remark in remarks)
    doubtful = next(remark for remark in remarks if "not clear whose" in remark)
    assert all(name in doubtful for name in ("Twin", "Twice, Twice", "20230009 Right"))
    assert any("Absent" in remark for remark in remarks)


def test_grades_that_stood_there_are_replaced_and_that_is_said(tmp_path):
    path = worksheet(tmp_path, line(1, "Kim").replace(",,30.00", ",3.00,30.00"))
    table, remarks = filled(tmp_path, class_grades([row("a", "", "Kim", 4.0)]), path)
    assert table[0][5] == "4"
    assert any("were replaced: 1" in remark for remark in remarks)


def test_another_maximum_is_said_or_scaled(tmp_path):
    path = worksheet(tmp_path, line(1, "Kim", maximum="100.00"))
    grades = class_grades([row("a", "", "Kim", 15.0)])
    table, remarks = filled(tmp_path, grades, path)
    assert table[0][5] == "15"
    assert any("maximum is 100" in remark for remark in remarks)
    table, remarks = filled(tmp_path, grades, path, scale=True)
    assert table[0][5] == "50"
    assert remarks == []


@pytest.mark.attack
def test_a_line_that_a_student_has_broken_is_left_and_said(tmp_path):
    broken = line(2, "Mallory").replace('it is ""my"" text', 'a\\",b')
    path = worksheet(tmp_path, line(1, "Kim"), broken, line(3, "Lee"))
    table, remarks = filled(tmp_path, class_grades([row("a", "", "Kim", 1.0), row("b", "", "Lee", 2.0)]), path)
    assert [cells[5] for cells in table if cells[0] in ("Participant 1", "Participant 3")] == ["1", "2"]
    assert "were not changed: 4" in remarks[0]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("student,points\nKim,3\n", "has no column for an identifier"),
        ("Identifier,Full name\nParticipant 1,Kim\n", "has no column for a grade"),
        (ENGLISH + "\n" + line(1, "Kim", maximum='"Good\nBad"'), "line 2 of .*no maximum grade that is a number"),
    ],
)
def test_what_is_no_worksheet_is_refused_and_nothing_is_written(content, says, tmp_path):
    (tmp_path / "in.csv").write_text(content, "utf-8", newline="")
    with pytest.raises(FileError, match=says):
        fill_worksheet(class_grades([row("a", "", "Kim", 1.0)]), tmp_path / "in.csv", tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_feedback_is_html_or_text_in_the_language_of_the_class(tmp_path):
    path = worksheet(tmp_path, line(1, "Kim"))
    grades = class_grades([row("a", "", "Kim", 4.0, comment="a < b\nc")], language="ko")
    table, _ = filled(tmp_path, grades, path)
    assert table[0][-1].startswith("<p>30점 중 4점.</p><p>의견: a &lt; b<br>c</p>")
    table, _ = filled(tmp_path, grades, path, form="text")
    assert "30점 중 4점.\n의견: a < b\nc" in table[0][-1]


GRADEBOOK = """Student,ID,SIS User ID,SIS Login ID,Section,Notes,HW2 (70),"HW3: layers, of a net (71)",HW30 (72),Total
,,,,,,Manual Posting,,,
    Points Possible,,,,,,10.00,30.00,30.00,(read only)
"Kim, Minsu",901,00231234,minsu@univ.ac.kr,"Sec ""A"" 1",x,5.00,,1.00,50.0
"이, 서연",902,20231235,seoyeon,B,,5.00,3.00,1.00,50.0
"Ask, Input",903,20238888,ask,B,,5.00,2.00,1.00,50.0
"Student, Test",999,,abcdef,B,,,,,
"""


def gradebook(tmp_path, content: str = GRADEBOOK):
    path = tmp_path / "gradebook.csv"
    path.write_bytes(content.encode())
    return path


def test_canvas_gets_the_header_the_points_and_who_has_a_score(tmp_path):
    rows = [
        row("a", "", "", 25.5, source="submissions.zip!kimminsu_LATE_901_5555_HW3.zip"),
        row("b", "20231235", "이서연", 30.0),
        row("c", "20238888", "", None),
        row("d", "1", "Gone"),
    ]
    remarks = write_canvas(class_grades(rows), gradebook(tmp_path), tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text("utf-8") == (
        'Student,ID,SIS User ID,SIS Login ID,Section,"HW3: layers, of a net (71)"\n'
        "    Points Possible,,,,,30.00\n"
        '"Kim, Minsu",901,00231234,minsu@univ.ac.kr,"Sec ""A"" 1",25.5\n'
        '"이, 서연",902,20231235,seoyeon,B,30\n'
    )
    said = " ".join(remark["en"] for remark in remarks)
    assert all(name in said for name in ("1 Gone", "20238888", "not in the file (1): Student, Test"))


@pytest.mark.parametrize("assignment", ["71", "HW3: layers, of a net", "HW3: layers, of a net (71)"])
def test_the_assignment_is_named_by_number_or_title(assignment, tmp_path):
    grades = class_grades([row("b", "20231235", "", 1.0)], assignment="other", title="something")
    write_canvas(grades, gradebook(tmp_path), tmp_path / "out.csv", assignment=assignment)
    assert cells((tmp_path / "out.csv").read_bytes())[0][-1] == "HW3: layers, of a net (71)"


def test_other_points_possible_are_said(tmp_path):
    grades = class_grades([row("b", "20231235", "", 1.0)])
    [*_, remark] = write_canvas(grades, gradebook(tmp_path), tmp_path / "out.csv", assignment="70")
    assert "10.00 points possible" in remark["en"]


@pytest.mark.parametrize(
    ("content", "assignment", "error", "says"),
    [
        (GRADEBOOK, "HW4", UsageError, "unknown assignment 'HW4'"),
        (GRADEBOOK.replace("HW3: ", "HW5 "), None, UsageError, "not clear; name one by its number: HW2 .70., HW5"),
        (GRADEBOOK.replace("HW2 (", "hw3 bis ("), None, UsageError, "not clear; name one"),
        (GRADEBOOK.replace("Section", "Class"), None, FileError, "no column 'Section'"),
        ("Student,ID,Section\nKim,1,A\n", None, FileError, "has no assignment"),
        (GRADEBOOK + "Kim,1,2\n", None, FileError, "line 8 of .* has 3 cells"),
    ],
)
def test_what_is_no_gradebook_is_refused_and_nothing_is_written(content, assignment, error, says, tmp_path):
    with pytest.raises(error, match=says):
        write_canvas(class_grades(), gradebook(tmp_path, content), tmp_path / "out.csv", assignment=assignment)
    assert not (tmp_path / "out.csv").exists()
