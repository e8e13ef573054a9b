"""Several submissions of one student: the last before the deadline counts, and which clock said so."""

import datetime
import os

import pytest

from tests.course.intake_files import ANSWER, lay, zipped
from undergrad.check import load_assignment
from undergrad.course.intake import read_submissions

HOMEWORK = load_assignment("hw3")
SEOUL = datetime.timezone(datetime.timedelta(hours=9))
DEADLINE = datetime.datetime(2023, 5, 2, 0, 0)
FIRST, SECOND, THIRD = (2023, 5, 1, 10, 0, 0), (2023, 5, 1, 23, 59, 58), (2023, 5, 2, 0, 0, 2)


def at(time):
    return zipped({"Answer.py": f"# {time}\n{ANSWER}"}, when=time)


def read(tmp_path, files, **options):
    inbox = lay(tmp_path / "inbox", files)
    return read_submissions([inbox], tmp_path / "out", HOMEWORK, zone=SEOUL, **options)


THREE = {
    "HW3_20231234_Kim.zip": at(FIRST),
    "HW3_20231234_Kim (1).zip": at(SECOND),
    "HW3_20231234_Kim_final.zip": at(THIRD),
}


def test_the_last_before_the_deadline_counts(tmp_path):
    (only,) = read(tmp_path, THREE, deadline=DEADLINE)
    assert (only.source, only.late) == ("HW3_20231234_Kim (1).zip", False)
    assert only.submitted == datetime.datetime(*SECOND, tzinfo=SEOUL)
    remarks = [remark["en"] for remark in only.remarks]
    assert "HW3_20231234_Kim.zip (2023-05-01 10:00:00+09:00) was not taken" in remarks
    assert any("HW3_20231234_Kim_final.zip" in remark and "after the deadline" in remark for remark in remarks)
    assert any("by the newest file in the archive" in remark for remark in remarks)


def test_the_last_of_all_counts_without_a_deadline(tmp_path):
    (only,) = read(tmp_path, THREE)
    assert (only.source, only.late) == ("HW3_20231234_Kim_final.zip", False)


def test_the_last_is_late_where_all_are(tmp_path):
    (only,) = read(tmp_path, THREE, deadline=datetime.datetime(2023, 4, 1, tzinfo=datetime.UTC))
    assert (only.source, only.late) == ("HW3_20231234_Kim_final.zip", True)


@pytest.mark.parametrize(("hour", "late"), [(14, True), (15, False)])
def test_the_deadlines_own_zone_counts(tmp_path, hour, late):
    """23:59:58 in Seoul is 14:59:58 in London's winter time."""
    deadline = datetime.datetime(2023, 5, 1, hour, tzinfo=datetime.UTC)
    (only,) = read(tmp_path, {"HW3_20231234_Kim.zip": at(SECOND)}, deadline=deadline)
    assert only.late is late


def test_at_the_deadline_is_in_time(tmp_path):
    (only,) = read(tmp_path, {"HW3_20231234_Kim.zip": at((2023, 5, 2, 0, 0, 0))}, deadline=DEADLINE)
    assert not only.late


def test_a_files_own_time(tmp_path):
    inbox = lay(tmp_path / "inbox", {"HW3_20231234_Kim.py": ANSWER})
    moment = datetime.datetime(2023, 5, 3, tzinfo=SEOUL)
    os.utime(inbox / "HW3_20231234_Kim.py", (moment.timestamp(), moment.timestamp()))
    (only,) = read(tmp_path, {}, deadline=DEADLINE)
    assert (only.submitted, only.late) == (moment, True)
    assert "by the file's own time on this machine" in only.remarks[0]["en"]


def test_the_platforms_time_goes_before_others(tmp_path):
    name = "HW3_kim_attempt_2023-05-01-10-00-00_HW3_20231234_Kim.zip"
    (only,) = read(tmp_path, {name: at(THIRD)}, deadline=DEADLINE)
    assert (only.submitted, only.late) == (datetime.datetime(*FIRST, tzinfo=SEOUL), False)
    assert "by the platform's clock" in only.remarks[0]["en"]


def test_the_number_in_the_name_tells_where_times_do_not(tmp_path):
    files = {
        "HW3_20231234_Kim (2).zip": at(FIRST),
        "HW3_20231234_Kim.zip": at(FIRST),
        "HW3_20231234_Kim (1).zip": at(FIRST),
    }
    (only,) = read(tmp_path, files)
    assert only.source == "HW3_20231234_Kim (2).zip"
    assert any("times do not tell" in remark["en"] for remark in only.remarks)


def test_a_time_that_no_archive_knows(tmp_path):
    content = zipped({"Answer.py": ANSWER}, when=(1980, 1, 1, 0, 0, 0))
    (only,) = read(
        tmp_path, {"class.zip": zipped({"HW3_20231234_K.zip": content}, when=(1980, 1, 1, 0, 0, 0))}, deadline=DEADLINE
    )
    assert (only.submitted, only.late) == (None, False)
    assert "nothing tells the time" in only.remarks[0]["en"]


def test_a_broken_last_one_is_not_passed_over_in_silence(tmp_path):
    files = {"HW3_20231234_Kim.zip": at(FIRST), "HW3_20231234_Kim (1).zip": b"PK\x03\x04"}
    (only,) = read(tmp_path, files)
    assert "no zip archive" in only.problem["en"]
    assert any("HW3_20231234_Kim.zip (2023-05-01" in remark["en"] for remark in only.remarks)


def test_the_report_in_an_archive_of_its_own_goes_with_the_code(tmp_path):
    report = zipped({"report.pdf": b"%PDF"}, when=THIRD)
    (only,) = read(tmp_path, {"HW3_20231234_Kim.zip": at(FIRST), "HW3_20231234_Kim_report.zip": report})
    assert (only.source, only.documents) == ("HW3_20231234_Kim.zip", ("report.pdf",))


def test_archives_of_one_students_folder(tmp_path):
    files = {
        "Kim_1_assignsubmission_file_/a.zip": at(SECOND),
        "Kim_1_assignsubmission_file_/b.zip": at(FIRST),
        "Lee_2_assignsubmission_file_/a.zip": at(FIRST),
    }
    kim, _ = read(tmp_path, files)
    assert kim.source == "Kim_1_assignsubmission_file_/a.zip"
