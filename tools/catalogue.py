"""Writes the list of named mistakes into docs/how-to/check.md: `python -m tools.catalogue`. A test holds it so."""

from pathlib import Path

from undergrad.check.catalogue import MISTAKES

START = "## Every mistake that has a name\n"
page = Path(__file__).parents[1] / "docs" / "how-to" / "check.md"
text = page.read_text(encoding="utf-8")
meanings = {name: mistake.what["en"].replace("|", "&#124;") for name, mistake in sorted(MISTAKES.items())}
rows = "\n".join(f"| `{name}` | {meaning} |" for name, meaning in meanings.items())
head = text[: text.index(START) + len(START)]
page.write_text(f"{head}\n{len(MISTAKES)} of them.\n\n| name | what is wrong |\n|---|---|\n{rows}\n", encoding="utf-8")
