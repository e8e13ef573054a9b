"""The `__init__` of a layer that draws its initial weights."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from undergrad.contracts.compare import FIT, relative_error
from undergrad.contracts.contract import expressions
from undergrad.contracts.formula import Slip, compiled, evaluated
from undergrad.exercises.base import Exercise, Numbers
from undergrad.findings.sentences import Words, phrase
from undergrad.sandbox.worker.script import NDArray, Ref, Script

_FAR = 0.08  # six standard errors of the standard deviation of the contract's number of weights
_FLAT = 2.2  # the kurtosis of uniform numbers is 1.8, that of normal ones 3


class DrawnWeights(Exercise):
    """Weights drawn by NumPy's global generator: the same numbers after the same seed, or the same distribution."""

    def draw(self, rng: np.random.Generator, variant: str = "generic") -> Numbers:
        n = super().draw(rng, variant)
        arguments = {name: n[size] for name, size in zip(self.terms.arguments, self.contract.made_with, strict=True)}
        return n | arguments | {"seed": int(rng.integers(2**31))}

    def construct(self, script: Script, n: Numbers) -> Ref:
        return script.new(self.cls, *(n[name] for name in self.contract.made_with), seed=n["seed"])

    def act(self, script: Script, layer: Ref, n: Numbers) -> dict[str, Ref]:
        return {"call": layer} | {name: script.get(layer, name) for name in self.terms.gives}

    def environment(self, n: Numbers) -> Mapping[str, Any]:
        shape = n[self.terms.draws].shape
        return {
            "normal": np.random.RandomState(n["seed"]).randn(*shape),
            "uniform": np.random.RandomState(n["seed"]).rand(*shape),
        }

    def mutants(self, quantity: str) -> Iterable[Iterable[Slip]]:
        return ()  # other draws are judged by their distribution

    def otherwise(
        self, quantity: str, got: NDArray, n: Numbers, again: Callable[[Numbers], NDArray | None]
    ) -> tuple[str, Words, str]:
        name = f"self.{quantity}"
        if quantity != self.terms.draws:
            return "fail", phrase("bias-not-zero", name=name), "init-bias-not-zero"
        names = self.names(n)
        normal, right = names["normal"], names["scale"]
        spread = float(got.std())
        scale = phrase("deviation-of-weights", name=name, deviation=spread, right=right)
        if spread == 0:
            return "fail", phrase("weights-constant", name=name), "init-constant"
        factor = float(np.sum(got * normal) / np.sum(normal * normal))
        if factor > 0 and relative_error(got, factor * normal) <= FIT:  # the right draws, wrongly scaled
            return "fail", scale, "init-scale"
        kurtosis = float(np.mean(((got - got.mean()) / spread) ** 4))
        if abs(spread / right - 1) > _FAR:
            close = {mistake for mistake, scale in self._scales(n) if scale and abs(spread / scale - 1) < _FAR}
            return "fail", scale, close.pop() if len(close) == 1 else ""
        if kurtosis < _FLAT:
            return "fail", phrase("weights-uniform", name=name), "init-uniform"
        if abs(float(got.mean())) > 6 * spread / math.sqrt(got.size):
            return "fail", phrase("mean-of-weights", name=name, mean=float(got.mean())), "init-mean"
        same, other = again(n), again(n | {"seed": n["seed"] + 1})
        if same is not None and other is not None and relative_error(same, got) == 0 < relative_error(other, got):
            return "fail", phrase("weights-of-other-draws", name=name), "init-other-draws"
        return "fail", phrase("weights-ignore-seed", name=name), "init-ignores-seed"

    def _scales(self, n: Numbers) -> list[tuple[str, float]]:
        """The wrong scales that students use, each with the name of the mistake."""
        names = self.names(n)
        return [(name, evaluated(compiled(text), names)) for name, text in expressions(self.terms.mistakes["scale"])]
