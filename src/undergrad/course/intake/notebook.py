"""The code of a notebook as a Python file, with a line above each cell that gives its number."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from dataclasses import dataclass

import msgspec

from undergrad.course.intake.limits import LARGEST_CODE

#: Commands for the notebook itself: magics, shell lines, questions. Each is a line of its own.
_COMMAND = re.compile(r"^(?P<indent>\s*)(?:%(?!=)|!(?!=)|\?).*|^(?P<indent2>\s*)[\w.]+\?{1,2}\s*$")
_ASSIGNED = re.compile(r"^(?P<target>\s*[\w., ]+=\s*)(?:%\w|!(?!=)).*$")
#: Magics whose cell is nevertheless Python.
#: Lines of a statement. A longer one counts as complete, because the time to read it grows with the square.
_LONGEST_STATEMENT = 60
_PYTHON_MAGICS = ("time", "timeit", "capture", "prun", "python", "python3", "writefile", "file", "memit")


class _Cell(msgspec.Struct):
    cell_type: str = ""
    source: str | list[str] = ""
    input: str | list[str] = ""


class _Worksheet(msgspec.Struct):
    cells: list[_Cell] = []


class _Notebook(msgspec.Struct):
    cells: list[_Cell] | None = None
    #: The key of the cells in notebooks before version 4.
    worksheets: list[_Worksheet] = []


@dataclass(frozen=True)
class NotebookCode:
    """The code cells of a notebook, in order."""

    text: str
    #: The number of cells with code.
    cells: int
    #: The number of lines with commands of the notebook, which are comments now.
    commands: int


def code_of(content: bytes) -> NotebookCode:
    """The code of the notebook in `content`. ValueError if that is not a notebook.

    Cell 3 begins below the line `# cell 3`; cells of text are counted, too, as in Jupyter. A magic or a shell line
    becomes a comment, at the same place, so that lines keep their numbers within the cell.
    """
    try:
        notebook = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"), type=_Notebook)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ValueError(str(error)) from error
    if notebook.cells is None and not notebook.worksheets:
        raise ValueError("it has no cells")
    every = notebook.cells if notebook.cells is not None else [c for sheet in notebook.worksheets for c in sheet.cells]
    lines: list[str] = []
    cells = commands = size = 0
    for number, cell in enumerate(every, 1):
        source = cell.source or cell.input
        text = source if isinstance(source, str) else "".join(source)
        if cell.cell_type != "code" or not text.strip():
            continue
        size += len(text)
        if size > LARGEST_CODE:
            raise ValueError(f"it holds more than {LARGEST_CODE >> 20} MiB of code")
        python, replaced = _python_of(text)
        lines += [f"# cell {number}", *python, ""]
        cells, commands = cells + 1, commands + replaced
    return NotebookCode("\n".join(lines), cells, commands)


def _python_of(cell: str) -> tuple[list[str], int]:
    """The lines of a cell with its commands as comments, and the number of commands."""
    lines = re.split(r"\r\n|\r|\n", cell)
    if _parses("\n".join(lines)):
        return lines, 0  # a line that looks like a command there is the rest of an expression
    first = next(index for index, line in enumerate(lines) if line.strip())
    if match := re.match(r"\s*%%(\w+)", lines[first]):
        if match[1] not in _PYTHON_MAGICS:
            return [f"# {line}" for line in lines], len(lines)
        rest, replaced = _without_commands(lines[first + 1 :])
        return [*lines[:first], f"# {lines[first]}", *rest], replaced + 1
    return _without_commands(lines)


def _without_commands(lines: list[str]) -> tuple[list[str], int]:
    """The lines, with commands at the beginning of a statement as comments, and the number of commands."""
    python: list[str] = []
    statement: list[str] = []  # that is not complete
    replaced = 0
    for line in lines:
        if not statement:
            if match := _COMMAND.match(line):
                indent = match["indent"] or match["indent2"] or ""
                line, replaced = f"{indent}pass  # {line.strip()}", replaced + 1
            elif match := _ASSIGNED.match(line):
                line, replaced = f"{match['target'].rstrip()} None  # {line[match.end('target') :]}", replaced + 1
        python.append(line)
        statement.append(line)
        if len(statement) > _LONGEST_STATEMENT or not _is_open("\n".join(statement)):
            statement = []
    return python, replaced


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _is_open(text: str) -> bool:
    """Whether the text ends inside brackets, a string or a continued line."""
    try:
        for _ in tokenize.generate_tokens(io.StringIO(text.lstrip() + "\n").readline):
            pass
    except tokenize.TokenError as error:
        return "EOF" in str(error) or "unterminated triple" in str(error)
    except (SyntaxError, ValueError):  # an indentation of its own, or not Python
        return False
    return text.rstrip().endswith("\\")
