"""The reference of the keys in TOML files, from the classes that declare them, in Markdown.

A key's kind and default are its field's. Its meaning is the first of these that exists: a comment that begins with `#:`
above the field, the entry in MEANINGS, and the help of the command's option of the same name.
"""

from __future__ import annotations

import argparse
import dataclasses
import inspect
import re
import textwrap
import types
import typing
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from tools.site.commands import every_parser
from undergrad.check.assignment import Assignment, Item, TrainedNetwork
from undergrad.check.task import Task, TaskExperiment
from undergrad.experiments import DataSpec, Experiment, Network
from undergrad.experiments.networks import SHORT
from undergrad.layers import ACTIVATIONS
from undergrad.settings import SHORT_FORMS
from undergrad.tuning import Range, Search
from undergrad.tuning.space import PARAMETERS

#: Meanings that differ from the option's help, or that have no option.
MEANINGS = {
    "Space.layers": "a text, which may have placeholders, or several",
    "Space.hidden": "widths of the hidden layers, or several such lists",
    "Space.activation": f"behind each hidden layer: {', '.join(ACTIVATIONS)}",
    "Space.depth": "how many hidden layers",
    "Space.width": "the width of the first hidden layer",
    "Space.momentum": "short for the optimizer `sgd(momentum=...)`",
    "Space.taper": "the width of each further hidden layer, as a multiple of the one before",
    "Item.name": "the method, as `Class.method`",
}
#: The keys that each network has for itself.
_OWN = ("name", "homework")
_KINDS = {
    bool: "true or false",
    int: "whole number",
    float: "number",
    str: "text",
    dict: "table",
}


@dataclass(frozen=True)
class Key:
    """One key of a file: its name, the kind of its value in words, its default in TOML, its meaning."""

    name: str
    kind: str
    default: str
    meaning: str


def keys_page() -> str:
    """The tables of all files that people write."""
    data, top = keys_of(DataSpec), "`undergrad run FILE`, `load_experiment`."
    sections = (
        ("Experiments: at the top", top, [*keys_of(Experiment, "data", "networks"), *data]),
        (
            "Experiments: at the top, or in a `[[network]]`",
            "At the top for all networks. `hidden` and `activation` are the short form of `layers`, `momentum` of "
            "`optimizer`.",
            [*keys_of(Network, *_OWN), *(key for key in space_keys() if key.name in (*SHORT, *SHORT_FORMS))],
        ),
        ("Experiments: only in a `[[network]]`", "", [key for key in keys_of(Network) if key.name in _OWN]),
        ("Searches: at the top", "`undergrad tune FILE`, `load_search`.", [*keys_of(Search, "data", "space"), *data]),
        (
            "Searches: in `[space]`",
            "A value is fixed, a list is a choice, a table is a range; a missing key has its default.",
            space_keys(),
        ),
        ("Searches: in a range", "As in `learning_rate = {low = 0.01, high = 0.3, log = true}`.", keys_of(Range)),
        (
            "Assignments: at the top",
            "`undergrad check --assignment FILE`, `load_assignment`.",
            keys_of(Assignment, "name", "methods", "every_remark_fails"),
        ),
        (
            "Assignments: in `[training]`",
            "The network that each student's layers train when a class is graded.",
            keys_of(TrainedNetwork),
        ),
        ("Assignments: in `[task]`", "Further texts for students.", keys_of(Task, "experiments")),
        ("Assignments: in a `[[task.experiments]]`", "", keys_of(TaskExperiment)),
        ("Assignments: in a `[[method]]`", "", keys_of(Item)),
    )
    return "\n\n".join(f"## {title}\n\n{about}\n\n{_table(keys)}" for title, about, keys in sections) + "\n"


def keys_of(kind: type, *without: str) -> list[Key]:
    """The fields of a class of settings as keys, in its order, except the names `without`."""
    if dataclasses.is_dataclass(kind):
        types_of = typing.get_type_hints(kind)
        fields = [field for field in dataclasses.fields(kind) if field.name not in without]
        return [_declared(kind, field, types_of[field.name]) for field in fields]
    return [_key(kind, field) for field in msgspec.structs.fields(kind) if field.name not in without]


