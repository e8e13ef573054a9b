"""Names and modules that an assignment does not allow: those that a method uses, and no others."""

from __future__ import annotations

import msgspec
import pytest

from tests.check.zoo import solutions
from undergrad.check.assignment import load_assignment, parse_assignment
from undergrad.check.files import judge_file
from undergrad.check.forbidden import not_allowed
from undergrad.check.judgement import Judgement
from undergrad.errors import UsageError

HOMEWORK = load_assignment("hw3")
COST = msgspec.structs.replace(
    HOMEWORK, mistakes=HOMEWORK.mistakes | {"forbidden-call": "fail", "import-not-allowed": "fail"}
)
STRICTER = msgspec.structs.replace(HOMEWORK, forbidden=("numpy.tanh", "numpy.linalg", "math.tanh", "torch"))
TANH = "class Tanh:\n    def forward(self, z):\n        self.out = {}\n        return self.out\n"


@pytest.fixture
def seen(tmp_path):
    """The records of what a source text uses and should not: the method, the mistake and the line."""

    def see(source, task=HOMEWORK):
        path = tmp_path / "Answer.py"
        path.write_text(source, encoding="utf-8")
        records = [entry.records["en"] for entry in not_allowed(path, task)]
        return [(record.name, record.cause, record.line.partition("line ")[2].partition(":")[0]) for record in records]

    return see


@pytest.mark.parametrize(
    ("head", "expression"),
    [
        ("import numpy as np", "np.tanh(z)"),
        ("import numpy", "numpy.tanh(z)"),
        ("from numpy import tanh", "tanh(z)"),
        ("from numpy import tanh as t", "t(z)"),
        ("from numpy import *", "tanh(z)"),
        ("from numpy import *; from numpy.random import *", "tanh(z)"),
        ("import numpy as np", "np.__dict__['tanh'](z)"),
        ("import numpy as np", "vars(np)['tanh'](z)"),
        ("import numpy as np", "getattr(np, 'tanh')(z)"),
        ("import numpy as np", "getattr(np, 'ta' + 'nh', None)(z)"),
        ("import numpy as np; name = 'tanh'", "getattr(np, name)(z)"),
        ("import numpy as np; t = np.tanh", "t(z)"),
        ("import numpy as np; N = np", "N.tanh(z)"),
        ("import numpy as np", "list(map(np.tanh, z))"),
        ("import numpy as np", "[np.tanh(v) for v in z]"),
        ("import numpy as np", "(lambda v: np.tanh(v))(z)"),
        ("import sys", "sys.modules['numpy'].tanh(z)"),
        ("", "__import__('numpy').tanh(z)"),
        ("import importlib", "importlib.import_module('numpy').tanh(z)"),
        ("try:\n    import numpy as np\nexcept ImportError:\n    raise", "np.tanh(z)"),
        ("import numpy as np", "(t := np.tanh)(z)"),
    ],
)
def test_a_forbidden_name_is_seen_whatever_it_is_called(seen, head, expression):
    source = f"{head}\n{TANH.format(expression)}"
    line = str(source[: source.index("self.out =")].count("\n") + 1)
    assert [entry for entry in seen(source) if entry[1] == "forbidden-call"] == [
        ("Tanh.forward", "forbidden-call", line)
    ]


@pytest.mark.parametrize(
    ("before", "expression"),
    [
        ("def t(z):\n    return np.tanh(z)\n", "t(z)"),
        ("def u(z):\n    return np.tanh(z)\ndef t(z):\n    return u(z)\n", "t(z)"),
        ("t = np.vectorize(lambda v: np.tanh(v))\n", "t(z)"),
        ("class Base:\n    def t(self, z):\n        return np.tanh(z)\n", "Base().t(z)"),
        ("class Helper:\n    t = staticmethod(np.tanh)\n", "Helper.t(z)"),
    ],
)
def test_a_method_is_charged_with_what_it_calls_in_the_file(seen, before, expression):
    ((name, cause, line),) = seen(f"import numpy as np\n{before}{TANH.format(expression)}")
    assert (name, cause) == ("Tanh.forward", "forbidden-call")
    assert int(line) < 7


