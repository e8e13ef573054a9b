from __future__ import annotations

from dataclasses import dataclass

from undergrad.notation.declaration import declared
from undergrad.notation.kinds import BELOW_1, POSITIVE, true_or_false
from undergrad.optimizers.base import Array, Memory, Optimizer


@dataclass(frozen=True)
class Adam(Optimizer):
    """Mean gradient by the root of its mean square: ``step = learning_rate m_hat / (sqrt(v_hat) + epsilon)``.

    ``m <- beta_1 m + (1 - beta_1) g`` and ``v <- beta_2 v + (1 - beta_2) g^2``, g the gradient, m = v = 0 before the
    first step; in step t they are corrected for that start, ``m_hat = m / (1 - beta_1^t)`` and ``v_hat = v / (1 -
    beta_2^t)``. With `epsilon_hat` ``step = learning_rate (sqrt(1 - beta_2^t) / (1 - beta_1^t)) (m / (sqrt(v) +
    epsilon))``.

    All operations are entry by entry (Kingma and Ba 2015, "Adam: a method for stochastic optimization", algorithm 1).
    PyTorch has this form; scikit-learn and Keras have the one at the end of the paper's section 2, `epsilon_hat`, whose
    epsilon is not corrected: the two agree except for about 3e-7 / |g| in the first steps.

    >>> memory = {}
    >>> [round(Adam().step(2.0, 0.1, memory, steps), 4) for steps in (1, 2, 3)]
    [0.1, 0.1, 0.1]
    """

    word = "adam"

    beta_1: float = declared(0.9, BELOW_1, "B", "share of the mean gradient that is kept")
    beta_2: float = declared(0.999, BELOW_1, "B", "share of the mean square that is kept")
    epsilon: float = declared(1e-8, POSITIVE, "E", "keeps the quotient finite")
    epsilon_hat: bool = declared(False, true_or_false(), "B", "epsilon beside the uncorrected root")

    def step(self, gradient: Array, learning_rate: float, memory: Memory, steps: int) -> Array:
        m = memory["mean"] = self.beta_1 * memory.get("mean", 0.0) + (1 - self.beta_1) * gradient
        before = self.beta_2 * memory.get("mean_square", 0.0)
        v = memory["mean_square"] = before + (1 - self.beta_2) * gradient * gradient
        first, second = 1 - self.beta_1**steps, 1 - self.beta_2**steps
        if self.epsilon_hat:
            return learning_rate * second**0.5 / first * m / (v**0.5 + self.epsilon)
        return learning_rate * (m / first) / ((v / second) ** 0.5 + self.epsilon)

    @property
    def arrays(self) -> int:
        return 2
