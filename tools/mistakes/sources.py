"""Where wrong code comes from: the tests' planted mistakes, and `examples.toml` for what they do not plant."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.check import test_check_optimizers, test_check_outputs
from tests.check.zoo import BASES, FOLDER, HELD_OUT, Solution, folder, solutions, splice
from tools.mistakes.from_contracts import wrong_functions
from undergrad.check.assignment import Assignment, Item, load_assignment
from undergrad.findings.catalogue import MISTAKES

HERE = Path(__file__).parent
BOOK = FOLDER.parent / "book"
#: A longer piece of code teaches less than a short one of the same mistake.
_LONGEST = 40  # lines
_LEAKY = """import numpy as np


class LeakyReLU:
    def __init__(self, alpha=0.1):
        self.alpha = alpha

    def forward(self, z):
        self.zero_mask = z <= 0
        return np.where(self.zero_mask, self.alpha * z, z)

    def backward(self, d_prev, reg_lambda=0):
        return np.where(self.zero_mask, self.alpha * d_prev, d_prev)
"""
_ELU = """import numpy as np


class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, z):
        self.zero_mask = z <= 0
        self.out = np.where(self.zero_mask, self.alpha * np.expm1(np.minimum(z, 0)), z)
        return self.out

    def backward(self, d_prev, reg_lambda=0):
        return d_prev * np.where(self.zero_mask, self.out + self.alpha, 1)
"""
#: Classes that no shipped assignment asks for.
_ALONE = {"leaky": ("LeakyReLU", _LEAKY), "elu": ("ELU", _ELU)}


#: The later sets of mistakes list every name that is true of one, and the check gives only one of them.
_NO_EXAMPLES = ("right", "harmless", *HELD_OUT[9:])


@dataclass(frozen=True)
class Example:
    """Wrong code that shows a mistake."""

    mistake: str
    #: The lines that are shown: what differs from a right solution.
    code: str
    #: The whole file.
    source: str
    #: The name of the assignment that it is an answer to.
    assignment: str

    @property
    def names(self) -> set[str]:
        """The classes and functions that the code defines; none where it is the whole file, of which all is asked."""
        if self.code.strip() == self.source.strip():
            return set()
        nodes = ast.parse(self.code).body
        return {node.name for node in nodes if isinstance(node, ast.ClassDef | ast.FunctionDef)}


@cache
def examples() -> dict[str, list[Example]]:
    """For each named mistake the examples of it, the best one first."""
    by_name: dict[str, list[Example]] = {name: [] for name in MISTAKES}
    for example in (*_written(), *_planted(), *_of_outputs(), *_of_optimizers(), *_of_the_book(), *_of_contracts()):
        by_name[example.mistake].append(example)
    return by_name


def assignment_of(example: Example) -> Assignment:
    """The assignment by which an example is judged."""
    if example.assignment in _ALONE:
        cls, _ = _ALONE[example.assignment]
        items = tuple(Item(name=f"{cls}.{method}") for method in ("forward", "backward"))
        return Assignment(name=example.assignment, methods=items)
    return load_assignment(example.assignment)


def _written() -> Iterator[Example]:
    for name, entry in tomllib.loads((HERE / "examples.toml").read_text("utf-8")).items():
        code, assignment = entry["code"].strip("\n"), entry.get("assignment", "hw3")
        yield Example(name, code, code + "\n" if entry.get("whole") else _with(code, assignment), assignment)


def _with(code: str, assignment: str) -> str:
    """A right solution with this code in the place of its own."""
    if assignment.startswith("book-"):  # functions alone: what is defined last counts
        return f"{_base(assignment)}\n\n{code}\n"
    return splice(_base(assignment), code)


def _base(assignment: str) -> str:
    """A plain right solution."""
    if assignment in _ALONE:
        return _ALONE[assignment][1]
    if assignment.startswith("book-"):
        return (BOOK / f"right_{assignment.removeprefix('book-')}.py").read_text("utf-8")
    of_tests = {"outputs": test_check_outputs.RIGHT, "optimizers": test_check_optimizers.RIGHT}
    return of_tests.get(assignment) or (FOLDER / BASES[assignment]).read_text("utf-8")


def _planted() -> list[Example]:
    """Those of the zoo: what was planted alone before what has two names, and the shorter ones first."""
    wrong = [one for one in solutions() if one.kind not in _NO_EXAMPLES and not one.beside]
    shown = [(one, _own_code(one)) for one in wrong]
    shown = [(one, code) for one, code in shown if code and code.count("\n") < _LONGEST]
    shown.sort(key=lambda pair: (len(pair[0].causes), pair[0].kind != "wrong", len(pair[1])))
    return [Example(cause, code, one.source, one.assignment) for one, code in shown for cause in one.causes]


def _own_code(one: Solution) -> str:
    """What a solution's own file redefines, without the docstring that tells the mistake."""
    try:
        text = (folder(one.kind) / f"{one.id}.py").read_text("utf-8")
    except UnicodeDecodeError:
        return ""
    first = ast.parse(text).body[0]
    says = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return "\n".join(text.splitlines()[first.end_lineno if says else 0 :]).strip("\n")


