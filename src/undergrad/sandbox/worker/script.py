"""The operations for the student's code, and their outcomes: plain data that can be sent between processes.

A `Script` is a list of operations on objects in the student's process. Its operations are numbered; a `Ref` names the
object or the result of an earlier one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

NDArray = np.ndarray[Any, Any]

#: The dtypes that an answer may have.
DTYPES = frozenset(np.dtype(code).str for code in "?bhilqBHILQefdgFDG")
#: The most characters of a text, and the most entries of a list, in an answer.
LONGEST_TEXT, MOST_ENTRIES = 500, 500


@dataclass(frozen=True)
class Ref:
    """The object or result of operation number `index`."""

    index: int


@dataclass(frozen=True)
class Line:
    """A line of the student's file."""

    file: str
    number: int
    source: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.number}: {self.source}" if self.source else f"{self.file}, line {self.number}"


@dataclass(frozen=True)
class Failure:
    """The reason why an operation gave no result.

    `kind` is raised, exit, timeout, crash, or foreign (there were other data among the answers). `type` and `message`
    are those of the exception. For a timeout, the type is timeout, or total if the time of all calls together was over;
    the message is the limit in seconds. For a crash, the type is signal, exit code, memory (its processes together held
    too much) or pipe (it closed the pipe of the answers); the message is the name of the signal, the code, the limit in
    GiB, or empty.
    """

    kind: str
    type: str
    message: str
    line: Line | None = None

    def __str__(self) -> str:
        return f"{self.type}: {self.message}" if self.message else self.type


@dataclass(frozen=True)
class Outcome:
    """The result of one operation.

    `kind` is array, number, none, other (neither array nor number), object, failure, or skipped (an earlier operation
    failed). `array` holds the raw numbers of the first two, with dtype and shape; `type` is the result's type, `text`
    the beginning of its repr. `changed` lists the foreign arrays whose bytes the operation changed, each as
    (operation, argument or -1 for its result).
    """

    kind: str
    array: NDArray | None = None
    type: str = ""
    text: str = ""
    failure: Failure | None = None
    changed: tuple[tuple[int, int], ...] = ()
    warnings: tuple[tuple[str, str, int], ...] = ()
    printed: int = 0

    @property
    def ok(self) -> bool:
        """Whether the operation gave a result."""
        return self.kind not in ("failure", "skipped")


@dataclass
class Script:
    """Operations in order, and the arrays that they use.

    Each call gets copies of its arrays, and its results are copied, so that calls do not affect each other. With
    `shared` it gets the arrays themselves, to examine such effects; from the operation `frozen_at` on, writing to
    arrays that were passed or returned raises. `limit` replaces the session's limit in seconds.
    """

    shared: bool = False
    frozen_at: int | None = None
    limit: float | None = None
    operations: list[dict[str, Any]] = field(default_factory=list)
    inputs: list[NDArray] = field(default_factory=list)

    @property
    def revises(self) -> bool:
        """Whether an operation defines methods of the file again."""
        return any(operation["op"] == "revise" for operation in self.operations)

    def new(self, name: str, *arguments: Any, kind: str = "student", seed: int = 0) -> Ref:
        """Construct the class `name`; NumPy's global generator is seeded before.

        `kind` is student, function (the student's function itself), bare (the student's class without its __init__,
        which is elsewhere), begun (the student's class after a forward of the shape `first`, which draws its weights),
        stand-in (the replacement of a layer), or shell (a stand-in that must not call the student's __init__). `names`
        maps the contract's attributes to those of the student's class.
        """
        fields = {"arguments": self._encoded(arguments), "names": {}, "first": []}
        return self._add(op="new", name=name, kind=kind, seed=seed, **fields)

    def revise(self, program: str) -> Ref:
        """Execute definitions in a copy of the file's names; until the end of this script they replace its own."""
        return self._add(op="revise", name="", arguments=self._encoded([program]))

    def call(self, on: Ref, method: str, *arguments: Any) -> Ref:
        """Call a method with positional arguments."""
        return self._add(op="call", on=on.index, name=method, arguments=self._encoded(arguments))

    def get(self, on: Ref, attribute: str) -> Ref:
        """Read an attribute."""
        return self._add(op="get", on=on.index, name=attribute)

    def set(self, on: Ref, attribute: str, value: Any) -> Ref:
        """Set an attribute."""
        return self._add(op="set", on=on.index, name=attribute, arguments=self._encoded([value]))

    def train(
        self,
        layers: list[dict[str, Any]],
        own: list[str],
        x: NDArray,
        y: NDArray,
        *,
        treatment: str,
        batch: int,
        steps: int,
    ) -> Ref:
        """Train a network of the student's classes `own` and stand-ins twice, with the `treatment` and without.

        Each of `layers` has a `name`, the `arguments` of its constructor, the shape of a `first` input, and `learned`,
        arrays by name. The result is the first step after which the weights differ, 0 if they never do.
        """
        extra = {"treatment": treatment, "batch": batch, "steps": steps}
        return self._of_network("train", layers, own, x, y, **extra)

    def lesson(
        self,
        layers: list[dict[str, Any]],
        own: list[str],
        x: NDArray,
        y: NDArray,
        *,
        learning_rate: float,
        reg_lambda: float,
    ) -> Ref:
        """Make a network as `train` does, with its data: a `worker.training.Lesson`, whose methods can be called."""
        return self._of_network("lesson", layers, own, x, y, learning_rate=learning_rate, reg_lambda=reg_lambda)

    def _of_network(
        self, op: str, layers: list[dict[str, Any]], own: list[str], x: NDArray, y: NDArray, **extra: Any
    ) -> Ref:
        arrays = [array for entry in layers for array in entry["learned"].values()]
        named = [entry | {"learned": list(entry["learned"])} for entry in layers]
        dialect: dict[str, Any] = {"names": {}, "lacks": {}, "kinds": {}}
        arguments = self._encoded([x, y, *arrays])
        return self._add(op=op, name="", arguments=arguments, layers=named, own=own, **extra, **dialect)

    def _add(self, **operation: Any) -> Ref:
        self.operations.append(operation)
        return Ref(len(self.operations) - 1)

    def _encoded(self, values: Any) -> list[dict[str, Any]]:
        return [self._encode(value) for value in values]

    def _encode(self, value: Any) -> dict[str, Any]:
        if isinstance(value, Ref):
            return {"ref": value.index}
        if isinstance(value, np.ndarray):
            for index, known in enumerate(self.inputs):
                if known is value:  # an array that is passed twice stays one array
                    return {"input": index}
            self.inputs.append(value)
            return {"input": len(self.inputs) - 1}
        if isinstance(value, list):
            return {"list": self._encoded(value)}
        return {"value": value}


