"""Makes the blank that replaces a solution: a line that says where to write, and the names that later lines need."""

from __future__ import annotations

import ast
import tokenize
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from undergrad.course.handout.names import names_left, names_returned
from undergrad.course.handout.parts import Part, rows_of
from undergrad.course.handout.source import Source
from undergrad.course.sentences import say
from undergrad.display.languages import Language, Text


@dataclass(frozen=True)
class Blank:
    """A solution without its parts."""

    content: bytes
    #: Sentences about deviations from the request.
    remarks: tuple[Text, ...] = ()


def make_blank(source: Source, parts: Sequence[Part], *, language: Language, asked: Collection[str]) -> Blank:
    """The solution with a blank in the place of each part; every other byte is the solution's.

    Functions and methods that are `asked` for and are completely inside a part keep their first line. A name that later
    lines read, or that the part returns, is None. The line that says where to write is in `language`, or, with a
    remark, in English if the file's encoding has no letters for that language.
    """
    here, remarks = say("write-your-code-here")[language], []
    try:
        source.encode(here)
    except UnicodeEncodeError:
        remarks.append(say("blank-in-english", encoding=source.encoding))
        here = say("write-your-code-here")["en"]
    pieces: list[bytes] = []
    row = 1
    for part, names in zip(parts, names_left(parts), strict=True):
        pieces += source.lines[row - 1 : part.span.opening]
        lines = _Lines(source, f"# {here}", asked).of_part(part, names, all_cut=_is_all_cut(part, parts))
        ending = source.ending(part.span.opening)
        pieces += [source.encode(line) + ending for line in lines]
        row = part.span.closing
    pieces += source.lines[row - 1 :]
    return Blank(b"".join(pieces), tuple(remarks))


def paste(blank: Source, blank_parts: Sequence[Part], solution: Source, parts: Sequence[Part]) -> bytes:
    """The blank with the solution's parts in their places."""
    pieces: list[bytes] = []
    row = 1
    for gap, part in zip(blank_parts, parts, strict=True):
        pieces += blank.lines[row - 1 : gap.span.opening]
        pieces += solution.lines[part.span.opening : part.span.closing - 1]
        row = gap.span.closing
    return b"".join([*pieces, *blank.lines[row - 1 :]])


def _is_all_cut(part: Part, parts: Sequence[Part]) -> bool:
    """Whether the part's block becomes empty, and no earlier part puts something there."""
    cut = [other for other in parts if other.block == part.block]
    statements = {id(statement) for other in cut for statement in other.statements}
    return cut[0] is part and bool(part.block) and all(id(statement) in statements for statement in part.block)


@dataclass(frozen=True)
class _Lines:
    """Makes the lines that replace a part."""

    source: Source
    here: str
    asked: Collection[str]

    def of_part(self, part: Part, names: Sequence[str], *, all_cut: bool) -> list[str]:
        """The part's lines, without endings."""
        first = rows_of(part.statements[0])[0] if part.statements else part.span.opening
        indentation = self.source.indentation(first)
        lines = [f"{indentation}{name} = None" for name in names]
        lines.append(indentation + self.here)
        if first_lines := self._first_lines(part.statements, part.where):
            lines += first_lines
        elif returned := names_returned(part):
            lines.append(f"{indentation}return {', '.join(returned)}")
        elif all_cut and not names:
            lines.append(f"{indentation}pass")
        return lines

    def _first_lines(self, statements: Sequence[ast.stmt], where: str) -> list[str]:
        """The lines that stay of the functions, methods and classes that are asked for."""
        lines: list[str] = []
        for statement in statements:
            if not isinstance(statement, ast.FunctionDef | ast.ClassDef):
                continue
            name = f"{where}.{statement.name}".removeprefix(".")
            inner = self._first_lines(statement.body, name) if isinstance(statement, ast.ClassDef) else []
            if name not in self.asked and not inner:
                continue
            if not inner:
                below = self._indentation_below(statement)
                inner = [below + self.here, f"{below}pass"]
            lines += [*self._header(statement), *inner, ""]
        return lines

    def _indentation_below(self, statement: ast.FunctionDef | ast.ClassDef) -> str:
        """The indentation of its body."""
        row = rows_of(statement.body[0])[0]
        if row == statement.lineno:
            return self.source.indentation(row) + "    "
        return self.source.indentation(row)

    def _header(self, statement: ast.FunctionDef | ast.ClassDef) -> list[str]:
        """Its lines up to the colon, including decorators."""
        depth = 0
        for token in self.source.tokens:
            if token.start < (statement.lineno, 0) or token.type != tokenize.OP:
                continue
            depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(token.string, 0)
            if token.string == ":" and not depth:
                break
        first, (row, column) = rows_of(statement)[0], token.end
        return [*self.source.texts[first - 1 : row - 1], self.source.texts[row - 1][:column]]