def space_keys() -> list[Key]:
    """The parameters of a search: those of a network, and those for its hidden layers."""
    of_network = {key.name: key for key in keys_of(Network)}
    forms = {"layers": "text", "hidden": "list of whole numbers", "activation": "text"}
    forms |= {"momentum": "number", "depth": "whole number", "width": "whole number", "taper": "number"}
    return [
        Key(name, forms[name], "", _meaning("Space", name, "")) if name in forms else of_network[name]
        for name in PARAMETERS
    ]  # fmt: skip


def _declared(kind: type, field: dataclasses.Field[Any], annotation: Any) -> Key:
    """A setting's key from its declaration, any other field's from its Struct."""
    default = "" if field.default is dataclasses.MISSING else _written(field.default)
    declaration = field.metadata.get("declaration")
    if declaration is not None:
        return Key(field.name, declaration.kind.words, default, declaration.help)
    home = next(base for base in kind.__mro__ if field.name in inspect.get_annotations(base))
    meaning = _meaning(home.__name__, field.name, _comment(home, field.name))
    return Key(field.name, _kind(annotation), default, meaning)


def _key(kind: type[msgspec.Struct], field: msgspec.structs.FieldInfo) -> Key:
    home = next(base for base in kind.__mro__ if field.name in inspect.get_annotations(base))
    meaning = _meaning(home.__name__, field.name, _comment(home, field.name))
    return Key(field.encode_name, _kind(field.type), _default(field), meaning)


def _kind(annotation: Any) -> str:
    """The kind of a value in words of TOML: `tuple[int, ...]` is a list of whole numbers."""
    origin, inner = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _kind(inner[0])
    if origin in (typing.Union, types.UnionType):
        kinds = dict.fromkeys(_kind(part) for part in inner if part is not type(None))
        return " or ".join(kind for kind in kinds if not (kind == "whole number" and "number" in kinds))
    if origin is typing.Literal:
        return "text"
    if origin is tuple:
        return f"list of {_kind(inner[0])}s"
    return _KINDS.get(origin or annotation, "table")


def _default(field: msgspec.structs.FieldInfo) -> str:
    return "" if field.default is msgspec.NODEFAULT else _written(field.default)


def _written(default: Any) -> str:
    """A default in TOML; empty if there is none, and for a table, which has a section of its own."""
    if default in (None, (), "") or isinstance(default, msgspec.Struct):
        return ""
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    written = list(default) if isinstance(default, tuple) else default
    return f"`{written!r}`".replace("'", '"')


def _meaning(home: str, name: str, comment: str) -> str:
    meaning = comment or MEANINGS.get(f"{home}.{name}") or _help(name)
    if not meaning:
        raise LookupError(f"nothing says what the key {name} of {home} means; write a comment with #: above it")
    begins_a_sentence = meaning[0].isupper() and (meaning[1].islower() or meaning[1] == " ")
    return (meaning[0].lower() + meaning[1:] if begins_a_sentence else meaning).removesuffix(".")


def _comment(kind: type, name: str) -> str:
    """The lines `#: ...` above a field of a class."""
    lines = textwrap.dedent(inspect.getsource(kind)).splitlines()
    place = next(number for number, line in enumerate(lines) if re.match(rf"    {name}\s*:", line))
    comment: list[str] = []
    while lines[place - 1].strip().startswith("#:"):
        place -= 1
        comment.insert(0, lines[place].strip().removeprefix("#:").strip())
    return " ".join(comment)


def _help(name: str) -> str:
    """The help of an option of this name, without its default; the option of `compare` comes first."""
    option = f"--{name.replace('_', '-')}"
    parsers = sorted(every_parser(), key=lambda parser: parser.prog != "undergrad compare")
    actions = (parser._option_string_actions.get(option) for parser in parsers)
    help_text = next((action.help for action in actions if action and action.help != argparse.SUPPRESS), None)
    return re.sub(r" \(default: [^)]*\)", "", help_text or "")


def _table(keys: Iterable[Key]) -> str:
    rows = [["key", "value", "default", "what it says"], ["---"] * 4]
    rows += [[f"`{key.name}`", key.kind, key.default, key.meaning.replace("|", r"\|")] for key in keys]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
