"""What the command prints: a screenful, the sum last, lines that reproduce a failure, what the file prints."""

import json
import re
import subprocess
import sys
import textwrap

import numpy as np
import pytest

from tests.check.conftest import PLAIN

#: Eight methods are wrong.
EIGHT = (
    PLAIN
    + """
class ReLU(ReLU):
    def forward(self, z): return 2 * super().forward(z)
    def backward(self, d_prev, reg_lambda): return -super().backward(d_prev, reg_lambda)
class Sigmoid(Sigmoid):
    def forward(self, z): return 1 - super().forward(z)
    def backward(self, d_prev, reg_lambda): return d_prev * self.out
class Tanh(Tanh):
    def backward(self, d_prev, reg_lambda): return d_prev * (1 - self.out)
class FCLayer(FCLayer):
    def forward(self, x): return super().forward(x) - self.b
    def backward(self, d_prev, reg_lambda): return super().backward(d_prev, 2 * reg_lambda)
class SoftmaxLayer(SoftmaxLayer):
    def ce_loss(self, y_hat, y): return 2 * super().ce_loss(y_hat, y)
"""
)
KEYS = {
    *("class", "method", "check", "verdict", "message", "asked", "expected", "got", "error", "cause", "causes"),
    *("ambiguous", "evidence", "math", "hint", "line", "code"),
}


@pytest.fixture
def eight(tmp_path, monkeypatch):
    monkeypatch.delenv("LINES", raising=False)
    (tmp_path / "Answer.py").write_text(EIGHT, encoding="utf-8")


def test_eight_failures_fit_a_screen(eight, cli):
    code, out, _ = cli("check", "--seed", "1", "--points")
    lines = out.rstrip("\n").splitlines()
    assert code == 1
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 80
    assert sum(line.startswith("FAIL ") for line in lines) == 8
    assert lines[-1] == "30 of 100 points."
    assert lines[-2] == "The same numbers again: --seed 1"
    assert "8 wrong" in lines[-3]
    first_remark = min((n for n, line in enumerate(lines) if line.startswith("remark")), default=len(lines))
    assert max(n for n, line in enumerate(lines) if line.startswith("FAIL")) < first_remark
    assert "--all" in out
    everything = cli("check", "--seed", "1", "--all")[1]
    assert everything.count("  mistake  ") > out.count("  mistake  ")
    assert len(everything.splitlines()) > 40


def test_only_takes_lists(eight, cli):
    names = ("--only", "Tanh,ReLU.forward", "--only", "SoftmaxLayer.ce_loss", "--json")
    records = json.loads(cli("check", *names)[1])["records"]
    judged = {f"{record['class']}.{record['method']}" for record in records}
    asked = {"Tanh.forward", "Tanh.backward", "ReLU.forward", "SoftmaxLayer.ce_loss"}
    assert judged - {"Tanh.update", "Tanh.summary"} == asked
    code, out, err = cli("check", "--only", "Tanh,ReLU.forwrd")
    assert (code, out) == (2, "")
    assert "did you mean 'ReLU.forward'" in err


def test_json_keeps_its_keys(eight, cli):
    report = json.loads(cli("check", "--json", "--seed", "1", "--points")[1])
    assert set(report) == {"subject", "seed", "ok", "score", "total", "records"}
    assert {frozenset(record) for record in report["records"]} == {frozenset(KEYS)}
    assert all(record["code"] for record in report["records"] if record["error"] is not None)


def test_lines_that_reproduce_a_failure(eight, cli, tmp_path):
    code, out, _ = cli("check", "--only", "SoftmaxLayer.ce_loss", "--show", "--seed", "1")
    assert code == 1
    lines = out.splitlines()
    start = lines.index("    import numpy as np")
    end = next(number for number, line in enumerate(lines) if number > start and line.startswith("    print("))
    script = textwrap.dedent("\n".join(lines[start : end + 1]))
    assert "from Answer import SoftmaxLayer" in script
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    shown = next(line.split()[-1] for line in lines if line.startswith("  got "))
    assert float(done.stdout) == pytest.approx(float(shown), rel=1e-5)


def test_lines_reproduce_every_failure(judged_here):
    failures = [record for record in judged_here(EIGHT, whole=True).failures if record.error is not None]
    assert len({record.name for record in failures}) == 8
    for record in failures:
        shown = []
        namespace = {"print": shown.append}
        exec(record.code, namespace)
        got = np.asarray(shown[0], dtype=float)
        for entry in record.got.split("; "):
            place, number = re.match(r"(?:\[([\d, ]+)\] )?(\S+)", entry).groups()
            index = tuple(map(int, place.split(", "))) if place else ()
            assert got[index] == pytest.approx(float(number), rel=1e-5)


def test_what_the_file_prints(cli, tmp_path):
    source = (
        PLAIN
        + "print('imported')\nclass ReLU(ReLU):\n    def forward(self, z):\n"
        + "        print('shape', z.shape, '\\033[2J')\n"
    )
    (tmp_path / "Answer.py").write_text(source + "        return super().forward(z)\n", encoding="utf-8")
    code, out, err = cli("check", "--only", "ReLU.forward", "-s")
    assert code == 0
    assert "imported\n" in err
    assert "shape (7, 5)" in err
    assert "\033" not in err
    assert "shape (" not in out
    assert cli("check", "--only", "ReLU.forward")[2] == ""
