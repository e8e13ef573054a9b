"""The report that students fill in: empty tables for the experiments, and room for text."""

from __future__ import annotations

from collections.abc import Iterator

from undergrad.check.assignment import Assignment
from undergrad.check.task import text_in
from undergrad.course.handout.classes import table
from undergrad.course.handout.experiments import Plan
from undergrad.course.handout.task_text import heading, structure, title
from undergrad.course.sentences import say
from undergrad.display.languages import Language


def report_text(assignment: Assignment, plans: list[Plan], language: Language) -> str:
    """The template as Markdown."""
    name = say("report-title", title=title(assignment, language))[language]
    lines = [f"# {name}", "", say("report-who")[language], ""]
    lines += [f"## {say('report-code')[language]}", "", say("report-code-about")[language], ""]
    for plan in plans:
        lines += [f"## {heading(plan, language)}", ""]
        if text := text_in(plan.asked.text, language):
            lines += [*(f"> {line}" for line in text.splitlines()), ""]
        lines += [*(_of_chosen(plan, language) if plan.asked.best else _of_given(plan, language)), ""]
        explain = "report-how-chosen" if plan.asked.best else "report-explain"
        lines += [say("report-plots")[language], "", say(explain)[language], ""]
    return "\n".join(lines).rstrip() + "\n"


def _of_given(plan: Plan, language: Language) -> Iterator[str]:
    """A row for each network of the experiment."""
    keys = ("task-network", "task-layers", "report-best-epoch", "report-validation", "report-test")
    rows = [[f"`{network['name']}`", structure(network), "", "", ""] for network in plan.networks]
    yield from table([say(key)[language] for key in keys], rows)


def _of_chosen(plan: Plan, language: Language) -> Iterator[str]:
    """A row for each of the best networks, which students choose."""
    numbers = ("task-epochs", "task-learning-rate", "task-lambda", "report-validation", "report-test")
    keys = ("report-rank", "report-structure", *numbers)
    rows = [[str(rank), *[""] * (len(keys) - 1)] for rank in range(1, plan.asked.best + 1)]
    yield from table([say(key)[language] for key in keys], rows)
