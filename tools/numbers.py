"""The table of numbers in docs/command.md, from their declarations: `python -m tools.numbers [--check]`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from undergrad.settings import DECLARATIONS, DEFAULTS

PAGE = Path(__file__).parent.parent / "docs" / "command.md"
_PLACE = re.compile(r"(<!-- table: numbers -->\n\n).*?(\n<!-- end of table -->)", re.DOTALL)


def table() -> str:
    """A line for each number."""
    lines = ["| number | default | what it may be | what it is |", "| --- | --- | --- | --- |"]
    for name, declaration in DECLARATIONS.items():
        default = DEFAULTS[name]
        shown = list(default) if isinstance(default, tuple) else default
        lines.append(f"| `{name}` | {shown} | {declaration.kind.words} | {declaration.help} |")
    return "\n".join(lines) + "\n"


def renewed(page: str) -> str:
    """The page with the present table."""
    return _PLACE.sub(lambda place: place[1] + table() + place[2], page)


def main(argv: list[str] | None = None) -> int:
    """Write the table, or with --check only say whether it is right: 1 where it is not."""
    page = PAGE.read_text("utf-8")
    if "--check" in (sys.argv[1:] if argv is None else argv):
        return int(renewed(page) != page)
    PAGE.write_text(renewed(page), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
