"""Describes the required classes for students: names, shapes, formulas and points, from the contracts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from undergrad.check.assignment import Assignment, Item
from undergrad.course.handout.formulas import typeset
from undergrad.course.handout.letters import legend, made, shape_of_attributes
from undergrad.course.handout.notation import Math
from undergrad.course.handout.shapes import LIST, NUMBER, shapes_of
from undergrad.course.sentences import say
from undergrad.display.languages import Language
from undergrad.exercises.table import exercise_called
from undergrad.findings.sentences import formula, in_language, variant

#: A function that puts mathematics into the document.
Show = Callable[[Math], str]


def class_section(items: list[Item], assignment: Assignment, language: Language, show: Show) -> Iterator[str]:
    """The lines of Markdown about one class or function, of which `items` are asked for."""
    contract = exercise_called(items[0].name).contract
    yield from (f"### `{made(contract)}`", "")
    if attributes := ", ".join(f"`self.{name}` {shape}".rstrip() for name, shape in shape_of_attributes(contract)):
        yield from (say("task-attributes", attributes=attributes)[language], "")
    of_fixed_shape = [item.name for item in items if not exercise_called(item.name).terms.elementwise]
    if letters := "; ".join(legend(contract, of_fixed_shape, language, show)):
        yield from (say("task-letters", letters=letters)[language], "")
    titles = [say(f"task-{key}")[language] for key in ("method", "takes", "returns", "keeps", "points")]
    yield from table(titles, [_row(item, language) for item in items])
    yield ""
    for item in items:
        statements = _statements(item, assignment, language, show)
        if len(statements) == 1:
            yield f"- `{called(item.name)}`: {statements[0]}"
        elif statements:
            yield f"- `{called(item.name)}`:"
            yield from (f"    - {statement}" for statement in statements)
    for note in [*_also_asked(items, assignment, language), *_about_points(items, language)]:
        yield from ("", note)
    yield ""


def table(titles: list[str], rows: list[list[str]]) -> list[str]:
    """The lines of a table in Markdown, whose cells are Markdown."""
    return [f"| {' | '.join(cells)} |" for cells in (titles, ["---"] * len(titles), *rows)]


def called(name: str) -> str:
    """A call of the method: `forward(x)`, or a function by its own name."""
    exercise = exercise_called(name)
    short = exercise.cls if exercise.contract.function else exercise.method
    return f"{short}({', '.join(exercise.terms.arguments)})"


def points_of(item: Item) -> float:
    """All points of a method."""
    return float(sum(item.points.values())) if isinstance(item.points, dict) else item.points


def _row(item: Item, language: Language) -> list[str]:
    terms, shapes = exercise_called(item.name).terms, shapes_of(item.name)
    any_shape = [name for name in terms.arguments if name in terms.elementwise]

    def shown(name: str) -> str:
        if name in any_shape:
            key = "task-any-shape" if name == any_shape[0] and not terms.after else "task-same-shape"
            return say(key)[language]
        if any_shape and shapes[name] == shapes[any_shape[0]]:
            return say("task-same-shape")[language]
        return {NUMBER: say("task-number")[language], LIST: say("task-list")[language]}.get(shapes[name], shapes[name])

    takes = [f"`{name}` {shown(name)}" if name in shapes else f"`{name}`" for name in terms.arguments]
    keeps = [f"`self.{name}` {shown(name)}" for name in (*terms.gives, *terms.keeps) if name != "result"]
    returns = shown("result") if "result" in terms.gives else ""
    points = f"{points_of(item):g}" if item.points else ""
    return [f"`{called(item.name)}`", ", ".join(takes), returns, ", ".join(keeps), points]


def _statements(item: Item, assignment: Assignment, language: Language, show: Show) -> list[str]:
    """The method's formula, a text for each statement; none if the assignment does not show it."""
    exercise = exercise_called(item.name)
    terms, contract = exercise.terms, exercise.contract
    kept_back = {"all": False, "forward": exercise.method == "backward", "none": True}[assignment.task.formulas]
    if kept_back or not terms.math:
        return []
    names = {*contract.made_with, *contract.sets, *contract.sizes, *contract.numbers, *terms.gives, *terms.keeps}
    return [
        "".join(piece if isinstance(piece, str) else show(piece) for piece in statement)
        for statement in typeset(formula(terms.math, language), names | set(terms.arguments))
    ]


def _also_asked(items: list[Item], assignment: Assignment, language: Language) -> Iterator[str]:
    """Lists the inputs, besides usual numbers, that can cost points; methods with the same inputs share a line."""
    methods: dict[tuple[str, ...], list[str]] = {}
    for item in items:
        terms = exercise_called(item.name).terms
        costs = [check for check in terms.checks if assignment.severity(item, check) in ("fail", "consequence")]
        cases = tuple(dict.fromkeys(case for check in costs for case in terms.variants.get(check, ())))
        if cases:
            methods.setdefault(cases, []).append(f"`{called(item.name)}`")
    for cases, names in methods.items():
        words = [in_language(variant(case), language) for case in cases]
        yield say("task-also-asked", methods=", ".join(names), cases="; ".join(words))[language]


def _about_points(items: list[Item], language: Language) -> Iterator[str]:
    """Describes the split of points among checks, and who gets the points of an absent method."""
    for item in items:
        if isinstance(item.points, dict):
            parts = [
                say("task-part-of-points", points=f"{points:g}", check=say(f"task-check-{check}"))[language]
                for check, points in item.points.items()
            ]
            yield say("task-points-of-checks", method=called(item.name), parts=", ".join(parts))[language]
    absent: dict[tuple[str, ...], list[str]] = {}
    for item in items:
        if item.optional:
            absent.setdefault(item.instead if item.points else (), []).append(f"`{called(item.name)}`")
    for instead, names in absent.items():
        if instead:
            others = f"`{instead[-1]}`"
            for other in reversed(instead[:-1]):
                others = say("task-or-else", first=f"`{other}`", second=others)[language]
            yield say("task-may-be-absent", methods=", ".join(names), others=others)[language]
        else:
            yield say("task-no-points-alone", methods=", ".join(names))[language]
