"""An assignment to start from: a TOML file with a comment on everything that a teacher may want to change."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from undergrad.errors import UsageError
from undergrad.files import write_whole


def starter() -> str:
    """The text of the file."""
    return (resources.files("undergrad.course") / "handout" / "starter.toml").read_text("utf-8")


def write_starter(path: Path) -> Path:
    """Write it to `path`. UsageError if the path exists, or if the name does not end in .toml."""
    if path.suffix.lower() != ".toml":
        raise UsageError(f"an assignment is a TOML file: let the name end in .toml, not {path.name or path}")
    if path.exists() or path.is_symlink():
        raise UsageError(f"{path} exists; choose another name, or delete it")
    return write_whole(path, starter())
