"""The meaning of the names in a program, from its text: after `from numpy import tanh as t`, `t` means `numpy.tanh`.

A name that may also mean something of the file's own counts as the file's own: in doubt, nothing is reported.
"""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterable, Iterator

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
#: Modules that are always installed, so that their names can be looked up.
_KNOWN = ("numpy", "math")
#: Nodes with a scope of their own: names bound in them are not bound outside.
INNER = (*_FUNCTIONS, ast.ClassDef, *_COMPREHENSIONS)


class Scope:
    """The names that are visible in a file or a function, with their meanings."""

    def __init__(self, node: ast.AST, around: Scope | None = None) -> None:
        self._around = around
        #: Dotted names, or expressions that are resolved later; None for something of the file's own.
        self._bound: dict[str, list[str | ast.expr | None]] = {}
        #: Modules whose names were all imported with `*`.
        self._stars: list[str] = []
        for name, meaning in _bindings(node):
            if name == "*":
                self._stars.append(str(meaning or ""))
            else:
                self._bound.setdefault(name, []).append(meaning)
        self._in_progress: set[str] = set()

    def meaning(self, node: ast.AST) -> str:
        """The dotted name that an expression means; empty if it means none, or more than one."""
        match node:
            case ast.Name(id=name):
                return self._of_name(name)
            case ast.Attribute(value=value, attr=name):
                return self._below(value, name)
            case ast.NamedExpr(value=value):
                return self.meaning(value)
            case ast.Subscript(value=value, slice=key):
                return self._entry(value, self.text(key))
            case ast.Call(func=ast.Name(id="getattr"), args=[value, key, *_]) if not self._knows("getattr"):
                return self._below(value, self.text(key))
            case ast.Call(func=function, args=[key, *_]):
                return self._imported(function, self.text(key))
        return ""

    def text(self, node: ast.expr) -> str:
        """The value of an expression that is a constant text; empty if it is not, or cannot be known."""
        match node:
            case ast.Constant(value=str(text)):
                return text
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                first, second = self.text(left), self.text(right)
                return first + second if first and second else ""
            case ast.Name(id=name):
                scope = self._binding(name)
                match scope._bound[name] if scope else []:
                    case [ast.Constant(value=str(text))]:
                        return text
        return ""

    def knows_own(self, name: str) -> bool:
        """Whether a name is bound in a function, and so does not mean the file's."""
        scope = self._binding(name)
        return scope is not None and scope._around is not None

    def _binding(self, name: str) -> Scope | None:
        scope: Scope | None = self
        while scope is not None and name not in scope._bound:
            scope = scope._around
        return scope

    def _knows(self, name: str) -> bool:
        return self._binding(name) is not None

    def _of_name(self, name: str) -> str:
        scope = self._binding(name)
        if scope is None:
            return self._of_star(name)
        if name in scope._in_progress:  # it is defined by itself
            return ""
        scope._in_progress.add(name)
        meanings = {scope.meaning(one) if isinstance(one, ast.AST) else one or "" for one in scope._bound[name]}
        scope._in_progress.discard(name)
        return meanings.pop() if len(meanings) == 1 else ""

    def _of_star(self, name: str) -> str:
        """The meaning of a name that only `from module import *` can have bound."""
        if self._around is not None:
            return self._around._of_star(name)
        for module in reversed(self._stars):
            if module.partition(".")[0] not in _KNOWN:
                return ""  # this module may have the name too
            if hasattr(importlib.import_module(module), name):
                return f"{module}.{name}"
        return ""

    def _below(self, value: ast.expr, name: str) -> str:
        module = self.meaning(value)
        return f"{module}.{name}" if module and name else ""

    def _entry(self, value: ast.expr, key: str) -> str:
        """The meaning of `module.__dict__[key]`, `vars(module)[key]` and `sys.modules[key]`."""
        match value:
            case ast.Attribute(value=module, attr="__dict__"):
                return self._below(module, key)
            case ast.Call(func=ast.Name(id="vars"), args=[module]) if not self._knows("vars"):
                return self._below(module, key)
        return key if self.meaning(value) == "sys.modules" else ""

    def _imported(self, function: ast.expr, module: str) -> str:
        """The meaning of `__import__(module)` and `importlib.import_module(module)`."""
        if isinstance(function, ast.Name) and function.id == "__import__" and not self._knows("__import__"):
            return module.partition(".")[0]
        return module if self.meaning(function) == "importlib.import_module" else ""


def _bindings(node: ast.AST) -> Iterator[tuple[str, str | ast.expr | None]]:
    """Every name that is bound in a file, a function or a comprehension, with its meaning."""
    if isinstance(node, _FUNCTIONS):
        signature = node.args
        arguments = [*signature.posonlyargs, *signature.args, *signature.kwonlyargs, signature.vararg, signature.kwarg]
        yield from ((argument.arg, None) for argument in arguments if argument is not None)
    elsewhere: set[str] = set()
    bound: list[tuple[str, str | ast.expr | None]] = []
    parts = list(inside(node))
    for part in parts:
        match part:
            case ast.Import(names=names):
                for alias in names:
                    bound.append((alias.asname or alias.name.partition(".")[0], _module(alias)))
            case ast.ImportFrom(module=module, names=names, level=level):
                for alias in names:
                    bound.append((alias.asname or alias.name, _part(module, alias.name) if not level else None))
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                bound.append((name, None))
            case ast.Assign(targets=targets, value=value):
                simple = {target.id for target in targets if isinstance(target, ast.Name)}
                bound += [(name, value) for name in sorted(simple)]
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                bound.append((name, value))
            case ast.NamedExpr(target=ast.Name(id=name), value=value):
                bound.append((name, value))
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                elsewhere |= set(names)
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                bound.append((name, None))
    plain = {name for name, meaning in bound if meaning is not None}
    stored = (part for part in parts if isinstance(part, ast.Name) and not isinstance(part.ctx, ast.Load))
    bound += [(part.id, None) for part in stored if part.id not in plain or isinstance(part.ctx, ast.Del)]
    bound += [(name, None) for name in _rebound(parts)]
    yield from ((name, meaning) for name, meaning in bound if name not in elsewhere)


def _module(alias: ast.alias) -> str:
    """The module that `import a.b` binds: `a`, or `a.b` for `import a.b as c`."""
    return alias.name if alias.asname else alias.name.partition(".")[0]


def _part(module: str | None, name: str) -> str:
    return str(module) if name == "*" else f"{module}.{name}"


def _rebound(parts: Iterable[ast.AST]) -> Iterator[str]:
    """Names that are bound by loops, `with`, `+=` and unpacking, so that their meaning is unknown."""
    for part in parts:
        targets: list[ast.expr] = []
        match part:
            case ast.For(target=target) | ast.AsyncFor(target=target) | ast.comprehension(target=target):
                targets = [target]
            case ast.AugAssign(target=target):
                targets = [target]
            case ast.withitem(optional_vars=ast.expr() as target):
                targets = [target]
            case ast.Assign(targets=several):
                targets = [target for target in several if not isinstance(target, ast.Name)]
        for target in targets:
            names = (entry for entry in ast.walk(target) if isinstance(entry, ast.Name))
            yield from (entry.id for entry in names if isinstance(entry.ctx, ast.Store))


def inside(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes below `node` in their order, without those inside a nested function, class or comprehension."""
    waiting = [*ast.iter_child_nodes(node)][::-1]
    while waiting:
        part = waiting.pop()
        yield part
        if not isinstance(part, INNER):
            waiting += [*ast.iter_child_nodes(part)][::-1]
