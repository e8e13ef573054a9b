"""The layers, outputs and optimizers that the compiled engine runs, and the reason why it does not run a model."""

from __future__ import annotations

from typing import Any

import numpy as np

from undergrad.architecture import Architecture
from undergrad.engines import tables as t
from undergrad.layers import (
    ELU,
    BatchNormLayer,
    ConvolutionLayer,
    DropoutLayer,
    FCLayer,
    LeakyReLU,
    MaxPoolingLayer,
    ReLU,
    Sigmoid,
    Tanh,
)
from undergrad.model import ClassifierModel
from undergrad.optimizers import SGD, AdaGrad, Adam, AdamW, Optimizer, RMSProp
from undergrad.outputs import OUTPUTS, Output

#: The code of each activation function in the tables ...
ACTIVATIONS: dict[type[Any], int] = {
    ReLU: t.RELU,
    Sigmoid: t.SIGMOID,
    Tanh: t.TANH,
    LeakyReLU: t.LEAKY_RELU,
    ELU: t.ELU,
}
#: ... each other layer ...
KINDS: dict[type[Any], int] = {
    FCLayer: t.PRODUCT,
    ConvolutionLayer: t.CONVOLUTION,
    MaxPoolingLayer: t.POOLING,
    BatchNormLayer: t.NORMALISATION,
    DropoutLayer: t.DROPOUT,
}
#: ... and each output, by its name.
_ENDS = {
    "classes": t.CLASSES,
    "logistic": t.LOGISTIC,
    "labels": t.LOGISTIC,
    "regression": t.SQUARED,
    "absolute": t.ABSOLUTE,
    "huber": t.HUBER,
    "poisson": t.POISSON,
}
#: The names of the arrays in an optimizer's state, for each parameter.
_MEMORIES: dict[type[Any], tuple[str, ...]] = {
    SGD: ("velocity",),
    AdaGrad: ("squares",),
    RMSProp: ("mean_square",),
    Adam: ("mean", "mean_square"),
    AdamW: ("mean", "mean_square"),
}


def end_of(output: Output) -> int | None:
    """The output's code in the tables; None for one that is not this package's."""
    return _ENDS.get(output.name) if type(output) is type(OUTPUTS.get(output.name)) else None


def rule_of(optimizer: Optimizer) -> int:
    """The code of the optimizer's rule in the tables."""
    if isinstance(optimizer, SGD):
        return t.SGD if not optimizer.momentum else t.NESTEROV if optimizer.nesterov else t.MOMENTUM
    if isinstance(optimizer, Adam):
        return t.ADAM_HAT if optimizer.epsilon_hat else t.ADAM
    return t.ADAGRAD if isinstance(optimizer, AdaGrad) else t.RMSPROP


def memories_of(optimizer: Optimizer) -> tuple[str, ...]:
    """The names of the arrays in the optimizer's state, for each parameter."""
    return _MEMORIES[type(optimizer)][: optimizer.arrays]


def rates_of(optimizer: Optimizer) -> np.ndarray[Any, Any]:
    """The optimizer's numbers, at their places among the tables' rates; 0 elsewhere."""
    rates = np.zeros(t.RATES)
    if isinstance(optimizer, SGD):
        rates[t.SHARE_KEPT] = optimizer.momentum
    elif isinstance(optimizer, RMSProp):
        rates[[t.SHARE_KEPT, t.STEP_EPSILON]] = optimizer.gamma, optimizer.epsilon
    elif isinstance(optimizer, AdaGrad):
        rates[t.STEP_EPSILON] = optimizer.epsilon
    elif isinstance(optimizer, Adam):
        rates[[t.SHARE_KEPT, t.SQUARES_KEPT]] = optimizer.beta_1, optimizer.beta_2
        rates[t.STEP_EPSILON] = optimizer.epsilon
    if isinstance(optimizer, AdamW):
        rates[t.WEIGHT_DECAY] = optimizer.weight_decay
    return rates


def why_not(model: ClassifierModel, dtype: Any, optimizer: Optimizer | None = None) -> str:
    """Why the compiled engine does not run the model with that optimizer, as a clause; empty if it does."""
    if optimizer is not None and type(optimizer) not in _MEMORIES:
        return f"the cpu engine does not know the optimizer {type(optimizer).__name__}"
    if np.dtype(dtype) not in (np.float32, np.float64):
        return f"the cpu engine computes in float32 or float64, not in {np.dtype(dtype)}"
    if type(model) is not ClassifierModel:
        return f"the cpu engine runs a ClassifierModel, not one of the class {type(model).__name__}"
    for name, layer in model.layers.items():
        if type(layer) not in ACTIVATIONS and type(layer) not in KINDS:
            return f"the cpu engine runs this package's own layers, and {name} is of the class {type(layer).__name__}"
    if end_of(model.output) is None or type(model.output_layer) is not model.output.layer:
        kind = type(model.output_layer).__name__
        return f"the cpu engine runs this package's own outputs, and this one is of the class {kind}"
    if any(type(array) is not np.ndarray for array in model.arrays().values()):
        return "the cpu engine runs models whose parameters are NumPy arrays"
    if Architecture.of(model) is None:
        return "the cpu engine runs networks that end in a single fully connected layer"
    return ""
