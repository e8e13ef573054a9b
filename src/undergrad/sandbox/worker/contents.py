"""The contents of a module as plain data: its classes, their methods and signatures."""

from __future__ import annotations

import inspect
import types
from collections.abc import Mapping
from typing import Any

from undergrad.sandbox.worker import inspection
from undergrad.sandbox.worker.script import short

#: The limits of a message: names in a module, names in all its classes together, and characters of a name.
_MOST, _MOST_MEMBERS, _LONGEST = 5_000, 50_000, 100
#: The types of methods written in C, such as the twenty that each class inherits from `object`.
_IN_C = (
    *(types.WrapperDescriptorType, types.MethodDescriptorType),
    *(types.ClassMethodDescriptorType, types.BuiltinMethodType),
)


def contents_of(namespace: Mapping[str, Any]) -> dict[str, Any]:
    """For each public name: its kind, and for a class its methods with their signatures, and the types of the rest.

    A function has a method `__call__`.
    """
    contents: dict[str, Any] = {}
    count = 0
    for public, value in sorted(_named(namespace), key=lambda entry: not inspection.is_a(entry[1], type))[:_MOST]:
        if public.startswith("_"):
            continue
        is_class = inspection.is_a(value, type)
        entry: dict[str, Any] = {"kind": "class" if is_class else short(inspection.type_name(value))}
        if is_class:
            members = dict(_named(inspection.members(value))[: _MOST_MEMBERS - count])
            count += len(members)
            entry["own"] = inspection.namespace(value).get("__module__") == namespace.get("__name__")
            entry["starts"] = inspection.get(value, "__init__") is not object.__init__
            methods = {name: member for name, member in members.items() if inspection.is_method(member)}
            entry["methods"] = {method: _signature(value, method, member) for method, member in methods.items()}
            rest = {name: member for name, member in members.items() if name not in methods}
            entry["rest"] = {name: short(inspection.type_name(member)) for name, member in rest.items()}
        elif inspection.is_a(value, types.FunctionType):
            entry["methods"] = {"__call__": _written(value, bound=False)}
        contents[public] = entry
    return contents


def _named(namespace: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The entries whose names fit into a message: those of contracts are short."""
    return [(name, value) for name, value in namespace.items() if type(name) is str and name == short(name)[:_LONGEST]]


def _signature(owner: type, method: str, function: Any) -> dict[str, Any] | None:
    """The signature of a method, for a call on an instance; None for one written in C."""
    if inspection.is_a(function, _IN_C):
        return None
    return _written(inspection.get(owner, method), bound=not inspection.is_a(function, (staticmethod, classmethod)))


def _written(function: Any, *, bound: bool) -> dict[str, Any] | None:
    """The allowed number of positional arguments, and the text of the signature; `bound` does not count the first one.

    None for an object of the student's that raises when inspected.
    """
    try:
        parameters = list(inspect.signature(function).parameters.values())
        text = "(" + ", ".join(str(entry).split(":")[0].strip() for entry in parameters)[:120] + ")"
    except Exception:
        return None
    parameters = parameters[1:] if bound else parameters
    positional = [entry for entry in parameters if entry.kind in (entry.POSITIONAL_ONLY, entry.POSITIONAL_OR_KEYWORD)]
    required = [entry for entry in positional if entry.default is entry.empty]
    keywords = [entry for entry in parameters if entry.kind == entry.KEYWORD_ONLY and entry.default is entry.empty]
    return {
        "least": len(required) + 10_000 * len(keywords),
        "most": 10_000 if any(entry.kind == entry.VAR_POSITIONAL for entry in parameters) else len(positional),
        "text": short(text),
    }
