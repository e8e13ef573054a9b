"""What a layer is: four methods, and the names of the arrays that it learns.

Symbols, the same in every file of this folder: N batch size, D and H features in and out, C classes; z pre-activation,
`d_prev` = dLoss/d(this layer's output), which backward turns into dLoss/d(this layer's input). In docstrings two
backticks hold a formula, one backtick holds code.

Three rules hold for every layer. Neither method changes an array that it was given. What forward returned stays whole,
so backward may be called twice. The output has the input's library, dtype and device.
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

#: What a layer that cares is told by its `mode`.
Mode = Literal["training", "evaluation"]
TRAINING: Mode = "training"
EVALUATION: Mode = "evaluation"


@dataclass(frozen=True)
class Draw:
    """Of what random numbers are a function: equal places of a training draw equal ones."""

    seed: int = 0
    epoch: int = 0
    step: int = 0
    layer: int = 0

    def next(self) -> Draw:
        """One step further."""
        return replace(self, step=self.step + 1)


@dataclass(frozen=True)
class Shapes:
    """What a layer makes of a sample, and what it learns, before there is one."""

    #: Of the output for one sample.
    output: Shape
    #: Of the learned arrays, by their names.
    parameters: dict[str, Shape] = field(default_factory=dict)
    #: Of those that are kept and not learned.
    kept: dict[str, Shape] = field(default_factory=dict)
    #: How many numbers forward keeps of one sample for backward; None for as many as the output has.
    work: int | None = None

    @property
    def arrays(self) -> dict[str, Shape]:
        """Of all of them."""
        return self.parameters | self.kept


class Layer(ABC):
    """A differentiable function of one input.

    Subclassing is a convenience, not a condition: any object with these four methods works in a `ClassifierModel`. A
    layer that does something else in evaluation has an attribute `mode`, which is "training" or "evaluation", and one
    that draws random numbers has `draw`, a `Draw`; a model says both (`ClassifierModel.mode`, `ClassifierModel.at`).

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
    #: Names of attributes that are saved and restored, and not learned: running averages, say.
    kept: tuple[str, ...] = ()
    #: Of a layer that trains otherwise than it evaluates, which of the two it does now.
    mode: Mode | None = None
    #: Of a layer that draws random numbers, from what it draws the next, a `Draw`.
    draw: Any = None
    #: How many samples a batch has to have in training.
    least_rows: ClassVar[int] = 1
    #: What the text of an architecture calls the layer: `relu`. Empty where no text names it.
    word: ClassVar[str] = ""
    #: What a text calls arguments of the constructor, where it has other names for them.
    text_names: ClassVar[Mapping[str, str]] = {}
    #: Arguments that are by default, in a text, what another argument is.
    text_defaults: ClassVar[Mapping[str, str]] = {}

    @classmethod
    def sized_by(cls, shape: Shape) -> dict[str, int]:
        """The arguments of the constructor that follow from the shape of a sample that the layer gets."""
        return {}

    @classmethod
    def check(cls, **arguments: Any) -> None:
        """Raise UsageError, one sentence, for other arguments of the constructor of which no layer can be made.

        Without arguments that follow from the input's shape, and without arrays, to make one is to check them.
        """
        if not cls.sized_by((1, 1, 1)):
            cls(**arguments)

    @classmethod
    def shapes(cls, shape: Shape, **arguments: Any) -> Shapes:
        """What becomes of a sample of that shape, with these other arguments of the constructor.

        ShapeError, one sentence that says what would fit, where the layer does not take such a sample.
        """
        return Shapes(shape)

    @abstractmethod
    def forward(self, x: Array) -> Array:
        """The layer's output for `x`. Keeps what backward needs."""

    @abstractmethod
    def backward(self, d_prev: Array, reg_lambda: float = 0.0) -> Array:
        """``dLoss/dx`` from ``d_prev = dLoss/dout``; the gradients of the parameters are kept as attributes."""

    def update(self, learning_rate: float) -> None:  # noqa: B027 - most layers have nothing to learn
        """One step of gradient descent. Does nothing where there is nothing to learn."""

    def summary(self) -> str:
        """One line that describes the layer."""
        return type(self).__name__

    def __getattr__(self, name: str) -> NoReturn:
        # Only reached for attributes that do not exist: those that forward or backward would have kept.
        kind = type(self).__name__
        raise AttributeError(
            f"{kind} has no attribute {name!r}; what a layer keeps is there once you call forward, and then backward"
        )

    def __repr__(self) -> str:
        return self.summary()


class Activation(Layer):
    """An elementwise function, an activation function."""

    #: Whether what its units do is observed: then it has what follows, and the verdicts on it are calibrated.
    observable: ClassVar[bool] = False
    #: The ends of its range: infinite where there is none, and then no unit saturates.
    ends: ClassVar[tuple[float, float]] = (-math.inf, math.inf)
    #: The greatest derivative that it has.
    steepest: ClassVar[float] = 1.0

    def relative_slope(self, out: Any) -> Any:
        """The derivative where the output is `out`, divided by `steepest`: NumPy arrays of one shape."""
        raise NotImplementedError


def parameter_names(layer: Any) -> tuple[str, ...]:
    """The names of a layer's learned arrays: its `parameters`, else every floating array it holds at this moment.

    The second rule is for classes that know nothing of this package; it must be asked before the first forward, which
    adds arrays that are not learned.
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
    """The names of the plain values (numbers, texts, tuples of them) that a layer holds at this moment.

    It must be asked before the first forward, which may add what is no setting. Without those that are None: they stand
    in for what forward or backward will keep. Whether a layer trains or evaluates is no setting either.
    """
    held = getattr(layer, "__dict__", {}).items()
    is_mode = {"mode": (TRAINING, EVALUATION)}
    return tuple(
        name for name, value in held if value is not None and _is_plain(value) and value not in is_mode.get(name, ())
    )


def settings(layer: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """What a layer was made with: its own plain values of these `names`, and those that stand in a user's class."""
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
        # JSON has no word for what is not finite, and item() of a longdouble is a longdouble.
        return float(value) if np.isfinite(value) else str(value)
    return value.item() if isinstance(value, np.generic) else value
