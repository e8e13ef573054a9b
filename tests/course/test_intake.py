"""What arrives becomes submissions: a row for each student, whatever it is and whatever it is called."""

import datetime
import os
import unicodedata
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.course.intake_files import ANSWER, classes, lay, zipped, zipped_raw
from undergrad.check import load_assignment
from undergrad.course.intake import read_submissions
from undergrad.errors import UsageError

HOMEWORK = load_assignment("hw3")


@pytest.fixture
def read(tmp_path):
    """Reads files that lie in a folder, given by their names and contents, into submissions."""

    def read_files(files, **options):
        inbox = lay(tmp_path / "inbox", files)
        return read_submissions([inbox], tmp_path / "out", HOMEWORK, **options)

    return read_files


def said(submission):
    """All that is said of a submission, in English."""
    return "\n".join(text["en"] for text in (*submission.remarks, submission.problem) if text)


def laid(tmp_path, submission):
    root = tmp_path / "out" / "submissions" / submission.key
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "name",
    [
        "HW3_20231234_김민수.zip",
        "HW3-20231234-김민수.zip",
        "hw3 20231234 김민수.zip",
        "HW3_김민수_20231234.zip",
        "김민수_20231234_HW3.zip",
        "20231234김민수.zip",
        "과제3_20231234_김민수_최종.zip",
        "HW3_20231234_김민수 (1).zip",
        "HW3_20231234_김민수_done.zip",
        "머신러닝_HW3_20231234_김민수.zip",
        "HW3_20231234_김민수 - 복사본.zip",
        unicodedata.normalize("NFD", "HW3_20231234_김민수.zip"),
    ],
)
def test_number_and_name_from_the_courses_own_names(read, name):
    """Every writing of one student beside another's."""
    first, second = read({name: zipped({"Answer.py": ANSWER}), "HW3_20239999_Lee.py": ANSWER})
    assert (first.student_id, first.name, first.key) == ("20231234", "김민수", "20231234")
    assert (first.file, first.problem) == ("Answer.py", {})
    assert (second.student_id, second.name) == ("20239999", "Lee")


def test_a_number_with_a_hyphen_and_a_name_of_two_words(read):
    (only,) = read({"HW3_2023-12345_Kim Min su.zip": zipped({"Answer.py": ANSWER})})
    assert (only.student_id, only.name) == ("2023-12345", "Kim Min su")


@pytest.mark.parametrize(
    ("encoding", "flag", "form"),
    [("cp949", False, "NFC"), ("utf-8", False, "NFC"), ("utf-8", True, "NFC"), ("utf-8", True, "NFD")],
)
def test_korean_names_in_an_archive(read, tmp_path, encoding, flag, form):
    content = zipped_raw({"숙제/정답.py": ANSWER, "숙제/보고서.hwp": "x"}, encoding=encoding, flag=flag, form=form)
    (only,) = read({"HW3_20231234_Kim.zip": content})
    assert set(laid(tmp_path, only)) == {"정답.py", "보고서.hwp"}
    assert (only.file, only.documents) == ("정답.py", ("보고서.hwp",))


def test_a_name_in_utf8_that_cp949_could_be_too(read, tmp_path):
    """Without the flag only the bytes tell; nothing but a few texts is valid in both, and UTF-8 is meant then."""
    name = next(name for name in (f"{chr(code)}{chr(code + 7)}" for code in range(0xAC00, 0xD7A3)) if _is_cp949(name))
    (only,) = read({"HW3_20231234_Kim.zip": zipped_raw({f"{name}.py": ANSWER}, encoding="utf-8")})
    assert only.file == f"{name}.py"


def _is_cp949(name):
    try:
        name.encode().decode("cp949")
    except UnicodeDecodeError:
        return False
    return True


def test_what_computers_add_is_left_out(read, tmp_path):
    files = {"a/Answer.py": ANSWER, "__MACOSX/a/._Answer.py": "x", "a/.DS_Store": "x", "a/__pycache__/x.pyc": "x"}
    (only,) = read({"HW3_20231234_Kim.zip": zipped(files)})
    assert set(laid(tmp_path, only)) == {"Answer.py"}


