"""The table of the mistakes that the check names, in a language, as Markdown."""

from __future__ import annotations

from undergrad.check.catalogue import MISTAKES
from undergrad.display.languages import Language

_HEADS: dict[Language, tuple[str, str, str]] = {
    "en": ("name", "what is wrong", "what to think about"),
    "ko": ("이름", "무엇이 틀렸는가", "생각해 볼 것"),
}
_COUNTS: dict[Language, str] = {"en": "{} of them.", "ko": "모두 {}가지입니다."}


def mistakes_page() -> str:
    """The table in English."""
    return mistakes_table("en")


def mistakes_in_korean() -> str:
    """The table in Korean."""
    return mistakes_table("ko")


def mistakes_table(language: Language) -> str:
    """Every mistake that has a name: what is wrong, and what the check asks the student to think about."""
    rows = [(f"`{name}`", mistake.what[language], mistake.hint[language]) for name, mistake in sorted(MISTAKES.items())]
    return f"{_COUNTS[language].format(len(rows))}\n\n" + table(_HEADS[language], rows)


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A table in Markdown."""
    lines = [head, ("---",) * len(head), *(tuple(cell.replace("|", "&#124;") for cell in row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
