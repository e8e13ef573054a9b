"""A trained model with what it needs to be applied to raw data, and its file."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from undergrad.architecture import Architecture
from undergrad.architecture.architecture import SOFTMAX
from undergrad.architecture.notation import call_text
from undergrad.arrays import Array, array_namespace, is_array, like, to_numpy
from undergrad.data import Scaling, batches
from undergrad.display.tables import table_html
from undergrad.engines.base import PREDICTION_ROWS
from undergrad.errors import ModelError, ShapeError, UsageError
from undergrad.layers import ACTIVATIONS, LAYERS, FCLayer
from undergrad.model import ClassifierModel
from undergrad.training.tensors import read_tensors, write_tensors

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class _About(msgspec.Struct):
    """What a model file says of itself, in version 2."""

    #: The canonical text of its architecture; None where a layer is not one that a text names.
    layers: str | None
    #: Each layer's name and class, in order.
    names: list[tuple[str, str]]
    sample_shape: tuple[int, ...]
    #: What the model puts out: `kind`, of which "classes" is known, `classes` with their names, and whatever a later
    #: version adds.
    output: dict[str, Any]


class _AboutOld(msgspec.Struct):
    """The same in version 1."""

    layers: list[tuple[str, str]]
    sample_shape: tuple[int, ...]
    class_names: tuple[str, ...]
    #: What activation functions were made with, by the layers' names; of those that take nothing there is no entry.
    settings: dict[str, dict[str, float]] = {}


_KIND = "undergrad-model-2"
_KINDS: dict[str, type[_About] | type[_AboutOld]] = {_KIND: _About, "undergrad-model-1": _AboutOld}
_CLASSES = "classes"

_NO_PREDICTION = "so nothing can be predicted; train it again, with a lower learning rate if that was why"
_MOST_FEATURES = 2**27  # of a sample; half a gigabyte
_MOST_AXES = 31  # of a sample: NumPy 1 has arrays of 32
_NAMES = 20  # of classes, that a notebook shows
_INPUTS = "inputs."  # prefix of the scaling's arrays; a layer of that name would clash and is refused


@dataclass(frozen=True, eq=False)
class TrainedModel:
    """A model, the scaling of its inputs, the shape of one sample and the names of the classes."""

    model: ClassifierModel
    scaling: Scaling
    sample_shape: tuple[int, ...]
    class_names: tuple[str, ...]
    #: What its file says about the output besides, which a later version wrote.
    output: Mapping[str, Any] = field(default_factory=dict)

    def predict(self, x: Array) -> np.ndarray[Any, Any]:
        """Class probabilities (N, C) of raw samples `x`, (N, *sample_shape) or flat, of the training set's kind.

        ShapeError for other samples, ModelError where the model's weights are not finite.
        """
        x = to_numpy(x)
        if x.ndim < 2 or math.prod(x.shape[1:]) != math.prod(self.sample_shape):
            wanted = f"(N, {', '.join(map(str, self.sample_shape))})"
            raise ShapeError(f"the model takes samples of the shape {wanted}, but the data have the shape {x.shape}")
        if (x.dtype == np.uint8) != self.scaling.of_pixels:
            kinds = ("uint8 pixels (0 to 255)", "numbers that are not uint8")
            raise ShapeError(
                f"the model was trained on {kinds[not self.scaling.of_pixels]}, but the data are "
                f"{kinds[self.scaling.of_pixels]}; convert them"
            )
        self._check_finite()
        anchor = next(iter(self.model.parameters().values()), np.zeros(0, np.float32))
        parts = []
        for rows in batches(len(x), PREDICTION_ROWS):
            scaled = self.scaling.apply(x[rows], np.float64 if "64" in str(anchor.dtype) else np.float32)
            parts.append(to_numpy(self.model.predict(like(scaled.reshape(len(scaled), *self.sample_shape), anchor))))
        y_hat = np.concatenate(parts) if parts else np.zeros((0, len(self.class_names)))
        if not np.isfinite(y_hat).all():
            raise ModelError(f"the model's numbers are too large for a probability, {_NO_PREDICTION}")
        return y_hat

    def _check_finite(self) -> None:
        for key, array in self.model.parameters().items():
            xp = array_namespace(array)
            if not bool(xp.all(xp.isfinite(array))):
                raise ModelError(f"{key} of the model holds numbers that are not finite, {_NO_PREDICTION}")

    def plot(self) -> Figure:
        """What the first layer's units look for: its weights as images, where samples are. A matplotlib figure.

        Of more than 32 units, those with the greatest weights. ModelError where no layer has a matrix `W`.
        """
        from undergrad.display.figures import units_figure  # loads matplotlib

        W, name = next(
            ((to_numpy(a), key) for key, a in self.model.parameters().items() if key.endswith(".W") and a.ndim == 2),
            (None, ""),
        )
        if W is None:
            raise ModelError("no layer of the model has a matrix W, so there is nothing to draw; plot its history")
        return units_figure(W, self.sample_shape, name)

    def _repr_html_(self) -> str:
        caption = f"trained for samples {self.sample_shape} of {len(self.class_names)} classes"
        names = ", ".join(self.class_names[:_NAMES]) + (", ..." if len(self.class_names) > _NAMES else "")
        return self.model._repr_html_() + table_html(caption, ("classes",), [[names]])

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write everything to one safetensors file. FileError where that is not possible."""
        arrays = dict(self.model.parameters())
        arrays |= {_INPUTS + "offset": self.scaling.offset, _INPUTS + "scale": self.scaling.scale}
        about = _About(
            layers=_text_of(self),
            names=[(name, type(layer).__name__) for name, layer in self.model.layers.items()],
            sample_shape=self.sample_shape,
            output={**self.output, "kind": _CLASSES, "classes": self.class_names},
        )
        write_tensors(path, arrays, kind=_KIND, about=about)


