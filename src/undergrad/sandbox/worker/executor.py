"""Executes a `Script` on classes, in the student's process or the checker's, and returns outcomes as plain data."""

from __future__ import annotations

import functools
import linecache
import re
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from undergrad.sandbox.worker.inspection import class_name, is_a, type_name
from undergrad.sandbox.worker.script import Failure, Line, NDArray, Outcome, Script
from undergrad.sandbox.worker.stand_ins import STAND_INS, disguised
from undergrad.sandbox.worker.training import Lesson, Network, first_difference

#: The most bytes of one result: no layer needs to return more on the checker's sizes.
LARGEST_RESULT = 2**24
_HERE = str(Path(__file__).parent)
_NUMPY = str(Path(np.__file__).parent)
_CUT = 200
# The thread's own time if it is fine enough: other work on the machine must not make the student's code look slow.
_clock = time.thread_time if time.get_clock_info("thread_time").resolution < 1e-6 else time.perf_counter
_NUMBERS: tuple[type[Any], ...] = (bool, int, float, complex, np.number, np.bool_)
_State = tuple[tuple[int, ...], bytes]


class Machine:
    """Runs scripts on the classes of `namespace`.

    `folder` is the folder of the student's files, if known: exceptions are shown with their last line there.
    `printed` returns the number of characters printed so far. `mend` is called after each operation.
    With `seed`, NumPy's global generator is seeded before each call of a method.
    """

    def __init__(
        self,
        namespace: Mapping[str, Any],
        folder: str | None = None,
        printed: Callable[[], int] = lambda: 0,
        mend: Callable[[], object] = lambda: None,
        seed: int | None = None,
    ) -> None:
        self.namespace, self.folder, self.printed, self.mend, self.seed = namespace, folder, printed, mend, seed

    def run(self, script: Script) -> Iterator[Outcome]:
        """The outcomes, each when its operation has ended. After a failure, except of a read, the rest is skipped."""
        namespace = self.namespace
        try:
            yield from self._run(script)
        finally:
            self.namespace = namespace  # a script may have revised it

    def _run(self, script: Script) -> Iterator[Outcome]:
        inputs = [array.copy("K") for array in script.inputs]
        objects: list[Any] = []
        watched: dict[tuple[int, int], NDArray] = {}
        before: dict[tuple[int, int], _State] = {}  # the states of watched arrays after the last operation
        for number, operation in enumerate(script.operations):
            arguments = [self._decode(entry, inputs, objects) for entry in operation.get("arguments", ())]
            for position, argument in enumerate(arguments):
                if (
                    script.shared
                    and is_a(argument, np.ndarray)
                    and not any(argument is other for other in watched.values())
                ):
                    watched[number, position] = argument
                    before[number, position] = _state(argument)
            if number == script.frozen_at:
                for array in watched.values():
                    np.ndarray.setflags(array, write=False)
            printed = self.printed()
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                try:
                    value = self._perform(operation, arguments, objects, shared=script.shared)
                except BaseException as error:  # including the student's own sys.exit and KeyboardInterrupt
                    self.mend()
                    yield Outcome("failure", failure=self.failure(error), printed=self.printed() - printed)
                    if operation["op"] == "get":  # a missing attribute does not affect the others
                        objects.append(None)
                        continue
                    yield from (Outcome("skipped") for _ in script.operations[number + 1 :])
                    return
                self.mend()  # before any line of ours runs, as after a failure
            after = {key: _state(array) for key, array in watched.items()}
            changed = tuple(key for key in after if after[key] != before[key])
            before = after
            objects.append(value)
            if script.shared and is_a(value, np.ndarray) and not any(value is other for other in watched.values()):
                watched[number, -1] = value
                before[number, -1] = _state(value)
            yield describe(
                value,
                changed,
                tuple(map(_warning, caught[:5])),
                self.printed() - printed,
                opaque=operation["op"] in ("new", "lesson"),
            )

    def failure(self, error: BaseException) -> Failure:
        """The exception with its message, cut, and the student's own line."""
        kind = "exit" if is_a(error, SystemExit) else "raised"
        if is_a(error, SyntaxError):
            line = Line(Path(_text(error.filename, "?")).name, _count(error.lineno), _text(error.text).strip())
            return Failure(kind, type_name(error), _text(error.msg), line)
        try:
            message = " ".join(str(error).split())[: 2 * _CUT]
        except Exception:  # a student's __str__
            message = "(its message cannot be shown)"
        return Failure(kind, type_name(error), message, self._line(error))

    def _line(self, error: BaseException) -> Line | None:
        frames = traceback.extract_tb(object.__getattribute__(error, "__traceback__"))
        own = [frame for frame in frames if self.folder and str(Path(frame.filename).parent) == self.folder]
        if not own:
            own = [frame for frame in frames if not frame.filename.startswith((_HERE, _NUMPY, "<frozen"))]
        if not own:
            return None
        frame = own[-1]
        number = frame.lineno or 0
        source = frame.line or linecache.getline(frame.filename, number)
        return Line(Path(frame.filename).name, number, source.strip()[:_CUT])

    def _decode(self, entry: dict[str, Any], inputs: list[NDArray], objects: list[Any]) -> Any:
        if "ref" in entry:
            return objects[entry["ref"]]
        if "input" in entry:
            return inputs[entry["input"]]
        if "list" in entry:
            return [self._decode(item, inputs, objects) for item in entry["list"]]
        return entry["value"]

    def _perform(
        self, operation: dict[str, Any], arguments: list[Any], objects: list[Any], *, shared: bool = True
    ) -> Any:
        name = operation["name"]
        if operation["op"] == "call" and not shared:
            return _copied(self._perform(operation, list(map(_copied, arguments)), objects))
        match operation["op"]:
            case "new":
                np.random.seed(operation["seed"])
                maker = self._class(name, operation["kind"], operation["names"], operation["first"])
                return maker if operation["kind"] == "function" else maker(*arguments)
            case "revise":
                self.namespace = dict(self.namespace)
                exec(compile(arguments[0], "<revised>", "exec"), self.namespace)
                return None
            case "call":
                if self.seed is not None:
                    np.random.seed(self.seed)
                return getattr(objects[operation["on"]], name)(*arguments)
            case "get":
                return getattr(objects[operation["on"]], name)
            case "set":
                return _set(objects[operation["on"]], name, arguments[0])
            case "time":
                method = getattr(objects[operation["on"]], name)
                return _best(method, arguments, operation["repeat"], operation["budget"])
            case "train":
                return self._trained(operation, *arguments)
            case "lesson":
                x, y, *arrays = arguments
                rates = {rate: operation[rate] for rate in ("learning_rate", "reg_lambda")}
                return Lesson(self._network(operation, arrays, **rates), x, y, _clock)
        raise ValueError(f"no operation {operation['op']!r}")

    def _trained(self, operation: dict[str, Any], x: NDArray, y: NDArray, *arrays: NDArray) -> int:
        plain, treated = (
            self._network(operation, arrays, treatment=treatment) for treatment in ("", operation["treatment"])
        )
        return first_difference(plain, treated, x, y, batch=operation["batch"], steps=operation["steps"])

    def _network(self, operation: dict[str, Any], arrays: Sequence[NDArray], **how: Any) -> Network:
        def make(name: str, first: Sequence[int] = ()) -> Any:
            if name not in operation["own"]:
                return STAND_INS.get(name, STAND_INS["Tanh"])
            return self._class(name, operation["kinds"].get(name, "student"), first=first)

        rest = iter(arrays)
        layers = [(entry, [next(rest) for _ in entry["learned"]]) for entry in operation["layers"]]
        return Network(make, layers, names=operation["names"], lacks=operation["lacks"], **how)

    def _class(
        self, name: str, kind: str, names: Mapping[str, str] = MappingProxyType({}), first: Sequence[int] = ()
    ) -> Any:
        own = self.namespace.get(name)
        if kind in ("student", "function"):
            return self.namespace[name]
        if kind in _SPECIAL_MAKERS:
            return functools.partial(_SPECIAL_MAKERS[kind], self.namespace[name], first)
        stand_in = STAND_INS[name]
        if not is_a(own, type):
            return stand_in
        try:
            return disguised(stand_in, own, names, started=kind == "stand-in")
        except Exception:  # the class cannot be inherited from; it may raise anything
            return stand_in


