"""The exercises of the book: each chapter's page, its assignment, a right solution, and what students write instead.

`right_NN.py` is a solution of chapter NN in full points, `wrong_NN.toml` has for each function what is wrong, with the
name that the check must give it.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from undergrad.check import load_assignment
from undergrad.contracts.toml import book_contracts
from undergrad.exercises.table import EXERCISES, exercises_for, of_the_book

HERE = Path(__file__).parent
BOOK = Path(__file__).parents[3] / "docs" / "book"
#: The chapters whose exercises the check judges. Those of the last two have worked answers.
CHAPTERS = sorted(path.stem.removeprefix("right_") for path in HERE.glob("right_*.py"))
#: `### Exercise 1.2: `dense(x, W, b)``
HEADING = re.compile(r"^### Exercise (\d+)\.(\d+): `(\w+)\((.*)\)`$", re.MULTILINE)

RIGHT = {chapter: (HERE / f"right_{chapter}.py").read_text("utf-8") for chapter in CHAPTERS}
WRONG = [
    (chapter, function, number, entry)
    for chapter in CHAPTERS
    for function, entries in tomllib.loads((HERE / f"wrong_{chapter}.toml").read_text("utf-8")).items()
    for number, entry in enumerate(entries)
]


def page_of(chapter: str) -> str:
    (page,) = BOOK.glob(f"{chapter}-*.md")
    return page.read_text("utf-8")


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_page_asks_for_what_its_assignment_asks_for(chapter):
    asked = HEADING.findall(page := page_of(chapter))
    assignment = load_assignment(f"book-{chapter}")
    assert [name for _, _, name, _ in asked] == [item.name for item in assignment.methods]
    assert [(int(of), int(number)) for of, number, _, _ in asked] == [
        (int(chapter), number) for number in range(1, len(asked) + 1)
    ]
    for _, _, name, arguments in asked:
        assert tuple(arguments.split(", ")) == exercises_for([name])[name].terms.arguments
    assert 3 <= len(asked) <= 5
    assert f"undergrad check --assignment book-{chapter}" in page
    assert all(item.points for item in assignment.methods)


def test_every_exercise_of_a_page_is_judged_and_every_function_is_asked_for():
    pages = {page.name[:2] for page in BOOK.glob("[01][0-9]-*.md") if HEADING.search(page.read_text("utf-8"))}
    shipped = {path.stem[5:] for path in (HERE.parents[2] / "src/undergrad/check/assignments").glob("book-*.toml")}
    assert pages == shipped == set(CHAPTERS)
    asked = [item.name for chapter in CHAPTERS for item in load_assignment(f"book-{chapter}").methods]
    assert sorted(set(asked) - EXERCISES.keys()) == sorted(book_contracts())


def test_a_homework_knows_nothing_of_the_book():
    assert not EXERCISES.keys() & of_the_book().keys()
    assert exercises_for(item.name for item in load_assignment("hw4").methods) is EXERCISES


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_right_solution_has_all_points_and_no_remark(judged_here, chapter, seed):
    report = judged_here(RIGHT[chapter], whole=True, seed=seed, assignment=load_assignment(f"book-{chapter}"))
    judged = {record.name for record in report.records if record.verdict == "pass"}
    assert judged == {item.name for item in load_assignment(f"book-{chapter}").methods}
    assert [record for record in report.records if record.verdict not in ("pass", "not run")] == []
    assert report.score == report.total > 0


@pytest.mark.parametrize(
    ("chapter", "function", "number", "entry"), WRONG, ids=lambda value: str(value) if isinstance(value, str) else ""
)
def test_what_students_write_instead_is_found_and_named(judged_here, chapter, function, number, entry):
    source = f"{RIGHT[chapter]}\n{entry['source']}"
    report = judged_here(source, whole=True, seed=number, assignment=load_assignment(f"book-{chapter}"))
    failures = [record for record in report.failures if record.name == function]
    assert failures, report
    if entry["mistake"]:
        causes = {cause for record in failures for cause in record.causes}
        assert causes - {*entry.get("also", ())} == {entry["mistake"]}, report


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_exercise_has_a_planted_mistake_with_a_name(chapter):
    planted = {function for of, function, _, entry in WRONG if of == chapter and entry["mistake"]}
    assert planted == {item.name for item in load_assignment(f"book-{chapter}").methods}


def test_a_file_of_functions_is_checked_by_the_command(tmp_path, capsys):
    from undergrad.cli.main import main

    file = tmp_path / "exercises.py"
    file.write_text(RIGHT["01"].replace("def dense", "def danse"), "utf-8")
    assert main(["check", str(tmp_path), "--assignment", "book-01", "--points", "--seed", "1"]) == 1
    said = capsys.readouterr().out
    assert "the file has no function dense, but danse; is dense meant?" in said
    file.write_text("dense = 3", "utf-8")
    assert main(["check", str(file), "--assignment", "book-01", "--seed", "1"]) == 1
    assert "the file has no function that book-01 asks for; it has no" in capsys.readouterr().out
