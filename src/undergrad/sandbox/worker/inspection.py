"""Inspects the student's objects and classes without running their code.

isinstance, vars, dir and getattr may run it: an object's `__class__`, or a class's metaclass. That code may raise, or
return something wrong.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from typing import Any, TypeGuard, TypeVar

_T = TypeVar("_T")
_NAME: Any = type.__dict__["__name__"]


def is_a(value: Any, kind: type[_T] | tuple[type[_T], ...]) -> TypeGuard[_T]:
    """Whether the value really is of this type, whatever its `__class__` returns."""
    return issubclass(type(value), kind)


def namespace(holder: Any) -> Mapping[str, Any]:
    """The own attributes of a class or a module."""
    attributes: Mapping[str, Any] = _owner(holder).__getattribute__(holder, "__dict__")
    return attributes


def get(owner: type, name: str) -> Any:
    """An attribute of a class, which may be inherited."""
    return type.__getattribute__(owner, name)


def type_name(value: Any) -> str:
    """The name of the value's type."""
    return class_name(type(value))


def class_name(owner: type) -> str:
    """The name of a class, whatever its metaclass returns."""
    return str(_NAME.__get__(owner))


def put(holder: Any, name: str, value: Any) -> None:
    """Set an attribute of a class or a module."""
    _owner(holder).__setattr__(holder, name, value)


def remove(holder: Any, name: str) -> None:
    """Delete an attribute of a class or a module."""
    _owner(holder).__delattr__(holder, name)


def members(owner: type) -> dict[str, Any]:
    """The attributes of a class by name, including inherited ones."""
    attributes: dict[str, Any] = {}
    for base in get(owner, "__mro__"):
        for name, value in namespace(base).items():
            attributes.setdefault(name, value)
    return attributes


def is_method(value: Any) -> bool:
    """Whether an attribute of a class is a function or wraps one."""
    return callable(value) or is_a(value, (staticmethod, classmethod))


def _owner(holder: Any) -> Any:
    return type if is_a(holder, type) else types.ModuleType
