"""A module that collects the asked classes if a student has spread them over several files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from undergrad.course.intake.imports import Module

#: Its name; it is above all of the student's files.
COLLECTOR = "collected_answer.py"


def collector(origins: Mapping[str, str], modules: Mapping[str, Module]) -> str | None:
    """The text of the module, given the file of each name; None if two files would be the same module.

    A file with relative imports is imported as part of its package, others by their own name from their own folder,
    as their author ran them.
    """
    folders: list[str] = []
    names: dict[str, str] = {}  # from a module to its file
    lines: list[str] = []
    for path in dict.fromkeys(origins.values()):
        pure = PurePosixPath(path).with_suffix("")
        if modules[path].is_relative and len(pure.parts) > 1:
            module, folder = ".".join(pure.parts[-2:]), "/".join(pure.parts[:-2])
        else:
            module, folder = pure.name, "/".join(pure.parts[:-1])
        if names.setdefault(module, path) != path or "." in pure.name:
            return None
        if folder and folder not in folders:
            folders.append(folder)
        for name in sorted(name for name, origin in origins.items() if origin == path):
            lines.append(f"{name} = importlib.import_module({module!r}).{name}")
    header = [
        "# Written by the grading program: it collects what is asked for from the student's own files.",
        "import importlib",
    ]
    if folders:
        header += ["import sys", "from pathlib import Path", "", "HERE = Path(__file__).parent"]
        header.append(f"sys.path[:0] = [str(HERE / folder) for folder in {folders!r}]")
    return "\n".join([*header, "", *lines, ""])
