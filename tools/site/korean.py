"""The tables of the Korean pages: the glossary, and the mistakes that the check names, as Markdown."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from undergrad.check.catalogue import MISTAKES

GLOSSARY = Path(__file__).parents[2] / "docs" / "ko" / "glossary.toml"


def glossary() -> list[dict[str, Any]]:
    """The parts of the glossary: `title`, and `terms` with `en`, `ko`, and perhaps `not`, `in` and `note`."""
    parts: list[dict[str, Any]] = tomllib.loads(GLOSSARY.read_text("utf-8"))["part"]
    return parts


def glossary_tables() -> str:
    """A heading and a table for each part of the glossary."""
    return "\n\n".join(
        _table(part["title"], ["영어", "한국어", "설명"],
               [[term["en"], term["ko"], term.get("note", "")] for term in part["terms"]])
        for part in glossary()
    )  # fmt: skip


def mistakes_table() -> str:
    """Every mistake that has a name: what is wrong, and what the check asks the student to think about."""
    rows = [[f"`{name}`", mistake.what["ko"], mistake.hint["ko"]] for name, mistake in sorted(MISTAKES.items())]
    return f"모두 {len(rows)}가지입니다.\n\n" + _table("", ["이름", "무엇이 틀렸는가", "생각해 볼 것"], rows)


def _table(title: str, head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *([cell.replace("|", "&#124;") for cell in row] for row in rows)]
    return f"## {title}\n\n" * bool(title) + "\n".join(f"| {' | '.join(line)} |" for line in lines)