def test_the_document_beside_the_archive_is_the_same_students(read):
    (only,) = read({"HW3_20231234_Kim.zip": zipped({"Answer.py": ANSWER}), "HW3_20231234_Kim.pdf": b"%PDF"})
    assert only.documents == ("HW3_20231234_Kim.pdf",)
    assert "no document" not in said(only)


def test_moodle_with_folders_and_without(read):
    inner = zipped({"Answer.py": ANSWER})
    files = {
        "Kim Minsu_12345_assignsubmission_file_/HW3_20231234_Kim.zip": inner,
        "Kim Minsu_12345_assignsubmission_onlinetext_/onlinetext.html": "<p>",
        "이영희_12346_assignsubmission_file_/Answer.py": ANSWER,
        "이영희_12346_assignsubmission_file_/report.pdf": b"%PDF",
        "Park_12347_assignsubmission_file_HW3_20231236_Park.zip": inner,
        "Choi_12348_assignsubmission_file_Answer.py": ANSWER,
    }
    rows = {each.name: each for each in read({"ML-HW3-1234567.zip": zipped(files)})}
    assert {name: row.student_id for name, row in rows.items()} == {
        "Kim Minsu": "20231234",
        "이영희": "",
        "Park": "20231236",
        "Choi": "",
    }
    assert all(row.file == "Answer.py" and not row.problem for row in rows.values())
    assert rows["이영희"].documents == ("report.pdf",)
    assert rows["Kim Minsu"].source == (
        "ML-HW3-1234567.zip!Kim Minsu_12345_assignsubmission_file_/HW3_20231234_Kim.zip"
    )


def test_moodles_empty_folder_is_a_row(read):
    rows = read(
        {"class.zip": zipped({"Kim_1_assignsubmission_file_/": "", "Lee_2_assignsubmission_file_/a.py": ANSWER})}
    )
    assert [bool(row.problem) for row in sorted(rows, key=lambda row: row.name)] == [True, False]


def test_canvas(read):
    files = {
        "kimminsu_LATE_101_5001_HW3_20231234_Kim-1.zip": zipped({"Answer.py": ANSWER}),
        "leejun_102_5002_Answer-2.py": ANSWER,
        "leejun_102_5003_helper.py": "x = 1\n",
        "leejun_102_5004_report.pdf": b"%PDF",
    }
    kim, lee = sorted(read({"submissions.zip": zipped(files)}), key=lambda row: row.source)
    assert (kim.student_id, kim.name, kim.late, kim.key) == ("20231234", "Kim", True, "20231234-canvas101")
    assert "marks it as late" in said(kim)
    assert (lee.name, lee.file, lee.documents, lee.late) == ("leejun", "Answer.py", ("report.pdf",), False)


def test_canvas_resubmission_of_one_file(read):
    (only,) = read({"leejun_102_5002_Answer.py": "old = 1\n" + ANSWER, "leejun_102_5003_Answer-1.py": ANSWER})
    assert only.source == "leejun_102_5003_Answer-1.py"
    assert "leejun_102_5002_Answer.py" in said(only)


def test_gradescope_with_its_metadata(read):
    metadata = (
        "---\nsubmission_11:\n  :submitters:\n  - :name: 김민수\n    :sid: '20231234'\n    :email: k@x.kr\n"
        "  :created_at: 2023-05-01 10:20:30.123456789 +0900\n  :score: 1.0\n  :results:\n    tests:\n"
        "    - name: Sneaky\n      created_at: 1999-01-01\n"
        "submission_12:\n  :submitters:\n  - :name: Lee\n    :sid:\n  :created_at: 2023-05-01 01:20:30 Z\n"
    )
    files = {"submission_metadata.yml": metadata, "submission_11/Answer.py": ANSWER, "submission_12/a.py": ANSWER}
    rows = read(
        {"assignment_1234567_export.zip": zipped({f"assignment_1234567_export/{k}": v for k, v in files.items()})}
    )
    kim, lee = rows
    assert (kim.student_id, kim.name, kim.key) == ("20231234", "김민수", "20231234")
    assert kim.submitted == datetime.datetime(2023, 5, 1, 1, 20, 30, 123456, datetime.UTC)
    assert (lee.student_id, lee.name, lee.key) == ("", "Lee", "lee-gradescope12")