def _of_outputs() -> Iterator[Example]:
    for method, before, after, mistake in test_check_outputs.MISTAKES:
        source = test_check_outputs.RIGHT.replace(before, after)
        yield Example(mistake, _excerpt(source, [method]), source, "outputs")


def _of_optimizers() -> Iterator[Example]:
    for cls, changes, mistake in test_check_optimizers.MISTAKES:
        # Of classes with the same lines only this one is changed.
        whole = ast.get_source_segment(test_check_optimizers.RIGHT, _class(test_check_optimizers.RIGHT, cls)) or ""
        changed = whole
        for before, after in changes.items():
            changed = changed.replace(before.rstrip("\n"), after.rstrip("\n"))
        source = test_check_optimizers.RIGHT.replace(whole, changed)
        yield Example(mistake, changed, source, "optimizers")


def _of_the_book() -> Iterator[Example]:
    for chapter in _chapters():
        right = (BOOK / f"right_{chapter}.py").read_text("utf-8")
        for entries in tomllib.loads((BOOK / f"wrong_{chapter}.toml").read_text("utf-8")).values():
            for entry in entries:
                code = entry["source"].strip("\n")
                if entry["mistake"]:
                    yield Example(entry["mistake"], code, f"{right}\n{code}\n", f"book-{chapter}")


def _of_contracts() -> Iterator[Example]:
    """What the book's contracts list, written out as functions."""
    chapters = {item.name: name for name in _chapters() for item in load_assignment(f"book-{name}").methods}
    for mistake, function, code, helpers in wrong_functions():
        if function in chapters:
            right = (BOOK / f"right_{chapters[function]}.py").read_text("utf-8")
            source = f"from __future__ import annotations\n{right}\n\n{helpers}\n\n{code}\n"
            yield Example(mistake, code, source, f"book-{chapters[function]}")


def _chapters() -> list[str]:
    return sorted(path.stem.removeprefix("right_") for path in BOOK.glob("right_*.py"))


def _class(source: str, name: str) -> ast.ClassDef:
    return next(node for node in ast.parse(source).body if isinstance(node, ast.ClassDef) and node.name == name)


def _excerpt(source: str, methods: Iterable[str]) -> str:
    """The methods of a source, each below the line of its class."""
    lines, parts = source.splitlines(), []
    for name in methods:
        cls, _, method = name.partition(".")
        node = next(
            part for part in _class(source, cls).body if isinstance(part, ast.FunctionDef) and part.name == method
        )
        parts += [f"class {cls}:", *lines[node.lineno - 1 : node.end_lineno]]
    return "\n".join(parts)
