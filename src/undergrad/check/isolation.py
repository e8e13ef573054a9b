"""Puts a module back to how it was after its import: what one case leaves behind must not decide another's verdict."""

from __future__ import annotations

import types
from collections import OrderedDict
from typing import Any

import numpy as np

_PLAIN = (
    type(None),
    bool,
    int,
    float,
    complex,
    str,
    bytes,
    list,
    dict,
    OrderedDict,
    set,
    tuple,
    np.ndarray,
    np.generic,
)


class Snapshot:
    """The plain values among a module's globals, its classes' attributes and its functions' default arguments."""

    def __init__(self, module: types.ModuleType) -> None:
        self.holders: list[Any] = [module]
        self.holders += [
            value for value in vars(module).values() if isinstance(value, type) and value.__module__ == module.__name__
        ]
        self.names = [set(vars(holder)) for holder in self.holders]
        self.values = [
            {name: _copied(value) for name, value in vars(holder).items() if type(value) in _PLAIN and name[:2] != "__"}
            for holder in self.holders
        ]
        functions = [value for holder in self.holders for value in vars(holder).values()]
        self.defaults = [
            (function, _copied(function.__defaults__))
            for function in functions
            if isinstance(function, types.FunctionType) and function.__defaults__
        ]

    def restore(self) -> None:
        """Undo every change to them, and remove every name that came since."""
        for holder, names, values in zip(self.holders, self.names, self.values, strict=True):
            for name in set(vars(holder)) - names:
                if name[:2] != "__":
                    delattr(holder, name)
            for name, value in values.items():
                setattr(holder, name, _copied(value))
        for function, defaults in self.defaults:
            function.__defaults__ = _copied(defaults)


def _copied(value: Any) -> Any:
    """A copy of plain containers and arrays; anything else stays the object that it is, since identity may matter."""
    kind = type(value)
    if kind in (list, tuple, set):
        return kind(_copied(entry) for entry in value)
    if kind is dict:
        return {key: _copied(entry) for key, entry in value.items()}
    if kind is OrderedDict:
        return OrderedDict((key, _copied(entry)) for key, entry in value.items())
    return value.copy() if kind is np.ndarray else value
