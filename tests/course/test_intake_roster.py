"""The roster: whose a submission is, and who handed nothing in."""

import pytest

from tests.course.intake_files import ANSWER, lay, zipped
from undergrad.check import load_assignment
from undergrad.course.intake import read_submissions
from undergrad.course.intake.roster import read_roster
from undergrad.errors import FileError, UsageError

HOMEWORK = load_assignment("hw3")
KOREAN = (
    "학번,이름,학과,이메일\n20231234,김민수,컴퓨터,kim@x.kr\n20231235,이영희,수학,lee@x.kr\n20231236,박철수,수학,\n"
)


def roster_of(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "roster.csv"
    path.write_bytes(text.encode(encoding))
    return path


def read(tmp_path, files, text=KOREAN):
    inbox = lay(tmp_path / "inbox", files)
    return read_submissions([inbox], tmp_path / "out", HOMEWORK, roster=roster_of(tmp_path, text))


@pytest.mark.parametrize("encoding", ["cp949", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators(tmp_path, encoding, separator):
    students = read_roster(roster_of(tmp_path, KOREAN.replace(",", separator), encoding)).students
    assert (students[0].student_id, students[0].name) == ("20231234", "김민수")
    assert students[0].email == "kim@x.kr"
    assert not any("컴퓨터" in str(student) for student in students)


@pytest.mark.parametrize(
    ("text", "student"),
    [
        ("student_id,name\n0012345,Kim\n", ("0012345", "Kim", "")),
        ("Student ID,Full name\n20231234.0,Kim\n", ("20231234", "Kim", "")),
        ("First Name,Last Name,SID,Email\nMinsu,Kim,20231234,k@x.kr\n", ("20231234", "Minsu Kim", "")),
        ('Identifier,Full name,ID number\nParticipant 987,"Kim Minsu",20231234\n', ("20231234", "Kim Minsu", "987")),
        (
            'Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n"Kim, Minsu",101,20231234,kim,A\n',
            ("20231234", "Kim, Minsu", "101"),
        ),
        ('name\n"김민수"\n', ("", "김민수", "")),
    ],
)
def test_headers_of_registries_and_platforms(tmp_path, text, student):
    (only,) = read_roster(roster_of(tmp_path, text)).students
    assert (only.student_id, only.name, only.platform_id) == student


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n", "names no column of students"),
        ("", "names no column of students"),
        ("student_id,name\n1,Kim\n1,Lee\n", "has the student number 1 in two lines"),
    ],
)
def test_what_is_no_roster(tmp_path, text, message):
    with pytest.raises(UsageError, match=message):
        read_roster(roster_of(tmp_path, text))


def test_a_roster_that_is_not_there(tmp_path):
    with pytest.raises(FileError, match="cannot read"):
        read_roster(tmp_path / "nowhere.csv")


def test_who_handed_nothing_in_and_who_is_nobody(tmp_path):
    rows = read(tmp_path, {"HW3_20231234_Kim.py": ANSWER, "HW3_20239999_Choi.py": ANSWER})
    assert [(row.student_id, row.name, row.problem.get("en", "")) for row in rows] == [
        ("20231234", "김민수", ""),
        ("20231235", "이영희", "nothing was handed in"),
        ("20231236", "박철수", "nothing was handed in"),
        ("20239999", "Choi", ""),
    ]
    assert any("nobody on the roster is 20239999 Choi" in remark["en"] for remark in rows[3].remarks)
    assert len({row.key for row in rows}) == 4


def test_names_are_matched_where_no_number_is(tmp_path):
    rows = read(
        tmp_path, {"이영희.py": ANSWER, "김민수/Answer.py": ANSWER, "HW3_박철수_final.zip": zipped({"a.py": ANSWER})}
    )
    assert [(row.student_id, bool(row.problem)) for row in rows] == [
        ("20231234", False),
        ("20231235", False),
        ("20231236", False),
    ]


def test_two_students_of_one_name_are_not_guessed(tmp_path):
    text = "student_id,name\n1000001,김민수\n1000002,김민수\n"
    rows = read(tmp_path, {"김민수.py": ANSWER}, text)
    assert [(row.student_id, bool(row.problem)) for row in rows] == [("1000001", True), ("1000002", True), ("", False)]


def test_platforms_numbers_and_names(tmp_path):
    text = 'Student,ID,SIS User ID\n"Kim, Minsu",101,20231234\n"Lee, Jun",102,20231235\n'
    rows = read(tmp_path, {"kimminsu_101_5001_Answer.py": ANSWER, "leejun_999_5002_Answer.py": ANSWER}, text)
    assert [(row.student_id, row.name, bool(row.problem)) for row in rows] == [
        ("20231234", "Kim, Minsu", False),
        ("20231235", "Lee, Jun", False),
    ]


def test_a_platforms_person_and_a_mail_are_one_student(tmp_path):
    files = {
        "김민수_1_assignsubmission_file_/Answer.py": ANSWER,
        "HW3_20231234_김민수.zip": zipped({"Answer.py": ANSWER}),
    }
    rows = [row for row in read(tmp_path, files) if not row.problem]
    assert [row.student_id for row in rows] == ["20231234"]
    assert any("was not taken" in remark["en"] for remark in rows[0].remarks)


def test_a_number_that_is_anothers_is_said(tmp_path):
    files = {
        "김민수_1_assignsubmission_file_/Answer.py": ANSWER,
        "이영희_2_assignsubmission_file_/HW3_20231234_x.py": ANSWER,
    }
    rows = {row.source.split("_")[0]: row for row in read(tmp_path, files) if row.source}
    assert rows["김민수"].student_id == "20231234"
    assert rows["이영희"].student_id == "20231235", "the platform's own name is surer than a file's"


def test_a_short_number_on_the_roster_is_one(tmp_path):
    (only,) = read(tmp_path, {"HW3_1234_Kim.py": ANSWER}, "student_id,name\n1234,Kim\n")
    assert (only.student_id, only.problem) == ("1234", {})


def test_the_roster_in_the_folder_is_not_handed_in(tmp_path):
    inbox = lay(tmp_path / "inbox", {"HW3_20231234_Kim.py": ANSWER, "HW3_20231235_Lee.py": ANSWER, "r.csv": KOREAN})
    rows = read_submissions([inbox], tmp_path / "out", HOMEWORK, roster=inbox / "r.csv")
    assert [row.student_id for row in rows] == ["20231234", "20231235", "20231236"]
