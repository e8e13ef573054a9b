"""An assignment as data: the classes and methods that it asks for, their checks, and their points."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Collection
from importlib import resources
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from undergrad.check.task import Task, TaskExperiment
from undergrad.display.languages import LANGUAGES, Text
from undergrad.errors import UsageError, unknown
from undergrad.exercises.table import EXERCISES, of_the_book
from undergrad.files import read_whole
from undergrad.findings.catalogue import MISTAKES

#: Every check, in the order in which they run.
CHECKS = (
    "exists",
    "shape",
    "values",
    "attributes",
    "purity",
    "repeat",
    "instances",
    "batches",
    "shapes",
    "images",
    "dimensions",
    "extremes",
    "float32",
    "speed",
    "source",
)
#: How severe a failed check is. With "consequence" a network is trained with the mistake and without it, and it is a
#: failure only if the weights differ; for attributes, only if a later method fails because of them.
SEVERITIES = ("fail", "consequence", "remark", "off")
#: The severity of checks that an assignment does not mention, if it is not "fail": only some assignments have images,
#: and a result is right whatever code computed it.
_BY_DEFAULT = {"images": "off", "source": "remark"}
#: The keys of a file besides the methods.
_ABOUT_ALL = ("name", "title", "checks", "mistakes", "says", "without", "imports", "forbidden", "task", "training")
_KINDS = {"object": "a table", "str": "a text", "int": "a whole number", "float": "a number", "bool": "true or false"}


class Item(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One method: required, handed out by the course (`given`), or `optional`."""

    name: str
    #: The method's points, or those of single checks: `{values = 10, batches = 3}`.
    points: float | dict[str, float] = 0.0
    #: Whether the course hands it out: then it has no points, is judged if it exists, and is not mentioned if not.
    given: bool = False
    #: Whether it may be missing without a failure.
    optional: bool = False
    #: The methods that get its points if it is absent: the first of these that is there, else the last.
    instead: tuple[str, ...] = ()
    #: The severity of checks, if it differs from the assignment's.
    checks: dict[str, str] = {}
    #: The same for named mistakes.
    mistakes: dict[str, str] = {}

    @property
    def may_be_absent(self) -> bool:
        """Whether the report is silent about a missing method."""
        return self.given or self.optional


