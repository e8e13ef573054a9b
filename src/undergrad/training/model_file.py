"""A model's file: its metadata, in this version and in earlier ones, and the model that it describes."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import msgspec
import numpy as np
from numpy.typing import NDArray

from undergrad.architecture import Architecture
from undergrad.arrays import is_array
from undergrad.data.table.plan import TablePlan
from undergrad.errors import FileError, ModelError, ShapeError, UsageError
from undergrad.layers import ACTIVATIONS, LAYERS, FCLayer
from undergrad.model import ClassifierModel
from undergrad.notation.calls import call_text
from undergrad.outputs import CLASSES, Output, output_named
from undergrad.training.first_weights import FirstWeights, first_weights
from undergrad.training.tensors import read_tensors

#: The file's name in the folder of a run.
MODEL_FILE = "model.safetensors"
#: Prefix of the arrays about the inputs; a layer of that name would clash and is refused.
INPUTS = "inputs."
#: The scaling, and for a table the digests of the training rows, (k,) uint64, which may be left out.
OFFSET, SCALE, ROWS = (INPUTS + name for name in ("offset", "scale", "rows"))


class About(msgspec.Struct):
    """The metadata of a model file, in version 2."""

    #: The canonical text of its architecture; None if it has a layer without a name in such texts.
    layers: str | None
    #: Each layer's name and class, in order.
    names: list[tuple[str, str]]
    sample_shape: tuple[int, ...]
    #: The model's output: `kind`, the name of an `Output`, `classes` with their names, and whatever a later version
    #: adds.
    output: dict[str, Any]
    #: The names of layer classes that replace the textbook's classes of the same name.
    own: tuple[str, ...] = ()
    #: The names of a table's feature columns, in order; None if they have none.
    columns: tuple[str, ...] | None = None
    #: The plan for the columns of a table.
    table: TablePlan | None = None


class AboutOld(msgspec.Struct):
    """The metadata in version 1."""

    layers: list[tuple[str, str]]
    sample_shape: tuple[int, ...]
    class_names: tuple[str, ...]
    #: The arguments of activation functions, by the layers' names; functions without arguments have no entry.
    settings: dict[str, dict[str, float]] = {}


KIND = "undergrad-model-2"
KINDS: dict[str, type[About] | type[AboutOld]] = {KIND: About, "undergrad-model-1": AboutOld}


@dataclass(frozen=True, eq=False)
class ModelFile:
    """The contents of a model's file."""

    about: About
    output: Output
    class_names: tuple[str, ...]
    #: The learned arrays by the parameters' names, and the arrays about the inputs.
    arrays: dict[str, NDArray[Any]]
    inputs: dict[str, NDArray[Any]]

    @property
    def first(self) -> FirstWeights | None:
        """The weights of the first layer that has any."""
        keys = (f"{name}.{array}" for name, _ in self.about.names for array in ("W", "w"))
        return first_weights(((key, self.arrays[key]) for key in keys if key in self.arrays), self.about.sample_shape)


def file_of(path: str | os.PathLike[str]) -> Path:
    """The model's file for `path`: the file itself, or `model.safetensors` in the folder of a run.

    FileError for a folder without one.
    """
    path = Path(path)
    if not path.is_dir():
        return path
    if not (path / MODEL_FILE).is_file():
        raise FileError(f"the folder {path} has no {MODEL_FILE}; name the folder of a finished run, or a file")
    return path / MODEL_FILE


def read_model(path: str | os.PathLike[str]) -> ModelFile:
    """The contents of a model's file, whatever its layers are. ModelError if it is no such file, or damaged."""
    arrays, metadata = read_tensors(path, kinds=KINDS)
    about = metadata if isinstance(metadata, About) else _renewed(metadata, arrays)
    inputs = {key: arrays.pop(key) for key in list(arrays) if key.startswith(INPUTS)}
    rows = inputs.get(ROWS, np.zeros(0, np.uint64))
    is_known = set(inputs) - {ROWS} == {OFFSET, SCALE} and rows.dtype == np.uint64 and rows.ndim == 1
    if not is_known or not all(map(is_array, arrays.values())):
        raise ModelError(f"{path} does not contain the expected arrays; it is damaged")
    return ModelFile(about, *_output(path, about.output), arrays, inputs)


