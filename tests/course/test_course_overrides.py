"""The teacher's own points and comments: a file that survives runs and spreadsheets, and is read strictly."""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata

import pytest

from tests.course.examples import POINTS, example_rows, row
from undergrad.course.overrides import COLUMNS, Overrides, read_overrides, start_overrides
from undergrad.errors import FileError

CLASS = [row("kim", "00231234", "김민수"), row("lee", "20231235", "이서연"), row("lee-2", "20231236", "이서연")]


def read(path, *lines: str, header: str = ",".join(COLUMNS), encoding: str = "utf-8-sig") -> Overrides:
    path = path / "overrides.csv"
    path.write_bytes("\r\n".join([header, *lines, ""]).encode(encoding))
    return read_overrides(path, CLASS, POINTS)


def test_it_is_made_once_with_a_line_for_whom_a_person_must_say(tmp_path):
    path = tmp_path / "overrides.csv"
    assert start_overrides(path, example_rows())
    content = path.read_bytes()
    lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [(line["key"], line["points"], line["reason"]) for line in lines] == [
        ("none", "", "the archive is broken"),
        ("asks", "", "line 3 asks for input()"),
    ]
    assert content.startswith(codecs.BOM_UTF8)
    assert read_overrides(path, example_rows(), POINTS) == Overrides()
    assert not start_overrides(path, example_rows()[:1])
    assert path.read_bytes() == content


def test_no_file_sets_nothing(tmp_path):
    assert read_overrides(tmp_path / "overrides.csv", CLASS, POINTS) == Overrides()


def test_points_of_methods_of_the_whole_and_comments_are_read(tmp_path):
    overrides = read(
        tmp_path,
        "kim,,,ReLU.forward,2.5,half of it",
        "kim,,,,,a word more",
        "lee,,,,17,",
    )
    assert overrides.points("kim") == {"ReLU.forward": 2.5}
    assert overrides.score("kim") is None
    assert overrides.score("lee") == 17
    assert overrides.comment("kim") == "half of it\na word more"
    assert overrides.points("lee-2") == {}
    assert overrides.remarks == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_spreadsheet_may_have_saved_it(encoding, delimiter, tmp_path):
    cells = [
        ["comment", "Points ", "student_id", "key", "name", "method", "my notes", ""],
        ["", "", "", "", "", "", "", ""],
        ["좋음", '"2,5"' if delimiter == "," else "2,5", "231234", "kim", "김민수", "ReLU.forward", "-", ""],
    ]
    header, *lines = (delimiter.join(line) for line in cells)
    overrides = read(tmp_path, *lines, header=header, encoding=encoding)
    assert overrides.points("kim") == {"ReLU.forward": 2.5}
    assert overrides.comment("kim") == "좋음"
    assert ["my notes" in remark["en"] for remark in overrides.remarks] == [True]


@pytest.mark.parametrize(
    "who",
    ["KIM,,", ",00231234,", ",231234,", ",,김민수", unicodedata.normalize("NFD", ",,김민수"), "kim,2.02E+08,김 민수"],
)
def test_a_submission_is_named_by_key_id_or_name(who, tmp_path):
    assert read(tmp_path, f"{who},,1,").score("kim") == 1


def test_more_than_the_maximum_is_allowed_and_said(tmp_path):
    overrides = read(tmp_path, "kim,,,ReLU.forward,6,", "lee,,,,31,")
    assert (overrides.points("kim"), overrides.score("lee")) == ({"ReLU.forward": 6}, 31)
    assert ["line 2" in overrides.remarks[0]["en"], "line 3" in overrides.remarks[1]["en"]] == [True, True]

    assert len(read_overrides(tmp_path / "overrides.csv", CLASS, POINTS, max_score=31).remarks) == 1


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("park,,,,1,", "line 2 of .* names 'park', and no submission"),
        (",,,,1,", "line 2 of .* names no submission"),
        (",,이서연,,1,", "as 2 submissions are called"),
        ("kim,20231235,,,1,", "sorted apart"),
        ("kim,,이서연,,1,", "sorted apart"),
        ("kim,,,ReLU.forwad,1,", "unknown method 'ReLU.forwad' in line 2.*did you mean 'ReLU.forward'"),
        ("kim,,,,-1,", "points '-1'; write a number"),
        ("kim,,,,+2,", "points '[+]2'"),
        ("kim,,,,full,", "points 'full'"),
        ("kim,,,,nan,", "points 'nan'"),
        ("kim,,,,50%,", "points '50%'"),
        ('kim,,,,"1,000",', "points '1,000'"),
        ("kim,,,,01-May,", "points '01-May'"),
        ("kim,,,,1,good, but late", "more cells than the first line"),
        ("kim,,,,1,\r\nkim,,,,2,", "line 3 of .* sets what line 2 has set"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_line(line, says, tmp_path):
    with pytest.raises(FileError, match=says) as caught:
        read(tmp_path, line)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("header", ["key,method,comment", "method,points,comment", "a,b,c"])
def test_a_file_without_a_column_is_refused(header, tmp_path):
    with pytest.raises(FileError, match="no column"):
        read(tmp_path, header=header)


def test_a_defused_name_is_the_name_again(tmp_path):
    hostile = row("cmd", "", "=cmd|'/c calc'!A0", None)
    path = tmp_path / "overrides.csv"
    start_overrides(path, [hostile])
    path.write_bytes(path.read_bytes().replace(b"cmd,,", b",,").replace(b"A0,,,", b"A0,,3,"))
    assert b"'=cmd" in path.read_bytes()
    assert read_overrides(path, [*CLASS, hostile], POINTS).score("cmd") == 3
