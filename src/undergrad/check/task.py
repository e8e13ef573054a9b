"""The texts of an assignment for its students; nothing here is judged."""

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

    #: A short name, such as "a", for the main script's argument and the plots.
    name: str
    #: The runs, as `undergrad compare` takes them: the name of a shipped experiment or of a TOML file, or a table.
    run: str | dict[str, Any]
    #: The heading in the task.
    title: AnyText = ""
    #: The instructions and questions for students, in Markdown.
    text: AnyText = ""
    #: Its points, in addition to those of the methods; the check does not judge it.
    points: float = 0.0
    #: If students choose the networks, starting from those of `run`: the number of rows in their report. Else 0.
    best: int = 0


class Task(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Texts in Markdown, experiments, and the files to hand in."""

    #: Its title in each language; by default the assignment's.
    title: AnyText = ""
    #: The topic of the assignment.
    introduction: AnyText = ""
    #: The rules that the check does not enforce.
    rules: AnyText = ""
    #: How to hand in, and the deadline.
    handing_in: AnyText = ""
    #: The names of the files to hand in, with STUDENTID and Name in them.
    files: tuple[str, ...] = ()
    #: The methods whose formulas are shown: all, all but backward, or none.
    formulas: Literal["all", "forward", "none"] = "all"
    experiments: tuple[TaskExperiment, ...] = ()

    def texts(self) -> Iterator[tuple[str, AnyText]]:
        """Each text with its place in a file."""
        for key in ("title", "introduction", "rules", "handing_in"):
            yield f"task.{key}", getattr(self, key)
        for experiment in self.experiments:
            for key in ("title", "text"):
                yield f"{key} of the experiment {experiment.name}", getattr(experiment, key)

    def check(self, where: str) -> None:
        """Raise UsageError if a value is not allowed; `where` names the file."""
        for place, text in self.texts():
            if isinstance(text, dict) and (missing := [language for language in LANGUAGES if language not in text]):
                raise UsageError(f"in {where}, {place} lacks the language {missing[0]}; add it, or write one text")
        names = [experiment.name for experiment in self.experiments]
        if twice := [name for name in names if names.count(name) > 1]:
            raise UsageError(f"{where} has the experiment {twice[0]!r} twice; give each its own name")
        for experiment in self.experiments:
            if not (experiment.name.isascii() and experiment.name.isalnum()):
                raise UsageError(
                    f"in {where}, an experiment is called {experiment.name!r}; use only ASCII letters and digits"
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
                    f"in {where}, {name!r} in task.files is not a valid file name; write HW3_STUDENTID_Name.zip"
                )


def text_in(text: AnyText, language: Language) -> str:
    """The text in one language."""
    return (text if isinstance(text, str) else text[language]).strip()
