"""Common wording of a class's pages: sentences in one language, points, dates, people."""

from __future__ import annotations

import datetime
import math
import shlex
from typing import Any

from undergrad.check.assignment import shipped
from undergrad.course.records import ClassGrades, Row, Training
from undergrad.course.sentences import say
from undergrad.display.languages import Language
from undergrad.findings.catalogue import MISTAKES
from undergrad.findings.paragraphs import label_of

#: In the order in which they are shown.
VERDICTS = ("pass", "remark", "fail", "not run")


class Wording:
    """The sentences of the pages in one language. Short forms exist because a page has little room.

    >>> Wording("en").points(2.50)
    '2.5'
    """

    def __init__(self, language: Language) -> None:
        self.language: Language = language

    def __call__(self, key: str, **fields: Any) -> str:
        """The sentence `page-KEY`."""
        return say(f"page-{key}", **fields)[self.language]

    def count(self, key: str, number: int, **fields: Any) -> str:
        """The sentence `page-KEY` for a number of things, or `page-one-KEY` for a single one."""
        return self(f"one-{key}" if number == 1 else key, count=number, **fields)

    def cut(self, text: str, letters: int) -> str:
        """The text, or its beginning with a word that says so if it is too long."""
        return text if len(text) <= letters else f"{text[:letters]} … ({self('cut')})"

    def points(self, value: float | None) -> str:
        """Points without needless zeros; a dash if there are none yet."""
        return "–" if value is None else f"{round(value, 2):g}"

    def of_points(self, value: float | None, most: float) -> str:
        """Points out of the largest number of points."""
        return self("of-points", score=self.points(value), max=self.points(most))

    def date(self, when: datetime.datetime | None) -> str:
        """A date with its time and time zone; a dash if there is none."""
        return "–" if when is None else when.isoformat(sep=" ", timespec="minutes")

    def verdict(self, name: str) -> str:
        """The word for a verdict."""
        return label_of(name, self.language)

    def mark(self, verdict: str) -> str:
        """The sign that teachers of the language use for a verdict."""
        return self(f"mark-{kind_of(verdict)}")

    def mistake(self, cause: str) -> str:
        """The description of a named mistake, or its name if it has none."""
        return MISTAKES[cause].what[self.language] if cause in MISTAKES else cause

    def person(self, row: Row) -> str:
        """The student's name and number, as far as known; else the name of the submitted file."""
        name, number = self.cut(row.name, 60), self.cut(row.student_id, 30)
        return f"{name} ({number})" if name and number else name or number or self.cut(row.source, 60)

    def same_curve(self, training: Training) -> str:
        """Whether the student's network learned like the textbook's, or the epoch in which the two parted."""
        if training.parts_at is None:
            return self("training-same")
        how = f"{training.difference:.1g}" if training.difference is not None else ""
        return (
            self("training-parts-by", epoch=training.parts_at, difference=how)
            if how
            else self("training-parts", epoch=training.parts_at)
        )

    def training(self, training: Training) -> list[str]:
        """The sentences about a training."""
        sentences = [training.about.get(self.language, ""), training.why_not.get(self.language, "")]
        if training.losses:
            sentences.append(self.same_curve(training))
        if any(not math.isfinite(loss) for loss in training.losses):
            epoch = 1 + [math.isfinite(loss) for loss in training.losses].index(False)
            sentences.append(self("training-not-finite", epoch=epoch))
        if training.cut:
            sentences.append(self("training-cut", epochs=len(training.losses)))
        if training.accuracy is not None and training.textbook_accuracy is not None:
            own, textbook = f"{training.accuracy:.1%}", f"{training.textbook_accuracy:.1%}"
            sentences.append(self("training-accuracy", own=own, textbook=textbook))
        if training.slowness is not None:
            sentences.append(self("training-slowness", factor=f"{training.slowness:.2g}"))
        return [sentence for sentence in sentences if sentence]


def kind_of(verdict: str) -> str:
    """The verdict as a single word, for names in the page."""
    return verdict.replace(" ", "-")


def assignment_of(grades: ClassGrades) -> str:
    """The assignment's name on the command line: its name, or a TOML file if it does not come with the package."""
    return grades.assignment if grades.assignment in shipped() else shlex.quote(f"{grades.assignment}.toml")
