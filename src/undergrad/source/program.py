"""The program in a student's file, as text and as a syntax tree."""

from __future__ import annotations

import ast
import importlib.util
from dataclasses import dataclass
from pathlib import Path

from undergrad.files import read_whole


@dataclass(frozen=True)
class Program:
    """A program: the name of its file, its lines, and its syntax tree."""

    file: str
    lines: tuple[str, ...]
    tree: ast.Module

    def line(self, number: int) -> str:
        """The text of a line, without its indentation; the first one is number 1."""
        return self.lines[number - 1].strip() if 0 < number <= len(self.lines) else ""


def parsed(path: Path) -> Program | None:
    """The program in a file; None if the file is not Python."""
    content = read_whole(path)
    try:
        return Program(path.name, tuple(importlib.util.decode_source(content).split("\n")), ast.parse(content))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
