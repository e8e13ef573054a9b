"""Nothing is handed out unproved: each way in which a handout can be wrong is found, named, and nothing is written."""

from __future__ import annotations

import pytest

from undergrad.course.handout.make import make_handout, shipped_solution
from undergrad.course.handout.source import parse_source
from undergrad.errors import UndergradError, UsageError

ASKED = """
[[method]]
name = "ReLU.forward"
points = 2
[[method]]
name = "ReLU.backward"
points = 3
"""
SOLUTION = """\
import numpy as np

class ReLU:
    def forward(self, z):
        out = None
        # == EDIT HERE ==
        self.zero_mask = z <= 0
        out = np.where(self.zero_mask, 0, z)
        # ===
        return out

    def backward(self, d_prev, reg_lambda):
        dz = None
        # == EDIT HERE ==
        dz = d_prev * ~self.zero_mask
        # ===
        return dz
"""
MAIN = "import numpy, Answer\nassert Answer.ReLU().forward(numpy.ones(1)) == 1\n"


def nothing(assignment, language, /, *, file):
    return {}


def made(folder, text=SOLUTION, documents=nothing, **options):
    source = parse_source(text.encode(), name="solution.py")
    (folder / "relu.toml").write_text(ASKED, "utf-8")
    return make_handout(source, folder / "out", documents, assignment=str(folder / "relu.toml"), **options)


def sentence(folder, text=SOLUTION, documents=nothing, **options):
    """What is said; nothing may be written."""
    (folder / "relu.toml").write_text(ASKED, "utf-8")
    before = sorted(folder.rglob("*"))
    with pytest.raises(UndergradError) as raised:
        made(folder, text, documents, **options)
    assert sorted(folder.rglob("*")) == before
    assert "\n" not in str(raised.value)
    return str(raised.value)


def test_what_is_right_is_written_with_what_was_shown(tmp_path):
    handout = made(tmp_path, documents=lambda *_, file: {"main.py": MAIN})
    assert handout.proof == (
        "the solution has 5 of 5 points, and every method (2) is right",
        "in the blank each of them (2) is not written, and no line of the solution is left",
        "the blank with its parts (2) put back is the solution, byte for byte",
        "with them main.py --quick makes the experiments",
    )
    blank = (tmp_path / "out" / "relu" / "Answer.py").read_text("utf-8")
    assert blank.count("# write your code here") == 2
    assert "zero_mask" not in blank


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("z <= 0", "z <= 1", "the solution does not pass: ReLU.forward: "),
        ("~self.zero_mask", "self.mask", "the solution does not pass: ReLU.backward: raises AttributeError"),
        ("def backward", "def back", "the solution does not pass: ReLU.backward: "),
        ("import numpy as np", "import numpy as np, no_such_module", "the solution cannot be imported: "),
        # A method without marks.
        (
            "        # == EDIT HERE ==\n        dz = d_prev * ~self.zero_mask\n        # ===\n",
            "        dz = d_prev * ~self.zero_mask\n",
            "the blank still has ReLU.backward, which is asked for: no marks are in it",
        ),
        # Something of the solution behind its marks.
        (
            "        # ===\n        return dz",
            "        # ===\n        dz = np.asarray(dz)\n        return dz",
            "the blank still has ReLU.backward, which is asked for: what is left of it computes something",
        ),
        # Lines of it elsewhere: as code, behind a sign for a comment, in a text.
        (
            "class ReLU:",
            "def other(d_prev, self):\n    dz =  d_prev*~self.zero_mask  # again\n    return dz\n\nclass ReLU:",
            "line 19 of the solution, in ReLU.backward, stands in line 4 of what is handed out too, Answer.py: dz =",
        ),
        (
            "        dz = None\n",
            "        dz = None\n        ## dz = d_prev * ~self.zero_mask\n",
            "stands in line 13 of what",
        ),
        ("        dz = None\n", "        dz = None # dz = d_prev * ~self.zero_mask\n", "stands in line 12 of what"),
        (
            "class ReLU:",
            'class ReLU:\n    """\n    out = np.where(self.zero_mask, 0, z)\n    """',
            "stands in line 5 of what",
        ),
        # The file's own code needs the solution.
        (
            "        return dz\n",
            "        return dz\n\nprint(ReLU().forward(np.ones(3)).shape)\n",
            "the blank cannot be imported: ",
        ),
    ],
)
def test_what_cannot_be_proved_is_named_and_nothing_is_written(right, wrong, says, tmp_path):
    assert right in SOLUTION
    said = sentence(tmp_path, SOLUTION.replace(right, wrong, 1))
    assert said.startswith("nothing was written: ")
    assert says in said