class TrainedNetwork(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The network that the student's layers train when a class is graded, and how much of MNIST it uses."""

    #: The hidden layers as `undergrad run --layers` takes them; `{activation}` is the student's best activation.
    layers: str
    #: The number of training images.
    train_samples: Annotated[int, Meta(ge=1, le=8000)] = 2000
    #: The number of other images, on which the accuracy is measured.
    validation_samples: Annotated[int, Meta(ge=1, le=2000)] = 500
    #: The number of passes over the training images.
    epochs: Annotated[int, Meta(ge=1, le=1000)] = 8
    #: The number of images in a step.
    batch_size: Annotated[int, Meta(ge=1)] = 128
    #: The learning rate of plain gradient descent.
    learning_rate: Annotated[float, Meta(gt=0, le=1000)] = 0.1
    #: The coefficient of the L2 term.
    reg_lambda: Annotated[float, Meta(ge=0, le=1000)] = 1e-4


class Assignment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The methods that a student hands in, and how they are judged.

    >>> assignment = load_assignment("hw3")
    >>> [item.name for item in assignment.classes["ReLU"]]
    ['ReLU.forward', 'ReLU.backward', 'ReLU.update', 'ReLU.summary']
    """

    #: By default, the name of its file.
    name: str
    #: A title for readers; may be empty.
    title: str = ""
    #: The severity of checks by their names: fail, consequence, remark or off.
    checks: dict[str, str] = {}
    #: The severity of mistakes by their names; it overrides that of the check that finds the mistake.
    mistakes: dict[str, str] = {}
    #: The message about a named mistake in a method that the course hands out: a text, or one in each language.
    says: dict[str, Text | str] = {}
    #: Modules that a file may import, submodules included; if empty, it may import any.
    imports: tuple[str, ...] = ()
    #: Dotted names that its methods may not use, with everything in them: `numpy.tanh`, `torch`.
    forbidden: tuple[str, ...] = ()
    #: Arguments that methods of another year do not take: these methods are judged with 0 for them.
    without: tuple[str, ...] = ()
    #: Each method with its points, in the order in which they are judged.
    methods: tuple[Item, ...]
    #: Further instructions for students, and their experiments.
    task: Task = Task()
    #: Whether remarks of the checks are failures too. Those about speed never are: it depends on the machine.
    every_remark_fails: bool = False
    #: The network that is trained when a class is graded; None for no training.
    training: TrainedNetwork | None = None

    def severity(self, item: Item, check: str, causes: tuple[str, ...] = ()) -> str:
        """The severity of a failure of `check` in the method `item` with the mistakes `causes`.

        It is "fail", "consequence" (a failure if the trained weights differ), "remark" or "off".
        """
        known = {**self.mistakes, **item.mistakes}
        of_mistakes = [known[cause] for cause in causes if cause in known]
        if of_mistakes and len(of_mistakes) == len(causes):
            return min(of_mistakes, key=SEVERITIES.index)
        return item.checks.get(check, self.checks.get(check, _BY_DEFAULT.get(check, "fail")))

    def strict(self) -> Assignment:
        """The same assignment in which every check that is not off must pass: the standard of the textbook itself."""
        checks = {check: severity if severity == "off" else "fail" for check, severity in self.checks.items()}
        methods = tuple(msgspec.structs.replace(item, checks={}, mistakes={}) for item in self.methods)
        return msgspec.structs.replace(self, checks=checks, mistakes={}, methods=methods, every_remark_fails=True)

    @property
    def classes(self) -> dict[str, list[Item]]:
        """The methods of each class, in the assignment's order."""
        grouped: dict[str, list[Item]] = {}
        for item in self.methods:
            grouped.setdefault(item.name.partition(".")[0], []).append(item)
        return grouped

    @property
    def of_functions(self) -> bool:
        """Whether it asks only for functions, as the exercises of the book do."""
        return not any("." in item.name for item in self.methods)


def load_assignment(name_or_path: str) -> Assignment:
    """The assignment with this name, or in this TOML file.

    Raises UsageError for an unknown name, and for a file that is not an assignment or asks for unknown methods;
    FileError for a file that cannot be read.

    >>> load_assignment("hw3").title
    'Layers of a neural network, and a classifier made of them'
    """
    path = Path(name_or_path)
    if name_or_path in shipped():
        text = (resources.files("undergrad.check") / "assignments" / f"{name_or_path}.toml").read_text("utf-8")
    elif path.exists():
        try:
            text = read_whole(path).decode("utf-8")
        except UnicodeDecodeError as error:
            raise UsageError(f"{path} is not a text file in UTF-8; an assignment is a TOML file") from error
    elif path.suffix:
        raise UsageError(f"there is no file {path}; name a TOML file or one of: {', '.join(shipped())}")
    else:
        raise unknown("assignment", name_or_path, shipped())
    return parse_assignment(text, where=name_or_path, name=path.stem)


def parse_assignment(text: str, *, where: str, name: str) -> Assignment:
    """The assignment in a TOML text; `where` names it in errors, `name` is the default name. Raises UsageError.

    >>> assignment = parse_assignment('''
    ... [[method]]
    ... name = "ReLU.forward"
    ... points = 2
    ... ''', where="example.toml", name="example")
    >>> assignment.methods[0].points
    2.0
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{where} is not valid TOML: {error}") from error
    _among((*_ABOUT_ALL, "method"), f"key in {where}", *table)
    if isinstance(network := table.get("training"), dict):
        _among(TrainedNetwork.__struct_fields__, f"key in [training] of {where}", *network)
    entries = table.pop("method", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries) or not entries:
        raise UsageError(f"in {where}, the methods must be written as [[method]] tables")
    for entry in entries:
        _among(Item.__struct_fields__, f"key in a [[method]] of {where}", *entry)
    if isinstance(task := table.get("task", {}), dict):
        _among(Task.__struct_fields__, f"key in [task] of {where}", *task)
        experiments = task.get("experiments", [])
        for entry in [part for part in experiments if isinstance(part, dict)] if isinstance(experiments, list) else []:
            _among(TaskExperiment.__struct_fields__, f"key in a [[task.experiments]] of {where}", *entry)
    try:
        assignment = msgspec.convert({"name": name, **table, "methods": entries}, Assignment)
    except msgspec.ValidationError as error:
        raise UsageError(f"{where} has a value of the wrong kind: {_in_words(str(error))}") from error
    for item in assignment.methods:
        of_checks = item.points if isinstance(item.points, dict) else {"exists": item.points}
        for check, points in of_checks.items():
            if not 0 <= points < math.inf:  # also true for nan, for which every comparison is false
                raise UsageError(f"in {where}, {item.name} has {points:g} points; write a number, 0 or more")
            _among(CHECKS, f"check with points of {item.name}", check)
        if item.given and item.points:
            raise UsageError(f"in {where}, {item.name} is given, so it cannot have points; remove one of the two")
        if not {item.name, *item.instead} <= EXERCISES.keys():
            _among(EXERCISES | of_the_book(), "method", item.name, *item.instead)
    names = [item.name for item in assignment.methods]
    if twice := [name for name in names if names.count(name) > 1]:
        raise UsageError(f"{where} asks for {twice[0]} twice; each method may appear once")
    parts: list[Assignment | Item] = [assignment, *assignment.methods]
    for part in parts:
        for kind, known, severities in (("check", CHECKS, part.checks), ("mistake", MISTAKES, part.mistakes)):
            for name, severity in severities.items():
                _among(known, kind, name)
                _among(SEVERITIES, f"severity of the {kind} {name}", severity)
    may_lack = dict.fromkeys(name for exercise in EXERCISES.values() for name in exercise.terms.may_lack)
    _among(may_lack, "argument that a method may do without", *assignment.without)
    for key, dotted in (("imports", assignment.imports), ("forbidden", assignment.forbidden)):
        if wrong := [name for name in dotted if not all(map(str.isidentifier, name.split(".")))]:
            raise UsageError(
                f"in {where}, {wrong[0]!r} in {key} is not the name of a module or function; "
                "write names such as numpy or numpy.tanh"
            )
    for mistake, sentence in assignment.says.items():
        _among(MISTAKES, "mistake", mistake)
        if isinstance(sentence, dict) and (missing := [language for language in LANGUAGES if language not in sentence]):
            raise UsageError(f"in {where}, the text about {mistake} lacks the language {missing[0]}; add it")
    assignment.task.check(where)
    return assignment


def _in_words(problem: str) -> str:
    """An error of msgspec about a value, with TOML's words for types and with places counted from 1."""
    problem, _, place = problem.replace("`", "").partition(" - at $.")
    problem = re.sub(r"Object missing required field (\w+)", r"\1 is missing", problem)
    problem = re.sub(r"\b(object|str|int|float|bool)\b", lambda match: _KINDS[match[0]], problem)
    place = re.sub(r"^methods\[(\d+)\]", lambda match: f"[[method]] number {int(match[1]) + 1}", place)
    place = place.removesuffix("[...]").replace(".", ", ")
    return f"{problem[0].lower()}{problem[1:]} in {place}" if place else problem


def shipped() -> list[str]:
    """The names of the assignments that come with the package."""
    folder = resources.files("undergrad.check") / "assignments"
    return sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))


def _among(known: Collection[str], kind: str, *names: str) -> None:
    """Raise UsageError for a name that is not known."""
    for name in names:
        if name not in known:
            raise unknown(kind, name, known)
