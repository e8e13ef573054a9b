"""Neural networks with every gradient derived by hand.

>>> from undergrad import ClassifierModel, FCLayer, SoftmaxLayer, Tanh
>>> model = ClassifierModel()
>>> model.add_layer("fc1", FCLayer(784, 32))
>>> model.add_layer("tanh1", Tanh())
>>> model.add_layer("fc2", FCLayer(32, 10))
>>> model.add_layer("softmax", SoftmaxLayer())
>>> model.summary()
name    | layer            | output | parameters
fc1     | FCLayer(784, 32) | 32     |     25,120
tanh1   | Tanh             | 32     |          0
fc2     | FCLayer(32, 10)  | 10     |        330
softmax | SoftmaxLayer     | 10     |          0
25,450 parameters
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from undergrad.architecture import Architecture, fully_connected
    from undergrad.check import check_file, check_layer
    from undergrad.data import Dataset, load_dataset, load_table
    from undergrad.errors import UndergradError
    from undergrad.layers import (
        ELU,
        BatchNormLayer,
        ConvolutionLayer,
        DropoutLayer,
        FCLayer,
        Layer,
        LeakyReLU,
        MaxPoolingLayer,
        Norm,
        ReLU,
        Sigmoid,
        SoftmaxLayer,
        Tanh,
        zero_pad,
    )
    from undergrad.model import ClassifierModel
    from undergrad.outputs import EvaluationMetric, accuracy
    from undergrad.training import Fit, TrainedModel, fit, fit_table, load_model

__version__ = "0.1.0"

# Names are imported at their first use: the command must answer `--help` faster than NumPy loads.
_HOMES = {
    "architecture": ("Architecture", "fully_connected"),
    "check": ("check_file", "check_layer"),
    "data": ("Dataset", "load_dataset", "load_table"),
    "errors": ("UndergradError",),
    "layers": (
        *("BatchNormLayer", "ConvolutionLayer", "DropoutLayer", "ELU", "FCLayer", "Layer", "LeakyReLU"),
        *("MaxPoolingLayer", "Norm", "ReLU", "Sigmoid", "SoftmaxLayer", "Tanh", "zero_pad"),
    ),
    "model": ("ClassifierModel",),
    "outputs": ("EvaluationMetric", "accuracy"),
    "training": ("Fit", "TrainedModel", "fit", "fit_table", "load_model"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "ELU",
    "Architecture",
    "BatchNormLayer",
    "ClassifierModel",
    "ConvolutionLayer",
    "Dataset",
    "DropoutLayer",
    "EvaluationMetric",
    "FCLayer",
    "Fit",
    "Layer",
    "LeakyReLU",
    "MaxPoolingLayer",
    "Norm",
    "ReLU",
    "Sigmoid",
    "SoftmaxLayer",
    "Tanh",
    "TrainedModel",
    "UndergradError",
    "__version__",
    "accuracy",
    "check_file",
    "check_layer",
    "fit",
    "fit_table",
    "fully_connected",
    "load_dataset",
    "load_model",
    "load_table",
    "zero_pad",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'undergrad' has no attribute {name!r}")
    return getattr(importlib.import_module(f"undergrad.{_HOME_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
