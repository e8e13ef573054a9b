"""The glossary of the Korean pages, as tables in Markdown."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from tools.site.mistakes import table

GLOSSARY = Path(__file__).parents[2] / "docs" / "ko" / "glossary.toml"


def glossary() -> list[dict[str, Any]]:
    """The parts of the glossary: `title`, and `terms` with `en`, `ko`, and perhaps `not`, `in` and `note`."""
    parts: list[dict[str, Any]] = tomllib.loads(GLOSSARY.read_text("utf-8"))["part"]
    return parts


def glossary_tables() -> str:
    """A heading and a table for each part of the glossary."""
    head = ("영어", "한국어", "설명")
    return "\n\n".join(
        f"## {part['title']}\n\n"
        + table(head, [(term["en"], term["ko"], term.get("note", "")) for term in part["terms"]])
        for part in glossary()
    )
