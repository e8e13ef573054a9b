"""A classifier: layers in order, the loss, back-propagation, an update. It has no numerics of its own."""

from __future__ import annotations

import contextlib
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from undergrad.arrays import Array, like, to_numpy
from undergrad.display.tables import table_html
from undergrad.errors import ModelError, ShapeError, UsageError
from undergrad.layers import FCLayer, Layer, Norm, is_in_table
from undergrad.layers.base import (
    EVALUATION,
    TRAINING,
    Draw,
    Mode,
    Shape,
    kept_names,
    parameter_names,
    regularised_names,
    setting_names,
    settings,
)
from undergrad.layers.outline import TITLES, Row, shapes_of, total
from undergrad.outputs import CLASSES, Output

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_MODES = (TRAINING, EVALUATION)
_METHODS = ("forward", "backward", "update", "summary")


class ClassifierModel:
    """Layers applied in the order in which they were added, then a softmax with cross-entropy, or another `output`.

    `layers` maps names to layers in order and does not include the softmax, which is `output_layer`. A layer is any
    object with the methods forward, backward, update and summary; a softmax layer also has `ce_loss`.

    >>> import numpy as np
    >>> from undergrad import FCLayer, SoftmaxLayer
    >>> model = ClassifierModel()
    >>> model.add_layer("fc1", FCLayer(4, 3))
    >>> model.add_layer("softmax", SoftmaxLayer())
    >>> before = model.forward(np.eye(4), np.eye(3)[[0, 1, 2, 0]])
    >>> model.backward().shape
    (4, 4)
    >>> model.update(learning_rate=0.1)
    >>> model.forward(np.eye(4), np.eye(3)[[0, 1, 2, 0]]) < before
    True
    """

    def __init__(self, output: Output = CLASSES) -> None:
        #: Its output, with the loss and the measure.
        self.output = output
        #: The layers by name, in their order, without the output's own layer.
        self.layers: dict[str, Any] = {}
        #: The output's own layer, such as a softmax; None until one is added.
        self.output_layer: Any = None
        #: The shape of one sample, if known, from the last pass or from the building of the model.
        self.sample_shape: Shape | None = None
        #: The output's loss (cross-entropy) + L2 term of the last forward.
        self.loss: float | None = None
        #: The loss without the L2 term, the part that depends on the data.
        self.data_loss: float | None = None
        #: (N, 1): the weight of each sample of the last forward, with mean 1; None if all count the same.
        self._scale: Any = None
        #: The shapes of the layers' outputs for one sample in the last pass, by the layers' names.
        self._seen: dict[str, Shape] = {}
        #: The text that the model was built from, if no layer was added later; None for a model built by hand.
        self.built_from: str | None = None
        self._mode: Mode = TRAINING
        #: By the layers' names, the name of each learned array in the model and in the layer: `fc1.W` and `W`.
        self._parameter_keys: dict[str, tuple[tuple[str, str], ...]] = {}
        self._setting_names: dict[str, tuple[str, ...]] = {}

    def add_layer(self, name: str, layer: Any) -> None:
        """Append `layer` under `name`, or put it at the end if it has the output's loss.

        ModelError for a second layer with that loss, one that the output would not make, a name that exists, or a
        missing method.
        """
        missing = [method for method in _METHODS if not callable(getattr(type(layer), method, None))]
        if missing:
            kind = type(layer).__name__
            raise ModelError(f"layer {name!r} ({kind}) has no method {missing[0]}; a layer needs {', '.join(_METHODS)}")
        if hasattr(type(layer), self.output.loss_method):
            if self.output_layer is not None:
                raise ModelError(
                    f"the model already has a {self.output.layer_name} layer; {name!r} would be a second one"
                )
            self._check_end(layer)
            self.output_layer = layer
            return
        self.built_from = None
        if name in self.layers:
            raise ModelError(f"the model already has a layer named {name!r}; choose another name")
        self.layers[name] = layer
        self._parameter_keys[name] = tuple((f"{name}.{attribute}", attribute) for attribute in parameter_names(layer))
        self._setting_names[name] = setting_names(layer)
        self.mode = self._mode

    @property
    def mode(self) -> Mode:
        """The mode of `forward`: "training", the first one, or "evaluation". Assigning it sets every layer's mode."""
        return self._mode

    @mode.setter
    def mode(self, mode: Mode) -> None:
        if mode not in _MODES:
            raise UsageError(f"mode must be {TRAINING!r} or {EVALUATION!r}, not {mode!r}")
        self._mode = mode
        for layer in self._moded():
            layer.mode = mode

    def _moded(self) -> list[Any]:
        """The layers with a mode; other layers may use the attribute for something else."""
        return [layer for layer in self.layers.values() if getattr(layer, "mode", None) in _MODES]

    @contextlib.contextmanager
    def in_mode(self, mode: Mode) -> Iterator[None]:
        """A context in which the model is in that mode; it restores the old mode."""
        before, self.mode = self.mode, mode
        try:
            yield
        finally:
            self.mode = before

    def at(self, *, seed: int, epoch: int, step: int) -> None:
        """Tell the layers that draw random numbers the place in a training: equal places draw equal numbers."""
        for number, layer in enumerate(self.layers.values()):
            if isinstance(getattr(layer, "draw", None), Draw):
                layer.draw = Draw(seed, epoch, step, number)

    def predict(self, x: Array) -> Array:
        """y_hat for `x`, (N, D) or (N, ...), in its library and dtype: after a softmax class probabilities (N, C).

        It always runs in evaluation mode. ModelError without the output's layer; ShapeError if a layer does not take
        its input.
        """
        if not self._moded():
            return self._pass(x)
        with self.in_mode(EVALUATION):
            return self._pass(x)

    def _pass(self, x: Array) -> Array:
        end, sample_shape = self._end(), tuple(x.shape[1:])
        seen: dict[str, Shape] = {}
        for name, layer in self.layers.items():
            x = layer.forward(x)
            seen[name] = tuple(x.shape[1:])
        y_hat = end.forward(x)
        self.sample_shape, self._seen = sample_shape, seen  # only from a complete pass
        return y_hat

    def forward(self, x: Array, y: Array, reg_lambda: float = 0.0, weights: Array | None = None) -> float:
        """The loss for inputs `x` and one-hot labels `y` (N, C), in the model's `mode`: cross-entropy + L2 term.

        Another output has other targets `y`, and another loss. With `weights` (N,) of the samples, the cross-entropy is
        the weighted mean. UsageError unless they are finite, none is negative and one is positive; ShapeError for
        another number of weights. ModelError and ShapeError as in `predict`; ShapeError if `y` has another shape than
        `y_hat`, and for an empty batch.
        """
        y_hat = self._pass(x)
        self._scale = None if weights is None else _scale(weights, y_hat)
        self.data_loss = self.output.loss(self._end(), y_hat, y, self._scale)
        self.loss = self.data_loss + self.l2(reg_lambda)
        return self.loss

    def backward(self, reg_lambda: float = 0.0) -> Array:
        """Back-propagate the loss of the last forward through all layers. Returns dLoss/dx, (N, ...).

        `reg_lambda` must be that of forward. Each layer keeps the gradients of its arrays. ModelError without the
        output's layer, AttributeError before the first forward.
        """
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
        """The L2 term of the loss for the present weights."""
        weights = (getattr(layer, name) for layer in self.layers.values() for name in regularised_names(layer))
        return Norm().forward(weights, reg_lambda)

    def summary(self) -> None:
        """Print a line for each layer, with its output's shape and its number of parameters, and the total number."""
        rows = self.outline()
        lines = [TITLES, *(row.cells for row in rows)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        for *texts, size in lines:
            cells = [f"{text:<{width}}" for text, width in zip(texts, widths, strict=False)]
            print(" | ".join([*cells, f"{size:>{widths[-1]}}"]))
        print(total(rows))

    def outline(self) -> list[Row]:
        """A row for each layer, including the output's.

        The shapes of outputs follow from `sample_shape`, or without it from the first fully connected layer on. A
        user's own layer does not know its shapes: from it on, they are those of the last pass.
        """
        rows, shape, sizes = [], self.sample_shape, Counter[str]()
        for key, array in self.parameters().items():
            sizes[key.rpartition(".")[0]] += math.prod(array.shape)
        for name, layer in self.layers.items():
            shape = _output(layer, shape) if is_in_table(layer) else self._seen.get(name)
            rows.append(Row(name, str(layer.summary()), shape, sizes[name]))
        end = str(self.output_layer.summary()) if self.output_layer else "missing"
        return [*rows, Row(self.output.layer_name, end, shape, 0)]

    def _repr_html_(self) -> str:
        rows = self.outline()
        return table_html(total(rows), TITLES, [row.cells for row in rows])

    def plot(self, title: str = "") -> Figure:
        """A histogram of the entries of each learned array. A matplotlib figure."""
        from undergrad.display.figures import spread_figure  # loads matplotlib

        return spread_figure({key: to_numpy(array) for key, array in self.parameters().items()}, title)

    def parameters(self) -> dict[str, Array]:
        """Every learned array in its present state, by `layer.attribute`, for example `fc1.W`."""
        return {
            key: getattr(layer, attribute)
            for name, layer in self.layers.items()
            for key, attribute in self._parameter_keys[name]
        }

    def anchor(self, default: Array) -> Array:
        """The first learned array, whose library, dtype and device inputs get; `default` if nothing is learned."""
        for name, layer in self.layers.items():
            for _, attribute in self._parameter_keys[name]:
                return getattr(layer, attribute)
        return default

    def layer_settings(self) -> dict[str, dict[str, Any]]:
        """The present settings (numbers and texts) of each layer, by the layer's name."""
        return {name: settings(layer, self._setting_names[name]) for name, layer in self.layers.items()}

    def arrays(self) -> dict[str, Array]:
        """Every array in a file of the model: `parameters`, and the arrays that layers keep but do not learn."""
        arrays = self.parameters()
        for name, layer in self.layers.items():
            for attribute in kept_names(layer):
                arrays[f"{name}.{attribute}"] = getattr(layer, attribute)
        return arrays

    def set_parameters(self, arrays: Mapping[str, Array]) -> None:
        """Put `arrays`, named as in `parameters`, into the layers. ModelError unless names and shapes are the same."""
        self._set(self.parameters(), arrays)

    def set_arrays(self, arrays: Mapping[str, Array]) -> None:
        """Put `arrays`, named as in `arrays`, into the layers. ModelError unless names and shapes are the same."""
        self._set(self.arrays(), arrays)

    def _set(self, own: Mapping[str, Array], arrays: Mapping[str, Array]) -> None:
        if own.keys() != arrays.keys():
            odd = sorted(own.keys() ^ arrays.keys())[0]
            side = "is missing from the arrays" if odd in own else "is not among those of this model"
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

    def _check_end(self, layer: Any) -> None:
        """Raise ModelError for a layer of the output's class with other settings: a file would store the output's."""
        usual = self.output.make_layer()
        if type(layer) is type(usual) and settings(layer, setting_names(layer)) != settings(
            usual, setting_names(usual)
        ):
            raise ModelError(
                f"{layer.summary()} does not belong to the output {self.output.text}, whose layer is "
                f"{usual.summary()}; give the model an output with these settings"
            )

    def _end(self) -> Any:
        if self.output_layer is None:
            name, kind = self.output.layer_name, self.output.layer.__name__
            raise ModelError(f"the model has no {name} layer; add one: model.add_layer('{name}', {kind}())")
        return self.output_layer


def _output(layer: Layer, shape: Shape | None) -> Shape | None:
    """The shape of a textbook layer's output for a sample of that `shape`; None if it is unknown."""
    if shape is None and isinstance(layer, FCLayer):
        shape = (layer.input_dim,)  # it takes samples of any shape with this number of features
    return None if shape is None else shapes_of(layer, shape).output


def check_weights(w: np.ndarray[Any, Any]) -> None:
    """Raise UsageError unless the weights (n,) of a batch are finite, none is negative, and one is positive."""
    if not (w.min(initial=0.0) >= 0 and 0 < w.max(initial=0.0) < math.inf):
        raise UsageError(
            "the weights of a batch must be finite, 0 or positive, and not all 0; otherwise no mean exists"
        )


def _scale(weights: Array, y_hat: Array) -> Array:
    """w N / (sum of w) as a column, in the library and dtype of `y_hat`."""
    w, n = np.asarray(to_numpy(weights), np.float64), y_hat.shape[0]
    if w.shape != (n,):
        raise ShapeError(f"weights must be ({n},), one for each sample, but have the shape {w.shape}")
    check_weights(w)
    w = w / w.max()  # so that no sum overflows; float64 keeps small weights above 0
    return like((w * (n / w.sum()))[:, None], y_hat)
