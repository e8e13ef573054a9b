from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from undergrad.arrays import Array, like
from undergrad.errors import ModelError


class Momentum:
    """``velocity <- momentum velocity + gradient``, and layers step along the velocity instead of the gradient.

    A gradient of which the same part returns in every step is followed ``1 / (1 - momentum)`` times as far; parts that
    change their sign cancel (Polyak 1964, "Some methods of speeding up the convergence of iteration methods"; in this
    form, where the learning rate is outside, as in Sutskever et al. 2013 and PyTorch). With momentum 0 it is plain
    gradient descent.

    >>> import numpy as np
    >>> from undergrad.layers import FCLayer
    >>> layer, momentum = FCLayer(1, 1), Momentum(0.5)
    >>> for step in (1, 2, 3):
    ...     layer.dW = layer.db = np.ones((1, 1))  # what backward would keep
    ...     momentum.apply({"fc1": layer}, ["fc1.W", "fc1.b"])
    ...     print(layer.dW.item())
    1.0
    1.5
    1.75
    """

    def __init__(self, momentum: float, velocity: Mapping[str, Array] | None = None) -> None:
        self.momentum = momentum
        #: By the names of the parameters, `fc1.W`; each of its parameter's shape. Replaced, never changed in place.
        self.velocity: dict[str, Array] = dict(velocity or {})

    def apply(self, layers: Mapping[str, Any], names: Iterable[str]) -> None:
        """After backward and before update: put the velocity in the place of each gradient, `dW` for `W`.

        `names` are `layer.attribute`, as `ClassifierModel.parameters` gives them. ModelError where a layer does not
        keep the gradient of an array under the array's name with a d before it.
        """
        for name in names:
            layer_name, _, attribute = name.rpartition(".")
            layer = layers[layer_name]
            gradient = getattr(layer, f"d{attribute}", None)
            if gradient is None:
                raise ModelError(
                    f"momentum needs the gradient of {name} as d{attribute}, which layer {layer_name!r} does not keep; "
                    "keep it there in backward, or train without momentum"
                )
            before = self.velocity.get(name)
            # The first step's velocity is the gradient: before it there was none. A copy by +0, for it is the layer's.
            now = gradient + 0 if before is None else self.momentum * like(before, gradient) + gradient
            self.velocity[name] = now
            setattr(layer, f"d{attribute}", now)
