"""A classifier: layers in order, the loss, back-propagation, an update. It has no numerics of its own."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from undergrad.arrays import Array, array_namespace, like, to_numpy
from undergrad.display.tables import table_html
from undergrad.errors import ModelError
from undergrad.layers import Norm
from undergrad.layers.base import parameter_names, regularised_names, setting_names, settings
from undergrad.outputs import CLASSES, Output

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_METHODS = ("forward", "backward", "update", "summary")


class ClassifierModel:
    """Layers applied in the order in which they were added, then a softmax with cross-entropy, or another `output`.

    `layers` maps names to layers in order and does not include the softmax, which is `output_layer`. A layer is any
    object with the methods forward, backward, update and summary; a softmax layer has `ce_loss` besides.
    """

    def __init__(self, output: Output = CLASSES) -> None:
        self.output = output
        self.layers: dict[str, Any] = {}
        self.output_layer: Any = None
        #: Cross-entropy + L2 term of the last forward.
        self.loss: float | None = None
        #: Its cross-entropy alone: what is about the data.
        self.data_loss: float | None = None
        #: (N, 1): how much each sample of the last forward counts, 1 on average; None where all count alike.
        self._scale: Any = None
        self._parameter_names: dict[str, tuple[str, ...]] = {}
        self._setting_names: dict[str, tuple[str, ...]] = {}

    def add_layer(self, name: str, layer: Any) -> None:
        """Append `layer` under `name`, or at the end where it has the output's loss.

        ModelError for a second softmax layer, a name twice, or a missing method.
        """
        missing = [method for method in _METHODS if not callable(getattr(type(layer), method, None))]
        if missing:
            kind = type(layer).__name__
            raise ModelError(f"layer {name!r} ({kind}) has no method {missing[0]}; a layer needs {', '.join(_METHODS)}")
        if hasattr(type(layer), self.output.loss_method):
            if self.output_layer is not None:
                raise ModelError(
                    f"the model has a {self.output.layer_name} layer already; {name!r} would be a second one"
                )
            self.output_layer = layer
            return
        if name in self.layers:
            raise ModelError(f"the model has a layer named {name!r} already; choose another name")
        self.layers[name] = layer
        self._parameter_names[name] = parameter_names(layer)
        self._setting_names[name] = setting_names(layer)

    def predict(self, x: Array) -> Array:
        """y_hat of `x`, (N, D) or (N, ...): of a softmax the class probabilities (N, C)."""
        end = self._end()
        for layer in self.layers.values():
            x = layer.forward(x)
        return end.forward(x)

    def forward(self, x: Array, y: Array, reg_lambda: float = 0.0, weights: Array | None = None) -> float:
        """The loss for inputs `x` and one-hot labels `y` (N, C): cross-entropy + L2 term. Keeps `loss`.

        Another output has other targets `y`, and another loss. With `weights` (N,) of the samples, at least 0 and not
        all 0, the cross-entropy is their weighted mean.
        """
        y_hat = self.predict(x)
        self._scale = None if weights is None else _scale(weights, y_hat)
        self.data_loss = self.output.loss(self._end(), y_hat, y, self._scale)
        self.loss = self.data_loss + self.l2(reg_lambda)
        return self.loss

    def backward(self, reg_lambda: float = 0.0) -> Array:
        """Back-propagate the loss of the last forward through all layers. Returns dLoss/dx, (N, ...)."""
        d_prev = self._end().backward(1, reg_lambda)
        if self._scale is not None:
            d_prev = d_prev * self._scale
        for layer in reversed(self.layers.values()):
            d_prev = layer.backward(d_prev, reg_lambda)
        return d_prev

    def update(self, learning_rate: float) -> None:
        """One step of gradient descent in every layer."""
        for layer in self.layers.values():
            layer.update(learning_rate)

    def l2(self, reg_lambda: float) -> float:
        """The L2 term of the loss for the weights as they are now."""
        weights = (getattr(layer, name) for layer in self.layers.values() for name in regularised_names(layer))
        return Norm().forward(weights, reg_lambda)

    def summary(self) -> None:
        """Print a line for each layer, and the number of parameters."""
        lines = self._lines()
        width = max(len(name) for name, _ in lines)
        for name, text in lines:
            print(f"{name:<{width}} | {text}")
        print(f"{self._size():,} parameters")

    def _lines(self) -> list[tuple[str, str]]:
        lines = [(name, str(layer.summary())) for name, layer in self.layers.items()]
        return [*lines, (self.output.layer_name, str(self.output_layer.summary()) if self.output_layer else "missing")]

    def _size(self) -> int:
        return sum(math.prod(array.shape) for array in self.parameters().values())

    def _repr_html_(self) -> str:
        return table_html(f"{self._size():,} parameters", ("layer", "what it is"), self._lines())

    def plot(self, title: str = "") -> Figure:
        """How the entries of each learned array are spread: a histogram each. A matplotlib figure."""
        from undergrad.display.figures import spread_figure  # loads matplotlib

        return spread_figure({key: to_numpy(array) for key, array in self.parameters().items()}, title)

    def parameters(self) -> dict[str, Array]:
        """Every learned array, as it is now, by `layer.attribute`, for example `fc1.W`."""
        return {
            f"{name}.{attribute}": getattr(layer, attribute)
            for name, layer in self.layers.items()
            for attribute in self._parameter_names[name]
        }

    def layer_settings(self) -> dict[str, dict[str, Any]]:
        """The numbers and texts that each layer was made with, as they are now, by the layer's name."""
        return {name: settings(layer, self._setting_names[name]) for name, layer in self.layers.items()}

    def set_parameters(self, arrays: Mapping[str, Array]) -> None:
        """Put `arrays`, named as in `parameters`, into the layers. ModelError unless names and shapes are the same."""
        own = self.parameters()
        if own.keys() != arrays.keys():
            odd = sorted(own.keys() ^ arrays.keys())[0]
            side = "is missing from the arrays" if odd in own else "is not a parameter of this model"
            raise ModelError(f"the arrays do not belong to this model: {odd} {side}")
        for key, mine in own.items():
            shape = tuple(arrays[key].shape)
            if shape != tuple(mine.shape):
                raise ModelError(f"{key} has the shape {shape}, but the model needs {tuple(mine.shape)}")
        for key, array in arrays.items():
            name, _, attribute = key.rpartition(".")
            setattr(self.layers[name], attribute, array)

    @property
    def softmax_layer(self) -> Any:
        """The homework's name for `output_layer`."""
        return self.output_layer

    def _end(self) -> Any:
        if self.output_layer is None:
            name, kind = self.output.layer_name, self.output.layer.__name__
            raise ModelError(f"the model has no {name} layer; add one: model.add_layer('{name}', {kind}())")
        return self.output_layer


def _scale(weights: Array, y_hat: Array) -> Array:
    """w N / (sum of w) as a column, in the library and dtype of `y_hat`."""
    w = like(weights, y_hat)
    xp = array_namespace(w)
    return xp.reshape(w * (w.shape[0] / xp.sum(w)), (w.shape[0], 1))
