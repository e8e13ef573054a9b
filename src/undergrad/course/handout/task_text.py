"""The task, as Markdown: the methods to write, the judgement, the experiments, and how to hand in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from undergrad.check.assignment import Assignment, shipped
from undergrad.check.task import text_in
from undergrad.course.handout.classes import Show, class_section, points_of, table
from undergrad.course.handout.experiments import Plan
from undergrad.course.sentences import say
from undergrad.display.languages import Language
from undergrad.exercises.table import exercise_called

INSTALL = "pip install undergrad"


def task_text(assignment: Assignment, plans: list[Plan], language: Language, file: str, show: Show) -> str:
    """The whole task; `show` puts a formula into it."""
    lines = [f"# {title(assignment, language)}", ""]
    lines += _text(assignment.task.introduction, language)
    lines += _asked(assignment, language, file, show)
    lines += _given(assignment, language)
    if plans:
        lines += _experiments(plans, language)
    lines += [f"## {say('task-check')[language]}", "", say("task-check-about")[language], "", *_code(INSTALL)]
    lines += [say("task-check-run")[language], "", *_code(check_command(assignment, file))]
    lines += [say("task-check-says")[language], ""]
    if allowed := _allowed(assignment, language):
        lines += [f"## {say('task-rules')[language]}", "", *allowed]
    lines += _handing_in(assignment, language)
    return "\n".join(lines).rstrip() + "\n"


def title(assignment: Assignment, language: Language) -> str:
    """The assignment's title for people."""
    return text_in(assignment.task.title, language) or assignment.title or assignment.name


def check_command(assignment: Assignment, file: str) -> str:
    """The command with which a student checks the file. An assignment of the teacher's own is beside the file."""
    name = assignment.name if assignment.name in shipped() else f"{assignment.name}.toml"
    return f"undergrad check {file} --assignment {name} --points"


def _text(text: Any, language: Language) -> list[str]:
    return [shown, ""] if (shown := text_in(text, language)) else []


def _code(line: str) -> list[str]:
    return ["```", line, "```", ""]


def _asked(assignment: Assignment, language: Language, file: str, show: Show) -> Iterator[str]:
    required = {
        cls: [item for item in items if not item.given]
        for cls, items in assignment.classes.items()
        if not all(item.given for item in items)
    }
    differentiates = any(
        exercise_called(item.name).method == "backward" for items in required.values() for item in items
    )
    about = "task-write-about" if differentiates else "task-write-about-other"
    yield from (f"## {say('task-write')[language]}", "", say(about, file=file)[language], "")
    for items in required.values():
        yield from class_section(items, assignment, language, show)
    if assignment.without:
        names = ", ".join(f"`{name}`" for name in assignment.without)
        yield from (say("task-without", names=names)[language], "")
    if total := sum(map(points_of, assignment.methods)):
        yield from (say("task-sum", points=f"{total:g}")[language], "")


def _given(assignment: Assignment, language: Language) -> Iterator[str]:
    given = {cls: [item for item in items if item.given] for cls, items in assignment.classes.items()}
    if any(given.values()):
        yield from (f"## {say('task-given')[language]}", "", say("task-given-about")[language], "")
        for cls, items in given.items():
            if items:
                yield f"- `{cls}`: {', '.join(f'`{exercise_called(item.name).method}`' for item in items)}"
        yield ""


def _experiments(plans: list[Plan], language: Language) -> Iterator[str]:
    yield from (f"## {say('task-experiments')[language]}", "", say("task-experiments-about")[language], "")
    for plan in plans:
        yield from (f"### {heading(plan, language)}", "", *_text(plan.asked.text, language))
        yield from (_on_data(plan, language), "")
        if plan.asked.best:
            yield from (say("task-chosen", name=plan.asked.name)[language], "")
        keys = ("network", "layers", "epochs", "learning-rate", "batch", "lambda")
        yield from table([say(f"task-{key}")[language] for key in keys], [_network(one) for one in plan.networks])
        yield from ("", *_code(f"python main.py {plan.asked.name}"))


def heading(plan: Plan, language: Language) -> str:
    """`Experiment (a): its title`."""
    name = say("task-experiment", name=plan.asked.name)[language]
    parts = [name, text_in(plan.asked.title, language)]
    points = say("task-experiment-points", points=f"{plan.asked.points:g}")[language]
    return ": ".join(filter(None, parts)) + (f" ({points})" if plan.asked.points else "")


def structure(network: dict[str, Any]) -> str:
    """The constructors of a network's layers: `FCLayer(784, 500) ReLU() ...`."""
    return " → ".join(f"`{name}({', '.join(map(str, arguments))})`" for name, *arguments in network["layers"])


def _on_data(plan: Plan, language: Language) -> str:
    data = plan.data
    fields = {
        "dataset": f"`{data['dataset']}`",
        "train": f"{data['train_samples']:,}",
        "test": f"{data['test_samples']:,}",
    }
    if data["labels"] is None:
        return say("task-on-data", **fields)[language]
    return say("task-on-labels", labels=", ".join(map(str, data["labels"])), **fields)[language]


def _network(network: dict[str, Any]) -> list[str]:
    numbers = [
        f"{network[key]:g}".replace("e-0", "e-") for key in ("epochs", "learning_rate", "batch_size", "reg_lambda")
    ]
    return [f"`{network['name']}`", structure(network), *numbers]


def _allowed(assignment: Assignment, language: Language) -> list[str]:
    """The allowed and the forbidden names, from the lists that the check also reads, and the teacher's own words."""
    listed = [
        f"- {say(key, names=', '.join(f'`{name}`' for name in names))[language]}"
        for key, names in (("task-forbidden", assignment.forbidden), ("task-imports", assignment.imports))
        if names
    ]
    return [*listed, *([""] if listed else []), *_text(assignment.task.rules, language)]


def _handing_in(assignment: Assignment, language: Language) -> Iterator[str]:
    task = assignment.task
    if task.files or task.handing_in:
        yield from (f"## {say('task-handing-in')[language]}", "", *_text(task.handing_in, language))
    if task.files:
        yield from (say("task-files")[language], "", *(f"- `{name}`" for name in task.files), "")
