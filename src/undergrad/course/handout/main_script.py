"""The script that trains the assignment's networks with the students' own layers: `main_script.txt`, filled in."""

from __future__ import annotations

import re
from importlib import resources
from typing import Any

from undergrad.course.handout.experiments import Plan
from undergrad.course.sentences import say
from undergrad.display.languages import Language

#: The keys of the script's messages, in `words/task.json` under `main-`.
_SAID = (
    *("about", "no-file", "missing", "not-written", "no-gradient", "not-finite", "no-data", "no-idx", "no-experiment"),
    *("no-plot", "epoch", "columns", "quick", "done", "help-quick", "help-data", "help-seed"),
)


def main_script(plans: list[Plan], language: Language, file: str) -> str:
    """The text of `main.py` for a student's `file`. It needs Python and NumPy, and uses undergrad only for data."""
    template = (resources.files("undergrad.course.handout") / "main_script.txt").read_text("utf-8")
    experiments = {plan.asked.name: {"data": plan.data, "networks": plan.networks} for plan in plans}
    values = {
        "file": _literal(file),
        "first": plans[0].asked.name,
        "experiments": _literal(experiments, deep=4),
        "say": _literal({key: say(f"main-{key}")[language] for key in _SAID}, deep=1),
    }

    def filled(match: re.Match[str]) -> str:
        return values[match[1]] if match[1] in values else say(f"main-{match[1]}")[language]

    return re.sub(r"@([a-z-]+)@", filled, template)


def _literal(value: Any, *, deep: int = 0, indent: str = "") -> str:
    """The value as Python source; entries that are nested no deeper than `deep` have a line each."""
    inner = f"{indent}    "
    if deep and isinstance(value, dict):
        lines = [f"{_literal(key)}: {_literal(part, deep=deep - 1, indent=inner)}" for key, part in value.items()]
        return "{\n" + "".join(f"{inner}{line},\n" for line in lines) + indent + "}"
    if deep and isinstance(value, list):
        lines = [_literal(part, deep=deep - 1, indent=inner) for part in value]
        return "[\n" + "".join(f"{inner}{line},\n" for line in lines) + indent + "]"
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    text = repr(value)
    return f'"{text[1:-1]}"' if isinstance(value, str) and '"' not in text else text