def load_model(path: str | os.PathLike[str], *, into: ClassifierModel | None = None) -> TrainedModel:
    """The model in the file `path`, which `TrainedModel.save` wrote.

    A model with layers of one's own is loaded `into` one that is put together in the same way. ModelError for a file
    that holds no model, or one of other layers or shapes, that is damaged, or whose numbers are not all finite.
    """
    arrays, said = read_tensors(path, kinds=_KINDS)
    about = said if isinstance(said, _About) else _renewed(said, arrays)
    class_names = _class_names(path, about.output)
    inputs = {key: arrays.pop(key) for key in list(arrays) if key.startswith(_INPUTS)}
    if set(inputs) != {_INPUTS + "offset", _INPUTS + "scale"} or not all(map(is_array, arrays.values())):
        raise ModelError(f"{path} has not the arrays that undergrad writes; it is damaged")
    for key, array in (arrays | inputs).items():
        if not np.isfinite(array).all():
            raise ModelError(f"{path} holds numbers that are not finite, in {key}, {_NO_PREDICTION}")
    model = into if into is not None else _built(path, about, len(class_names), arrays)
    try:
        model.set_parameters(arrays)
        _check_sample_shape(about.sample_shape, model)
        scaling = Scaling(inputs[_INPUTS + "offset"], inputs[_INPUTS + "scale"])
        trained = TrainedModel(model, scaling, about.sample_shape, class_names, about.output)
        # One sample shows whether all parts are for each other, now rather than at the first use.
        sample = np.zeros((1, *about.sample_shape), np.uint8 if scaling.of_pixels else np.float32)
        outputs = trained.predict(sample).shape[1]
    except (ModelError, ShapeError) as error:
        raise ModelError(f"{path} does not fit: {error}") from error
    if outputs != len(class_names):
        raise ModelError(f"{path} is damaged: it has {outputs} outputs and {len(class_names)} class names")
    return trained


