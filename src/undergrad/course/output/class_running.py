"""Details of the grading: trainings, lateness, incidents, the containment, and how to repeat it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from undergrad.course.output.class_parts import Class, scrolled, section, sentence, table
from undergrad.course.output.curve import curve, legend
from undergrad.course.output.wording import assignment_of
from undergrad.course.records import Row, Training
from undergrad.course.sentences import in_words
from undergrad.display.markup import element, listed, separated


def training(of: Class) -> Element | None:
    """Each training beside the textbook's: those that differ, with their curves, first. None if there was none."""
    words = of.words
    pairs = [(row, row.training) for row in of.grades.rows if row.training]
    if not pairs:
        return None
    curves = [(row, training) for row, training in pairs if training.losses]
    same, apart = _parted(curves)
    without = [(row, training) for row, training in pairs if not training.losses]
    return section(
        "training",
        words("training"),
        sentence(words("training-counts", same=len(same), apart=len(apart), none=len(without))),
        legend(words) if curves else None,
        _grid(of, apart) if apart else None,
        _folded(words("training-same-ones", count=len(same)), _grid(of, same)) if same else None,
        _folded(words("training-none", count=len(without)), _reasons(of, without)) if without else None,
    )


def late(of: Class) -> Element | None:
    """The late submissions and their penalties; None if there are none."""
    words = of.words
    rows = [row for row in of.grades.rows if row.late]
    if not rows:
        return None
    lines = [
        (of.link(row), words.date(row.submitted), words.points(row.penalty), words.cut(row.late, 400)) for row in rows
    ]
    every = table([words("student"), words("submitted"), words("taken-off"), words("why")], lines, numbers=(2,))
    return section(
        "late",
        words("late"),
        sentence(words("deadline", when=words.date(of.grades.deadline))) if of.grades.deadline else None,
        scrolled(words("late"), every),
    )


def happened(of: Class) -> Element | None:
    """Guesses, dropped files, and incidents that ended a submission early; None if there are none."""
    words = of.words
    lines = []
    for row in of.grades.rows:
        texts = [words.cut(remark, 400) for remark in (*row.remarks, *_incidents(of, row))]
        if texts:
            lines.append((of.link(row), listed(texts)))
    if not lines:
        return None
    every = table([words("student"), words("what")], lines)
    return section(
        "happened",
        words("happened"),
        _folded(words("happened-about", count=len(lines)), scrolled(words("happened"), every)),
    )


def contained(of: Class) -> Element:
    """The containment while untrusted code ran, and its limits."""
    words, containment = of.words, of.grades.containment
    in_force = in_words(containment.in_force, words.language)
    beyond = in_words(containment.not_contained, words.language)
    return section(
        "contained",
        words("contained"),
        sentence(
            words("contained-by-nothing")
            if containment.name == "none"
            else words("contained-by", name=containment.name)
        ),
        element("h3", {}, words("in-force")),
        listed(in_force, {"class": "notes"}) if in_force else sentence(words("in-force-nothing")),
        element("h3", {}, words("not-contained")),
        listed(beyond, {"class": "notes"}) if beyond else sentence(words("not-contained-unsaid")),
    )


def again(of: Class) -> Element:
    """Seed and version, and the commands to grade again."""
    words, grades = of.words, of.grades
    command = f"undergrad grade SUBMISSIONS --assignment {assignment_of(grades)} --seed {grades.seed} --out DIR"
    return section(
        "again",
        words("again"),
        sentence(words("made-with", what=grades.made_with or "undergrad", seed=grades.seed)),
        sentence(words("again-same")),
        element("pre", {"tabindex": "0"}, command),
        sentence(words("again-points")),
        sentence(words("again-overrides")),
    )


def _parted(pairs: list[tuple[Row, Training]]) -> tuple[list[tuple[Row, Training]], list[tuple[Row, Training]]]:
    """The trainings that reached their end like the textbook's, and the others."""
    is_same = {row.key: training.parts_at is None and not training.cut for row, training in pairs}
    apart = [pair for pair in pairs if not is_same[pair[0].key]]
    apart.sort(key=lambda pair: pair[1].parts_at or math.inf)
    return [pair for pair in pairs if is_same[pair[0].key]], apart


def _grid(of: Class, pairs: list[tuple[Row, Training]]) -> Element:
    """The curves beside each other."""
    return element("div", {"class": "curves"}, *(_figure(of, row, training) for row, training in pairs))


def _figure(of: Class, row: Row, training: Training) -> Element:
    words = of.words
    sentences = " ".join(words.training(training)[bool(training.about) :])
    caption = element("figcaption", {}, of.link(row))
    return element("figure", {}, caption, curve(training, words), sentence(sentences, "about"))


def _reasons(of: Class, pairs: list[tuple[Row, Training]]) -> Element:
    """The reasons why nothing was trained, with the students of each."""
    words = of.words
    people: dict[str, list[Row]] = {}
    for row, training in pairs:
        people.setdefault(training.why_not.get(words.language, words("why-unknown")), []).append(row)
    lines = [
        element("span", {}, f"{words.cut(why, 400)} ", *separated(map(of.link, rows))) for why, rows in people.items()
    ]
    return listed(lines, {"class": "notes"})


def _folded(summary: str, content: Element) -> Element:
    return element("details", {}, element("summary", {}, summary), content)


def _incidents(of: Class, row: Row) -> Iterator[str]:
    for number, attempt in enumerate(row.attempts, 1):
        for text in in_words(attempt.incidents, of.words.language):
            how = "attempt-alone" if attempt.alone else "attempt"
            yield of.words(how, number=number, seconds=f"{attempt.seconds:.1f}", what=text)