def _bare(kind: type, *_: Any) -> Any:
    """An object of the class without its __init__."""
    return object.__new__(kind)


def _begun(kind: Callable[..., Any], first: Sequence[int], *sizes: int) -> Any:
    """An object of a class that draws its weights in its first forward, after that forward."""
    layer = kind(*sizes)
    layer.forward(np.zeros(first))
    return layer


_SPECIAL_MAKERS: dict[str, Callable[..., Any]] = {"bare": _bare, "begun": _begun}


def _copied(value: Any) -> Any:
    return value.copy("K") if is_a(value, np.ndarray) else value


def _text(value: Any, otherwise: str = "") -> str:
    """The value if it is a nonempty text; the student's code may have set it to anything."""
    return value if type(value) is str and value else otherwise


def _count(value: Any) -> int:
    """The value if it is a possible line number, else 0; the student's code may have set it to anything."""
    return value if type(value) is int and 0 <= value < 2**31 else 0


def _warning(entry: warnings.WarningMessage) -> tuple[str, str, int]:
    try:
        text = str(entry.message)[:_CUT]
    except Exception:  # a student's __str__
        text = "(it cannot be shown)"
    return class_name(entry.category), text, _count(entry.lineno)


def _set(layer: Any, name: str, value: Any) -> None:
    """Set an attribute; if it is a read-only property with an array, write into the array."""
    try:
        setattr(layer, name, value)
    except AttributeError:
        own = getattr(layer, name, None)
        if not (is_a(own, np.ndarray) and is_a(value, np.ndarray)):
            raise
        if (own.shape, own.dtype) != (value.shape, value.dtype):
            raise
        own[...] = value