def _check_sample_shape(shape: tuple[int, ...], model: ClassifierModel) -> None:
    """ShapeError unless samples of that shape can be for the model, and one of them can be made."""
    size, first = math.prod(shape), next(iter(model.layers.values()), None)
    fits = 0 < len(shape) <= _MOST_AXES and min(shape) > 0
    if fits and isinstance(first, FCLayer):
        fits = size == first.W.shape[0]
    elif fits:  # a layer of one's own takes what it takes, but a sample is made to try it
        fits = size <= _MOST_FEATURES
    if not fits:
        raise ShapeError("the shape of a sample that it names is not one that its model takes; train the model again")


def _text_of(trained: TrainedModel) -> str | None:
    """The text of the model's architecture, where the model that is built of it has the same arrays."""
    architecture = Architecture.of(trained.model)
    if architecture is None:
        return None
    places = architecture.places(trained.sample_shape, len(trained.class_names))
    shapes = [shape for place in places for shape in place.shapes.parameters.values()]
    own = [tuple(array.shape) for array in trained.model.parameters().values()]
    return str(architecture) if shapes == own else None


def _class_names(path: str | os.PathLike[str], output: Mapping[str, Any]) -> tuple[str, ...]:
    names = output.get("classes")
    if output.get("kind") != _CLASSES:
        raise ModelError(
            f"{path} puts out {output.get('kind')!r}, which this version of undergrad does not know; install a later"
        )
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
        raise ModelError(f"{path} has not the names of its classes; it is damaged")
    return tuple(names)


def _renewed(old: _AboutOld, arrays: Mapping[str, Any]) -> _About:
    """What a file of version 1 would say in version 2. It names classes, and sizes follow from the arrays."""
    words = {kind.__name__: word for word, kind in ACTIVATIONS.items()}

    def text(name: str, kind: str) -> str:
        W = arrays.get(f"{name}.W")
        width = W.shape[1] if W is not None and W.ndim == 2 else 0
        if kind == FCLayer.__name__:
            return call_text(FCLayer.word, (width,), {})
        return call_text(words[kind], (), old.settings.get(name, {}))

    is_known = all(kind == FCLayer.__name__ or kind in words for _, kind in old.layers)
    return _About(
        # The last fully connected layer follows from the classes.
        layers=", ".join(text(*layer) for layer in old.layers[:-1]) if is_known else None,
        names=old.layers,
        sample_shape=old.sample_shape,
        output={"kind": _CLASSES, "classes": old.class_names},
    )


def _built(path: str | os.PathLike[str], about: _About, classes: int, arrays: Mapping[str, Any]) -> ClassifierModel:
    """A model with the layers that the file describes. ModelError, before memory is taken, for other arrays."""
    if about.layers is None:
        known = {kind.__name__ for kind in LAYERS.values()}
        strange = next((kind for _, kind in about.names if kind not in known), None)
        what = f"a layer of the class {strange}" if strange else "layers in an order"
        raise ModelError(
            f"{path} has {what}, which undergrad does not know; build its like in Python "
            "and call load_model(path, into=model)"
        )
    names = [name for name, _ in about.names]
    try:
        architecture = Architecture.parse(about.layers)
        places = architecture.places(about.sample_shape, classes)
        if len(places) != len(names):
            raise ShapeError(f"it names {len(names)} layers and describes {len(places)}")
        for name, place in zip(names, places, strict=True):
            for array, shape in place.shapes.parameters.items():
                stored = arrays.get(f"{name}.{array}")
                if stored is None or stored.shape != shape:
                    raise ShapeError(
                        f"the shape of a sample, {about.sample_shape}, and the layers need {name}.{array} to have the "
                        f"shape {shape}, but there is {'none' if stored is None else stored.shape}"
                    )
        built = architecture.build(about.sample_shape, classes, rng=np.random.default_rng(0))
    except (UsageError, ShapeError) as error:
        raise ModelError(f"{path} does not fit: {error}; train the model again") from error
    model = ClassifierModel()
    for name, layer in zip(names, built.layers.values(), strict=True):
        model.add_layer(name, layer)
    model.add_layer(SOFTMAX, built.softmax_layer)
    return model
