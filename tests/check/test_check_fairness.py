"""What right answers and empty files of the next homework showed when others wrote them."""

from __future__ import annotations

from pathlib import Path

import pytest

from undergrad import check_file

ZOO = Path(__file__).parent / "zoo"
BASE = ZOO / "base_hw4.py"


def judged(tmp_path, text, assignment="hw4"):
    file = tmp_path / "Answer.py"
    file.write_text(text, "utf-8")
    return check_file(file, assignment=assignment, seed=3)


@pytest.mark.parametrize("assignment", ["hw4", "batch-norm-dropout", "metrics", "outputs"])
@pytest.mark.parametrize("text", ["x = 1\n", "def f(:\n"], ids=["nothing", "no Python"])
def test_what_cannot_be_judged_has_no_points(tmp_path, assignment, text):
    report = judged(tmp_path, text, assignment)
    assert not report.ok
    assert report.score == 0 < report.total


def test_a_class_that_is_missing_has_no_points(tmp_path):
    source = BASE.read_text("utf-8")
    start = source.index("class MaxPoolingLayer")
    report = judged(tmp_path, source[:start] + source[source.index("class ", start + 1) :])
    assert report.total == 30
    assert report.score == 30 - 7


def test_an_order_in_memory_does_not_pass_for_something_else_that_is_learned(tmp_path):
    """What ReLU changes in place costs nothing, whichever way the arrays lie: copies lie in the same way."""
    report = judged(tmp_path, (ZOO / "right" / "conv-offsets-in-another-order.py").read_text("utf-8"))
    assert not report.failures
    assert {"input-changed", "upstream-changed"} <= {cause for record in report.records for cause in record.causes}
    assert report.score == report.total


def test_a_number_under_the_name_of_weights_does_not_hide_them(tmp_path):
    """The width of the output is self.w, and the weights are self.W."""
    source = BASE.read_text("utf-8")
    start, end = source.index("class ConvolutionLayer"), source.index("class MaxPoolingLayer")
    layer = source[start:end].replace("self.w", "self.W").replace("self.dw", "self.dW")
    lines = layer.split("\n")
    place = next(number for number, line in enumerate(lines) if "def forward" in line)
    lines.insert(place + 1, "        self.h, self.w = x.shape[2], x.shape[3]")
    report = judged(tmp_path, source[:start] + "\n".join(lines) + source[end:])
    assert not report.failures
    assert report.score == report.total


def test_a_blank_that_is_a_method_is_not_written(tmp_path):
    source = BASE.read_text("utf-8")
    start = source.index("def zero_pad")
    rest = source[start:]
    without = source[:start] + rest[rest.index("\n\n\n") + 3 :]
    place = without.index("    def forward", without.index("class ConvolutionLayer"))
    method = "    def zero_pad(self, x, pad):\n        padded = None\n        return padded\n\n"
    report = judged(tmp_path, without[:place] + method + without[place:].replace(" zero_pad(", " self.zero_pad("))
    assert {cause for record in report.failures if record.cls == "zero_pad" for cause in record.causes} == {
        "not-written"
    }


def test_a_wrong_zero_pad_that_is_a_method_costs_its_point(tmp_path):
    source = BASE.read_text("utf-8")
    start = source.index("def zero_pad")
    rest = source[start:]
    without = source[:start] + rest[rest.index("\n\n\n") + 3 :]
    place = without.index("    def forward", without.index("class ConvolutionLayer"))
    method = (
        "    def zero_pad(self, x, pad):\n        return np.pad(x, ((0, 0), (0, 0), (2 * pad, 0), (2 * pad, 0)))\n\n"
    )
    report = judged(tmp_path, without[:place] + method + without[place:].replace(" zero_pad(", " self.zero_pad("))
    assert {record.name for record in report.failures} == {"zero_pad"}
    assert report.score == report.total - 1
