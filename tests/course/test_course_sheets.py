"""Tables that others wrote: read in their encoding, and written again with the same bytes."""

from __future__ import annotations

import codecs
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undergrad.course.sheets import read_sheet
from undergrad.errors import FileError

CELLS = st.lists(
    st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=2, max_size=4), max_size=4
)


@given(rows=CELLS, delimiter=st.sampled_from(",;\t"), end=st.sampled_from(["\n", "\r\n"]), mark=st.booleans())
def test_what_is_not_touched_keeps_its_bytes(rows, delimiter, end, mark, tmp_path_factory):
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, lineterminator=end)
    writer.writerows([["key", "points", "comment"], *rows])
    content = codecs.BOM_UTF8 * mark + file.getvalue().encode()
    path = tmp_path_factory.getbasetemp() / "sheet.csv"
    path.write_bytes(content)
    sheet = read_sheet(path)
    assert sheet.to_bytes() == content
    assert [line.cells for line in sheet.lines if line.raw != [""]] == [row for row in rows if row != [""]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_every_encoding_of_a_spreadsheet_is_read_and_kept(encoding, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("이름,성적\r\n김민수,1\r\n이서연,\r\n".encode(encoding))
    sheet = read_sheet(path)
    assert sheet.header.cells == ["이름", "성적"]
    sheet.set(sheet.lines[1], 1, "2,5")
    assert sheet.to_bytes() == '이름,성적\r\n김민수,1\r\n이서연,"2,5"\r\n'.encode(encoding)


def test_a_letter_that_the_encoding_lacks_is_written_as_html_names_it(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("이름,의견\n김민수,\n".encode("cp949"))
    sheet = read_sheet(path)
    sheet.set(sheet.lines[0], 1, "좋음 ✓")
    assert sheet.to_bytes().decode("cp949").endswith("좋음 &#10003;\n")


def test_the_line_that_names_the_delimiter_and_blank_lines_are_kept(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"sep=;\r\na;b\r\n\r\n1,5;2\r\n;\r\n")
    sheet = read_sheet(path)
    assert [(line.number, line.cells) for line in sheet.rows()] == [(4, ["1,5", "2"])]
    assert sheet.to_bytes() == path.read_bytes()


def test_lines_are_counted_through_quotes(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('a,b\n"x\ny",1\nz,2\n', "utf-8", newline="")
    assert [line.number for line in read_sheet(path).lines] == [2, 4]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no line of names"),
        (b"\n\n", "no line of names"),
        (b'a,b\n1,"open\n2,3\n', "line 2 has a quote that nothing closes"),
        (b"PK\x03\x04rest", "is a workbook"),
        (b"a,b\n\xff\xfe\x81,\x9d\xff\n", "no text in UTF-8 or CP949"),
    ],
)
def test_what_is_no_table_is_said_in_a_sentence(content, says, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(FileError, match=says):
        read_sheet(path)