def test_blackboards_time_is_that_of_its_name(read):
    zone = datetime.timezone(datetime.timedelta(hours=9))
    (only,) = read({"HW3_kim123_attempt_2023-05-01-10-20-30_HW3_20231234_Kim.zip": zipped({"a.py": ANSWER})}, zone=zone)
    assert only.submitted == datetime.datetime(2023, 5, 1, 10, 20, 30, tzinfo=zone)
    assert only.student_id == "20231234"


def test_a_folder_of_folders_and_files_without_numbers(read):
    rows = read({"kim/Answer.py": ANSWER, "lee/code/Answer.py": ANSWER, "lee/code/helper.py": "x = 1\n"})
    assert [(row.name, row.file) for row in rows] == [("kim", "Answer.py"), ("lee", "Answer.py")]
    assert all("student number" in said(row) for row in rows)


def test_a_folder_of_python_files_of_several_students(read):
    assert [row.name for row in read({"kim.py": ANSWER, "lee.py": ANSWER})] == ["kim", "lee"]


@pytest.mark.parametrize(
    "files",
    [
        {"Answer.py": ANSWER, "helper.py": "x = 1\n", "report.pdf": b"%PDF"},
        {"relu.py": classes("ReLU"), "fc.py": classes("FCLayer", "Tanh"), "Answer.py": "from relu import *\n"},
        {"Answer.py": ANSWER, "Answer (1).py": ANSWER + "\n"},
        {"hw3/Answer.py": ANSWER, "old/Answer.py": ANSWER + "\n"},
        {"activations/relu.py": classes("ReLU"), "linear/fc.py": classes("FCLayer")},
    ],
)
def test_a_folder_that_is_one_submission(read, files):
    (only,) = read(files)
    assert not only.problem


def test_one_file_that_is_named(tmp_path):
    file = lay(tmp_path, {"HW3_20231234_Kim.py": ANSWER}) / "HW3_20231234_Kim.py"
    (only,) = read_submissions([file], tmp_path / "out", HOMEWORK)
    assert (only.student_id, only.file, only.source) == ("20231234", "HW3_20231234_Kim.py", "HW3_20231234_Kim.py")


def test_several_paths_are_read_together(tmp_path):
    lay(tmp_path, {"a/HW3_20231234_Kim.py": ANSWER, "b/HW3_20231235_Lee.py": ANSWER, "HW3_20231236_Park.py": ANSWER})
    paths = [tmp_path / "a", tmp_path / "b", tmp_path / "HW3_20231236_Park.py"]
    rows = read_submissions(paths, tmp_path / "out", HOMEWORK)
    assert [row.name for row in rows] == ["Kim", "Lee", "Park"]


def test_a_class_in_two_archives(read):
    sections = {
        f"section {part}.zip": zipped(
            {f"HW3_2023{part}{number}_N.zip": zipped({"a.py": ANSWER}) for number in (111, 222)}
        )
        for part in (1, 2)
    }
    assert [row.student_id for row in read(sections)] == ["20231111", "20231222", "20232111", "20232222"]


def test_nobody_hands_in_for_others(read):
    """A student's archive that looks like a class beside the true ones."""
    forged = zipped({"HW3_20231111_A.zip": zipped({"Answer.py": classes("ReLU")}), "HW3_20239999_B.py": ANSWER})
    rows = read({"HW3_20231111_A.zip": zipped({"Answer.py": ANSWER}), "zzz.zip": forged})
    assert next(row.source for row in rows if row.student_id == "20231111") == "HW3_20231111_A.zip"
    assert len(rows) == 2