def pack(script: Script) -> tuple[dict[str, Any], bytes]:
    """The script as a header and raw bytes."""
    arrays = [
        {"dtype": array.dtype.str, "shape": list(array.shape), "order": "F" if array.flags.fnc else "C"}
        for array in script.inputs
    ]
    flags = {"shared": script.shared, "frozen_at": script.frozen_at}
    header = {"operations": script.operations, "arrays": arrays, **flags}
    return header, b"".join(array.tobytes("A") for array in script.inputs)


def unpack(header: dict[str, Any], payload: bytes) -> Script:
    """The script from its header and raw bytes."""
    inputs, start = [], 0
    for entry in header["arrays"]:
        array, start = _take(entry, payload, start)
        inputs.append(array)
    flags = {name: header[name] for name in ("shared", "frozen_at")}
    return Script(operations=header["operations"], inputs=inputs, **flags)


def pack_outcome(outcome: Outcome) -> tuple[dict[str, Any], bytes]:
    """An outcome as a header and raw bytes; texts are cut to the length that a message may have."""
    failure = outcome.failure
    header: dict[str, Any] = {
        "kind": outcome.kind,
        "type": short(outcome.type),
        "text": short(outcome.text),
        "changed": outcome.changed[:MOST_ENTRIES],
        "warnings": [(short(kind), short(text), number) for kind, text, number in outcome.warnings[:MOST_ENTRIES]],
        "printed": outcome.printed,
    }
    if failure:
        line = failure.line
        header["failure"] = {"kind": failure.kind, "type": short(failure.type), "message": short(failure.message)}
        if line:
            place = {"file": short(line.file), "number": line.number, "source": short(line.source)}
            header["failure"]["line"] = place
    if outcome.array is None:
        return header, b""
    header |= {"dtype": outcome.array.dtype.str, "shape": list(outcome.array.shape)}
    return header, outcome.array.tobytes()


def short(text: str) -> str:
    """The beginning of a text, cut to the length that a message may have, as valid Unicode."""
    return text[:LONGEST_TEXT].encode("utf-8", "replace").decode()


def _take(entry: dict[str, Any], payload: bytes, start: int) -> tuple[NDArray, int]:
    dtype = np.dtype(entry["dtype"])
    count = math.prod(entry["shape"])
    array = np.frombuffer(payload, dtype, count, start).reshape(entry["shape"], order=entry["order"]).copy("K")
    return array, start + count * dtype.itemsize
