"""Finds the code between two marks: whole statements of one block, in a method, a class or the file itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from undergrad.course.handout.marks import Span, spans
from undergrad.course.handout.source import Source
from undergrad.errors import UsageError

#: Nodes with a scope of their own.
Scope = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Part:
    """The code that a student writes in one place."""

    span: Span
    #: The statements between the marks; none if there are only comments.
    statements: tuple[ast.stmt, ...]
    #: All statements of their block.
    block: tuple[ast.stmt, ...]
    #: The file, and from the outermost to the innermost the classes and functions that the part is in.
    scopes: tuple[Scope, ...]

    @property
    def where(self) -> str:
        """`ReLU.forward`, or an empty text at the file's own level."""
        return ".".join(scope.name for scope in self.scopes if not isinstance(scope, ast.Module))

    def holds(self, row: int) -> bool:
        """Whether a line is between the marks."""
        return self.span.opening < row < self.span.closing


def find_parts(source: Source) -> list[Part]:
    """The student's parts, in order. UsageError, with the line, for marks that do not enclose whole statements."""
    return [_placed(span, source) for span in spans(source)]


def rows_of(statement: ast.stmt) -> tuple[int, int]:
    """The first line and the last, including decorators."""
    decorators = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(entry.lineno for entry in decorators)]), statement.end_lineno or statement.lineno


def _placed(span: Span, source: Source) -> Part:
    places = list(_inside(span, source, (source.tree,), source.tree.body))
    if len(places) > 1:
        raise _crossing(source, span, "begins in one block and ends in another")
    [(scopes, block)] = places or [(_scopes_around(span, source.tree), [])]
    statements = tuple(statement for statement in block if _is_within(span, statement))
    covered = {row for statement in statements for row in range(rows_of(statement)[0], rows_of(statement)[1] + 1)}
    if rest := [row for row in source.statement_rows(span.opening, span.closing) if row not in covered]:
        raise _crossing(source, span, f"holds line {rest[0]} without the rest of its statement")
    return Part(span, statements, tuple(block), scopes)


def _inside(
    span: Span, source: Source, scopes: tuple[Scope, ...], block: list[ast.stmt]
) -> Iterator[tuple[tuple[Scope, ...], list[ast.stmt]]]:
    """Each block that has statements between the marks, with the scopes around it."""
    if any(_is_within(span, statement) for statement in block):
        yield scopes, block
    for statement in block:
        first, last = rows_of(statement)
        if _is_within(span, statement) or last < span.opening or first > span.closing:
            continue
        blocks = _blocks(statement)
        if first > span.opening or not blocks:
            raise _crossing(source, span, f"holds only a piece of the statement in line {first}")
        for inner in blocks:
            yield from _inside(span, source, (*scopes, statement) if isinstance(statement, Scope) else scopes, inner)


def _is_within(span: Span, statement: ast.stmt) -> bool:
    first, last = rows_of(statement)
    return span.opening < first and last < span.closing


def _scopes_around(span: Span, tree: ast.Module) -> tuple[Scope, ...]:
    """The scopes around a part that has only comments."""
    around = [
        node for node in ast.walk(tree) if isinstance(node, Scope) and not isinstance(node, ast.Module)
        if node.lineno < span.opening and span.closing < rows_of(node)[1]
    ]  # fmt: skip
    return (tree, *sorted(around, key=lambda node: node.lineno))


def _blocks(statement: ast.stmt) -> list[list[ast.stmt]]:
    """The blocks of a compound statement: its body, its else, and so on."""
    blocks = [getattr(statement, name, []) for name in ("body", "orelse", "finalbody")]
    blocks += [part.body for part in (*getattr(statement, "handlers", []), *getattr(statement, "cases", []))]
    return [block for block in blocks if block]


def _crossing(source: Source, span: Span, problem: str) -> UsageError:
    return UsageError(
        f"{source.name}, line {span.opening}: the part up to line {span.closing} {problem}; "
        "put both marks around whole lines of one block"
    )
