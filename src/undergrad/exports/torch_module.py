"""A trained model as a PyTorch module."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from undergrad.data import Scaling
from undergrad.errors import ModelError, needed
from undergrad.exports.described import Placed, Trained, checked_dtype, described, numbers
from undergrad.exports.torch_parts import parts
from undergrad.layers import (
    ELU,
    BatchNormLayer,
    ConvolutionLayer,
    DropoutLayer,
    FCLayer,
    Layer,
    LeakyReLU,
    LogisticLayer,
    MaxPoolingLayer,
    PoissonLayer,
    ReLU,
    Sigmoid,
    SoftmaxLayer,
    Tanh,
)
from undergrad.layers.base import Shape
from undergrad.layers.windows import image_shape

#: The batch norm for samples, by their number of axes.
_BATCH_NORMS = {1: "BatchNorm1d", 3: "BatchNorm2d", 4: "BatchNorm3d"}


def to_torch(trained: Trained) -> Any:
    """`trained` as a `torch.nn.Sequential` in evaluation mode; for raw samples (N, ...) it returns what `predict` does.

    Its modules have the layers' names. The first, `scaling`, turns raw samples into the first layer's input; the last
    is the output's own, such as `softmax`: `module[:-1]` gives the scores, which PyTorch's losses take. If samples have
    several axes, a module `flatten` comes before the first fully connected layer; samples (H, W) become images of one
    channel. The weights are copies in the model's precision: float64, or float32, also for shorter types.

    UsageError without PyTorch; ModelError for a user's own layers, names that PyTorch does not take, and numbers that
    are not finite; ShapeError if layers do not fit.
    """
    torch, network = needed("torch", what="a PyTorch module"), described(trained)
    dtype, placed = checked_dtype(None, network.precision), network.placed()
    names = {*trained.model.layers, network.output.layer_name}
    module = torch.nn.Sequential()
    _add(module, _free("scaling", names), _scaling(torch, trained.scaling, network.sample_shape, dtype))
    for layer in placed:
        if isinstance(layer.layer, FCLayer) and len(layer.gets) > 1:
            _add(module, _free("flatten", names), torch.nn.Flatten())
        _add(module, layer.name, _MAKERS[type(layer.layer)](torch, layer, dtype))
    _add(module, network.output.layer_name, _end(torch, network.output.layer))
    return module.eval()


def _add(module: Any, name: str, part: Any) -> None:
    try:
        module.add_module(name, part)
    except KeyError as error:  # empty, with a dot, or an attribute that a module already has
        raise ModelError(f"PyTorch takes no module with the name {name!r}; give the layer another name") from error


def _free(name: str, names: set[str]) -> str:
    """A name similar to `name` that no layer has."""
    while name in names:
        name += "_"
    return name


def _scaling(torch: Any, scaling: Scaling, shape: Shape, dtype: Any) -> Any:
    shape = image_shape(shape) if len(shape) == 2 else shape
    of_each = shape if scaling.offset.ndim else ()
    offset, scale = (_tensor(torch, part.reshape(of_each), dtype) for part in (scaling.offset, scaling.scale))
    return parts()["Scaling"](offset, scale, shape)


def _end(torch: Any, kind: type[Any]) -> Any:
    if kind is SoftmaxLayer:
        return torch.nn.Softmax(dim=1)
    if kind is LogisticLayer:
        return torch.nn.Sigmoid()
    return parts()["Exp"]() if kind is PoissonLayer else torch.nn.Identity()


def _tensor(torch: Any, array: Any, dtype: Any) -> Any:
    return torch.from_numpy(numbers(array, dtype).reshape(array.shape).copy())


def _with(torch: Any, part: Any, tensors: dict[str, Any], dtype: Any) -> Any:
    """The module with these weights and averages; it has no other arrays except counts."""
    state = part.to(getattr(torch, dtype.name)).state_dict()
    part.load_state_dict(state | {key: _tensor(torch, array, dtype) for key, array in tensors.items()})
    return part


def _fc(torch: Any, placed: Placed, dtype: Any) -> Any:
    layer: Any = placed.layer
    part = torch.nn.Linear(*layer.W.shape)
    return _with(torch, part, {"weight": layer.W.T, "bias": layer.b}, dtype)


def _conv(torch: Any, placed: Placed, dtype: Any) -> Any:
    layer: Any = placed.layer
    filters, channels, size, _ = layer.w.shape
    part = torch.nn.Conv2d(channels, filters, size, stride=layer.stride, padding=layer.pad)
    return _with(torch, part, {"weight": layer.w, "bias": layer.b}, dtype)


def _batch_norm(torch: Any, placed: Placed, dtype: Any) -> Any:
    layer: Any = placed.layer
    axes = 3 if len(placed.gets) == 2 else len(placed.gets)
    if axes not in _BATCH_NORMS:
        raise ModelError(f"PyTorch has no batch norm like {placed.name}, for samples {placed.gets}; reshape the data")
    # PyTorch's momentum is the share of the new batch; ours is the share of the running average that stays.
    part = getattr(torch.nn, _BATCH_NORMS[axes])(layer.features, eps=layer.epsilon, momentum=1 - layer.momentum)
    keys = {"weight": "gamma", "bias": "beta", "running_mean": "running_mean", "running_var": "running_variance"}
    return _with(torch, part, {key: getattr(layer, name) for key, name in keys.items()}, dtype)


def _pool(torch: Any, placed: Placed, dtype: Any) -> Any:
    layer: Any = placed.layer
    return torch.nn.MaxPool2d(layer.kernel_size, stride=layer.stride)


def _of(name: str, **names: str) -> Callable[[Any, Placed, Any], Any]:
    """The module of that name, with arguments that are the layer's attributes of these names."""
    return lambda torch, placed, dtype: getattr(torch.nn, name)(
        **{argument: getattr(placed.layer, attribute) for argument, attribute in names.items()}
    )


_MAKERS: dict[type[Layer], Callable[[Any, Placed, Any], Any]] = {
    FCLayer: _fc,
    Sigmoid: _of("Sigmoid"),
    ReLU: _of("ReLU"),
    Tanh: _of("Tanh"),
    LeakyReLU: _of("LeakyReLU", negative_slope="alpha"),
    ELU: _of("ELU", alpha="alpha"),
    BatchNormLayer: _batch_norm,
    ConvolutionLayer: _conv,
    DropoutLayer: _of("Dropout", p="rate"),
    MaxPoolingLayer: _pool,
}
