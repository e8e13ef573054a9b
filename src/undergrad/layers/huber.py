from __future__ import annotations

from typing import Any

from undergrad.arrays import Array, array_namespace
from undergrad.errors import UsageError
from undergrad.layers.loss import LossLayer
from undergrad.notation.kinds import is_number


class HuberLayer(LossLayer):
    """``y_hat = x``, and a loss that is squared up to an error of `delta` and linear beyond.

    Near the target it is least squares; for an outlier only its direction counts (Huber 1964, "Robust
    estimation of a location parameter"). `delta` is in the units of y. UsageError unless it is positive and finite.

    >>> import numpy as np
    >>> end = HuberLayer(delta=2.0)
    >>> y_hat = end.forward(np.array([[1.0], [5.0]]))
    >>> end.huber_loss(y_hat, np.array([[2.0], [2.0]]))  # (1/2 + 2 (3 - 1)) / 2
    2.25
    >>> end.backward()
    array([[-0.5],
           [ 1. ]])
    """

    @classmethod
    def check(cls, **arguments: Any) -> None:
        """Raise UsageError for an impossible delta."""
        delta = arguments["delta"]
        if not is_number(delta) or not delta > 0:
            raise UsageError(f"delta of huber must be a positive number, not {delta!r}")

    def __init__(self, delta: float = 1.0) -> None:
        self.check(delta=delta)
        self.delta = float(delta)

    def huber_loss(self, y_hat: Array, y: Array) -> float:
        """The mean over samples and outputs of ``e^2 / 2`` where ``|e| <= delta``, else ``delta (|e| - delta / 2)``.

        ``e = y_hat - y``, both (N, K). Keeps `y_hat` and `y`. ShapeError if y and y_hat differ in shape, and for an
        empty batch.
        """
        return self._loss(y_hat, y)

    def _of_samples(self, y_hat: Array, y: Array) -> Array:
        """(N,), the mean over each sample's outputs."""
        xp = array_namespace(y_hat)
        size = xp.abs(y_hat - y)
        losses = xp.where(size <= self.delta, size * size / 2, self.delta * (size - self.delta / 2))
        return self._over_outputs(losses)

    def backward(self, d_prev: float = 1, reg_lambda: float = 0.0) -> Array:
        """``dLoss/dx = d_prev e / (N K)`` with ``e = y_hat - y`` cut to -delta and delta, (N, K)."""
        xp, e = array_namespace(self.y_hat), self.y_hat - self.y
        cut = xp.where(xp.abs(e) <= self.delta, e, self.delta * xp.sign(e))
        return d_prev * cut / self._count()

    def summary(self) -> str:
        """`HuberLayer(1.0)`."""
        return f"HuberLayer({self.delta})"
