"""What was seen of a file can be kept, and weighed anew without running anything."""

from __future__ import annotations

import msgspec
import pytest

from undergrad.check.assignment import load_assignment, parse_assignment
from undergrad.check.files import check_file, judge_file
from undergrad.check.judgement import Judgement

IN_PLACE = """
import numpy as np
class ReLU:
    def forward(self, z):
        self.zero_mask = z <= 0
        z[self.zero_mask] = 0
        return z
    def backward(self, d_prev, reg_lambda):
        return d_prev * ~self.zero_mask * 2
    def update(self, learning_rate): pass
    def summary(self): return "ReLU"
class Sigmoid:
    def forward(self, z):
        self.out = 1 / (1 + np.exp(-z))
        return self.out
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("submission") / "Answer.py"
    path.write_text(IN_PLACE, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def kept(file):
    """The judgement as it is read back from JSON."""
    return msgspec.json.decode(msgspec.json.encode(judge_file(file, load_assignment("hw3"), seed=3)), type=Judgement)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("strict", [False, True])
def test_what_was_kept_gives_the_report_of_the_check_itself(file, kept, language, strict):
    task = load_assignment("hw3")
    of_check = check_file(file, seed=3, language=language, strict=strict)
    report = kept.report(task.strict() if strict else task, language)
    without_speed = [
        [record for record in records.records if record.check != "speed"] for records in (of_check, report)
    ]
    finite = [[msgspec.structs.replace(record, error=None) for record in records] for records in without_speed]
    assert finite[0] == finite[1]
    assert (report.score, report.total, report.unasked) == (of_check.score, of_check.total, of_check.unasked)


def test_another_severity_and_other_points_need_no_run(kept):
    task = load_assignment("hw3")
    usual = kept.report(task, "en")
    assert usual.score == 10  # ReLU's and sigmoid's forward: an array changed in place has no consequence here
    [in_place] = [record for record in usual.records if record.causes == ("input-changed",)]
    assert in_place.verdict == "remark"
    assert "bit for bit" in in_place.evidence
    strict_about_it = msgspec.structs.replace(task, mistakes=task.mistakes | {"input-changed": "fail"})
    assert kept.report(strict_about_it, "en").score == 5
    of_relu = parse_assignment(
        """
        [[method]]
        name = "ReLU.forward"
        points = 7
        checks = {purity = "off"}
        """,
        where="relu.toml",
        name="relu",
    )
    only_relu = kept.report(of_relu, "en", of_relu.methods)
    assert only_relu.score == only_relu.total == 7
    assert {record.check for record in only_relu.records if record.name == "ReLU.forward"} >= {"shape", "values"}
    assert not {record.name for record in only_relu.records} & {"ReLU.backward", "Sigmoid.forward"}
    assert not [record for record in only_relu.records if record.check == "purity"]
