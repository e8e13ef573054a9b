"""Restores a module to its state after the import: no case may affect the verdict on another."""

from __future__ import annotations

import builtins
import contextlib
import os
import sys
import types
from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.linalg
import numpy.random

from undergrad.sandbox.worker.inspection import is_a, namespace, put, remove

#: The names of NumPy that executor.py and script.py use.
_ANSWERING = ("asarray", "bool_", "dtype", "frombuffer", "ndarray", "number", "random")
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
        classes = [value for value in namespace(module).values() if is_a(value, type)]
        self.holders += [value for value in classes if namespace(value).get("__module__") == module.__name__]
        self.names = [_names(holder) for holder in self.holders]
        self.values = [
            {name: _copied(value) for name, value in namespace(holder).items() if name in names and _is_plain(value)}
            for holder, names in zip(self.holders, self.names, strict=True)
        ]
        functions = [value for holder in self.holders for value in namespace(holder).values()]
        self.defaults = [
            (function, _copied(function.__defaults__))
            for function in functions
            if is_a(function, types.FunctionType) and function.__defaults__
        ]

    def restore(self) -> None:
        """Undo every change to them, and remove every name that was added since."""
        for holder, names, values in zip(self.holders, self.names, self.values, strict=True):
            for name in _names(holder) - names:
                remove(holder, name)
            for name, value in values.items():
                put(holder, name, _copied(value))
        for function, defaults in self.defaults:
            function.__defaults__ = _copied(defaults)


class Surroundings:
    """Global state that the student's code could change: names of Python and NumPy, the folder, sys.path, streams."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, list(sys.path)
        self.nowhere, self.errors = os.open(os.devnull, os.O_RDWR), os.dup(2)
        self.modules = [  # builtins first, since the rest needs its names
            (module, {name: value for name, value in vars(module).items() if module is builtins or name[:2] != "__"})
            for module in (builtins, np, np.linalg, np.random)
        ]
        self.answering = {name: vars(np)[name] for name in _ANSWERING}

    def put_back(self) -> list[str]:
        """Undo all changes, and return the names that had been replaced; names that were added stay."""
        replaced = []
        for module, names in self.modules:
            attributes = module.__dict__
            for name, value in names.items():
                if attributes.get(name, self) is not value:
                    attributes[name] = value
                    replaced.append(f"{module.__name__.replace('numpy', 'np', 1)}.{name}")
        # If a folder or a stream is gone for good, the student's code fails when it needs it.
        with contextlib.suppress(OSError):
            os.chdir(self.folder)
        with contextlib.suppress(OSError):
            os.dup2(self.nowhere, 0)
            os.dup2(self.errors, 1)
            os.dup2(self.errors, 2)
        sys.path += [entry for entry in self.path if entry not in sys.path]
        return replaced

    def mend(self) -> None:
        """Restore only the names that an answer needs: this runs after each operation."""
        builtins.__dict__.update(self.modules[0][1])  # this line needs no builtin name
        np.__dict__.update(self.answering)


def _names(holder: Any) -> set[str]:
    """The names that a module or a class defines; keys that are not texts do not count."""
    return {name for name in namespace(holder) if type(name) is str and name[:2] != "__"}


def _is_plain(value: Any) -> bool:
    kind = type(value)
    return any(kind is plain for plain in _PLAIN)  # `in` would call the kind's __eq__


def _copied(value: Any) -> Any:
    """A copy of plain containers and arrays; other objects are returned themselves, since identity may matter."""
    kind = type(value)
    if kind is list or kind is tuple or kind is set:
        return kind(_copied(entry) for entry in value)
    if kind is dict:
        return {key: _copied(entry) for key, entry in value.items()}
    if kind is OrderedDict:
        return OrderedDict((key, _copied(entry)) for key, entry in value.items())
    return value.copy() if kind is np.ndarray else value
