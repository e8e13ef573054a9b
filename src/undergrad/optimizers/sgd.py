from __future__ import annotations

from dataclasses import dataclass

from undergrad.notation.declaration import declared
from undergrad.notation.kinds import BELOW_1, true_or_false
from undergrad.optimizers.base import Array, Memory, Optimizer


@dataclass(frozen=True)
class SGD(Optimizer):
    """Gradient descent on mini-batches: ``step = learning_rate g``, g the gradient.

    With momentum ``v <- momentum v + learning_rate g`` and ``step = v``, where v = 0 before the first step; with
    `nesterov` ``step = momentum v + learning_rate g`` from the new v.

    Along a component that all gradients share, the steps are `1 / (1 - momentum)` times as large; components that
    change their sign cancel (Polyak 1964, "Some methods of speeding up the convergence of iteration methods"). With
    `nesterov` the step anticipates the next one for a constant gradient (Nesterov 1983; in this form Bengio et al.
    2013, "Advances in optimizing recurrent networks"). The learning rate is inside the velocity, as in the homework,
    scikit-learn and Keras; PyTorch has it outside, `step = learning_rate v`: that is the same while the rate is
    constant, and differs when it falls.

    >>> memory = {}
    >>> [round(SGD(momentum=0.5).step(1.0, 0.1, memory, steps), 4) for steps in (1, 2, 3)]
    [0.1, 0.15, 0.175]
    """

    word = "sgd"

    momentum: float = declared(0.0, BELOW_1, "M", "share of a step's velocity that is kept")
    nesterov: bool = declared(False, true_or_false(), "B", "step to where the velocity leads")

    def step(self, gradient: Array, learning_rate: float, memory: Memory, steps: int) -> Array:
        if not self.momentum:
            return learning_rate * gradient
        v = memory["velocity"] = self.momentum * memory.get("velocity", 0.0) + learning_rate * gradient
        return self.momentum * v + learning_rate * gradient if self.nesterov else v

    @property
    def arrays(self) -> int:
        return 1 if self.momentum else 0

    @property
    def reach(self) -> float:
        return 1 / (1 - self.momentum)
