"""The network of an estimator, and the engine that trains it."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from undergrad.architecture import Architecture
from undergrad.data import Scaling
from undergrad.engines import Engine, State, make_engine
from undergrad.layers.base import Shape, parameter_names
from undergrad.model import ClassifierModel
from undergrad.optimizers import SGD, Optimizer
from undergrad.outputs import CLASSES, LABELS, POISSON, REGRESSION, Output

#: scikit-learn's activation functions as this package's. A leaky ReLU with the slope 1 is the identity.
ACTIVATIONS = {"relu": "relu", "logistic": "sigmoid", "tanh": "tanh", "identity": "leaky_relu(alpha=1.0)"}
#: scikit-learn's names for the last layer's function.
OUTPUTS: dict[str, Output] = {"softmax": CLASSES, "logistic": LABELS, "identity": REGRESSION, "exp": POISSON}

_AS_IT_IS = Scaling(np.zeros((), np.float32), np.ones((), np.float32))


def chain(widths: Sequence[int], activation: str, *, batch_norm: bool = False, dropout: float = 0.0) -> str:
    """The text of fully connected layers of these widths, each followed by scikit-learn's activation function.

    With `batch_norm`, each is normalised before the function; with `dropout`, units are dropped after it.

    >>> chain([8, 4], "logistic", dropout=0.2)
    'fc(8), sigmoid, dropout(0.2), fc(4), sigmoid, dropout(0.2)'
    """
    normalisation = ["batch_norm"] if batch_norm else []
    drop = [f"dropout({float(dropout)})"] if dropout else []
    return ", ".join(
        element for width in widths for element in (f"fc({width})", *normalisation, ACTIVATIONS[activation], *drop)
    )


class Network:
    """A model for samples of `sample_shape`, with `outputs` outputs of a kind, and its own engine.

    Its learned arrays are in scikit-learn's order: first the weights of all layers, `coefs`, then the biases,
    `intercepts`.
    """

    def __init__(
        self,
        layers: str,
        sample_shape: Shape,
        out_activation: str,
        outputs: int,
        dtype: Any,
        optimizer: Optimizer | None = None,
        *,
        seed: int = 0,
    ) -> None:
        self.output, self.dtype, self.sample_shape = OUTPUTS[out_activation], np.dtype(dtype), sample_shape
        architecture = Architecture.parse(layers)
        rng = np.random.default_rng(seed)
        self.model: ClassifierModel = architecture.build(
            sample_shape, outputs, output=self.output, rng=rng, dtype=self.dtype
        )
        self._compute_as_scikit_learn(self.model.output_layer)
        self.engine: Engine = make_engine(
            "auto", self.model, _AS_IT_IS, outputs, self.dtype, None, optimizer or SGD(), seed=seed
        )
        pairs = [
            [f"{name}.{attribute}" for attribute in parameter_names(layer)]
            for name, layer in self.model.layers.items()
            if parameter_names(layer)
        ]
        #: The names of the learned arrays, in scikit-learn's order.
        self.names = [key for pair in zip(*pairs, strict=True) for key in pair]
        #: The number of weights among them.
        self.depth = len(pairs)
        #: Held while several threads may use the model: its arrays are those of the last `put`.
        self.lock = threading.Lock()

    def _compute_as_scikit_learn(self, layer: Any) -> None:
        """The loss as in scikit-learn: clipped, and its gradient summed over the outputs."""
        if self.output in (CLASSES, LABELS):
            layer.epsilon, layer.clip = 0.0, float(np.finfo(self.dtype).eps)
        else:
            layer.summed = True
        if self.output is POISSON:
            layer.epsilon = float(np.finfo(self.dtype).tiny)  # from 0 log 0, which is 0

    def put(self, coefs: Sequence[Any], intercepts: Sequence[Any], kept: Mapping[str, Any]) -> None:
        """Put these arrays into the model; layers' running averages come by name, or get their first values.

        ValueError if they belong to another network.
        """
        parameters, learned = self.model.parameters(), (*coefs, *intercepts)
        own, needed = [np.shape(array) for array in learned], [parameters[name].shape for name in self.names]
        if own != needed:
            raise ValueError(
                f"the estimator was fitted with other parameters: its weights have the shapes {own}, and its network "
                f"now needs {needed}; fit it with warm_start=False"
            )
        arrays = dict(zip(self.names, learned, strict=True)) | dict(kept)
        arrays = {name: np.ascontiguousarray(array, self.dtype) for name, array in arrays.items()}
        self.model.set_arrays(dict(self.model.arrays()) | arrays)

    @property
    def coefs(self) -> list[Any]:
        """The weights of each layer that learns, in order."""
        parameters = self.model.parameters()
        return [parameters[name] for name in self.names[: self.depth]]

    @property
    def intercepts(self) -> list[Any]:
        """The biases of these layers, in order."""
        parameters = self.model.parameters()
        return [parameters[name] for name in self.names[self.depth :]]

    @property
    def kept(self) -> dict[str, Any]:
        """The arrays that layers keep but do not learn: running averages."""
        return {name: array for name, array in self.model.arrays().items() if name not in set(self.names)}

    def targets(self, y: Any) -> Any:
        """The labels for an engine, from targets (N, K) as scikit-learn's `_validate_input` makes them."""
        if self.output is CLASSES:
            return y.argmax(axis=1)
        return y.reshape(len(y), -1)

    def loss(self, x: Any, rows: Any, y: Any, weights: Any) -> float:
        """scikit-learn's loss, without L2 term, of the samples `rows` with targets `y`, weighted by `weights`."""
        y_hat = self.engine.put_out(x, rows=rows)
        scale = None if weights is None else (weights / weights.mean())[:, None]
        targets = self.output.targets(self.targets(y), y_hat.shape[1], self.dtype)
        with np.errstate(over="ignore", invalid="ignore"):
            loss = self.output.loss(self.model.output_layer, y_hat, targets, scale)
        return self.data_loss(loss, y_hat.shape[1])

    def data_loss(self, loss: float, outputs: int) -> float:
        """scikit-learn's loss from the engine's: for several numbers scikit-learn takes the mean of squared errors."""
        return loss / outputs if self.output is REGRESSION else loss

    def go_on_from(self, state: State, weights: Any) -> None:
        """Continue the engine from an optimizer's state, with `weights` (N,) of the samples."""
        self.engine.state = state
        self.engine.weights = weights
