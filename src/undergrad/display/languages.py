"""The languages that a report is written in, and which one its reader wants."""

from __future__ import annotations

import locale
import os
from typing import Literal, get_args

from undergrad.errors import UsageError

Language = Literal["en", "ko"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

#: A text in each of LANGUAGES.
Text = dict[Language, str]


def choose(requested: str | None) -> Language:
    """The `requested` language; if None, Korean where the locale is Korean and English everywhere else.

    UsageError for a language that has no report.
    """
    if requested is None:
        return "ko" if _locale().lower().startswith("ko") else "en"
    for language in LANGUAGES:
        if requested.lower() == language:
            return language
    raise UsageError(f"there is no report in the language {requested!r}; choose en for English or ko for Korean")


def _locale() -> str:
    """`ko_KR.UTF-8` or, on Windows, `Korean_Korea`; empty where nothing is set."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):  # in POSIX's order
        if os.environ.get(variable):
            return os.environ[variable]
    return locale.getlocale()[0] or ""
