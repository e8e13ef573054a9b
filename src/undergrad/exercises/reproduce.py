"""Turns a script into lines of NumPy for the student's own interpreter."""

from __future__ import annotations

from typing import Any

import numpy as np

from undergrad.exercises.base import Exercise, Numbers
from undergrad.sandbox.worker.script import NDArray, Ref, Script

#: The name of the student's module, until the real one is known.
MODULE = "Answer"
_WIDTH = 100


def lines_for(
    exercise: Exercise, n: Numbers, quantity: str = "", *, prepared: bool = True, patched: bool = False
) -> str:
    """The case as lines of NumPy that print the quantity, or the result of the call.

    With `patched` they set the attributes that the earlier methods should have kept; these are called only if
    `prepared`.
    """
    script = Script()
    layer = exercise.construct(script, n)
    if prepared:
        exercise.prepare(script, layer, n)
    if patched:
        exercise.patch(script, layer, n)
    refs = exercise.act(script, layer, n)
    names = {id(value): name for name, value in n.items() if isinstance(value, np.ndarray)}
    return _Writer(script, names).lines(refs.get(quantity, refs["call"]))


class _Writer:
    """Writes the operations of a script as code. `names` has the names of its arrays by their `id`."""

    def __init__(self, script: Script, names: dict[int, str]) -> None:
        self.script = script
        self._inputs = [names.get(id(array), f"array_{number}") for number, array in enumerate(script.inputs)]
        self._results: dict[int, str] = {}

    def lines(self, shown: Ref) -> str:
        """The script up to the operation `shown`, whose result is printed."""
        operations = self.script.operations[: shown.index + 1]
        steps = [self._step(number, operation) for number, operation in enumerate(operations)]
        used = {entry["input"] for operation in operations for entry in _flat(operation.get("arguments", ()))}
        classes = dict.fromkeys(operation["name"] for operation in operations if operation["op"] == "new")
        return "\n".join(
            [
                "import numpy as np",
                f"from {MODULE} import {', '.join(classes)}",
                *(_assignment(self._inputs[number], self.script.inputs[number]) for number in sorted(used)),
                *filter(None, steps),
                f"print({self._results[shown.index]})",
            ]
        )

    def _step(self, number: int, operation: dict[str, Any]) -> str:
        arguments = ", ".join(map(self._value, operation.get("arguments", ())))
        name = operation["name"]
        target = self._results.get(operation.get("on", -1), "")
        match operation["op"]:
            case "new" if operation["kind"] == "function":
                self._results[number] = name
                return ""
            case "call" if name == "__call__":
                return f"{self._named(number, 'result')} = {target}({arguments})"
            case "new":
                return f"{self._named(number, name.lower())} = {name}({arguments})"
            case "call":
                return f"{self._named(number, 'result')} = {target}.{name}({arguments})"
            case "set":
                return f"{target}.{name} = {arguments}"
        self._results[number] = f"{target}.{name}"  # a read attribute appears in the line that uses it
        return ""

    def _named(self, number: int, name: str) -> str:
        count = sum(other.rstrip("0123456789_") == name for other in self._results.values())
        self._results[number] = f"{name}_{count + 1}" if count else name
        return self._results[number]

    def _value(self, entry: dict[str, Any]) -> str:
        if "ref" in entry:
            return self._results[int(entry["ref"])]
        if "input" in entry:
            return self._inputs[int(entry["input"])]
        if "list" in entry:
            return f"[{', '.join(map(self._value, entry['list']))}]"
        return repr(entry["value"])


def _flat(arguments: Any) -> list[dict[str, Any]]:
    """The arguments that are arrays, including those in lists."""
    entries = [inner for entry in arguments for inner in (_flat(entry["list"]) if "list" in entry else [entry])]
    return [entry for entry in entries if "input" in entry]


def _assignment(name: str, array: NDArray) -> str:
    start = f"{name} = np.array("
    dtype = "" if array.dtype == np.float64 else f", dtype={str(array.dtype)!r}"
    text = np.array2string(array, separator=", ", max_line_width=_WIDTH, prefix=start, threshold=10**6)
    return f"{start}{text}{dtype})"
