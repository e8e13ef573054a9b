from __future__ import annotations

from dataclasses import dataclass

from undergrad.notation.declaration import declared
from undergrad.notation.kinds import NOT_NEGATIVE
from undergrad.optimizers.adam import Adam
from undergrad.optimizers.base import Array


@dataclass(frozen=True)
class AdamW(Adam):
    """Adam's step, plus ``learning_rate weight_decay W`` for regularised arrays W, with W before the step.

    With the L2 term in the loss, a weight with large gradients shrinks less, since Adam divides by their size; AdamW
    shrinks all alike (Loshchilov and Hutter 2019, "Decoupled weight decay regularization", with the learning rate as
    the schedule's factor, as in PyTorch). `reg_lambda` stays the L2 term of loss and gradient: set it to 0 for AdamW
    alone.

    >>> AdamW().decay(3.0, 0.1)
    0.003
    """

    word = "adamw"

    weight_decay: float = declared(0.01, NOT_NEGATIVE, "D", "share by which weights shrink, times the learning rate")

    def decay(self, parameter: Array, learning_rate: float) -> Array:
        return learning_rate * self.weight_decay * parameter
