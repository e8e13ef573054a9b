from __future__ import annotations

from dataclasses import dataclass

from undergrad.notation.declaration import declared
from undergrad.notation.kinds import POSITIVE
from undergrad.optimizers.base import Array, Memory, Optimizer


@dataclass(frozen=True)
class AdaGrad(Optimizer):
    """An entry with larger past gradients makes smaller steps: ``step = learning_rate g / (sqrt(G) + epsilon)``.

    ``G <- G + g^2``, g the gradient and G = 0 before the first step. All operations are entry by entry; G only grows,
    so steps only shrink (Duchi, Hazan, Singer 2011, "Adaptive subgradient methods for online learning and stochastic
    optimization"). Epsilon is outside the root, as in PyTorch; Keras has it inside, and begins with G = 0.1.

    >>> memory = {}
    >>> [round(AdaGrad().step(2.0, 0.1, memory, steps), 4) for steps in (1, 2, 3)]
    [0.1, 0.0707, 0.0577]
    """

    word = "adagrad"

    epsilon: float = declared(1e-10, POSITIVE, "E", "keeps the quotient finite")

    def step(self, gradient: Array, learning_rate: float, memory: Memory, steps: int) -> Array:
        G = memory["squares"] = memory.get("squares", 0.0) + gradient * gradient
        return learning_rate * gradient / (G**0.5 + self.epsilon)