@pytest.mark.parametrize(
    "source",
    [
        "class Base:\n    def forward(self, z):\n        return np.tanh(z)\nclass Tanh(Base):\n    pass\n",
        "class T:\n    def forward(self, z):\n        return np.tanh(z)\nReLU, Tanh = 0, T\n",
        "class Tanh:\n    pass\nTanh.forward = lambda self, z: np.tanh(z)\n",
        "class Tanh:\n    forward = lambda self, z: np.tanh(z)\n",
        "class Tanh:\n    def __init__(self):\n        self.f = np.tanh\n"
        "    def forward(self, z):\n        return self.f(z)",
        "class Tanh:\n    def forward(this, z):\n        return this._f(z)\n"
        "    def _f(self, z):\n        return np.tanh(z)",
        "class B:\n    def f(self, z):\n        return np.tanh(z)\n"
        "class Tanh(B):\n    def forward(self, z):\n        return super().f(z)",
        "if True:\n    class Tanh:\n        def forward(self, z):\n            return np.tanh(z)\n",
        "class Tanh:\n    if True:\n        def forward(self, z):\n            return np.tanh(z)\n",
    ],
)
def test_a_method_is_found_however_the_class_gets_it(seen, source):
    assert [entry[:2] for entry in seen(f"import numpy as np\n{source}")] == [("Tanh.forward", "forbidden-call")]


@pytest.mark.parametrize(
    "source",
    [
        "import math\n" + TANH.format("math.tanh(z)"),
        "from math import *\n" + TANH.format("tanh(z)"),
        "from numpy import *\nfrom math import *\n" + TANH.format("tanh(z)"),
        "from numpy import *\nfrom my_own import *\n" + TANH.format("tanh(z)"),
        "from numpy import *\ndef tanh(z):\n    return z\n" + TANH.format("tanh(z)"),
        "import numpy as np\nimport math as np\n" + TANH.format("np.tanh(z)").replace("math", "numpy.ma"),
        "import numpy as np\n" + TANH.format("'np.tanh(z)'  # np.tanh"),
        "import numpy as np\n" + TANH.format("z").replace("self.out", "'''np.tanh'''; self.out"),
        "import numpy as np\n" + TANH.format("Tanh.tanh(z)") + "    def tanh(z):\n        return 2 * z\n",
        "import numpy as np\n" + TANH.format("self.tanh(z)"),
        "import numpy as np\n" + TANH.format("z.tanh()"),
        "import numpy as np\n" + TANH.format("np.arctanh(z) + np.tanhh(z)"),
        "import numpy as np\n" + TANH.format("getattr(np, z)(z) + np.__dict__[z]"),
        "import numpy as np\n" + TANH.format("[np.tanh for np in z]"),
        "import numpy as np\ndef f(np):\n    return np.tanh()\n" + TANH.format("f(z)"),
        "import numpy as np\nnp = object()\n" + TANH.format("np.tanh(z)"),
        "import numpy as np\nfor np in []:\n    pass\n" + TANH.format("np.tanh(z)"),
        "import numpy as np\n"
        + TANH.format("z").replace("        return", "        np = self\n        np.tanh(z)\n        return"),
        # In a test of one's own, in the main program, and in a class that nobody asked for.
        "import numpy as np\n"
        + TANH.format("2 * z")
        + "def test():\n    assert np.allclose(Tanh().forward(1), np.tanh(1))\n",
        TANH.format("2 * z") + "if __name__ == '__main__':\n    import numpy as np, torch\n    print(np.tanh(1))\n",
        "import numpy as np\n"
        + TANH.format("2 * z")
        + "class GELU:\n    def forward(self, z):\n        return np.tanh(z)\n",
        # What backward reads was kept by forward; forward alone is charged with it.
        "import numpy as np\nclass GELU:\n    def forward(self, z):\n        self.out = np.tanh(z)\n"
        "class Tanh(GELU):\n    def backward(self, d_prev, reg_lambda):\n        return self.out * d_prev\n"
        "    def forward(self, z):\n        return z\n",
        "np = np\n" + TANH.format("np.tanh(z)"),
        "import numpy as np\ndef getattr(a, b):\n    return abs\n" + TANH.format("getattr(np, 'tanh')(z)"),
        # A name of the method's own, which the file has for something else.
        "import numpy as np\ndef t(z):\n    return np.tanh(z)\n" + TANH.format("[t for t in z]"),
    ],
)
def test_what_only_looks_like_it_is_not_seen(seen, source):
    assert [entry for entry in seen(source) if entry[1] == "forbidden-call"] == []