def test_a_platforms_person_does_not_take_anothers_place(read):
    files = {
        "Kim_1_assignsubmission_file_/HW3_20231234_Kim.py": ANSWER,
        "Mallory_2_assignsubmission_file_/HW3_20231234_Kim.py": "forged = 1\n" + ANSWER,
    }
    rows = read(files)
    assert {row.key for row in rows} == {"20231234-moodle1", "20231234-moodle2"}
    assert all("another submission has the number" in said(row) for row in rows)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "broken.zip is no zip archive"),
        (b"PK\x03\x04" + bytes(50), "no zip archive"),
        (zipped({}), "holds nothing"),
        (zipped({"report.pdf": b"%PDF"}), "documents (report.pdf) and no code"),
        (zipped({"a.txt": "x"}), "holds no Python file"),
        (zipped({"Answer.py": ""}), "Answer.py is empty"),
        (zipped({"Answer.py": b"PK\x03\x04"}), "is an archive, in spite of its name"),
        (zipped({"Answer.py": ANSWER.encode("utf-16")}), "UTF-16"),
        (zipped({"code.rar": b"Rar!"}), "of the kind RAR"),
        (zipped({"test_answer.py": "from Answer import *\n"}), "only files of tests"),
        (zipped({"a.py": "x = 1\n", "b.py": "y = 1\n"}), "no file has a required class"),
        (zipped({"notes.ipynb": "{"}), "no notebook or a damaged one"),
        (zipped({"notes.ipynb": '{"cells": []}'}), "has no code cell"),
        (zipped({"a/x.py": ANSWER, "b/y.py": ANSWER + "\n"}), "several files could be the one that is meant"),
    ],
)
def test_what_cannot_be_judged_is_a_row_with_the_reason(read, content, why):
    broken, right = read({"broken.zip": content, "HW3_20231234_Kim.py": ANSWER})[::-1]
    assert why in broken.problem["en"]
    assert broken.problem["ko"] != broken.problem["en"]
    assert (broken.file, right.problem) == ("", {})


@pytest.mark.parametrize("suffix", ["7z", "rar", "tar.gz", "tar", "alz", "egg"])
def test_other_archives_are_rows(read, suffix):
    (only,) = read({f"HW3_20231234_Kim.{suffix}": b"x"})
    assert (only.student_id, only.name) == ("20231234", "Kim")
    assert "is not read; ask for a zip" in only.problem["en"]


def test_a_document_alone_is_a_row(read):
    (only,) = read({"HW3_20231234_Kim.docx": zipped({"word/document.xml": "x"})})
    assert only.documents == ("HW3_20231234_Kim.docx",)
    assert "no code" in only.problem["en"]


def test_two_documents_are_said(read):
    (only,) = read({"HW3_20231234_Kim.zip": zipped({"Answer.py": ANSWER, "a.pdf": b"%PDF", "b.pdf": b"%PDF"})})
    assert only.documents == ("a.pdf", "b.pdf")
    assert "several documents: a.pdf, b.pdf" in said(only)


def test_a_link_in_a_folder_is_not_followed(tmp_path, read):
    secret = tmp_path / "secret.py"
    secret.write_text(ANSWER, encoding="utf-8")
    inbox = lay(tmp_path / "inbox", {"HW3_20231234_Kim/Answer.py": ANSWER, "HW3_20231235_Lee/readme.txt": "x"})
    try:
        (inbox / "HW3_20231235_Lee" / "Answer.py").symlink_to(secret)
    except OSError:
        pytest.skip("this system does not allow links")
    _, lee = read({})
    assert "is a link to another file" in lee.problem["en"]


