"""The base class of layers: four methods, and the names of the arrays that it learns.

Symbols, the same in every file of this folder: N batch size, D and H features in and out, C classes; z pre-activation,
`d_prev` = dLoss/d(this layer's output), which backward turns into dLoss/d(this layer's input). In docstrings two
backticks hold a formula, one backtick holds code.

Three rules hold for every layer. Neither method changes an array that it receives. backward does not change forward's
result, so it may be called twice. The output has the input's library, dtype and device.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Literal, NoReturn

import numpy as np

from undergrad.arrays import Array, is_array

#: The shape of an array, or of one sample: without the batch's axis.
Shape = tuple[int, ...]

#: The values of `mode`, for layers that have one.
Mode = Literal["training", "evaluation"]
TRAINING: Mode = "training"
EVALUATION: Mode = "evaluation"


@dataclass(frozen=True)
class Draw:
    """The arguments of the random numbers: equal places in a training draw equal numbers."""

    seed: int = 0
    epoch: int = 0
    step: int = 0
    layer: int = 0

    def next(self) -> Draw:
        """The place one step later."""
        return replace(self, step=self.step + 1)


@dataclass(frozen=True)
class Shapes:
    """The shapes of a layer's output and arrays, known before the layer exists."""

    #: The shape of the output for one sample.
    output: Shape
    #: The shapes of the learned arrays, by their names.
    parameters: dict[str, Shape] = field(default_factory=dict)
    #: The shapes of the arrays that are kept and not learned.
    kept: dict[str, Shape] = field(default_factory=dict)
    #: The numbers that forward keeps for one sample for backward; None for as many as the output has.
    work: int | None = None

    @property
    def arrays(self) -> dict[str, Shape]:
        """The shapes of all arrays."""
        return self.parameters | self.kept


class Layer(ABC):
    """A differentiable function of one input.

    Subclassing is a convenience, not a condition: any object with these four methods works in a `ClassifierModel`. A
    layer that differs in evaluation has an attribute `mode`, which is "training" or "evaluation", and one that draws
    random numbers has `draw`, a `Draw`; a model sets both (`ClassifierModel.mode`, `ClassifierModel.at`).

    >>> import numpy as np
    >>> class Double(Layer):
    ...     def forward(self, x):
    ...         return 2 * x
    ...     def backward(self, d_prev, reg_lambda=0.0):
    ...         return 2 * d_prev
    >>> Double().backward(np.ones(3))
    array([2., 2., 2.])
    """

    #: Names of the attributes that are learned, saved and restored.
    parameters: tuple[str, ...] = ()
    #: Those of them that the L2 term of the loss includes.
    regularised: tuple[str, ...] = ()
    #: Names of attributes that are saved and restored but not learned, such as running averages.
    kept: tuple[str, ...] = ()
    #: The present mode of a layer that differs between training and evaluation.
    mode: Mode | None = None
    #: For a layer that draws random numbers, the place of the next draw, a `Draw`.
    draw: Any = None
    #: The least number of samples in a training batch.
    least_rows: ClassVar[int] = 1
    #: The layer's name in the text of an architecture: `relu`. Empty if texts cannot name it.
    word: ClassVar[str] = ""
    #: The names in a text of constructor arguments that have another name there.
    text_names: ClassVar[Mapping[str, str]] = {}
    #: Arguments whose default in a text is another argument.
    text_defaults: ClassVar[Mapping[str, str]] = {}

    @classmethod
    def sized_by(cls, shape: Shape) -> dict[str, int]:
        """The constructor arguments that follow from the shape of an input sample."""
        return {}

    @classmethod
    def check(cls, **arguments: Any) -> None:
        """Raise UsageError, one sentence, for other constructor arguments that make no layer.

        If no argument follows from the input's shape and the layer has no arrays, making one is the check.
        """
        if not cls.sized_by((1, 1, 1)):
            cls(**arguments)

    @classmethod
    def shapes(cls, shape: Shape, **arguments: Any) -> Shapes:
        """The shapes for an input sample of that shape, with these other constructor arguments.

        ShapeError, one sentence that says what would fit, if the layer does not take such a sample.
        """
        return Shapes(shape)

    @abstractmethod
    def forward(self, x: Array) -> Array:
        """The layer's output for `x`. Keeps what backward needs."""

    @abstractmethod
    def backward(self, d_prev: Array, reg_lambda: float = 0.0) -> Array:
        """``dLoss/dx`` from ``d_prev = dLoss/dout``; keeps the gradients of the parameters as attributes."""

    def update(self, learning_rate: float) -> None:  # noqa: B027 - most layers have nothing to learn
        """One step of gradient descent. Does nothing if the layer learns nothing."""

    def summary(self) -> str:
        """One line that describes the layer."""
        return type(self).__name__

    def __getattr__(self, name: str) -> NoReturn:
        # Python calls this only for missing attributes: those that forward or backward would have kept.
        kind = type(self).__name__
        raise AttributeError(
            f"{kind} has no attribute {name!r}; a layer keeps its arrays once you call forward, and then backward"
        )

    def __repr__(self) -> str:
        return self.summary()


