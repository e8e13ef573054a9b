"""`undergrad handout`: what it writes, what it says, and where it refuses."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from undergrad.check import load_assignment
from undergrad.course.handout import make
from undergrad.course.handout.documents import documents as DOCUMENTS
from undergrad.course.handout.starter import starter

SAYS_POINTS = "the solution has 100 of 100 points, and every method (13) is right"


@pytest.fixture(autouse=True)
def no_experiments(monkeypatch):
    """The command's documents without the script, whose experiments take longer than all the rest."""
    import undergrad.course.handout.documents as module

    def documents(*args, **options):
        return {name: text for name, text in DOCUMENTS(*args, **options).items() if name != "main.py"}

    monkeypatch.setattr(module, "documents", documents)


def test_the_shipped_solution_becomes_a_folder_and_a_zip_and_again_the_same(cli, tmp_path):
    code, out, err = cli("handout", "--shipped", "hw3", "--language", "en")
    assert code == 0
    assert err.startswith(f"{SAYS_POINTS}\n")
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "handout.md").read_text("utf-8")
    assert err in page
    assert out.startswith("Wrote handout-hw3: hw3.zip, hw3/Answer.py")
    folder = tmp_path / "handout-hw3"
    answer = (folder / "hw3" / "Answer.py").read_bytes()
    assert b"# write your code here" in answer
    with zipfile.ZipFile(folder / "hw3.zip") as archive:
        assert archive.read("hw3/Answer.py") == answer
        assert {f"hw3/{path.name}" for path in (folder / "hw3").iterdir()} == set(archive.namelist())
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert cli("handout", "--shipped", "hw3", "--language", "en")[0] == 0
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert json.loads((folder / "handout.json").read_text("utf-8"))["assignment"] == "hw3"


def test_a_solution_of_ones_own_in_korean(cli, tmp_path):
    source = make.shipped_solution("hw4")
    Path("풀이.py").write_bytes(source.content.replace(b"\n", b"\r\n"))
    code, _, err = cli(
        "handout", "풀이.py", "--assignment", "hw4", "--out", "배포", "--language", "ko", "--file", "Hw4.py"
    )
    assert code == 0
    assert "만점" in err
    content = Path("배포", "hw4", "Hw4.py").read_bytes()
    assert "# 여기에 코드를 작성하세요\r\n".encode() in content
    assert content.count(b"\n") == content.count(b"\r\n")


def test_a_handout_that_cannot_be_proved_ends_with_one_and_writes_nothing(cli, tmp_path):
    content = make.shipped_solution("hw3").content
    Path("wrong.py").write_bytes(content.replace(b"reg_lambda * self.W", b"self.W"))
    code, out, err = cli("handout", "wrong.py", "--language", "en")
    assert (code, out) == (1, "")
    assert err.startswith("undergrad: nothing was written: the solution does not pass: FCLayer.backward: ")
    assert [path.name for path in tmp_path.iterdir()] == ["wrong.py"]


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        ((), "name one solution"),
        (("a.py", "--shipped", "hw3"), "name one solution"),
        (("--shipped", "hw9"), "unknown solution 'hw9'"),
        (("--shipped", "optimizers"), "unknown solution 'optimizers'"),
        (("a.py",), "a.py"),
        (("--shipped", "hw3", "--wheel", "x.whl"), "--wheel is for --gradescope"),
        (("--gradescope", "a.py"), "needs no solution"),
        (("--gradescope", "--out", "here"), "must end in .zip"),
        (("--new", "my.toml", "a.py"), "--new writes an assignment and nothing else"),
        (("--new", "my.txt"), "let the name end in .toml"),
    ],
)
def test_bad_use_is_one_sentence(cli, tmp_path, argv, says):
    code, out, err = cli("handout", *argv)
    assert code in (1, 2)
    assert code == 2 or argv == ("a.py",)
    assert out == ""
    assert says in err
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_new_assignment_can_be_used_at_once_and_is_never_written_over(cli, tmp_path):
    code, out, _ = cli("handout", "--new", "my.toml")
    assert code == 0
    assert "my.toml" in out
    assert Path("my.toml").read_text("utf-8") == starter()
    assignment = load_assignment("my.toml")
    assert [item.name for item in assignment.methods][:2] == ["ReLU.forward", "ReLU.backward"]
    Path("my.toml").write_text("mine", "utf-8")
    code, _, err = cli("handout", "--new", "my.toml")
    assert code == 2
    assert "my.toml exists" in err
    assert Path("my.toml").read_text("utf-8") == "mine"


def test_a_handout_is_made_for_the_new_assignment(cli):
    cli("handout", "--new", "my.toml")
    assert cli("handout", "--shipped", "hw3", "--assignment", "my.toml", "--language", "en")[0] == 0
    assert Path("handout-my", "my", "Answer.py").is_file()
    assert load_assignment("handout-my/my/my.toml").methods == load_assignment("my.toml").methods


@pytest.mark.parametrize(
    ("file", "name", "says"),
    [
        ("hw3.toml", "", "hw3.toml is called hw3, as an assignment of undergrad's own"),
        ("my.toml", 'name = "../up"\n', "has the name '../up', of which no folder can be called"),
    ],
)
def test_an_assignment_whose_name_is_taken_or_no_folders_is_refused(cli, tmp_path, file, name, says):
    Path(file).write_text(name + starter(), "utf-8")
    code, out, err = cli("handout", "--shipped", "hw3", "--assignment", file, "--out", "out")
    assert (code, out) == (2, "")
    assert says in err
    assert [path.name for path in tmp_path.iterdir()] == [file]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_new_assignment_has_a_task_and_an_experiment(language, tmp_path):
    path = tmp_path / "my.toml"
    path.write_text(starter(), "utf-8")
    texts = DOCUMENTS(load_assignment(str(path)), language)
    assert {"README.md", "task.md", "task.html", "main.py", "report.md"} <= set(texts)
    assert ("NumPy만" in texts["task.md"]) == (language == "ko")
    assert "HW1_STUDENTID_Name.zip" in texts["task.md"]


@pytest.mark.slow
@pytest.mark.parametrize("argv", [("hw3", "en"), ("hw4", "ko"), ("hw3", "ko", "--assignment", "my.toml")])
def test_the_experiments_run_with_the_solution_before_anything_is_written(argv, cli, monkeypatch):
    import undergrad.course.handout.documents as module

    monkeypatch.setattr(module, "documents", DOCUMENTS)
    cli("handout", "--new", "my.toml")
    name, language, *rest = argv
    code, out, err = cli("handout", "--shipped", name, "--language", language, *rest, "--out", "out")
    assert code == 0, err
    assert "main.py --quick" in err
    assert "main.py" in out


def test_the_autograder_is_one_file(cli, tmp_path):
    code, out, _ = cli("handout", "--gradescope", "--assignment", "hw4")
    assert code == 0
    assert "hw4-gradescope.zip" in out
    with zipfile.ZipFile("hw4-gradescope.zip") as archive:
        assert set(archive.namelist()) == {"setup.sh", "run_autograder", "hw4.toml"}
