"""Looks at the student's objects and classes without asking them.

isinstance, vars, dir and getattr all ask: an object for its `__class__`, a class through its metaclass. Either may be
the student's code, which may raise there, or lie.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from typing import Any, TypeGuard, TypeVar

_T = TypeVar("_T")
_NAME: Any = type.__dict__["__name__"]


def is_a(value: Any, kind: type[_T] | tuple[type[_T], ...]) -> TypeGuard[_T]:
    """Whether the value is of that type, by what it is and not by what it says."""
    return issubclass(type(value), kind)


def namespace(holder: Any) -> Mapping[str, Any]:
    """What a class or a module holds itself."""
    found: Mapping[str, Any] = _owner(holder).__getattribute__(holder, "__dict__")
    return found


def get(owner: type, name: str) -> Any:
    """The class's attribute, inherited ones too."""
    return type.__getattribute__(owner, name)


def type_name(value: Any) -> str:
    """What the value's type is called."""
    return class_name(type(value))


def class_name(owner: type) -> str:
    """What a class is called, whatever its metaclass says."""
    return str(_NAME.__get__(owner))


def put(holder: Any, name: str, value: Any) -> None:
    """Set an attribute of a class or a module."""
    _owner(holder).__setattr__(holder, name, value)


def remove(holder: Any, name: str) -> None:
    """Delete an attribute of a class or a module."""
    _owner(holder).__delattr__(holder, name)


def members(owner: type) -> dict[str, Any]:
    """What a class holds by name, inherited too."""
    found: dict[str, Any] = {}
    for base in get(owner, "__mro__"):
        for name, value in namespace(base).items():
            found.setdefault(name, value)
    return found


def is_method(value: Any) -> bool:
    """Whether what a class holds is a function or stands for one."""
    return callable(value) or is_a(value, (staticmethod, classmethod))


def _owner(holder: Any) -> Any:
    return type if is_a(holder, type) else types.ModuleType