def text_of(model: ClassifierModel, sample_shape: tuple[int, ...], outputs: int, own: tuple[str, ...]) -> str | None:
    """The text of the model's architecture, if a model built from it has the same arrays."""
    architecture = Architecture.like(model) if own else Architecture.of(model)
    if architecture is None or own:
        return None if architecture is None else str(architecture)
    places = architecture.places(sample_shape, outputs)
    shapes = [shape for place in places for shape in place.shapes.parameters.values()]
    shapes += [shape for place in places for shape in place.shapes.kept.values()]
    present = [tuple(array.shape) for array in model.arrays().values()]
    return str(architecture) if shapes == present else None


def _output(path: str | os.PathLike[str], output: Mapping[str, Any]) -> tuple[Output, tuple[str, ...]]:
    """The model's output, and the names of the classes."""
    kind, names = output.get("kind"), output.get("classes")
    try:
        known = output_named(cast(Any, kind))
    except UsageError:
        raise ModelError(
            f"{path} puts out {kind!r}, which this version of undergrad does not know; install a later"
        ) from None
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
        raise ModelError(f"{path} does not contain the names of its classes; it is damaged")
    return known, tuple(names)


def _renewed(old: AboutOld, arrays: Mapping[str, Any]) -> About:
    """The metadata of a version 1 file as version 2. The file names classes, and sizes follow from the arrays."""
    words = {kind.__name__: word for word, kind in ACTIVATIONS.items()}

    def text(name: str, kind: str) -> str:
        W = arrays.get(f"{name}.W")
        width = W.shape[1] if W is not None and W.ndim == 2 else 0
        if kind == FCLayer.__name__:
            return call_text(FCLayer.word, (width,), {})
        return call_text(words[kind], (), old.settings.get(name, {}))

    is_known = all(kind == FCLayer.__name__ or kind in words for _, kind in old.layers)
    return About(
        # The number of classes determines the last fully connected layer.
        layers=", ".join(text(*layer) for layer in old.layers[:-1]) if is_known else None,
        names=old.layers,
        sample_shape=old.sample_shape,
        output={"kind": CLASSES.name, "classes": old.class_names},
    )


def built(
    path: str | os.PathLike[str], stored: ModelFile, own: Mapping[str, Callable[..., Any]] | None
) -> ClassifierModel:
    """A model with the layers that the file describes. ModelError, before memory is allocated, for other arrays."""
    about, arrays, output, classes = stored.about, stored.arrays, stored.output, len(stored.class_names)
    if about.layers is None:
        known = {kind.__name__ for kind in LAYERS.values()}
        strange = next((kind for _, kind in about.names if kind not in known), None)
        what = f"a layer of the class {strange}" if strange else "layers in an order"
        raise ModelError(
            f"{path} has {what}, which undergrad does not know; build the same model in Python "
            "and call load_model(path, into=model)"
        )
    if about.own and own is None:
        raise ModelError(
            f"{path} was trained with the user's own layers ({', '.join(about.own)}); name the file that has them with "
            "--answer, or in Python call load_model(path, into=model)"
        )
    names = [name for name, _ in about.names]
    try:
        architecture = Architecture.parse(about.layers)
        places = architecture.places(about.sample_shape, output.outputs(classes))
        if len(places) != len(names):
            raise ShapeError(f"it names {len(names)} layers and describes {len(places)}")
        for name, place in zip(names, places, strict=True):
            for array, shape in place.shapes.arrays.items() if not about.own else ():
                present = arrays.get(f"{name}.{array}")
                if present is None or present.shape != shape:
                    raise ShapeError(
                        f"the shape of a sample, {about.sample_shape}, and the layers need {name}.{array} to have the "
                        f"shape {shape}, but there is {'none' if present is None else present.shape}"
                    )
        sizes = [math.prod(shape) for place in places for shape in place.shapes.arrays.values()]
        if not about.own and sum(sizes) != sum(array.size for array in arrays.values()):
            raise ShapeError("its layers need another number of weights than it holds")
        rng, own = np.random.default_rng(0), own if about.own else None
        built = architecture.build(about.sample_shape, classes, output=output, rng=rng, own=own)
    except (UsageError, ShapeError) as error:
        raise ModelError(f"{path} does not fit: {error}; train the model again") from error
    model = ClassifierModel(output)
    for name, layer in zip(names, built.layers.values(), strict=True):
        model.add_layer(name, layer)
    model.add_layer(output.layer_name, built.output_layer)
    model.built_from = built.built_from
    return model
