from __future__ import annotations

from dataclasses import dataclass

from undergrad.notation.declaration import declared
from undergrad.notation.kinds import BELOW_1, POSITIVE
from undergrad.optimizers.base import Array, Memory, Optimizer


@dataclass(frozen=True)
class RMSProp(Optimizer):
    """Divides a gradient by the root of its mean square: ``step = learning_rate g / sqrt(G + epsilon)``.

    ``G <- gamma G + (1 - gamma) g^2``, g the gradient and G = 0 before the first step. All operations are entry by
    entry; the mean forgets, so steps do not shrink for ever as AdaGrad's do (Tieleman and Hinton 2012, "Lecture 6.5:
    rmsprop"). Epsilon is inside the root, as in the homework and Keras; PyTorch has it outside, calls gamma alpha, and
    has 0.99 as its default.

    >>> memory = {}
    >>> [round(RMSProp().step(2.0, 0.1, memory, steps), 4) for steps in (1, 2, 3)]
    [0.3162, 0.2294, 0.1921]
    """

    word = "rmsprop"

    gamma: float = declared(0.9, BELOW_1, "G", "share of the mean square that is kept")
    epsilon: float = declared(1e-8, POSITIVE, "E", "keeps the quotient finite")

    def step(self, gradient: Array, learning_rate: float, memory: Memory, steps: int) -> Array:
        before = self.gamma * memory.get("mean_square", 0.0)
        G = memory["mean_square"] = before + (1 - self.gamma) * gradient * gradient
        return learning_rate * gradient / (G + self.epsilon) ** 0.5