def test_a_line_that_computes_nothing_may_stand_outside_too(tmp_path):
    text = SOLUTION.replace(
        "self.zero_mask = z <= 0", "self.z = z\n        n = z.shape[0]\n        self.zero_mask = z <= 0"
    )
    text += "\n    def helper(self, z):\n        self.z = z\n        n = z.shape[0]\n        return n\n"
    assert made(tmp_path, text).files


def test_a_script_that_fails_with_the_solution_is_not_handed_out(tmp_path):
    said = sentence(tmp_path, documents=lambda *_, file: {"main.py": MAIN.replace("== 1", "== 2")})
    assert "the experiments, main.py --quick, end with code 1 with the solution: AssertionError" in said


def test_a_script_that_does_not_end_is_not_handed_out(tmp_path, monkeypatch):
    monkeypatch.setattr("undergrad.course.handout.proof._LONGEST", 0.2)
    said = sentence(tmp_path, documents=lambda *_, file: {"main.py": "while True: pass\n"})
    assert "do not end within 0.2 s" in said


def test_a_method_that_may_be_absent_and_is_not_there_is_not_missed(tmp_path):
    assignment = ASKED.replace("points = 3", 'optional = true\npoints = 1\ninstead = ["ReLU.forward"]')
    (tmp_path / "one.toml").write_text(assignment, "utf-8")
    source = parse_source(SOLUTION[: SOLUTION.index("    def backward")].encode(), name="solution.py")
    handout = make_handout(source, tmp_path / "out", nothing, assignment=str(tmp_path / "one.toml"))
    assert handout.proof[0] == "the solution has 3 of 3 points, and every method (1) is right"


def test_files_beside_it_are_handed_out_and_may_be_imported(tmp_path):
    (tmp_path / "given.py").write_text("import numpy as np\nzero = 0\n", "utf-8")
    text = SOLUTION.replace("import numpy as np", "from given import np, zero").replace("mask, 0, z", "mask, zero, z")
    said = sentence(tmp_path, text)
    assert "the solution cannot be imported: " in said
    assert "the module given" in said
    assert "--with" in said
    handout = made(tmp_path, text, beside=[tmp_path / "given.py"])
    assert "relu/given.py" in handout.files
    assert (tmp_path / "out" / "relu" / "given.py").read_text("utf-8") == "import numpy as np\nzero = 0\n"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("z = 1\ndz = d_prev * ~self.zero_mask\n", "stands in line 2 of what is handed out too, given.py"),
        (SOLUTION, "given.py has marks, and only the solution is cut"),
    ],
)
def test_a_file_beside_it_may_not_hold_the_solution(content, says, tmp_path):
    (tmp_path / "given.py").write_text(content, "utf-8")
    assert says in sentence(tmp_path, beside=[tmp_path / "given.py"])


def test_a_name_may_not_be_taken(tmp_path):
    (tmp_path / "swer.py").write_text("x = 1\n", "utf-8")
    assert "relu/swer.py" in made(tmp_path, beside=[tmp_path / "swer.py"]).files
    (tmp_path / "Answer.py").write_text("", "utf-8")
    assert "two files of the handout would be called Answer.py" in sentence(tmp_path, beside=[tmp_path / "Answer.py"])


def test_a_solution_without_marks_and_a_file_that_cannot_be_imported_by_its_name_are_refused(tmp_path):
    assert "solution.py has no marks" in sentence(tmp_path, "x = 1\n")
    for name in ("my answer.py", "../Answer.py", "Answer", "1.py"):
        assert "cannot be its name" in sentence(tmp_path, file=name)


def test_of_a_solution_that_is_not_shipped_the_shipped_ones_are_named():
    with pytest.raises(UsageError, match="hw3, hw4"):
        shipped_solution("hw5")
