"""What is declared of a number: its name and default as a field of a dataclass, its bounds and help as metadata."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field, fields
from typing import Any

from undergrad.notation.kinds import Kind


@dataclass(frozen=True)
class Declaration:
    """What is declared of a number besides its name, type and default.

    >>> from undergrad.settings import DECLARATIONS
    >>> DECLARATIONS["learning_rate"].help, DECLARATIONS["learning_rate"].kind.words
    ('step size', 'a positive number')
    """

    #: What it may be, as a test and in words.
    kind: Kind
    #: Stands for the value in the command's help.
    letter: str
    #: What it is, in a few words.
    help: str
    #: The version that it came with: a fingerprint of a training that does not use it is as before.
    since: str = "0.1.0"


def declared(default: Any, kind: Kind, letter: str, help_: str, since: str = "0.1.0") -> Any:
    """A field of a dataclass with a declaration."""
    return field(default=default, metadata={"declaration": Declaration(kind, letter, help_, since)})


def declarations(kind: Any) -> dict[str, Declaration]:
    """By its name, the declaration of each declared field of a dataclass, in order."""
    return {entry.name: entry.metadata["declaration"] for entry in fields(kind) if "declaration" in entry.metadata}


def explain(kind: Any) -> None:
    """Add what is declared of each field to a dataclass's docstring, so that `help()` and the site say it too."""
    defaults = {entry.name: entry.default for entry in fields(kind)}
    kind.__doc__ = "\n".join(
        [
            inspect.cleandoc(kind.__doc__ or ""),
            "",
            *(
                f"- `{name}`, {declaration.kind.words}, by default {defaults[name]!r}: {declaration.help}."
                for name, declaration in declarations(kind).items()
            ),
        ]
    )
