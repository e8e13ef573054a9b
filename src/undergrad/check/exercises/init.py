"""FCLayer.__init__: where the weights start."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np

from undergrad.check.compare import FIT, relative_error
from undergrad.check.exercises.base import Exercise, Numbers
from undergrad.check.formula import Formula, Options
from undergrad.sandbox.worker.script import NDArray, Ref, Script

_D, _H = 61, 53
_FAR = 0.08  # six standard errors of the standard deviation of D * H normal numbers


class FCInit(Exercise):
    """FCLayer(input_dim, output_dim)."""

    cls, method = "FCLayer", "__init__"
    arguments: tuple[str, ...] = ("input_dim", "output_dim")
    quantities: tuple[str, ...] = ("W", "b")
    checks: tuple[str, ...] = ("instances",)
    math = "W (D, H) ~ N(0, 1) / sqrt(D / 2);  b (H,) = 0"

    def draw(self, rng: np.random.Generator, variant: str = "generic") -> Numbers:
        size = (_D, _H) if variant == "generic" else (_H, _D)
        return {"input_dim": size[0], "output_dim": size[1], "seed": int(rng.integers(2**31))}

    def construct(self, script: Script, n: Numbers) -> Ref:
        return script.new("FCLayer", n["input_dim"], n["output_dim"], seed=n["seed"])

    def act(self, script: Script, layer: Ref, n: Numbers) -> dict[str, Ref]:
        return {"call": layer, "W": script.get(layer, "W"), "b": script.get(layer, "b")}

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        d, h = n["input_dim"], n["output_dim"]
        return {"W": np.random.RandomState(n["seed"]).randn(d, h) / math.sqrt(d / 2), "b": np.zeros(h)}

    def formulas(self, n: Numbers) -> Mapping[str, Formula]:
        d, h = n["input_dim"], n["output_dim"]
        normal = np.random.RandomState(n["seed"]).randn(d, h)
        uniform = np.random.RandomState(n["seed"]).rand(d, h)
        draws: Options = ((None, normal), ("init-uniform", uniform), ("init-uniform", 2 * uniform - 1))
        scales: Options = ((None, math.sqrt(2 / d)), *((name, factor) for name, factor in _scales(d, h)))
        wholes: Options = (
            ("init-uniform", math.sqrt(6 / d) * (2 * uniform - 1)),
            ("init-uniform", math.sqrt(6 / (d + h)) * (2 * uniform - 1)),
            ("init-uniform", math.sqrt(1 / d) * (2 * uniform - 1)),
            ("init-uniform", uniform - 0.5),
            ("init-constant", np.ones((d, h))),
            ("init-zeros", np.zeros((d, h))),
        )
        dials = {"draws": draws, "scales": scales, "shape": ((None, False), ("transpose", True))}
        weights = Formula(dials, lambda draws, scales, shape: (draws * scales).T if shape else draws * scales, wholes)
        zero = np.zeros(h)
        starts: Options = (("init-bias-not-zero", zero + 1), ("bias-shape", zero[None]), ("bias-shape", zero[:, None]))
        return {"W": weights, "b": Formula({"start": ((None, zero), *starts)}, lambda start: start)}

    def otherwise(
        self, quantity: str, got: NDArray, n: Numbers, again: Callable[[Numbers], NDArray | None]
    ) -> tuple[str, str, str]:
        if quantity == "b":
            return "fail", "self.b does not start at zero", "init-bias-not-zero"
        d, h = n["input_dim"], n["output_dim"]
        spread, want = float(got.std()), math.sqrt(2 / d)
        told = f"the standard deviation of self.W is {spread:.4g}; sqrt(2 / {d}) = {want:.4g} is asked for"
        if spread == 0:
            return "fail", "every entry of self.W is the same", "init-constant"
        normal = np.random.RandomState(n["seed"]).randn(d, h)
        factor = float(np.sum(got * normal) / np.sum(normal * normal))
        if factor > 0 and relative_error(got, factor * normal) <= FIT:  # the right numbers, however near the scale
            return "fail", told, "init-scale"
        kurtosis = float(np.mean(((got - got.mean()) / spread) ** 4))
        if abs(spread / want - 1) > _FAR:
            names = {name for name, factor in _scales(d, h) if factor and abs(spread / factor - 1) < _FAR}
            return "fail", told, names.pop() if len(names) == 1 else ""
        if kurtosis < 2.2:
            return "fail", "self.W is drawn uniformly; normal numbers are asked for", "init-uniform"
        if abs(float(got.mean())) > 6 * spread / math.sqrt(got.size):
            return "fail", f"the mean of self.W is {got.mean():.4g}; it must be 0", "init-mean"
        same, other = again(n), again(n | {"seed": n["seed"] + 1})
        if same is not None and other is not None and relative_error(same, got) == 0 < relative_error(other, got):
            return "fail", "self.W has the right distribution, but is not what np.random.randn gives after the seed", ""
        told = "self.W has the right distribution, but np.random.seed does not decide it"
        return "fail", told, "init-ignores-seed"


def _scales(d: int, h: int) -> list[tuple[str, float]]:
    return [
        ("init-scale", 1.0),
        ("init-scale", 1 / math.sqrt(d)),
        ("init-scale", 2 / d),
        ("init-scale", 1 / d),
        ("init-scale", math.sqrt(d / 2)),
        ("init-scale", math.sqrt(d)),
        ("init-scale", math.sqrt(2 / h)),
        ("init-scale", math.sqrt(1 / h)),
        ("init-scale", math.sqrt(2 / (d + h))),
        ("init-scale", 2 / math.sqrt(d)),
        ("init-scale", 1 / math.sqrt(2 * d)),
        ("init-scale", 0.5 / math.sqrt(d)),
        ("init-scale", 0.1),
        ("init-scale", 0.01),
        ("init-scale", 0.001),
        ("init-zeros", 0.0),
    ]
