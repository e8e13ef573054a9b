"""The course's form of the optimizers: an object for each array; `update(w, grad, lr)` returns the array after a step.

The check gets the right answers from them, as it does from the textbook's layers.
"""

from __future__ import annotations

from undergrad import optimizers
from undergrad.sandbox.worker.script import NDArray


class _OfOneArray:
    """An optimizer with its memory for one array."""

    def __init__(self, optimizer: optimizers.Optimizer) -> None:
        self._optimizer, self._memory, self._steps = optimizer, dict[str, NDArray](), 0

    def update(self, w: NDArray, grad: NDArray, lr: float) -> NDArray:
        """The values after the step, in a new array."""
        self._steps += 1
        after: NDArray = w - self._optimizer.step(grad, lr, self._memory, self._steps)
        return after


class SGD(_OfOneArray):
    """w - lr grad."""

    def __init__(self) -> None:
        super().__init__(optimizers.SGD())


class Momentum(_OfOneArray):
    """v = gamma v + lr grad, w - v."""

    def __init__(self, gamma: float) -> None:
        super().__init__(optimizers.SGD(momentum=gamma))


class RMSProp(_OfOneArray):
    """G = gamma G + (1 - gamma) grad^2, w - lr grad / sqrt(G + epsilon)."""

    def __init__(self, gamma: float, epsilon: float) -> None:
        super().__init__(optimizers.RMSProp(gamma=gamma, epsilon=epsilon))