class Activation(Layer):
    """An elementwise function, an activation function."""

    #: Whether its units are observed: then it has the attributes below, and the verdicts on it are calibrated.
    observable: ClassVar[bool] = False
    #: The ends of its range; infinite without an end, and then no unit saturates.
    ends: ClassVar[tuple[float, float]] = (-math.inf, math.inf)
    #: Its greatest derivative.
    steepest: ClassVar[float] = 1.0

    def relative_slope(self, out: Any) -> Any:
        """The derivative for the output `out`, divided by `steepest`: NumPy arrays of one shape."""
        raise NotImplementedError


def parameter_names(layer: Any) -> tuple[str, ...]:
    """The names of a layer's learned arrays: its `parameters`, else every floating array that it has now.

    The second rule is for classes that do not know this package; call this before the first forward, which adds arrays
    that are not learned.
    """
    declared = getattr(type(layer), "parameters", None)
    if isinstance(declared, tuple | list):
        return tuple(declared)
    return tuple(name for name, value in getattr(layer, "__dict__", {}).items() if is_array(value) and value.ndim)


def kept_names(layer: Any) -> tuple[str, ...]:
    """The names of the arrays that a layer keeps and does not learn: its `kept`."""
    declared = getattr(type(layer), "kept", ())
    return tuple(declared) if isinstance(declared, tuple | list) else ()


def regularised_names(layer: Any) -> tuple[str, ...]:
    """The names of the arrays that the L2 term includes: the layer's `regularised`, else its `W` and `w`."""
    declared = getattr(type(layer), "regularised", None)
    if isinstance(declared, tuple | list):
        return tuple(declared)
    return tuple(name for name in ("W", "w") if hasattr(layer, name))


def setting_names(layer: Any) -> tuple[str, ...]:
    """The names of the plain values (numbers, texts, tuples of them) that a layer has now.

    Call this before the first forward, which may add values that are no settings. Values that are None are left out:
    forward or backward will replace them. The mode is no setting either.
    """
    held = getattr(layer, "__dict__", {}).items()
    is_mode = {"mode": (TRAINING, EVALUATION)}
    return tuple(
        name for name, value in held if value is not None and _is_plain(value) and value not in is_mode.get(name, ())
    )


def settings(layer: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """A layer's settings: its own plain values of these `names`, and those that a user's class defines."""
    values: dict[str, Any] = {}
    for kind in reversed(type(layer).__mro__):
        if kind.__module__.partition(".")[0] not in ("builtins", __name__.partition(".")[0]):
            values |= {name: value for name, value in vars(kind).items() if not name.startswith("__")}
    values |= {name: value for name in names if (value := getattr(layer, name, None)) is not None}
    return {name: _as_builtin(value) for name, value in values.items() if _is_plain(value)}


def _is_plain(value: object) -> bool:
    if isinstance(value, tuple | list):
        return all(map(_is_plain, value))
    return value is None or isinstance(value, bool | int | float | str | np.integer | np.floating | np.bool_)


def _as_builtin(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_as_builtin(entry) for entry in value]
    if isinstance(value, float | np.floating):
        # JSON has no number that is not finite, and item() of a longdouble is a longdouble.
        return float(value) if np.isfinite(value) else str(value)
    return value.item() if isinstance(value, np.generic) else value
