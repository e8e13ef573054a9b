"""One step of an optimizer for all layers of a model, including the user's own."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from undergrad.arrays import Array, like
from undergrad.engines.norms import norm
from undergrad.errors import ModelError
from undergrad.layers.base import regularised_names
from undergrad.model import ClassifierModel
from undergrad.optimizers import SGD, Optimizer


@dataclass(frozen=True)
class State:
    """An optimizer's state after `steps` steps. It is replaced, never changed in place."""

    steps: int = 0
    #: By the parameter's name, `fc1.W`, and then by the quantity's, `velocity`; each has its parameter's shape.
    memories: Mapping[str, Mapping[str, Array]] = field(default_factory=dict)


class Descent:
    """An optimizer for a model: call `step` instead of `model.update`.

    It replaces each gradient, `dW` for `W`, by the whole step, including the learning rate, and the layers update by it
    with the rate 1. So any optimizer can train any layer that keeps `dW` for `W`. With `clip_norm`, if the root of the
    sum of squares of all gradients together is larger, they are scaled down to it (Pascanu et al. 2013, "On the
    difficulty of training recurrent neural networks"); 0 never scales.

    >>> import numpy as np
    >>> from undergrad import ClassifierModel, FCLayer, SoftmaxLayer
    >>> model = ClassifierModel()
    >>> model.add_layer("fc1", FCLayer(2, 2, rng=np.random.default_rng(0)))
    >>> model.add_layer("softmax", SoftmaxLayer())
    >>> descent = Descent(SGD(momentum=0.9))
    >>> for _ in range(100):
    ...     loss = model.forward(np.eye(2), np.eye(2))
    ...     _ = model.backward()
    ...     descent.step(model, learning_rate=0.1)
    >>> loss < 0.05
    True
    """

    def __init__(self, optimizer: Optimizer, state: State | None = None, *, clip_norm: float = 0.0) -> None:
        self.optimizer, self.clip_norm = optimizer, clip_norm
        #: Assign a stored state to continue from it.
        self.state = state or State()

    def step(self, model: ClassifierModel, learning_rate: float) -> None:
        """Step every layer, after `model.backward`. ModelError if a layer does not keep a gradient that is needed.

        Plain gradient descent calls `update(learning_rate)`, like the model itself, and needs no gradient.
        """
        optimizer, learning_rate = self.optimizer, float(learning_rate)  # a NumPy scalar would change a step's dtype
        if optimizer == SGD() and not self.clip_norm:
            model.update(learning_rate)
            return
        gradients = {name: self._gradient(model, name) for name in model.parameters()}
        share = self._share(gradients)
        memories, steps = {}, self.state.steps + 1
        for name, parameter in model.parameters().items():
            gradient = gradients[name] if share == 1 else share * gradients[name]
            memory = {key: like(array, gradient) for key, array in self.state.memories.get(name, {}).items()}
            step = optimizer.step(gradient, learning_rate, memory, steps)
            layer, attribute = _place(model, name)
            decay = optimizer.decay(parameter, learning_rate) if attribute in regularised_names(layer) else None
            setattr(layer, f"d{attribute}", step if decay is None else step + like(decay, step))
            memories[name] = memory
        self.state = State(steps, memories)
        model.update(1.0)

    def _gradient(self, model: ClassifierModel, name: str) -> Array:
        layer, attribute = _place(model, name)
        gradient = getattr(layer, f"d{attribute}", None)
        if gradient is None:
            what = f"optimizer {self.optimizer}" if self.optimizer != SGD() else "clip_norm"
            raise ModelError(
                f"{what} needs the gradient of {name} as d{attribute}, which layer {name.rpartition('.')[0]!r} does "
                "not keep; store it in backward, name arrays that are not learned in the class's `kept`, or train with "
                "the optimizer sgd alone"
            )
        return gradient

    def _share(self, gradients: Mapping[str, Array]) -> float:
        """The factor of each gradient: less than 1 if together they are longer than `clip_norm`."""
        length = math.hypot(*map(norm, gradients.values())) if self.clip_norm else 0.0
        return self.clip_norm / length if length > self.clip_norm > 0 else 1.0


def _place(model: ClassifierModel, name: str) -> tuple[object, str]:
    layer, _, attribute = name.rpartition(".")
    return model.layers[layer], attribute
