"""Single changes of a method's own text that could mend it, each with the name of the mistake that it would undo.

Where no formula explains a method's wrong numbers, or it raises an exception about shapes or indexes, the check makes
these changes one at a time and computes again. If the numbers are right after one of them, the mistake is in that line,
whatever the formula looks like in the file.
"""

from __future__ import annotations

import ast
import copy
import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from undergrad.source.edits.alternatives import alternatives
from undergrad.source.edits.everywhere import everywhere
from undergrad.source.edits.insertions import insertions, replacements
from undergrad.source.edits.statements import Arrangement, rearranged, unchanged
from undergrad.source.edits.variables import Scope

_Function = ast.FunctionDef
#: The most characters of a method with what it calls.
_LONGEST = 20_000
_DELICATE = {"open", "os", "shutil", "pathlib", "Path", "subprocess", "socket", "sys", "exec", "eval", "super"}
#: Mistakes that are those of an index if they are made in one.
_OF_INDEXES = ("extra-term", "missing-term", "sign-of-a-term", "wrong-constant", "brackets")
#: Mistakes of a test whose branch returns; any other change there may only take a way that is right, too.
_OF_CHOICES = ("wrong-comparison", "branches-exchanged")


@dataclass(frozen=True)
class Edit:
    """A change that undoes the mistake `mistake` in the line `line`.

    `program` defines the changed method again, with the functions that it calls.
    """

    mistake: str
    line: int
    program: str


def edits(module: ast.Module, owner: str, method: str) -> Iterator[Iterator[Edit]]:
    """The changes of a method, or of the function `owner`, likelier ones first; empty if the file's text lacks it.

    A change may also be in a method or a function of the file that the method calls. There are none for a very long
    method, and none for one that can reach files or other programs: a changed path may be that of another file.
    """
    reached = _Reached(module, owner, method)
    program = reached.new_program()  # also remembers the program as it is
    if not program or len(program) > _LONGEST or reached.is_delicate():
        return
    yield itertools.chain(_rearranged(reached, _lines), _changed(reached, alternatives))
    yield itertools.chain(
        _rearranged(reached, _without_change), _changed(reached, replacements), _rearranged(reached, everywhere)
    )
    yield _changed(reached, insertions)


class _Reached:
    """The functions of a file that a method can call, itself first, as copies that may be changed."""

    def __init__(self, module: ast.Module, owner: str, method: str) -> None:
        self._classes = {node.name: node for node in module.body if isinstance(node, ast.ClassDef)}
        self._plain = {node.name: node for node in module.body if isinstance(node, _Function)}
        self._owner = owner if owner in self._classes else ""
        self.methods: dict[str, _Function] = {}
        self.plain: dict[str, _Function] = {}
        self._programs: set[str] = set()
        self._add(method if self._owner else owner, of_class=bool(self._owner))

    @property
    def functions(self) -> list[_Function]:
        return [*self.methods.values(), *self.plain.values()]

    def is_delicate(self) -> bool:
        """Whether the functions may reach files or other programs, or call `super`, which a subclass would change."""
        return any(
            isinstance(node, ast.Name) and node.id in _DELICATE
            for function in self.functions
            for node in ast.walk(function)
        )

    def new_program(self) -> str:
        """The functions as they are now; empty if they were so before, or are no Python."""
        try:
            program = self._program()
        except (ValueError, AttributeError):
            return ""
        if program in self._programs:
            return ""
        self._programs.add(program)
        return program

    def _program(self) -> str:
        """The functions as they are now; methods are those of a subclass with the same name."""
        texts = [ast.unparse(function) for function in self.plain.values()]
        if self.methods:
            body: list[ast.stmt] = list(self.methods.values())
            base: ast.expr = ast.Name(self._owner)
            kind = ast.ClassDef(self._owner, [base], [], body, [])
            texts.append(ast.unparse(ast.fix_missing_locations(kind)))
        return "\n".join(texts)

    def _add(self, name: str, *, of_class: bool) -> None:
        known, place = (self._methods_of(self._owner), self.methods) if of_class else (self._plain, self.plain)
        if name in place or name not in known:
            return
        place[name] = copy.deepcopy(known[name])
        for node in ast.walk(place[name]):
            match node:
                case ast.Call(ast.Attribute(ast.Name("self"), called)):
                    self._add(called, of_class=True)
                case ast.Call(ast.Name(called)):
                    self._add(called, of_class=False)

    def _methods_of(self, name: str, below: tuple[str, ...] = ()) -> dict[str, _Function]:
        """The methods of a class, with those of its bases in the file; `below` are classes that inherit from it."""
        if name not in self._classes or name in below:
            return {}
        node = self._classes[name]
        methods: dict[str, _Function] = {}
        for base in reversed(node.bases):
            if isinstance(base, ast.Name):
                methods |= self._methods_of(base.id, (*below, name))
        return methods | {entry.name: entry for entry in node.body if isinstance(entry, _Function)}


#: The alternatives for an expression of a function: the mistake that each undoes, and the other expression.
_Alternatives = Callable[[ast.expr, Scope], Iterable[tuple[str, ast.expr]]]


def _changed(reached: _Reached, others: _Alternatives) -> Iterator[Edit]:
    """The edits that replace one expression."""
    for function in reached.functions:
        scope = Scope(function)
        for parent, field, index, node in list(_places(function)):
            for mistake, other in others(node, scope):
                if scope.chooses_way(node) and mistake not in _OF_CHOICES:
                    continue
                _put(parent, field, index, other)
                program = reached.new_program()
                _put(parent, field, index, node)
                if program:
                    yield Edit(*_blamed(mistake, node, other, scope), program)


def _blamed(mistake: str, node: ast.expr, other: ast.expr, scope: Scope) -> tuple[str, int]:
    """The mistake and its line: for `h` in place of the `x` from which a line makes `h`, that line."""
    if mistake == "another-variable":
        line, names = scope.in_between.get(ast.unparse(node), (0, frozenset()))
        if ast.unparse(other) in names:
            return "line-too-many", line
    if scope.in_index(node) and mistake in _OF_INDEXES:
        return "wrong-index", node.lineno
    return mistake, node.lineno


def _rearranged(reached: _Reached, arrangements: Callable[[_Function], Iterable[Arrangement]]) -> Iterator[Edit]:
    """The edits that change a function's lines."""
    for function in reached.functions:
        body = function.body
        for mistake, line, other in arrangements(function):
            function.body = other
            program = reached.new_program()
            function.body = body
            if program:
                yield Edit(mistake, line, program)


def _lines(function: _Function) -> Iterator[Arrangement]:
    return rearranged(function.body)


def _without_change(function: _Function) -> Iterator[Arrangement]:
    return unchanged(function.body)


def _places(node: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.expr]]:
    """Each expression below a node that is read, with its parent and its place there."""
    for field, value in ast.iter_fields(node):
        if field in ("decorator_list", "annotation", "returns", "defaults", "kw_defaults"):
            continue
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.expr) and isinstance(getattr(child, "ctx", None), ast.Load | None):
                yield node, field, index, child
            if isinstance(child, ast.AST) and not isinstance(child, ast.pattern):  # only some texts are patterns
                yield from _places(child)


def _put(parent: ast.AST, field: str, index: int | None, node: ast.expr) -> None:
    if index is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[index] = node
