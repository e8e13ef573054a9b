"""The textbook: each layer's formula and, right below it, the formula's derivative."""

from undergrad.layers.base import Layer
from undergrad.layers.fc import FCLayer
from undergrad.layers.momentum import Momentum
from undergrad.layers.norm import Norm
from undergrad.layers.relu import ReLU
from undergrad.layers.sigmoid import Sigmoid
from undergrad.layers.softmax import SoftmaxLayer
from undergrad.layers.tanh import Tanh

#: The activation functions by the names that the command line and experiment files use, in the homework's order.
ACTIVATIONS: dict[str, type[Layer]] = {"sigmoid": Sigmoid, "relu": ReLU, "tanh": Tanh}

__all__ = ["ACTIVATIONS", "FCLayer", "Layer", "Momentum", "Norm", "ReLU", "Sigmoid", "SoftmaxLayer", "Tanh"]
