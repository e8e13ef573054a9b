"""Declarations of numbers: name and default as a field of a dataclass, bounds and help as its metadata."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field, fields
from typing import Any

from undergrad.notation.kinds import Kind


@dataclass(frozen=True)
class Declaration:
    """The declaration of a number, besides its name, type and default.

    >>> from undergrad.settings import DECLARATIONS
    >>> DECLARATIONS["learning_rate"].help, DECLARATIONS["learning_rate"].kind.words
    ('step size', 'a positive number')
    """

    #: The allowed values, as a test and in words.
    kind: Kind
    #: The placeholder for the value in the command's help.
    letter: str
    #: Its meaning, in a few words.
    help: str
    #: The version that introduced it: a fingerprint of a training that does not use it is unchanged.
    since: str = "0.1.0"


def declared(default: Any, kind: Kind, letter: str, help_: str, since: str = "0.1.0") -> Any:
    """A field of a dataclass with a declaration."""
    return field(default=default, metadata={"declaration": Declaration(kind, letter, help_, since)})


def declarations(kind: Any) -> dict[str, Declaration]:
    """The declarations of a dataclass's declared fields by name, in order."""
    return {entry.name: entry.metadata["declaration"] for entry in fields(kind) if "declaration" in entry.metadata}


def explain(kind: Any) -> None:
    """Add each field's declaration to a dataclass's docstring, for `help()` and the site."""
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
