"""A script as lines of NumPy, for the student's own interpreter."""

from __future__ import annotations

from typing import Any

import numpy as np

from undergrad.check.exercises.base import Exercise, Numbers
from undergrad.check.worker.script import NDArray, Ref, Script

_DIGITS = 6
#: What the student's file is called, until its name is known.
MODULE = "Answer"


def lines_for(exercise: Exercise, n: Numbers, quantity: str = "") -> str:
    """The case as lines of NumPy that print the quantity, or what the call returns."""
    script = Script()
    layer = exercise.construct(script, n)
    exercise.prepare(script, layer, n)
    acted = exercise.act(script, layer, n)
    return code(script, acted.get(quantity, acted["call"]))


def code(script: Script, shown: Ref) -> str:
    """The script up to the operation `shown`, whose result is printed."""
    made = [operation for operation in script.operations[: shown.index + 1] if operation["op"] == "new"]
    classes = dict.fromkeys(operation["name"] for operation in made)
    lines = ["import numpy as np", f"from {MODULE} import {', '.join(classes)}"]
    used = [number for number in range(len(script.inputs)) if _used(script, number, shown)]
    lines += [f"a{number} = {_array(script.inputs[number])}" for number in used]
    for number, operation in enumerate(script.operations[: shown.index + 1]):
        arguments = ", ".join(_value(entry) for entry in operation.get("arguments", ()))
        name = operation["name"]
        match operation["op"]:
            case "new":
                lines.append(f"np.random.seed({operation['seed']})")
                lines.append(f"r{number} = {name}({arguments})")
            case "call":
                lines.append(f"r{number} = r{operation['on']}.{name}({arguments})")
            case "get":
                lines.append(f"r{number} = r{operation['on']}.{name}")
            case "set":
                lines.append(f"r{operation['on']}.{name} = {arguments}")
    return "\n".join([*lines, f"print(r{shown.index})"])


def _used(script: Script, number: int, shown: Ref) -> bool:
    return any(
        f"a{number}" in _value(entry).replace("[", " ").replace("]", " ").replace(",", " ").split()
        for operation in script.operations[: shown.index + 1]
        for entry in operation.get("arguments", ())
    )


def _value(entry: dict[str, Any]) -> str:
    if "ref" in entry:
        return f"r{entry['ref']}"
    if "input" in entry:
        return f"a{entry['input']}"
    if "list" in entry:
        return f"[{', '.join(map(_value, entry['list']))}]"
    return repr(entry["value"])


def _array(array: NDArray) -> str:
    text = np.array2string(array, separator=", ", precision=_DIGITS, floatmode="maxprec", threshold=10**6)
    return f"np.array({' '.join(text.split())}, dtype={str(array.dtype)!r})"
