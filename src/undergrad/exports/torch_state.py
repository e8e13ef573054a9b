"""Puts the weights of a PyTorch module into a model of this package."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from undergrad.arrays import is_finite, like
from undergrad.errors import ModelError, needed
from undergrad.exports.described import Trained
from undergrad.layers import BatchNormLayer, ConvolutionLayer, FCLayer, is_in_table
from undergrad.layers.base import parameter_names
from undergrad.model import ClassifierModel

_Model = TypeVar("_Model", bound=Trained | ClassifierModel)


def from_torch(module: Any, model: _Model) -> _Model:
    """Put the weights of a `torch.nn.Module` into the layers of `model`, and return it.

    The module comes from `to_torch`, perhaps after further training, or is any other whose learning parts, `Linear`,
    `Conv2d` and batch norms, are those of the model in the same order; their names do not matter. Other parts are
    ignored, and the scaling of a `TrainedModel` stays. Each array keeps its library and dtype.

    ModelError, without any change, if a part differs from its layer in kind, sizes or settings, if there are more or
    fewer parts than layers, if no layer corresponds to a part, for a user's own layers, and for numbers that are not
    finite. UsageError without PyTorch.
    """
    torch = needed("torch", what="a PyTorch module")
    inner = model if isinstance(model, ClassifierModel) else model.model
    learned, layers = list(_learned(torch, module)), dict(_layers(inner))
    if len(learned) != len(layers):
        raise ModelError(
            f"the module has {len(learned)} parts that learn, and the model has {len(layers)}; build a model like it"
        )
    arrays = dict(inner.arrays())
    for part, (name, layer) in zip(learned, layers.items(), strict=True):
        part.check_settings(name, layer)
        for attribute, array in part.arrays.items():
            key = f"{name}.{attribute}"
            if array.shape != tuple(arrays[key].shape):
                raise ModelError(
                    f"{part.name} of the module is for {key} of the shape {array.shape}, but the model has "
                    f"{tuple(arrays[key].shape)}; build a model like it"
                )
            arrays[key] = like(array, arrays[key])
            if not is_finite(arrays[key]):
                raise ModelError(
                    f"{part.name} of the module holds numbers that are not finite in the precision of {key}; "
                    "train it again"
                )
    inner.set_arrays(arrays)
    return model


@dataclass(frozen=True, eq=False)
class _Learned:
    """A learning part of a module: the class, arrays and settings of the corresponding layer."""

    name: str
    #: Its class in PyTorch, and the corresponding class of layers.
    what: str
    kind: type[Any]
    arrays: dict[str, NDArray[Any]]
    settings: dict[str, Any]

    def check_settings(self, name: str, layer: Any) -> None:
        """Raise ModelError unless the layer of that name corresponds to it."""
        if type(layer) is not self.kind:
            raise ModelError(
                f"{self.name} of the module is a {self.what}, and {name} of the model, in its place, a "
                f"{type(layer).__name__}; build a model like it"
            )
        for setting, value in self.settings.items():
            if (own := getattr(layer, setting)) != value:
                raise ModelError(
                    f"{self.name} of the module has {setting} = {value}, and {name} of the model has {own}; "
                    "build a model like it"
                )


def _layers(model: ClassifierModel) -> Iterator[tuple[str, Any]]:
    for name, layer in model.layers.items():
        if not is_in_table(layer):
            raise ModelError(
                f"layer {name!r} is of the class {type(layer).__name__}, the user's own layer; "
                "only the textbook's exist in PyTorch"
            )
        if parameter_names(layer):
            yield name, layer


def _learned(torch: Any, module: Any) -> Iterator[_Learned]:
    """The parts that learn, in the module's order."""
    norms = (torch.nn.BatchNorm1d, torch.nn.BatchNorm2d, torch.nn.BatchNorm3d)
    for name, part in module.named_modules():
        what = type(part).__name__
        if isinstance(part, torch.nn.Linear):
            arrays = {"W": _array(part.weight).T, "b": _or(part.bias, np.zeros(part.out_features))}
            yield _Learned(name, what, FCLayer, arrays, {})
        elif isinstance(part, torch.nn.Conv2d):
            yield _Learned(name, what, ConvolutionLayer, *_convolution(name, part))
        elif isinstance(part, norms):
            if part.running_mean is None:
                raise ModelError(f"{name} of the module keeps no running averages; make it with track_running_stats")
            arrays = {
                "gamma": _or(part.weight, np.ones(part.num_features)),
                "beta": _or(part.bias, np.zeros(part.num_features)),
                "running_mean": _array(part.running_mean),
                "running_variance": _array(part.running_var),
            }
            yield _Learned(name, what, BatchNormLayer, arrays, {"epsilon": part.eps})
        elif next(part.parameters(recurse=False), None) is not None:
            raise ModelError(
                f"{name or 'the module'} is a {what}, and undergrad has no such layer; "
                "Linear, Conv2d and batch norms can be taken over"
            )


def _convolution(name: str, part: Any) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Its arrays and its settings. ModelError for a convolution that undergrad does not have."""
    squares = {"stride": part.stride, "padding": (0, 0) if part.padding == "valid" else part.padding}
    is_known = all(isinstance(pair, tuple) and pair[0] == pair[1] for pair in squares.values())
    if not is_known or part.dilation != (1, 1) or part.groups != 1 or part.padding_mode != "zeros":
        raise ModelError(
            f"{name} of the module is {part}, and undergrad's convolution has one stride, one pad of zeros in numbers, "
            "and neither dilation nor groups"
        )
    arrays = {"w": _array(part.weight), "b": _or(part.bias, np.zeros(part.out_channels))}
    return arrays, {"stride": part.stride[0], "pad": squares["padding"][0]}


def _array(tensor: Any) -> NDArray[Any]:
    """A copy in float64, which holds each number of every other type."""
    array: NDArray[Any] = tensor.detach().double().cpu().numpy().copy()
    return array


def _or(tensor: Any, usual: NDArray[Any]) -> NDArray[Any]:
    return usual if tensor is None else _array(tensor)
