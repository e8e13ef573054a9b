"""The page about assignments shows files that can be used as they are."""

from __future__ import annotations

import re
from pathlib import Path

from undergrad.check.assignment import parse_assignment

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "assignment.md"


def test_the_two_examples_are_one_assignment():
    examples = re.findall(r"^```toml\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert len(examples) == 2
    task = parse_assignment("\n".join(examples), where=PAGE.name, name="page")
    given = {item.name: item.given for item in task.methods}
    assert given == {
        "ReLU.forward": False,
        "FCLayer.backward": False,
        "Norm.forward": False,
        "FCLayer.update": True,
        "ClassifierModel.forward": True,
    }
    assert [experiment.name for experiment in task.task.experiments] == ["a", "b"]
