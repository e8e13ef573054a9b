from __future__ import annotations

from pathlib import Path

import pytest

from undergrad.check import Assignment, Report, check_file
from undergrad.check.assignment import Item

OURS = "from undergrad import ClassifierModel, FCLayer, Norm, ReLU, Sigmoid, SoftmaxLayer, Tanh\nimport numpy as np\n"

#: Enough to see that one broken method leaves the others alone, and quick.
SHORT = Assignment(
    name="short",
    checks={"speed": "off"},
    methods=tuple(
        Item(name=name)
        for name in ("ReLU.forward", "Sigmoid.forward", "Tanh.forward", "Tanh.backward", "FCLayer.forward")
    ),
)


#: The plain correct solution, and a file of our own layers whose Sigmoid.forward does something else.
PLAIN = (Path(__file__).parent / "zoo" / "base.py").read_text("utf-8")
ACTIVATION = """
class Sigmoid(Sigmoid):
    def forward(self, z):
        {}
"""


@pytest.fixture
def short():
    return SHORT


@pytest.fixture
def judged(tmp_path):
    """Checks a source text as Answer.py: our own layers, with what the text redefines."""

    def judge(source: str, *, whole: bool = False, seed: int = 0, limit: float = 60.0, **options) -> Report:
        path = Path(tmp_path) / "Answer.py"
        path.write_text(source if whole else OURS + source, encoding="utf-8")
        return check_file(path, seed=seed, limit=limit, allow_undergrad=not whole, **options)

    return judge


def only(report, name):
    return [record for record in report.records if record.name == name]
