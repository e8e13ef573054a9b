"""The reference of the Python names, from the code: the list of names, and the Markdown that Sphinx fills."""

from __future__ import annotations

import ast
import importlib
import inspect
import itertools
from pathlib import Path
from types import ModuleType

import undergrad
from tools.site.docstrings import as_markdown, as_rest, first_sentence

#: The rooms with public names, each with a page of its own; `undergrad` exports the most used ones again.
ROOMS = (
    "undergrad.layers",
    "undergrad.model",
    "undergrad.outputs",
    "undergrad.architecture",
    "undergrad.data",
    "undergrad.optimizers",
    "undergrad.settings",
    "undergrad.training",
    "undergrad.engines",
    "undergrad.check",
    "undergrad.exports",
    "undergrad.insight",
    "undergrad.experiments",
    "undergrad.tuning",
    "undergrad.estimators",
    "undergrad.errors",
)
#: Descriptions of values that have no comment `#:` in the code.
_VALUES = {"undergrad.tuning.STRATEGIES": "The names of the strategies that a search may follow."}


def names_of(room: str) -> list[str]:
    """The public names of a module, in its order: its `__all__`, or its classes and the exports of `undergrad`."""
    module = importlib.import_module(room)
    listed = getattr(module, "__all__", None)
    if listed is not None:
        public = [name for name in listed if not name.startswith("__")]
        others = [other for other in ROOMS if other != room] if room in ROOMS else []
        return [name for name in public if not _is_of(getattr(module, name), others)]
    own = {name: value for name, value in vars(module).items() if getattr(value, "__module__", "") == room}
    return [name for name, value in own.items() if inspect.isclass(value) or name in undergrad.__all__]


def _is_of(value: object, rooms: list[str]) -> bool:
    """Whether a class or a function is defined, and so documented, in one of the rooms."""
    home = getattr(value, "__module__", "")
    return any(home == room or home.startswith(f"{room}.") for room in rooms)


def links() -> dict[str, str]:
    """The full name, where it is documented, of every public name by its short one; `fit` and `undergrad.fit` alike."""
    known: dict[str, str] = {}
    for room in ROOMS:
        for name in names_of(room):
            for short in (name, f"undergrad.{name}", f"{room}.{name}"):
                known.setdefault(short, f"{room}.{name}")
    return known


def room_page(room: str) -> str:
    """Every name of a room as Sphinx documents it, in Markdown."""
    return "\n".join(_entry(room, name) for name in names_of(room))


def names_table(module: str = "undergrad") -> str:
    """A table of the names that one can import from `module` itself, each linked to its documentation."""
    known = links()
    rows = ["| name | what it is |", "| --- | --- |"]
    for name in names_of(module):
        summary = first_sentence(inspect.getdoc(getattr(importlib.import_module(module), name)) or "")
        rows.append(f"| {{py:obj}}`{name} <{known[name]}>` | {as_markdown(summary)} |")
    return "\n".join(rows)


def _entry(room: str, name: str) -> str:
    value = getattr(importlib.import_module(room), name)
    full = f"{room}.{name}"
    if inspect.isclass(value):
        kind = "autoexception" if issubclass(value, BaseException) else "autoclass"
        above = inherited_from(value)
        beyond = value.__mro__[len(above) + 1]
        body = f".. {kind}:: {full}\n   :members:"
        if beyond.__name__ == name:  # a base class of another library, which documents itself
            body += f" {', '.join(_own_members(value, above))}\n"
        else:
            body += f"\n   :inherited-members: {beyond.__name__}\n" if above else "\n"
    elif inspect.isfunction(value):
        body = f".. autofunction:: {full}\n"
    else:
        text = "\n   ".join(as_rest([value_docstring(room, name)], links()))
        body = f".. py:currentmodule:: {room}\n\n.. py:data:: {name}\n   :type: {type(value).__name__}\n\n   {text}\n"
    return f"```{{eval-rst}}\n{body}```\n"


def inherited_from(kind: type) -> list[type]:
    """The base classes of `kind` without a page, up to the first with one: their members are shown as those of `kind`.

    >>> from undergrad.check import Report
    >>> [base.__name__ for base in inherited_from(Report)]
    ['Records']
    """
    names = [getattr(importlib.import_module(room), name) for room in ROOMS for name in names_of(room)]
    documented = {value for value in names if inspect.isclass(value)}
    above = itertools.takewhile(lambda base: base not in documented, kind.__mro__[1:])
    return [base for base in above if base.__module__.startswith("undergrad.")]


def _own_members(kind: type, above: list[type]) -> list[str]:
    """The public members of `kind` from this package, its own or those of the classes `above`."""
    return [
        name
        for base in (kind, *above)
        for name, member in vars(base).items()
        if not name.startswith("_") and str(getattr(member, "__module__", "")).startswith("undergrad.")
    ]


def value_docstring(room: str, name: str) -> str:
    """The description of a value that is not a class or function: its `#:` comment, or else its class's docstring."""
    module = importlib.import_module(room)
    value = getattr(module, name)
    description = _VALUES.get(f"{room}.{name}") or _comment(module, name)
    if not description and type(value).__module__.startswith("undergrad"):
        description = (inspect.getdoc(type(value)) or "").partition(">>>")[0]  # the class has the examples
    if not description:
        raise LookupError(f"nothing is said of {room}.{name}; write a comment that begins with #: above it")
    return " ".join(description.split())


def _comment(module: ModuleType, name: str) -> str:
    """The lines `#: ...` above the assignment of `name`, in the module, its room, or the module of its origin."""
    folder = Path(inspect.getfile(module)).parent
    for path in sorted(folder.glob("*.py")):
        source = path.read_text("utf-8")
        lines = source.splitlines()
        for node in ast.parse(source).body:
            if isinstance(node, ast.ImportFrom) and any(alias.name == name for alias in node.names):
                origin = importlib.import_module(str(node.module))
                if Path(inspect.getfile(origin)).parent != folder:
                    return _comment(origin, name)
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                comment: list[str] = []
                above = node.lineno - 2
                while above >= 0 and lines[above].startswith("#:"):
                    comment.insert(0, lines[above].removeprefix("#:").strip())
                    above -= 1
                if comment:
                    return " ".join(comment)
    return ""