def _state(array: NDArray) -> _State:
    plain = raw(array)
    return plain.shape, plain.tobytes()


def raw(array: NDArray) -> NDArray:
    """A plain array with `array`'s memory, without the methods of its subclass."""
    return np.ndarray.view(array, np.ndarray)


def describe(
    value: Any,
    changed: tuple[tuple[int, int], ...] = (),
    warned: tuple[tuple[str, str, int], ...] = (),
    printed: int = 0,
    *,
    opaque: bool = False,
) -> Outcome:
    """A value as plain data: its raw numbers if it has any, else its type and the beginning of its repr."""
    effects: dict[str, Any] = {"changed": changed, "warnings": warned, "printed": printed}
    kind = type_name(value)
    if opaque:
        return Outcome("object", type=kind, **effects)
    if value is None:
        return Outcome("none", type="None", **effects)
    if is_a(value, np.ndarray):
        plain = raw(value)
        if plain.dtype.kind in "biufc" and plain.nbytes <= LARGEST_RESULT:
            # A copy, since later operations may write to the array.
            return Outcome("array", plain.astype(plain.dtype.newbyteorder("="), order="C"), type=kind, **effects)
        return Outcome("other", type=f"array of dtype {plain.dtype} and shape {plain.shape}", **effects)
    if is_a(value, _NUMBERS):
        try:
            number = np.asarray(value if is_a(value, np.generic) else complex(value).real + 0.0)
            if is_a(value, complex) and not is_a(value, np.generic):
                number = np.asarray(complex(value))
        except OverflowError:
            return Outcome("other", type=kind, text="a number too large for a float", **effects)
        return Outcome("number", number, type=kind, **effects)
    try:
        text = re.sub(" at 0x[0-9a-fA-F]+", "", " ".join(repr(value).split()))  # it differs in every process
        text = text if len(text) <= _CUT else text[: _CUT - 4] + " ..."
    except Exception:  # a student's __repr__
        text = "(it cannot be shown)"
    return Outcome("other", type=kind, text=text, **effects)


def _best(method: Callable[..., Any], arguments: list[Any], repeat: int, budget: float) -> float:
    best, total = float("inf"), 0.0
    for _ in range(repeat):
        start = _clock()
        method(*arguments)
        seconds = _clock() - start
        best, total = min(best, seconds), total + seconds
        if total > budget:
            break
    return best
