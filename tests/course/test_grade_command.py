"""The command: what it prints, how it ends, and what it refuses."""

from __future__ import annotations

import json
import zipfile

import pytest

from tests.course.conftest import RIGHT, SHORT
from undergrad.cli.main import main


@pytest.fixture
def course(tmp_path, uncontained, capsys):
    """Runs the command on two submissions, one of which cannot be imported; its code and what it says."""
    (tmp_path / "short.toml").write_text(SHORT, encoding="utf-8")
    for name, source in (("HW3_20231001_Kim", RIGHT), ("HW3_20231002_Lee", "x = input()\n" + RIGHT)):
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as archive:
            archive.writestr("Answer.py", source)

    def run(*options, submissions=("HW3_20231001_Kim.zip", "HW3_20231002_Lee.zip")):
        paths = [str(tmp_path / name) for name in submissions]
        options = ["--out", str(tmp_path / "out"), "--language", "en", *options]
        code = main(["grade", *paths, *options])
        return code, capsys.readouterr()

    run.out = tmp_path / "out"
    run.assignment = str(tmp_path / "short.toml")
    return run


def begun(course, *options, **submissions):
    options = ("--assignment", course.assignment, "--no-training", "--workers", "1", "--trust", *options)
    return course(*options, **submissions)


def test_a_row_for_everybody_and_exit_code_0(course):
    code, said = begun(course, "--seed", "11")
    assert code == 0
    lines = [line.strip() for line in said.out.splitlines()]
    [waiting] = [line for line in lines if line.startswith("20231002")]
    assert "needs a person" in waiting
    assert "line 1: x = input()" in waiting
    [graded] = [line for line in lines if line.startswith("20231001")]
    assert graded.split()[:5] == ["20231001", "Kim", "graded", "10"]
    assert any("Seed 11" in line for line in lines)
    assert "2 of 2 submissions" in said.err
    assert {path.name for path in (course.out / "students").iterdir()} >= {"20231001.html", "20231002.md"}


def test_strict_says_by_its_exit_code_that_somebody_waits(course):
    assert begun(course, "--strict")[0] == 1
    overrides = course.out / "overrides.csv"
    text = overrides.read_text("utf-8-sig").splitlines()
    assert len(text) == 2
    assert text[1].startswith("20231002,")
    fields = text[1].split(",")
    fields[4] = "7"
    overrides.write_text("\n".join([text[0], ",".join(fields)]) + "\n", encoding="utf-8")
    code, said = course("--strict", submissions=())
    assert code == 0, said.err
    assert "7" in said.out
    assert overrides.read_text("utf-8").count("\n") == 2  # and is not written again


def test_again_the_same_command_runs_nothing_and_keeps_the_seed(course):
    begun(course, "--seed", "11")
    code, said = begun(course)
    assert code == 0
    assert "2 graded before" in said.err
    assert "Seed 11" in said.out
    _, said = begun(course, "--again", "20231001")
    assert "1 graded before" in said.err


def test_points_change_without_submissions(course):
    begun(course)
    with open(course.assignment, encoding="utf-8") as file:
        text = file.read().replace("points = 6", "points = 60")
    with open(course.assignment, "w", encoding="utf-8") as file:
        file.write(text)
    code, said = course("--regrade", "ReLU.forward", "--assignment", course.assignment, submissions=())
    assert code == 0
    assert "of 64" in said.out


def test_a_submission_that_is_not_named_again_is_not_left_out_in_silence(course):
    begun(course)
    code, said = begun(course, submissions=("HW3_20231001_Kim.zip",))
    assert code == 0
    assert "not among the submissions named now, so without a row (1): 20231002" in said.err
    _, said = begun(course)
    assert "named now" not in said.err
    assert "20231002" in said.out


def test_how_many_wait_and_what_lateness_costs_is_in_the_table(course):
    _, said = begun(course, "--deadline", "1990-01-01 12:00", "--late", "3 points once")
    assert "1 graded, 1 to be looked at by a person" in said.out
    assert "Without training" in said.out
    [late] = [line for line in said.out.splitlines() if "20231001" in line]
    assert " 7 " in late
    assert "late" in late


def test_a_deadline_and_the_training_left_out_can_be_taken_back(course):
    one = ("HW3_20231001_Kim.zip",)
    begun(course, "--deadline", "1990-01-01 12:00", "--late", "3 points once", submissions=one)
    _, said = begun(course, submissions=one)
    assert " 7 " in next(line for line in said.out.splitlines() if "20231001" in line)
    assert "Without training" in said.out
    _, said = begun(course, "--deadline", "none", "--training", submissions=one)
    assert " 10 " in next(line for line in said.out.splitlines() if "20231001" in line)
    assert "Without training" not in said.out
    _, said = begun(course, "--deadline", "1990-01-01 12:00", "--late", "3 points once", submissions=one)
    assert " 7 " in next(line for line in said.out.splitlines() if "20231001" in line)
    _, said = course("--late", "none", submissions=())
    assert " 10 " in next(line for line in said.out.splitlines() if "20231001" in line)


def test_trust_is_given_each_time(course, monkeypatch):
    asked = []
    monkeypatch.setattr("undergrad.sandbox.containment.choice.choose", asked.append)
    begun(course)
    course("--workers", "1")
    assert asked == [True, False]


def test_the_results_of_one_go_to_gradescope(course, tmp_path):
    target = tmp_path / "results.json"
    options = ("--assignment", course.assignment, "--no-training", "--workers", "1", "--trust")
    code, _ = course(*options, "--gradescope", str(target), submissions=("HW3_20231001_Kim.zip",))
    assert code == 0
    assert json.loads(target.read_text("utf-8"))["score"] == 10


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--regrade", "ReLU"), "--regrade runs nothing"),
        (("--deadline", "tomorrow"), "write it as 2026-11-20 23:59"),
        (("--late", "10% per day"), "needs a deadline"),
        (("--deadline", "2026-11-20", "--late", "be kind"), "cannot be read"),
        (("--deadline", "none", "--late", "1 point once"), "needs a deadline"),
        (("--again", "20239999"), "no submission has the key '20239999'"),
        (("--template", "no-such-file.py"), "there is no file no-such-file.py"),
        (("--time-limit", "-1"), "must be a positive number of seconds, not -1"),
        (("--time-limit", "nan"), "must be a positive number of seconds, not nan"),
        (("--workers", "0"), "workers must be at least 1"),
        (("--gradescope", "results.json"), "an autograder has one submission, and here are 2"),
    ],
)
def test_bad_use_is_one_sentence(course, options, says):
    code, said = begun(course, *options)
    assert code in (1, 2)
    assert says in said.err.splitlines()[-1]


@pytest.mark.parametrize("option", ["--seed 3", "--deadline none", "--no-training", "--again 20231001"])
def test_what_is_for_a_grading_needs_submissions(course, option):
    begun(course)
    code, said = course(*option.split(), submissions=())
    assert code == 2
    assert f"{option.split()[0]} is for a grading" in said.err


def test_a_folder_without_a_grading_is_named(course):
    code, said = course(submissions=())
    assert code == 2
    assert "holds no grading" in said.err