def test_a_folder_that_may_not_be_read_is_a_row(tmp_path, read, monkeypatch):
    inbox = lay(tmp_path / "inbox", {"HW3_20231234_Kim/Answer.py": ANSWER, "HW3_20231235_Lee/Answer.py": ANSWER})
    whole = os.scandir

    def scandir(path):
        if os.fspath(path) == str(inbox / "HW3_20231235_Lee"):
            raise PermissionError(13, "Permission denied", str(path))
        return whole(path)

    monkeypatch.setattr(os, "scandir", scandir)
    kim, lee = read({})
    assert not kim.problem
    assert (lee.student_id, "Permission denied" in lee.problem["en"]) == ("20231235", True)


def test_the_output_inside_the_input_is_not_handed_in(tmp_path):
    lay(tmp_path, {"HW3_20231234_Kim.py": ANSWER, "HW3_20231235_Lee.py": ANSWER})
    first = read_submissions([tmp_path], tmp_path / "out", HOMEWORK)
    assert read_submissions([tmp_path], tmp_path / "out", HOMEWORK) == first
    assert len(first) == 2


def test_read_again_everything_stays_and_what_changed_is_laid_out_anew(tmp_path, read):
    files = {"HW3_20231234_Kim.zip": zipped({"Answer.py": ANSWER}), "HW3_20231235_Lee.py": ANSWER}
    first = read(files)
    root = tmp_path / "out" / "submissions"

    def state():
        return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in root.rglob("*")}

    before = state()
    assert read({}) == first
    assert state() == before
    (root / "20231234" / "Answer.py").write_bytes(b"#" * len(ANSWER))
    (root / "20231235" / "more.py").write_bytes(b"")
    (root / ".20231234.part").mkdir()
    assert read({}) == first
    assert {path.relative_to(root).as_posix() for path in root.rglob("*.py")} == {
        "20231234/Answer.py",
        "20231235/HW3_20231235_Lee.py",
    }
    assert (root / "20231234" / "Answer.py").read_text("utf-8") == ANSWER
    assert not list(root.glob(".*"))
    changed = read({"HW3_20231235_Lee.py": ANSWER + "\n"})
    assert [old.digest == new.digest for old, new in zip(first, changed, strict=True)] == [True, False]


def test_a_run_that_is_killed_leaves_no_half_submission(tmp_path, read, monkeypatch):
    from pathlib import Path

    class Killed(BaseException):
        pass

    whole = Path.write_bytes

    def write_bytes(path, content):
        if path.name == "z.py":
            raise Killed
        return whole(path, content)

    files = {"HW3_20231234_Kim.zip": zipped({"Answer.py": ANSWER, "z.py": "x = 1\n" + "#" * 5000})}
    lay(tmp_path / "inbox", files)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", write_bytes)
        with pytest.raises(Killed):
            read({})
    assert not (tmp_path / "out" / "submissions" / "20231234").exists()
    (only,) = read({})
    assert set(laid(tmp_path, only)) == {"Answer.py", "z.py"}


def test_the_same_file_of_two_students_is_two_rows(read):
    first, second = read({"HW3_20231234_Kim.py": ANSWER, "HW3_20231235_Lee.py": ANSWER})
    assert first.key != second.key


def test_what_is_not_there_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match="there is no file or folder"):
        read_submissions([tmp_path / "nowhere"], tmp_path / "out", HOMEWORK)
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="nothing was handed in below"):
        read_submissions([tmp_path / "empty"], tmp_path / "out", HOMEWORK)
    with pytest.raises(UsageError, match="name the submissions"):
        read_submissions([], tmp_path / "out", HOMEWORK)


_NAMES = st.text(st.sampled_from("aB1김/\\.: -_()\x1b\u202e*") | st.characters(codec="utf-8"), min_size=1, max_size=20)


