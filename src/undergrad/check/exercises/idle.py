"""Methods that only have to be there and to work: summary, and update where there is nothing to learn."""

from __future__ import annotations

import numpy as np

from undergrad.check.exercises.base import Exercise, Numbers
from undergrad.sandbox.worker.script import NDArray, Ref, Script


class Idle(Exercise):
    """A call whose result nobody uses."""

    quantities: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()

    def __init__(self, cls: str, method: str) -> None:
        self.cls, self.method = cls, method
        self.arguments = ("learning_rate",) if method == "update" else ()

    def draw(self, rng: np.random.Generator, variant: str = "generic") -> Numbers:
        return {"learning_rate": float(rng.uniform(0.1, 0.4))}

    def construct(self, script: Script, n: Numbers) -> Ref:
        if self.cls != "FCLayer":
            return script.new(self.cls)
        layer = script.new(self.cls, 5, 3)
        script.set(layer, "W", np.ones((5, 3)))  # what a wrong __init__ does not keep is said there
        script.set(layer, "b", np.zeros(3))
        return layer

    def act(self, script: Script, layer: Ref, n: Numbers) -> dict[str, Ref]:
        return {"call": script.call(layer, self.method, *(n[name] for name in self.arguments))}

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        return {}
