"""Which file is judged: rules that are said, classes that are brought together, and notebooks as code."""

import ast
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.check.conftest import PLAIN
from tests.course.intake_files import ANSWER, CLASSES, classes, lay
from undergrad.check import check_file, load_assignment
from undergrad.course.intake import read_submissions
from undergrad.course.intake.collecting import COLLECTOR
from undergrad.course.intake.judged import choose_file
from undergrad.course.intake.notebook import code_of

HOMEWORK = load_assignment("hw3")
RUNS = "from Answer import ReLU\nfor epoch in range(100):\n    print(epoch)\n"
MAIN = "".join(f"from {module} import {name}\n" for module, name in (("relu", "ReLU"), ("fc", "FCLayer")))


def choice(files, **options):
    return choose_file({path: text.encode() for path, text in files.items()}, CLASSES, **options)


@pytest.mark.parametrize(
    ("files", "file", "rule"),
    [
        ({"Answer.py": ANSWER}, "Answer.py", ""),
        ({"a/answer.py": ANSWER, "b.py": ANSWER + "\n"}, "a/answer.py", "because of its name"),
        ({"mine.py": ANSWER, "part.py": classes("ReLU")}, "mine.py", "only file from which all classes"),
        ({"Answer.py": classes("ReLU"), "mine.py": ANSWER}, "mine.py", "only file from which all classes"),
        ({"x.py": ANSWER, "x (1).py": ANSWER + "\n"}, "x.py", "are those of copies"),
        ({"x.py": ANSWER, "old/x.py": ANSWER + "\n"}, "x.py", "are those of copies"),
        ({"x.py": classes("ReLU"), "x_backup.py": ANSWER}, "x.py", "are those of copies"),
        ({"x 복사본.py": ANSWER}, "x 복사본.py", ""),
        ({"x.py": ANSWER, "deep/x.py": ANSWER + "\n"}, "x.py", "lie deeper"),
        ({"x.py": ANSWER, "y.py": ANSWER}, "x.py", "the same to the byte"),
        ({"Answer.py": ANSWER, "test_answer.py": "class ReLU: pass\n"}, "Answer.py", ""),
        ({"Answer.py": ANSWER, "main.py": RUNS}, "Answer.py", ""),
        ({"relu.py": classes("ReLU"), "fc.py": classes("FCLayer"), "main.py": MAIN}, "main.py", ""),
        ({"relu.py": classes("ReLU"), "Answer.py": "from relu import *\n" + classes("FCLayer")}, "Answer.py", ""),
        (
            {"code/relu.py": classes("ReLU"), "Answer.py": "from code.relu import ReLU\n" + classes("FCLayer")},
            "Answer.py",
            "",
        ),
        ({"broken.py": ANSWER + "def (:\n"}, "broken.py", ""),
        ({"mine.py": "class Relu: pass\n"}, "mine.py", ""),
        ({"Answer.py": "x = 1\n", "b.py": "y = 1\n"}, "Answer.py", ""),
    ],
)
def test_the_file_and_the_rule_that_is_said(files, file, rule):
    chosen = choice(files)
    assert (chosen.file, chosen.problem) == (file, None)
    assert bool(chosen.remarks) is bool(rule)
    if rule:
        assert rule in chosen.remarks[0]["en"]
        others = [name for name in files if name not in (file, "test_answer.py")]
        assert all(name in chosen.remarks[0]["en"] for name in others)


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"x.py": ANSWER, "y.py": ANSWER + "\n"}, "several files could be the one"),
        (
            {"x.py": classes("ReLU"), "y.py": classes("ReLU") + "\n", "z.py": classes("FCLayer")},
            "ReLU is in several files",
        ),
        ({"a/x.py": classes("ReLU"), "b/x.py": classes("FCLayer")}, "cannot be imported together"),
    ],
)
def test_what_would_be_a_guess_is_for_a_person(files, problem):
    chosen = choice(files)
    assert chosen.file == ""
    assert problem in chosen.problem["en"]


def test_a_notebook_goes_after_a_file():
    chosen = choice({"Other.py": ANSWER, "Work.py": ANSWER + "\n"}, from_notebooks=["Other.py"])
    assert chosen.file == "Work.py"
    assert "before a notebook" in chosen.remarks[0]["en"]


def test_a_main_file_that_does_work_is_not_imported():
    files = {"relu.py": classes("ReLU"), "fc.py": classes("FCLayer"), "main.py": MAIN + "for i in range(9): pass\n"}
    assert choice(files).file == COLLECTOR
    guarded = files | {"main.py": MAIN + "if __name__ == '__main__':\n    for i in range(9): pass\n"}
    assert choice(guarded).file == "main.py"


def spread(text):
    """The plain solution in files by class, with its imports in each."""
    tree = ast.parse(text)
    lines = text.splitlines()
    definitions = [node for node in tree.body if isinstance(node, ast.ClassDef | ast.FunctionDef)]
    rest = "\n".join(
        "\n".join(lines[node.lineno - 1 : node.end_lineno]) for node in tree.body if node not in definitions
    )
    return rest, {node.name: "\n".join(lines[node.lineno - 1 : node.end_lineno]) for node in definitions}