@settings(max_examples=25)
@given(names=st.lists(_NAMES, min_size=1, max_size=5, unique=True))
def test_any_names_in_an_archive_stay_below_the_folder(tmp_path_factory, names):
    tmp_path = tmp_path_factory.mktemp("names")
    files = dict.fromkeys(names, "x") | {"Answer.py": ANSWER}
    lay(tmp_path / "inbox", {"HW3_20231234_Kim.zip": zipped(files)})
    (only,) = read_submissions([tmp_path / "inbox"], tmp_path / "out", HOMEWORK)
    assert not only.problem
    for path in laid(tmp_path, only):
        assert path.isprintable()
        assert not {"..", "."} & set(path.split("/"))
        assert not set('<>:"|?*\\') & set(path)


@settings(max_examples=100)
@given(changes=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=6), end=st.integers(0, 600))
def test_a_damaged_archive_is_a_row(tmp_path_factory, changes, end):
    tmp_path = tmp_path_factory.mktemp("damaged")
    content = bytearray(zipped({"Answer.py": ANSWER, "숙제/a.py": "x = 1\n"}))
    for place, value in changes:
        content[place % len(content)] = value
    lay(tmp_path / "inbox", {"HW3_20231234_Kim.zip": bytes(content[: end or None])})
    (only,) = read_submissions([tmp_path / "inbox"], tmp_path / "out", HOMEWORK)
    assert only.student_id == "20231234"
    assert only.problem or only.file


def test_a_damaged_file_of_an_archive_is_said(read):
    content = bytearray(zipped({"Answer.py": ANSWER, "helper.py": "x = 1\n" * 500}))
    content[content.index(b"helper.py") + 12] ^= 0xFF
    (only,) = read({"HW3_20231234_Kim.zip": bytes(content)})
    assert only.file == "Answer.py"
    assert "helper.py is damaged in its archive" in said(only)


def test_an_archive_that_is_packed_otherwise_is_a_row(tmp_path, read):
    (tmp_path / "inbox").mkdir()
    with zipfile.ZipFile(tmp_path / "inbox" / "HW3_20231234_Kim.zip", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("Answer.py", ANSWER)
    (only,) = read({})
    assert "packed by a method" in only.problem["en"]


def test_a_name_outside_goes_before_one_inside(tmp_path):
    lay(tmp_path, {"HW3_20231234_Kim.zip": zipped({"HW3_20239999_Lee/Answer.py": ANSWER})})
    (only,) = read_submissions([tmp_path / "HW3_20231234_Kim.zip"], tmp_path / "out", HOMEWORK)
    assert (only.student_id, only.name) == ("20231234", "Kim")


def test_a_name_inside_tells_where_none_outside_does(read):
    files = {
        "my homework.zip": zipped({"Answer.py": ANSWER, "HW3_20231234_김민수.pdf": b"%PDF"}),
        "b.zip": zipped({"a.py": ANSWER}),
    }
    rows = {row.source: row for row in read(files)}
    assert (rows["my homework.zip"].student_id, rows["my homework.zip"].name) == ("20231234", "김민수")
    assert "told by a name inside: HW3_20231234_김민수.pdf" in said(rows["my homework.zip"])


def test_two_students_whose_keys_would_be_equal_have_different_ones(tmp_path):
    lay(tmp_path, {"a/kim.py": ANSWER, "a/lee.py": ANSWER, "b/kim.py": ANSWER, "b/Lee.py": ANSWER})
    rows = read_submissions([tmp_path / "a", tmp_path / "b"], tmp_path / "out", HOMEWORK)
    assert len({row.key.casefold() for row in rows}) == 4
    assert all((tmp_path / "out" / "submissions" / row.key / row.file).is_file() for row in rows)


def test_the_order_of_the_paths_changes_nothing(tmp_path):
    lay(
        tmp_path,
        {"a/kim.py": ANSWER, "a/lee.py": ANSWER, "b/HW3_20231234_Kim.py": ANSWER, "b/HW3_20231235_Lee.py": ANSWER},
    )
    paths = [tmp_path / "a", tmp_path / "b"]
    first = read_submissions(paths, tmp_path / "out", HOMEWORK)
    assert read_submissions(paths[::-1], tmp_path / "out", HOMEWORK) == first
