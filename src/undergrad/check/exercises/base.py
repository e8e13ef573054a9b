"""What the checker asks of one method: numbers, the operations, the right answer, and the formulas of wrong ones."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from typing import Any

import numpy as np

from undergrad.check.formula import Formula
from undergrad.check.sentences import Words
from undergrad.sandbox.worker.script import NDArray, Ref, Script

Numbers = dict[str, Any]


class Exercise:
    """One method of one class.

    `quantities` names what the method gives: "result" is what it returns, anything else an attribute that it sets.
    `prior` names the methods of the class that must work before this one can be asked. The variants are names that
    `draw` knows; each check uses those in the attribute of its name.
    """

    cls: str
    method: str
    quantities: tuple[str, ...] = ("result",)
    prior: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    #: The arguments that a file's method may do without: it is then called without them.
    may_lack: tuple[str, ...] = ("reg_lambda",)
    shapes: tuple[str, ...] = ()
    #: Numbers of dimensions beyond those of the assignment's networks.
    dimensions: tuple[str, ...] = ()
    extremes: tuple[str, ...] = ()
    float32: bool = False
    timed: bool = False
    #: Whether the method may change what it works on (update changes weights).
    changes: bool = False
    #: Whether the result is one number.
    scalar: bool = False
    #: The checks beyond existence, shape and values that make sense here.
    checks: tuple[str, ...] = (
        *("purity", "repeat", "instances", "batches", "shapes"),
        *("dimensions", "extremes", "float32", "speed"),
    )
    #: Checks that all but those of existence and shape rest on here.
    rests_on: tuple[str, ...] = ()
    #: The variants on which purity and attributes are looked at.
    variants: tuple[str, ...] = ("generic",)
    #: Mistakes of another method of the class that leave nothing to judge here.
    blocked_by: tuple[tuple[str, str], ...] = ()
    #: The names of the numbers that an object is made with.
    made_with: tuple[str, ...] = ()
    #: The numbers that belong to the object rather than to a batch.
    weights: tuple[str, ...] = ()
    #: The mistake where a quantity is not there, if it has a name of its own.
    lost: Mapping[str, str] = {"dW": "w-grad-missing", "db": "bias-grad-missing", "loss": "model-loss-not-kept"}
    #: The mistake of a quantity that is right at reg_lambda = 0 only.
    of_l2: Mapping[str, str] = {}
    #: The classes of the contract that the method may ask for by their names.
    uses: tuple[str, ...] = ()
    #: Whether the method has to print.
    prints: bool = False
    #: The method that a network calls between two calls of this one.
    closed_by: str = ""
    #: The name of the mistake when the call is accepted: it must raise.
    refuses: str = ""
    #: The input in whose shape the result may come; else it is flattened to (N, -1).
    flat: str = ""
    #: The mistake where a result is not finite for large numbers.
    unstable: str = "not-finite"
    #: Whether what an earlier method should have kept can be put in its place.
    can_be_patched: bool = False
    #: The arrays that belong entry by entry to the result.
    elementwise: tuple[str, ...] = ()
    #: The line of mathematics, for the reader.
    math: str = ""

    @property
    def also_called(self) -> tuple[Exercise, ...]:
        """The same method called in other ways, where the contract leaves open how."""
        return ()

    @property
    def name(self) -> str:
        """`Class.method`."""
        return f"{self.cls}.{self.method}"

    def draw(self, rng: np.random.Generator, variant: str = "generic") -> Numbers:
        """The numbers of one case."""
        raise NotImplementedError

    def construct(self, script: Script, n: Numbers) -> Ref:
        """The layer, with the case's weights."""
        return script.new(self.cls)

    def prepare(self, script: Script, layer: Ref, n: Numbers) -> list[Ref]:
        """The calls that come before this method."""
        return []

    def patch(self, script: Script, layer: Ref, n: Numbers) -> None:
        """Set what `prepare` should have kept, so that this method is asked by itself.

        Not to the right values, which answer the question of another method, but to random ones that could be right.
        """

    def act(self, script: Script, layer: Ref, n: Numbers) -> dict[str, Ref]:
        """The call itself under "call", and each quantity."""
        raise NotImplementedError

    def watched(self, layer: Ref, n: Numbers) -> dict[str, tuple[Ref, str]]:
        """Attributes that the method may read and must leave as they are: the object, and the attribute's name."""
        return {}

    def readings(self, n: Numbers, *, patched: bool = False) -> tuple[Numbers, ...]:
        """The cases of which the right answers are right here: more than one where the contract leaves it open.

        With `patched` the method may compute from what `patch` has set, or from the input, which it was given too.
        """
        return (n,)

    def among(self, stand_ins: Collection[str]) -> Exercise:
        """The exercise with something else in the place of those classes among `uses`."""
        return self

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        """The right value of each quantity, float64."""
        raise NotImplementedError

    def formulas(self, n: Numbers) -> Mapping[str, Formula]:
        """For each quantity, the formula with its dials."""
        return {}

    def bounds(self, *, single: bool) -> dict[str, float]:
        """The bounds of `compare.verdict` where they are not the usual, for numbers from float32 or from float64."""
        return {}

    def doubt(self, quantity: str, n: Numbers) -> Words:
        """Why the right value of a quantity is not well known in this case; empty where it is."""
        return ""

    def otherwise(
        self, quantity: str, got: NDArray, n: Numbers, again: Callable[[Numbers], NDArray | None]
    ) -> tuple[str, Words, str] | None:
        """Verdict, sentence and cause for numbers that differ and no formula explains; None: they are simply wrong.

        `again` asks once more, for the same numbers or for others.
        """
        return None

    def kept(self, n: Numbers) -> dict[str, NDArray]:
        """Attributes that the method keeps, and their right values."""
        return {}


def away_from_zero(rng: np.random.Generator, shape: tuple[int, ...], low: float = 0.1, high: float = 2.5) -> NDArray:
    """Random numbers of both signs with low <= |.| <= high: no kink is near."""
    signs = np.ones(math.prod(shape))
    signs[::2] = -1
    # Three digits: what is shown is the number itself, and a student can type it.
    return rng.permuted(signs).reshape(shape) * rng.uniform(low, high, shape).round(3)


def as_float32(n: Numbers) -> Numbers:
    """The same case in float32."""
    return {
        key: value.astype(np.float32) if isinstance(value, np.ndarray) and value.dtype == np.float64 else value
        for key, value in n.items()
    }


def as_float64(n: Numbers) -> Numbers:
    """The same case in float64, for the reference."""
    return {
        key: value.astype(np.float64) if isinstance(value, np.ndarray) and value.dtype.kind == "f" else value
        for key, value in n.items()
    }


def float64_result(value: Any) -> NDArray:
    """A result of the textbook as an array."""
    return np.asarray(value, dtype=np.float64)