@pytest.mark.parametrize(
    ("head", "expression", "expected"),
    [
        ("import math", "math.tanh(z)", ["Tanh.forward"]),
        ("import numpy as np", "np.linalg.norm(z)", ["Tanh.forward"]),
        ("from numpy.linalg import norm", "norm(z)", ["Tanh.forward"]),
        ("from numpy import *", "linalg.norm(z)", ["Tanh.forward"]),
        ("import torch", "torch.tanh(z)", ["Tanh.forward"]),
        ("import torch.nn.functional as F", "F.relu(z)", ["Tanh.forward"]),
        ("import torch", "z", ["Answer.py"]),
        ("from torch import *", "z", ["Answer.py"]),
        ("from numpy import tanh", "z", []),
    ],
)
def test_modules_can_be_forbidden_with_all_that_is_in_them(seen, head, expression, expected):
    records = seen(f"{head}\n{TANH.format(expression)}", STRICTER)
    assert [name for name, _, _ in records] == expected
    assert {cause for _, cause, _ in records} <= {"forbidden-call"}


def test_an_import_that_is_not_listed_is_seen_where_it_is_used(seen, tmp_path):
    (tmp_path / "mine.py").write_text("", encoding="utf-8")
    (tmp_path / "package").mkdir()
    source = (
        "from __future__ import annotations\nimport numpy.linalg, os.path, mine, package.part\nfrom . import other\n"
        "from scipy.special import expit\nimport sklearn\n"
    ) + TANH.format("2 * expit(2 * z) - 1")
    assert seen(source) == [("Tanh.forward", "import-not-allowed", "4"), ("Answer.py", "import-not-allowed", "5")]
    inside = "class Tanh:\n    def forward(self, z):\n        import scipy\n        return z\n"
    assert seen(inside) == [("Tanh.forward", "import-not-allowed", "3")]
    anything = msgspec.structs.replace(HOMEWORK, imports=())
    assert seen(source, anything) == []


def test_what_is_imported_for_the_main_program_or_for_types_alone_is_left_out(seen):
    head = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import torch\nelse:\n    import sklearn\n"
    foot = "if __name__ == '__main__':\n    import pandas\n"
    assert seen(head + TANH.format("z") + foot) == [("Answer.py", "import-not-allowed", "5")]


def test_a_method_that_calls_another_of_the_assignment_is_not_charged_with_what_that_one_does(seen):
    sigmoid = "class Sigmoid:\n    def forward(self, z):\n        return (1 + np.tanh(z / 2)) / 2\n"
    source = f"import numpy as np\n{sigmoid}{TANH.format('2 * Sigmoid().forward(2 * z) - 1')}"
    assert seen(source) == [("Sigmoid.forward", "forbidden-call", "4")]


def test_no_solution_of_the_zoo_is_charged_without_reason(tmp_path):
    charged = set()
    fair = [*solutions("right", "hw3"), *solutions("harmless")]
    wrong = [solution for solution in solutions("wrong", "hw3") if "tanh" in solution.id]
    for solution in [*fair, *wrong]:
        folder = tmp_path / solution.id
        folder.mkdir()
        for entry in not_allowed(solution.write(folder), HOMEWORK):
            charged.add((solution.id, entry.item, entry.records["en"].cause))
    assert charged == {
        ("sigmoid-forward-tanh", "Sigmoid.forward", "forbidden-call"),
        ("sigmoid-by-tanh", "Sigmoid.forward", "forbidden-call"),
        ("tanh-of-numpy", "Tanh.forward", "forbidden-call"),
        ("scipy-softmax", "Sigmoid.forward", "import-not-allowed"),
        ("scipy-softmax", "SoftmaxLayer.forward", "import-not-allowed"),
    }