@pytest.mark.parametrize("folder", ["", "layers/", "my layers/"])
def test_classes_that_are_spread_are_judged_as_one_file(tmp_path, folder):
    rest, parts = spread(PLAIN)
    functions = "\n\n".join(text for name, text in parts.items() if not name[0].isupper())
    files = {
        f"{folder}activations.py": "\n\n".join([rest, parts["ReLU"], parts["Sigmoid"], parts["Tanh"]]),
        "2 rest.py": "\n\n".join(
            [rest, functions, *(parts[name] for name in parts if name in ("FCLayer", "SoftmaxLayer"))]
        ),
    }
    lay(tmp_path / "HW3_20231234_Kim", files)
    (only,) = read_submissions([tmp_path / "HW3_20231234_Kim"], tmp_path / "out", HOMEWORK)
    assert only.file == COLLECTOR
    assert "spread over" in only.remarks[-2]["en"]
    place = tmp_path / "out" / "submissions" / only.key / only.file
    report = check_file(place, only=["ReLU", "FCLayer.forward"], seed=1)
    assert not report.failures


def test_a_package_with_relative_imports_is_imported_as_one(tmp_path):
    rest, parts = spread(PLAIN)
    files = {
        "net/__init__.py": "",
        "net/base.py": rest + "\n\n" + parts["ReLU"],
        "net/answer.py": "from .base import *\n" + rest + "\n\n" + parts["Sigmoid"],
    }
    lay(tmp_path / "HW3_20231234_Kim", files)
    (only,) = read_submissions([tmp_path / "HW3_20231234_Kim"], tmp_path / "out", HOMEWORK)
    place = tmp_path / "out" / "submissions" / only.key / only.file
    assert only.file == COLLECTOR
    assert not check_file(place, only=["ReLU", "Sigmoid"], seed=1).failures


def notebook(*cells):
    """A notebook of code cells, each a text."""
    return json.dumps(
        {"cells": [{"cell_type": "code", "source": cell.splitlines(keepends=True)} for cell in cells]}
    ).encode()


def test_cells_in_order_with_their_numbers():
    content = json.dumps(
        {
            "cells": [
                {"cell_type": "markdown", "source": "# Title"},
                {"cell_type": "code", "source": "x = 1\ny = 2"},
                {"cell_type": "code", "source": []},
                {"cell_type": "code", "source": ["%matplotlib inline\n", "!pip install numpy\n", "z = x\n", "z?"]},
            ],
            "nbformat": 4,
        }
    ).encode()
    code = code_of(content)
    assert code.text.splitlines() == [
        "# cell 2",
        "x = 1",
        "y = 2",
        "",
        "# cell 4",
        "pass  # %matplotlib inline",
        "pass  # !pip install numpy",
        "z = x",
        "pass  # z?",
    ]
    assert (code.cells, code.commands) == (2, 3)


@pytest.mark.parametrize(
    ("cell", "lines"),
    [
        ("x = (7\n  % 4)\ny = 7 \\\n% 4", ["x = (7", "  % 4)", "y = 7 \\", "% 4"]),
        ('t = """\n%time\n!ls\n"""\n!ls', ['t = """', "%time", "!ls", '"""', "pass  # !ls"]),
        ("if True:\n    !ls\n", ["if True:", "    pass  # !ls", ""]),
        ("files = !ls\n", ["files = None  # !ls", ""]),
        ("t = %timeit -o f()\n", ["t = None  # %timeit -o f()", ""]),
        ("%%time\nx = 1", ["# %%time", "x = 1"]),
        ("%%writefile Answer.py\nclass ReLU: pass", ["# %%writefile Answer.py", "class ReLU: pass"]),
        ("%%bash\nls -l\nrm x", ["# %%bash", "# ls -l", "# rm x"]),
        (
            "a = b if c else d\n!x\nwhile True:\n  % e",
            ["a = b if c else d", "pass  # !x", "while True:", "  pass  # % e"],
        ),
    ],
)
def test_commands_become_comments_and_code_stays(cell, lines):
    text = code_of(notebook(cell)).text
    assert text.split("\n") == ["# cell 1", *lines, ""]
    ast.parse(text)


@given(
    st.lists(
        st.sampled_from(["x = 1", "%magic", "!ls", "if x:", "    y = 2", "    !cd", '"""', "(", ")", "z?", ""]),
        max_size=12,
    )
)
def test_lines_keep_their_places(lines):
    text = "\n".join(lines)
    code = code_of(notebook(text))
    if code.cells:
        assert len(code.text.split("\n")) == len(text.split("\n")) + 2
        plain = [line for line in lines if line and line[0] not in "%!" and not line.endswith("?") and "!" not in line]
        assert all(line in code.text.split("\n") for line in plain)


def test_a_notebook_of_version_3():
    content = json.dumps({"worksheets": [{"cells": [{"cell_type": "code", "input": "x = 1"}]}]}).encode()
    assert code_of(content).text.splitlines() == ["# cell 1", "x = 1"]


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"cells": 1}', b"\xff\xfe", b'{"cells": [{"source": {"a": 1}}]}']
)
def test_what_is_no_notebook(content):
    with pytest.raises(ValueError):
        code_of(content)


def test_a_notebook_is_judged(tmp_path):
    content = notebook("!pip install numpy", PLAIN)
    lay(tmp_path, {"HW3_20231234_Kim.ipynb": content.decode()})
    (only,) = read_submissions([tmp_path], tmp_path / "out", HOMEWORK)
    assert only.file == "HW3_20231234_Kim.py"
    assert [remark["en"] for remark in only.remarks][:2] == [
        "HW3_20231234_Kim.py was made from the code of the notebook HW3_20231234_Kim.ipynb (cells: 2)",
        "lines of HW3_20231234_Kim.ipynb that are commands for the notebook, such as %matplotlib or !pip, "
        "were made comments: 1",
    ]
    place = tmp_path / "out" / "submissions" / only.key
    assert (place / "HW3_20231234_Kim.ipynb").read_bytes() == content
    assert not check_file(place / only.file, only="ReLU", seed=1).failures
