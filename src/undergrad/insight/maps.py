"""The feature maps that a network's first filters make of images."""

from __future__ import annotations

from typing import Any, NamedTuple

from numpy.typing import NDArray

from undergrad.arrays import Array, to_numpy
from undergrad.engines.base import weights_of
from undergrad.insight.behind import behind
from undergrad.layers import Activation, ConvolutionLayer
from undergrad.layers.base import EVALUATION
from undergrad.training import TrainedModel


class FeatureMaps(NamedTuple):
    """Feature maps of n samples by F filters."""

    #: The names of the layers that made them, from the convolution to the last.
    layers: tuple[str, ...]
    #: (n, F, H', W').
    maps: NDArray[Any]


def feature_maps(trained: TrainedModel, x: Array) -> FeatureMaps | None:
    """The maps of the first convolution for raw samples `x`, as `TrainedModel.predict` takes them.

    If an activation function follows, perhaps after batch normalisation, they are the maps after it, in evaluation
    mode. None if the first layer with weights is no convolution.

    >>> import numpy as np
    >>> from undergrad import Architecture, Dataset, fit
    >>> data = Dataset.from_arrays(np.zeros((20, 6, 6), np.uint8), [0, 1] * 10, np.zeros((1, 6, 6), np.uint8), [0])
    >>> model = Architecture.parse("conv(3, 3), relu").build((6, 6), 2, rng=np.random.default_rng(0))
    >>> made = feature_maps(fit(model, data, epochs=1).trained, data.x_test)
    >>> made.layers, made.maps.shape
    (('conv1', 'relu1'), (1, 3, 4, 4))
    """
    model = trained.model
    first = next((name for name, layer in model.layers.items() if weights_of(layer)), None)
    if first is None or not isinstance(model.layers[first], ConvolutionLayer):
        return None
    other, layer = behind(model, first)
    names = list(model.layers)
    start, last = names.index(first), names.index(other if isinstance(layer, Activation) else first)
    out = trained.inputs(x)
    with model.in_mode(EVALUATION):
        for name in names[: last + 1]:
            out = model.layers[name].forward(out)
    return FeatureMaps(tuple(names[start : last + 1]), to_numpy(out))