def test_it_is_a_remark_that_costs_nothing_unless_the_assignment_says_fail(tmp_path):
    solution = next(one for one in solutions("right") if one.id == "tanh-of-numpy")
    judgement = judge_file(solution.write(tmp_path), HOMEWORK, seed=1)
    report = judgement.report(HOMEWORK, "en")
    (record,) = [record for record in report.records if record.check == "source"]
    assert (record.name, record.verdict) == ("Tanh.forward", "remark")
    assert record.message == "uses numpy.tanh, which the assignment does not allow"
    assert record.line == "Answer.py, line 55: self.out = np.tanh(z)"
    assert report.ok
    assert report.score == report.total
    assert "remark   Tanh.forward: uses numpy.tanh" in repr(report)
    cost = judgement.report(COST, "en")
    assert [failure.name for failure in cost.failures] == ["Tanh.forward"]
    assert cost.score == cost.total - 5
    assert judgement.report(COST, "en", COST.classes["ReLU"]).ok
    assert "과제에서 쓸 수 없는 것을 씁니다: numpy.tanh" in repr(judgement.report(HOMEWORK, "ko"))


def test_severities_can_change_without_a_run(tmp_path):
    (tmp_path / "Answer.py").write_text("import sklearn\n" + TANH.format("z"), encoding="utf-8")
    (entry,) = not_allowed(tmp_path / "Answer.py", HOMEWORK)
    judgement = Judgement(subject="Answer.py", seed=1, seen=(entry,), there=())
    for severity, verdicts in (("remark", ["remark"]), ("fail", ["fail"]), ("off", [])):
        task = msgspec.structs.replace(HOMEWORK, mistakes={"import-not-allowed": severity})
        assert [record.verdict for record in judgement.report(task, "en").records] == verdicts
    assert [record.verdict for record in judgement.report(HOMEWORK.strict(), "en").records] == ["fail"]


@pytest.mark.parametrize("content", [b"def f(:", b"\xff\xfe", b"x = 1\x00", b"a" + b".b" * 20_000, b"(" * 300])
def test_what_is_no_python_is_left_to_the_check(tmp_path, content):
    (tmp_path / "Answer.py").write_bytes(content)
    assert not_allowed(tmp_path / "Answer.py", HOMEWORK) == []


def test_the_other_name_of_a_class_and_a_function_that_is_a_method_are_known(seen):
    task = msgspec.structs.replace(load_assignment("hw4"), forbidden=("numpy.pad", "numpy.linalg"))
    source = (
        "import numpy as np\nclass CNN_Classifier:\n    def forward(self, x, y, l):\n        return np.linalg.norm(x)\n"
    )
    assert seen(source, task) == [("ClassifierModel.forward", "forbidden-call", "4")]
    assert seen("import numpy as np\ndef zero_pad(x, pad):\n    return np.pad(x, pad)\n", task) == [
        ("zero_pad", "forbidden-call", "3")
    ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('forbidden = ["numpy.tanh()"]', "'numpy.tanh()' in forbidden is not the name of a module or function"),
        ('imports = ["numpy", ""]', "'' in imports is not the name of a module or function"),
        ('imports = "numpy"', "wrong kind"),
        ("forbidden = [1]", "wrong kind"),
    ],
)
def test_names_that_are_none_are_refused(line, says):
    with pytest.raises(UsageError, match=says.replace("(", r"\(").replace(")", r"\)")):
        parse_assignment(f'{line}\n[[method]]\nname = "ReLU.forward"\n', where="x.toml", name="x")
