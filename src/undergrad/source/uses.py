"""Finds which names of modules each function of a file uses, from its text; nothing is run."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from undergrad.source.scopes import INNER, Scope

#: The class and the name of a function or variable. The class is empty outside of classes, the name for other code.
Key = tuple[str, str]
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


class Use(NamedTuple):
    """A dotted name, and the line where it is used or imported, counted from 1."""

    name: str
    line: int


@dataclass
class Definition:
    """The names that a function or a variable uses."""

    uses: list[Use] = field(default_factory=list)
    imports: list[Use] = field(default_factory=list)
    #: Other definitions of the file that it uses.
    refers: set[Key] = field(default_factory=set)


class Uses:
    """The definitions of a file by their keys. Code that runs only when the file is the main program is left out."""

    def __init__(self, tree: ast.Module) -> None:
        self.definitions: dict[Key, Definition] = {}
        self._bases: dict[str, list[str]] = {}
        self._aliases: dict[str, str] = {}
        self._scope = Scope(tree)
        for statement in _statements(tree.body):
            self._add(statement)

    def place(self, cls: str, name: str) -> Key | None:
        """The key of a method, or of a function if the class is empty: in the class itself or in one of its bases."""
        waiting, visited = [cls], set[str]()
        while waiting:
            cls = self._called(waiting.pop(0))
            if (cls, name) in self.definitions:
                return cls, name
            if cls not in visited:
                visited.add(cls)
                waiting += self._bases.get(cls, [])
        return None

    def reached(self, start: Key, without: Collection[Key]) -> Iterator[Definition]:
        """The definition at `start` and all that it uses in the file, directly or not, but not through `without`."""
        waiting, visited = [start], {start}
        while waiting:
            definition = self.definitions[waiting.pop()]
            yield definition
            for cls, name in sorted(definition.refers):
                place = self.place(cls, name)
                if place is not None and place not in visited and place not in without:
                    visited.add(place)
                    waiting.append(place)

    def _called(self, name: str) -> str:
        """The class that an alias means."""
        visited = {name}
        while (other := self._aliases.get(name)) and other not in visited:
            visited.add(name := other)
        return name

    def _add(self, statement: ast.stmt) -> None:
        match statement:
            case ast.ClassDef(name=name, bases=bases, body=body):
                self._bases[name] = [base.id for base in bases if isinstance(base, ast.Name)]
                scope = Scope(statement, self._scope)
                self._read(("", ""), statement.decorator_list, self._scope)
                for part in _statements(body):
                    self._define(name, part, scope)
            case _:
                self._define("", statement, self._scope)

    def _define(self, cls: str, statement: ast.stmt, scope: Scope) -> None:
        """Add a statement of a class or of the file."""
        match statement:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                self._read((cls, name), statement.decorator_list, scope)
                self._read((cls, name), [statement], self._scope)
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._note_aliases(target, value)
                    for key in _keys(cls, target):
                        self._read(key, [value], scope)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                self._read((cls, name), [value], scope)
            case _:
                self._read((cls, ""), [statement], scope)

    def _note_aliases(self, target: ast.expr, value: ast.expr) -> None:
        match target, value:
            case ast.Name(id=name), ast.Name(id=other):
                self._aliases[name] = other
            case ast.Tuple(elts=targets), ast.Tuple(elts=values) if len(targets) == len(values):
                for each_target, its_value in zip(targets, values, strict=True):
                    self._note_aliases(each_target, its_value)

    def _read(self, key: Key, nodes: Iterable[ast.AST], scope: Scope) -> None:
        """Add the names that the nodes use to a definition."""
        definition = self.definitions.setdefault(key, Definition())
        cls = key[0]
        own = _first_argument(nodes) if cls else ""
        waiting = [(node, scope) for node in nodes]
        while waiting:
            node, scope = waiting.pop()
            if isinstance(getattr(node, "ctx", ast.Load()), ast.Load) and (name := scope.meaning(node)):
                definition.uses.append(Use(name, getattr(node, "lineno", 1)))
                continue
            definition.imports += _imported(node)
            definition.refers |= self._referred(node, scope, cls, own)
            for place, value in _set_attributes(node, own):
                if isinstance(value, ast.Lambda) or scope.meaning(value):  # a function, not a computed value
                    self._read((cls, place), [value], scope)
            inner = Scope(node, scope) if isinstance(node, INNER) else scope
            waiting += [(child, inner) for child in ast.iter_child_nodes(node)]

    def _referred(self, node: ast.AST, scope: Scope, cls: str, own: str) -> set[Key]:
        """The keys of the file's definitions that a node refers to."""
        match node:
            case ast.Name(id=name, ctx=ast.Load()) if not scope.knows_own(name):
                return {("", name)}
            case ast.Attribute(value=ast.Name(id=name), attr=attribute):
                return {(cls if name == own else name, attribute)}
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=attribute):
                return {(base, attribute) for base in self._bases.get(cls, [])}
            case ast.Attribute(value=ast.Call(func=ast.Name(id=name)), attr=attribute):
                return {(name, attribute)}
        return set()


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that run when the file is imported, including those in `if`, `try` and the like."""
    for statement in body:
        blocks = [getattr(statement, name, []) for name in ("body", "orelse", "finalbody")]
        blocks += [handler.body for handler in getattr(statement, "handlers", [])]
        if isinstance(statement, (*_FUNCTIONS, ast.ClassDef)) or not any(blocks):
            yield statement
        elif isinstance(statement, ast.If) and _is_guard(statement.test):
            yield from _statements(statement.orelse)
        else:
            for block in blocks:
                yield from _statements(block)


def _is_guard(test: ast.expr) -> bool:
    """Whether a condition is true only in the main program, or only for a type checker."""
    return any(
        (isinstance(part, ast.Name) and part.id in ("__name__", "TYPE_CHECKING"))
        or (isinstance(part, ast.Attribute) and part.attr == "TYPE_CHECKING")
        for part in ast.walk(test)
    )


def _keys(cls: str, target: ast.expr) -> Iterator[Key]:
    """The keys that an assignment defines: `name`, `Class.name`, or those of each of several targets."""
    match target:
        case ast.Name(id=name):
            yield cls, name
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            yield owner, name
        case ast.Tuple(elts=several) | ast.List(elts=several):
            for each_target in several:
                yield from _keys(cls, each_target)


def _first_argument(nodes: Iterable[ast.AST]) -> str:
    """The name of a method's first argument, usually self; empty if there is none."""
    for node in nodes:
        if isinstance(node, _FUNCTIONS) and (arguments := [*node.args.posonlyargs, *node.args.args]):
            return arguments[0].arg
    return ""


def _set_attributes(node: ast.AST, own: str) -> Iterator[tuple[str, ast.expr]]:
    """The attributes of its object that a method sets, with their values."""
    if isinstance(node, ast.Assign) and own:
        for target in node.targets:
            match target:
                case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name == own:
                    yield attribute, node.value


def _imported(node: ast.AST) -> Iterator[Use]:
    """The modules or names of modules that a statement imports."""
    match node:
        case ast.Import(names=names):
            yield from (Use(alias.name, node.lineno) for alias in names)
        case ast.ImportFrom(module=str(module), names=names, level=0):
            yield from (Use(module if alias.name == "*" else f"{module}.{alias.name}", node.lineno) for alias in names)
