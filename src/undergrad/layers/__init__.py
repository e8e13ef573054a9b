"""The textbook: each layer's formula and, right below it, the formula's derivative."""

from undergrad.layers.base import Layer
from undergrad.layers.elu import ELU
from undergrad.layers.fc import FCLayer
from undergrad.layers.leaky_relu import LeakyReLU
from undergrad.layers.momentum import Momentum
from undergrad.layers.norm import Norm
from undergrad.layers.relu import ReLU
from undergrad.layers.sigmoid import Sigmoid
from undergrad.layers.softmax import SoftmaxLayer
from undergrad.layers.tanh import Tanh

#: The activation functions by the names that the command line and experiment files use: the homework's three, in its
#: order, and those that the course asks for in other years.
ACTIVATIONS: dict[str, type[Layer]] = {
    "sigmoid": Sigmoid,
    "relu": ReLU,
    "tanh": Tanh,
    "leaky_relu": LeakyReLU,
    "elu": ELU,
}

__all__ = [
    "ACTIVATIONS",
    "ELU",
    "FCLayer",
    "Layer",
    "LeakyReLU",
    "Momentum",
    "Norm",
    "ReLU",
    "Sigmoid",
    "SoftmaxLayer",
    "Tanh",
]
