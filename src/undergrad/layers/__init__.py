"""The textbook: each layer's formula and, right below it, the formula's derivative.

All files of this folder are read: a layer with a `word` needs no entry anywhere.
"""

import importlib
import pkgutil
from typing import Any

from undergrad.layers.absolute_error import AbsoluteErrorLayer
from undergrad.layers.base import Activation, Layer
from undergrad.layers.batch_norm import BatchNormLayer
from undergrad.layers.convolution import ConvolutionLayer
from undergrad.layers.dropout import DropoutLayer
from undergrad.layers.elu import ELU
from undergrad.layers.fc import FCLayer
from undergrad.layers.huber import HuberLayer
from undergrad.layers.leaky_relu import LeakyReLU
from undergrad.layers.logistic import LogisticLayer
from undergrad.layers.loss import LossLayer
from undergrad.layers.norm import Norm
from undergrad.layers.poisson import PoissonLayer
from undergrad.layers.pooling import MaxPoolingLayer
from undergrad.layers.relu import ReLU
from undergrad.layers.sigmoid import Sigmoid
from undergrad.layers.softmax import SoftmaxLayer
from undergrad.layers.squared_error import SquaredErrorLayer
from undergrad.layers.tanh import Tanh
from undergrad.layers.windows import zero_pad


def _by_words() -> dict[str, type[Layer]]:
    """The layers in this folder's files by their words, the homework's activation functions first."""
    known: dict[str, type[Layer]] = {kind.word: kind for kind in (FCLayer, Sigmoid, ReLU, Tanh, LeakyReLU, ELU)}
    for entry in sorted(entry.name for entry in pkgutil.iter_modules(__path__)):
        for value in vars(importlib.import_module(f"{__name__}.{entry}")).values():
            if isinstance(value, type) and issubclass(value, Layer) and value.word:
                known.setdefault(value.word, value)
    return known


#: Every layer that the text of an architecture may name, by its word.
LAYERS: dict[str, type[Layer]] = _by_words()
#: The activation functions among them, in the homework's order.
ACTIVATIONS: dict[str, type[Activation]] = {word: kind for word, kind in LAYERS.items() if issubclass(kind, Activation)}


def is_in_table(layer: Any) -> bool:
    """Whether a text can name the layer: its class is exactly one of the table's, not derived from one."""
    return LAYERS.get(getattr(type(layer), "word", "")) is type(layer)


__all__ = [
    "ACTIVATIONS",
    "ELU",
    "LAYERS",
    "AbsoluteErrorLayer",
    "Activation",
    "BatchNormLayer",
    "ConvolutionLayer",
    "DropoutLayer",
    "FCLayer",
    "HuberLayer",
    "Layer",
    "LeakyReLU",
    "LogisticLayer",
    "LossLayer",
    "MaxPoolingLayer",
    "Norm",
    "PoissonLayer",
    "ReLU",
    "Sigmoid",
    "SoftmaxLayer",
    "SquaredErrorLayer",
    "Tanh",
    "zero_pad",
]
