"""Judges a class in this process: as a layer of one's own, without a textbook, or as a class of the homework."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from numbers import Integral
from typing import Any

import numpy as np
from msgspec import structs

from undergrad import layers
from undergrad.check.assignment import Assignment, Item
from undergrad.check.dialect import Dialect
from undergrad.check.judge import Judge
from undergrad.display.languages import Language, choose
from undergrad.errors import UsageError, unknown
from undergrad.exercises.answers import Answer, ask, checked_seed, generator
from undergrad.exercises.own import OwnLayer
from undergrad.exercises.reproduce import MODULE
from undergrad.exercises.table import EXERCISES
from undergrad.findings.report import Report
from undergrad.sandbox.local import LocalSession
from undergrad.sandbox.worker.contents import contents_of
from undergrad.sandbox.worker.script import Script

_SEEDS = 2**32  # the number of seeds that NumPy's global generator accepts
#: An assignment with the default severities.
_ALL = Assignment(name="own", methods=())
#: Arrays with these names are not learned: they are the names of a method's arguments.
_ARGUMENTS = {"x", "d_prev", "reg_lambda", "learning_rate", "extreme"}


def check_layer(
    layer: Callable[..., Any],
    *arguments: Any,
    input_shape: tuple[int, ...] = (7, 5),
    seed: int | None = None,
    like: str | None = None,
    language: Language = "en",
) -> Report:
    """Judge the layer that `layer(*arguments)` makes, in this process, for inputs of `input_shape` (N, ...), float64.

    The checks are those of a file: methods, shapes and dtypes; the gradients of the input and of each array attribute
    `p` that has a `dp` after backward (against central differences of forward), with their L2 terms; unchanged
    arguments and results; a second call, a second object, a second batch, a batch of one; large inputs, float32, and
    update. Randomness must come from NumPy's global state, which is seeded before each call. With `like="FCLayer"`, the
    name of a class of the homework, the layer is judged against the textbook's class instead. The report is in
    `language`: en for English, ko for Korean, None for the language of the system's locale. `seed`, a whole number from
    0 on, determines all random numbers; the default is a new seed.

    Raises UsageError for a `layer` that cannot be called, for an unknown name or language, and for a shape or a seed
    that cannot be used. Errors that the layer raises are in the report.

    >>> from undergrad.layers import Layer
    >>> class Square(Layer):
    ...     def forward(self, x):
    ...         self.x = x
    ...         return x**2
    ...
    ...     def backward(self, d_prev, reg_lambda=0.0):
    ...         return d_prev * self.x  # the derivative is 2 x
    >>> report = check_layer(Square, input_shape=(4, 3), seed=1)
    >>> [(record.name, record.cause) for record in report.failures]
    [('Square.backward', 'halved')]
    """
    seed, language = checked_seed(seed), choose(language)
    if not callable(layer):
        raise UsageError(f"check_layer takes a class, or a function that makes a layer, not {layer!r:.80}")
    name = getattr(layer, "__name__", type(layer).__name__)
    if like is not None:
        return _as_homework(layer, like, name, seed, language)
    sizes = input_shape if isinstance(input_shape, (tuple, list)) else ()
    if len(sizes) < 2 or not all(isinstance(size, Integral) and size > 0 for size in sizes):
        raise UsageError(f"input_shape must be (N, ...) with positive sizes, not {input_shape}")
    last: list[Any] = []  # the layer that was made last; empty if making it failed

    def make(*arguments: Any) -> Any:
        last.clear()
        last.append(layer(*arguments))
        return last[0]

    session = LocalSession({name: make}, seed=seed % _SEEDS)
    own = OwnLayer(name, session, arguments, tuple(map(int, sizes)), seed % _SEEDS)
    own, classes = _examined(own, last)
    return _judged(Judge(session, classes, _ALL, seed, exercises=own.exercises), layer, name, language)


def _as_homework(layer: Callable[..., Any], like: str, name: str, seed: int, language: Language) -> Report:
    exercises = {full: exercise for full, exercise in EXERCISES.items() if exercise.cls == like}
    if not exercises:
        raise unknown("class", like, dict.fromkeys(exercise.cls for exercise in EXERCISES.values()))
    # The textbook's classes are only there for isinstance; `layer` is judged.
    session = LocalSession(vars(layers) | {like: layer})
    judge = Judge(session, contents_of({like: layer}), _ALL, seed, exercises=exercises)
    return _judged(judge, layer, name, language)


def _judged(judge: Judge, layer: Any, name: str, language: Language) -> Report:
    records = judge.all([Item(name=full) for full in judge.exercises], language=language)
    (cls,) = {exercise.cls for exercise in judge.exercises.values()}
    imported = f"from {getattr(layer, '__module__', MODULE)} import {name}" + (f" as {cls}" if cls != name else "")
    records = [
        structs.replace(record, code=record.code.replace(f"from {MODULE} import {cls}", imported)) for record in records
    ]
    return Report(records, subject=name, seed=judge.seed, language=language)


def _examined(own: OwnLayer, last: list[Any]) -> tuple[OwnLayer, dict[str, Any]]:
    """The layer with its output shape and learned arrays, found by trial, and the description of its class.

    `last` holds the layer that was made last.
    """
    script = Script()
    script.new(own.name, *own.arguments, seed=own.seed)
    own.session.run(script)
    contents = (
        contents_of({"layer": type(last[0])})["layer"] if last else {"methods": dict.fromkeys(own.contract().methods)}
    )
    classes = {own.name: contents | {"kind": "class", "starts": True}}
    initial = {
        name: array.copy()
        for layer in last
        for name, array in getattr(layer, "__dict__", {}).items()
        if _is_real(array)
    }
    own = replace(own, session=Dialect(own.session, classes, own.exercises))
    out = _answer(own, "forward").array("result")
    own = replace(own, result=() if out is None else out.shape)
    _answer(own, "backward")
    learned = {
        name: array
        for layer in last
        for name, array in initial.items()
        if name not in _ARGUMENTS and hasattr(layer, f"d{name}") and np.shape(getattr(layer, name)) == array.shape
    }
    return replace(own, parameters=learned), classes


def _answer(own: OwnLayer, method: str) -> Answer:
    exercise = own.exercises[f"{own.name}.{method}"]
    return ask(own.session, exercise, exercise.draw(generator(own.seed, own.name)))


def _is_real(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind == "f"
