"""The steps by PyTorch, operation by operation, with its fused optimizer."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.task import Task, Trainer
from undergrad.architecture import Place
from undergrad.engines.threads import allowed_threads
from undergrad.layers import (
    BatchNormLayer,
    ConvolutionLayer,
    DropoutLayer,
    FCLayer,
    MaxPoolingLayer,
    ReLU,
    Sigmoid,
    Tanh,
)
from undergrad.layers.base import regularised_names
from undergrad.optimizers import SGD, Adam, parse_optimizer

_ACTIVATIONS = {ReLU: "ReLU", Sigmoid: "Sigmoid", Tanh: "Tanh"}
#: Our names of arrays, and PyTorch's.
_NAMES = {
    "W": "weight",
    "w": "weight",
    "b": "bias",
    "gamma": "weight",
    "beta": "bias",
    "running_mean": "running_mean",
    "running_variance": "running_var",
}


def with_torch(task: Task, x: NDArray[np.uint8], labels: NDArray[np.int64], *, channels_last: bool = False) -> Trainer:
    """An epoch of PyTorch; with `channels_last`, weights and images have the order that suits oneDNN's convolution."""
    torch: Any = importlib.import_module("torch")
    torch.set_num_threads(allowed_threads())
    torch.manual_seed(0)
    model, loss = torch.nn.Sequential(), torch.nn.CrossEntropyLoss()
    for place in task.places:
        if place.element.kind is FCLayer and len(place.gets) > 1:
            model.add_module(f"flat_{place.name}", torch.nn.Flatten())
        model.add_module(place.name, _layer(torch.nn, place))
    model.to(getattr(torch, task.dtype))
    inputs, targets = torch.from_numpy(task.scaled(x)), torch.from_numpy(labels)
    if channels_last:
        model, inputs = (one.to(memory_format=torch.channels_last) for one in (model, inputs))
    first = task.model()
    theirs = {name: _tensor(model, name) for name in first.arrays()}
    with torch.no_grad():
        for name, array in first.arrays().items():
            theirs[name].copy_(torch.from_numpy(_turned(name, array)))
    weights = {f"{name}.{key}" for name, layer in first.layers.items() for key in regularised_names(layer)}
    learned = first.parameters()
    groups = [
        {"params": [theirs[name] for name in learned if name in weights], "weight_decay": task.reg_lambda},
        {"params": [theirs[name] for name in learned if name not in weights], "weight_decay": 0.0},
    ]
    optimizer = _optimizer(torch.optim, task, groups)

    def epoch() -> None:
        for x, y in zip(inputs.split(task.batch), targets.split(task.batch), strict=True):
            optimizer.zero_grad()
            loss(model(x), y).backward()
            optimizer.step()

    return Trainer(epoch, lambda: {name: _turned(name, tensor.detach().numpy()) for name, tensor in theirs.items()})


def _layer(nn: Any, place: Place) -> Any:
    kind, given, gets = place.element.kind, dict(place.element.arguments), place.gets
    if kind is FCLayer:
        return nn.Linear(int(np.prod(gets)), given["output_dim"])
    if kind is ConvolutionLayer:
        channels = place.shapes.parameters["w"][1]
        return nn.Conv2d(channels, given["out_channels"], given["kernel_size"], given["stride"], given["pad"])
    if kind is MaxPoolingLayer:
        return nn.MaxPool2d(given["kernel_size"], given["stride"])
    if kind is BatchNormLayer:  # PyTorch's momentum is the share of the new value, not of the old one
        norm = nn.BatchNorm1d if len(gets) == 1 else nn.BatchNorm2d
        return norm(gets[0], eps=given["epsilon"], momentum=1 - given["momentum"])
    if kind is DropoutLayer:
        return nn.Dropout(given["rate"])
    return getattr(nn, _ACTIVATIONS[kind])()


def _optimizer(optim: Any, task: Task, groups: list[dict[str, Any]]) -> Any:
    optimizer = parse_optimizer(task.optimizer)
    if optimizer == SGD():
        return optim.SGD(groups, lr=task.learning_rate, fused=True)
    if type(optimizer) is Adam and not optimizer.epsilon_hat:
        betas = optimizer.beta_1, optimizer.beta_2
        return optim.Adam(groups, lr=task.learning_rate, betas=betas, eps=optimizer.epsilon, fused=True)
    raise SystemExit(f"this benchmark has no PyTorch version of {task.optimizer}")


def _tensor(model: Any, name: str) -> Any:
    layer, _, attribute = name.rpartition(".")
    return getattr(model.get_submodule(layer), _NAMES[attribute])


def _turned(name: str, array: NDArray[Any]) -> NDArray[Any]:
    """W (D, H) from PyTorch's (H, D), and back; other arrays have the same layout."""
    return array.T if name.endswith(".W") else array
