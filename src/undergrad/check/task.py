"""What an assignment says to the students who read it; nothing of it is judged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from undergrad.display.languages import LANGUAGES, Language, Text
from undergrad.errors import UsageError

#: A text in each language, or one for all of them.
AnyText = Text | str


class TaskExperiment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An experiment that students make with their layers."""

    #: A short name, such as "a": of the main script's argument, and of the plots.
    name: str
    #: What is trained, as `undergrad compare` takes it: a shipped experiment or a TOML file by its name, or its table.
    run: str | dict[str, Any]
    #: What it is called in the task.
    title: AnyText = ""
    #: What students do and explain, in Markdown.
    text: AnyText = ""
    #: What it is worth besides the methods; the check does not judge it.
    points: float = 0.0
    #: Whether students choose the networks: what `run` has is where they begin, and the report has so many rows.
    best: int = 0


class Task(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Texts in Markdown, experiments, and what is handed in."""

    #: Its title in each language; by default the assignment's.
    title: AnyText = ""
    #: What it is about.
    introduction: AnyText = ""
    #: What is allowed and what is not, besides what the check looks at.
    rules: AnyText = ""
    #: How to hand in, and until when.
    handing_in: AnyText = ""
    #: The names of what is handed in, with STUDENTID and Name in them.
    files: tuple[str, ...] = ()
    #: Of which methods the formula is shown: of all, of all but the backward ones, of none.
    formulas: Literal["all", "forward", "none"] = "all"
    experiments: tuple[TaskExperiment, ...] = ()

    def texts(self) -> Iterator[tuple[str, AnyText]]:
        """Each text with the place where it stands in a file."""
        for key in ("title", "introduction", "rules", "handing_in"):
            yield f"task.{key}", getattr(self, key)
        for experiment in self.experiments:
            for key in ("title", "text"):
                yield f"{key} of the experiment {experiment.name}", getattr(experiment, key)

    def check(self, where: str) -> None:
        """UsageError, one sentence, for what cannot be; `where` names the file."""
        for place, text in self.texts():
            if isinstance(text, dict) and (missing := [language for language in LANGUAGES if language not in text]):
                raise UsageError(f"in {where}, {place} lacks the language {missing[0]}; add it, or write one text")
        names = [experiment.name for experiment in self.experiments]
        if twice := [name for name in names if names.count(name) > 1]:
            raise UsageError(f"{where} has the experiment {twice[0]!r} twice; give each a name of its own")
        for experiment in self.experiments:
            if not (experiment.name.isascii() and experiment.name.isalnum()):
                raise UsageError(
                    f"in {where}, an experiment is called {experiment.name!r}; its name is of plain letters and digits"
                )
            if not 0 <= experiment.points < float("inf"):
                raise UsageError(
                    f"in {where}, the experiment {experiment.name} has {experiment.points:g} points; "
                    "write a number, 0 or more"
                )
            if experiment.best < 0:
                raise UsageError(f"in {where}, best of the experiment {experiment.name} is below 0; leave it out")
        for name in self.files:
            if not name or set(name) & set('/\\:*?"<>|') or name != name.strip(" ."):
                raise UsageError(
                    f"in {where}, {name!r} in task.files is no name of a file; write HW3_STUDENTID_Name.zip"
                )


def text_in(text: AnyText, language: Language) -> str:
    """The text in one language."""
    return (text if isinstance(text, str) else text[language]).strip()
