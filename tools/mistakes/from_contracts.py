"""Wrong functions, written from a contract of the book: its formula, line by line, with a mistake in one place."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Mapping

import numpy as np

from undergrad.contracts import expressions
from undergrad.contracts.contract import Contract, Method
from undergrad.contracts.contract import expressions as listed
from undergrad.contracts.toml import book_contracts

#: What the expressions call otherwise than NumPy.
_CALLED = {
    "add": "np.sum",
    "around": "np.pad",
    "norm": "np.linalg.norm",
    "total": "sum",
    "float": "float",
    "abs": "np.abs",
}


def wrong_functions() -> Iterator[tuple[str, str, str, str]]:
    """For each listed mistake of a function: its name, that of the function, the code, and the helpers it calls."""
    for name, contract in book_contracts().items():
        method = contract.methods["__call__"]
        for place, mistakes in method.mistakes.items():
            for mistake, text in listed(mistakes):
                code = _Writer(contract, method).function(place, text)
                if code is not None:
                    yield mistake, name, *code


class _Writer:
    """Writes one function."""

    def __init__(self, contract: Contract, method: Method) -> None:
        self.contract, self.method = contract, method
        self.lines: list[str] = []
        self.known = set(method.arguments)
        self.helpers: set[str] = set()

    def function(self, place: str, text: str) -> tuple[str, str] | None:
        """The function with `text` in a place of its formula, and the helpers that it calls.

        None where the expressions use a number that the function does not have.
        """
        formula = self.method.formula["result"]
        try:
            if place in self.method.arguments:
                self._assign(place, text, {"it": place})
            if place == "result":
                if "right" in _names(text):
                    self._assign("right", formula, {})
                last = self._text(text, {"it": "right"})
            else:
                self._define_all(formula, place, text)
                last = self._text(formula, {})
        except LookupError:
            return None
        arguments = ", ".join(self.method.arguments)
        body = "\n".join(f"    {line}" for line in [*self.lines, f"return {last}"])
        return f"def {self.contract.layer}({arguments}):\n{body}", self._helpers()

    def _define_all(self, expression: str, place: str, text: str) -> None:
        for name in sorted(_names(expression) - {"it"}):
            self._define(name, place, text)

    def _define(self, name: str, place: str = "", text: str = "") -> None:
        """Lines that compute a part, with those before it; `text` is what stands in the place."""
        if name in self.known:
            return
        if name in self.method.parts:
            right = self.method.parts[name]
            chosen = text if name == place else right
            if name == place and "it" in _names(text):
                self._define_all(right, place, text)
                self._assign(name, right, {})
            self._define_all(chosen, place, text)
            self._assign(name, chosen, {"it": name})
        elif name in self.contract.sizes:
            self.lines.append(f"{name} = {self._size(name)}")
            self.known.add(name)

    def _assign(self, name: str, expression: str, instead: Mapping[str, str]) -> None:
        for used in sorted(_names(expression) - {"it"}):
            self._define(used)
        self.lines.append(f"{name} = {self._text(expression, instead)}")
        self.known.add(name)

    def _size(self, name: str) -> str:
        for argument in self.method.arguments:
            number = self.contract.numbers.get(argument)
            shape = number.shape if number is not None else None
            axes = self.contract.shapes.get(shape, []) if isinstance(shape, str) else shape or []
            if name in axes:
                return f"{argument}.shape[{axes.index(name)}]"
        raise LookupError(name)

    def _text(self, expression: str, instead: Mapping[str, str]) -> str:
        """The expression in Python with NumPy."""
        for name in sorted(_names(expression) - {"it", "right"}):
            self._define(name)
        tree = ast.parse(expression, mode="eval")
        bound = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and node.id not in self.known | bound:
                node.id = instead.get(node.id) or self._function(node.id)
        return ast.unparse(tree)

    def _function(self, name: str) -> str:
        if name == "right":
            return name
        if name in _CALLED:
            return _CALLED[name]
        if getattr(expressions.FUNCTIONS.get(name), "__module__", "") == expressions.__name__:
            self.helpers.add(name)
            return name
        if hasattr(np, name):
            return f"np.{name}"
        if name in ("len", "max", "min", "sum", "range", "zip", "enumerate", "int", "list", "sorted", "tuple"):
            return name
        raise LookupError(name)

    def _helpers(self) -> str:
        names = sorted(self.helpers)
        done: list[str] = []
        while names:
            name = names.pop(0)
            source = inspect.getsource(expressions.FUNCTIONS[name])
            done.append(source)
            called = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
            ours = {other for other, value in vars(expressions).items() if inspect.isfunction(value)}
            names += sorted((called & ours) - self.helpers)
            self.helpers |= called & ours
        return "\n\n".join(done)


def _names(expression: str) -> set[str]:
    tree = ast.parse(expression, mode="eval")
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    bound = {node.id for node in nodes if isinstance(node.ctx, ast.Store)}
    return {node.id for node in nodes} - bound
