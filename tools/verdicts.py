"""Write the table of verdicts from the code to docs/results/verdicts.md: `python -m tools.verdicts`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from undergrad.insight import RULES, Rule

FILE = Path(__file__).parent.parent / "docs" / "results" / "verdicts.md"
COLUMNS = ("verdict", "measure", "warning", "severe", "from epoch", "only while", "source")


def cells(rule: Rule) -> list[str]:
    """The texts of a rule's row, one for each of COLUMNS."""
    severe = "" if rule.severe is None else f"{rule.sign} {rule.severe:g}"
    errs = "" if rule.least_error is None else f"error >= {rule.least_error:g}"
    bounds = (f"{rule.sign} {rule.warning:g}", severe, str(rule.first_epoch), errs)
    return [f"`{rule.name}`", f"`{rule.measure}`", *bounds, rule.source]


def _line(texts: Sequence[str]) -> str:
    return "| " + " | ".join(texts) + " |"  # with our own markup, which a report's table would escape


def text() -> str:
    """The table, in Markdown under a heading."""
    rows = [_line(COLUMNS), _line(["---"] * len(COLUMNS)), *(_line(cells(rule)) for rule in RULES)]
    return "# Verdicts\n\n" + "\n".join(rows) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
