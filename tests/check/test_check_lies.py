"""Whatever answers a process makes up, as long as they are answers, the judge judges them: it never fails itself."""

import numpy as np
import pytest

from tests.check.conftest import UNTIMED
from tests.check.zoo import FOLDER
from undergrad.check import Report, load_assignment
from undergrad.check.judge import Judge
from undergrad.sandbox.local import LocalSession
from undergrad.sandbox.worker.contents import contents_of
from undergrad.sandbox.worker.script import DTYPES, Failure, Outcome

pytestmark = pytest.mark.attack


class Liar:
    """Some answers are the true ones of the plain solution, the others are made up."""

    def __init__(self, namespace, seed, share):
        self.rng, self.share, self.session = np.random.default_rng(seed), share, LocalSession(namespace)

    def run(self, script):
        true = self.session.run(script)
        return [self.lie(n, o, script) if self.rng.random() < self.share else o for n, o in enumerate(true)]

    def lie(self, number, outcome, script):
        kinds = ("array", "number", "none", "other", "object", "failure", "skipped")
        kind = str(self.rng.choice(kinds))
        places = [
            (at, int(self.rng.integers(-1, len(op.get("arguments", ()))))) for at, op in enumerate(script.operations)
        ]
        changed = tuple(place for place in places[: number + 1] if self.rng.random() < 0.2)
        said = {"type": str(self.rng.choice(["ndarray", "list", "str", "Liar"])), "text": "..."}
        if kind == "failure":
            types = [
                "TypeError",
                "NotImplementedError",
                "MemoryError",
                "ModuleNotFoundError",
                "TextbookError",
                "ImportError",
            ]
            message = str(self.rng.choice(["", "x", "No module named 'x'", "cannot import name 'y' from 'numpy'"]))
            return Outcome(kind, failure=Failure("raised", str(self.rng.choice(types)), message))
        array = None
        if kind in ("array", "number"):
            shape = () if kind == "number" else self.shape(outcome)
            dtype = str(self.rng.choice(sorted(DTYPES)))
            with np.errstate(all="ignore"):
                values = self.rng.normal(size=shape) * self.rng.choice([0.0, 1.0, 1e5, np.nan, np.inf, 1e300])
                array = np.nan_to_num(values).astype(dtype) if np.dtype(dtype).kind in "iub" else values.astype(dtype)
            array = np.asarray(array)
        return Outcome(kind, array, changed=changed, printed=int(self.rng.integers(0, 2**40)), **said)

    def shape(self, outcome):
        own = outcome.array.shape if outcome.array is not None else (7, 5)
        return [own, own[::-1], (), (0,), (1,), (*own, 1), (2, 0, 3), own[:1]][self.rng.integers(8)]


@pytest.mark.parametrize("share", [1.0, 0.5, 0.1, 0.02])
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", range(5))
def test_made_up_answers(seed, share, capsys):
    space = {}
    exec((FOLDER / "base.py").read_text("utf-8"), space)
    del space["__builtins__"]
    task = load_assignment("hw3") if seed == 0 else UNTIMED
    records = Judge(Liar(space, seed, share), contents_of(space), task, seed).all(task.methods)
    report = Report(records, subject="lies", seed=seed)
    assert report.to_json()
    assert str(report)
    assert report._repr_html_()
    assert not report.ok


def test_other_shape_for_float32(judged_here):
    """No check of shapes comes before the numbers of float32 are compared."""
    body = "return super().forward(z)[:1] if z.dtype == np.float32 else super().forward(z)"
    report = judged_here(f"class Tanh(Tanh):\n    def forward(self, z): {body}", only="Tanh.forward")
    found = [(record.verdict, record.check, record.causes) for record in report.records if record.verdict != "pass"]
    assert ("remark", "float32", ("wrong-shape",)) in found
    assert {verdict for verdict, _, _ in found} == {"remark"}
