"""A trained model with everything that raw data need before it, and its file."""

from __future__ import annotations

import functools
import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from undergrad.architecture.table import is_textbook
from undergrad.arrays import Array, is_finite, like, to_numpy
from undergrad.data import Scaling
from undergrad.data.table.digests import row_digests
from undergrad.data.table.frames import is_frame, read_frame
from undergrad.data.table.inputs import features_of
from undergrad.data.table.plan import TablePlan
from undergrad.data.table.raw import RawTable
from undergrad.display.tables import table_html
from undergrad.engines.base import PREDICTION_ROWS
from undergrad.errors import ModelError, ShapeError, UsageError
from undergrad.layers import FCLayer
from undergrad.model import ClassifierModel
from undergrad.training.first_weights import first_weights
from undergrad.training.model_file import KIND, OFFSET, ROWS, SCALE, About, built, file_of, read_model, text_of
from undergrad.training.tensors import write_tensors
from undergrad.training.units import leave_units

if TYPE_CHECKING:
    from matplotlib.figure import Figure


_NO_PREDICTION = "so nothing can be predicted; train it again, with a lower learning rate if that was why"
_MOST_FEATURES = 2**27  # features of a sample; half a gigabyte
_MOST_AXES = 31  # axes of a sample; arrays of NumPy 1 have at most 32
_NO_WEIGHTS = np.zeros(0, np.float32)
_NAMES = 20  # names of classes that a notebook shows


@dataclass(frozen=True, eq=False)
class TrainedModel:
    """A model, the scaling of its inputs, the shape of one sample and the names of the classes.

    >>> import numpy as np
    >>> from undergrad import Dataset, fit, fully_connected
    >>> data = Dataset.from_arrays([[0.0], [1.0]] * 20, [0, 1] * 20, [[0.2]], [0], class_names=["no", "yes"])
    >>> model = fully_connected(1, [4], 2, "tanh", rng=np.random.default_rng(0))
    >>> trained = fit(model, data, epochs=20, learning_rate=0.5, batch_size=4).trained
    >>> y_hat = trained.predict(np.array([[0.1], [0.9]]))
    >>> [trained.class_names[number] for number in y_hat.argmax(axis=1)]
    ['no', 'yes']
    """

    #: The layers with their weights.
    model: ClassifierModel
    #: The scaling that `predict` applies first.
    scaling: Scaling
    #: The shape of one sample, (28, 28) for an image of that size.
    sample_shape: tuple[int, ...]
    #: The names of the C classes, in the order of their numbers.
    class_names: tuple[str, ...]
    #: Further metadata about the output, from a file of a later version.
    output: Mapping[str, Any] = field(default_factory=dict)
    #: The names of the features, for a table whose columns had names.
    columns: tuple[str, ...] | None = None
    #: The plan for the columns of a table, if it was trained on one.
    table: TablePlan | None = None
    #: For a table, the digests that identify its training rows, (k,) uint64, increasing, from `row_digests`; None if
    #: they were left out.
    digests: NDArray[np.uint64] | None = None
    # The model's arrays already checked to be finite, by name: reading them all takes as long as one sample's pass.
    _finite: dict[str, Array] = field(default_factory=dict, init=False, repr=False)

    def predict(self, x: Any) -> np.ndarray[Any, Any]:
        """Class probabilities y_hat (N, C) for raw samples `x` of the training data's kind, (N, *sample_shape) or flat.

        A frame of pandas, Polars or another library is encoded by the names of its columns, like the table that the
        model was trained on; an array holds the features that `columns` names, in that order. DataError for a frame
        that lacks a column or has an unreadable cell.

        The kind is uint8 pixels or other numbers; `predict` scales them. The result is a NumPy array of the weights'
        precision. ShapeError for samples of another shape or kind, ModelError if the weights or the results are not
        finite. Each array of weights is checked once. If one is changed in place afterwards, the results still reveal
        NaN, and infinity unless a layer turns it into a finite number, as ReLU does with -infinity.
        """
        x = to_numpy(self._features(x))
        self._check_samples(x)
        self._check_finite()
        starts = range(0, len(x), PREDICTION_ROWS)
        parts = [to_numpy(self.model.predict(self._scaled(x[start : start + PREDICTION_ROWS]))) for start in starts]
        y_hat = np.concatenate(parts) if parts else np.zeros((0, self.outputs))
        if not is_finite(y_hat):
            self._finite.clear()  # somebody may have changed an array in place
            self._check_finite()
            raise ModelError(f"the model's numbers are too large, {_NO_PREDICTION}")
        return y_hat

    def inputs(self, x: Any) -> Array:
        """The first layer's input for raw samples `x`: scaled, (N, *sample_shape), of the weights' kind.

        ShapeError as in `predict`.
        """
        x = to_numpy(self._features(x))
        self._check_samples(x)
        return self._scaled(x)

    def seen(self, x: Any) -> NDArray[np.bool_]:
        """Which raw samples `x` (N, F), or rows of a frame, have the features of a training row, (N,).

        Rows of the validation set count too. UsageError for a model that was not trained on a table, or whose file was
        written without digests; other errors as in `predict`.
        """
        x = to_numpy(self._features(x))
        self._check_samples(x)
        if self.digests is None:
            raise UsageError("the model has no digests of its training rows, so it cannot recognise them")
        known: NDArray[np.bool_] = np.isin(row_digests(x), self.digests)
        return known

    def _features(self, x: Any) -> Array:
        """The features in a frame, by the columns' names; an array is returned unchanged."""
        if is_frame(x):
            x = read_frame(x)
        return features_of(x, self.plan, features=math.prod(self.sample_shape)) if isinstance(x, RawTable) else x

    def _check_samples(self, x: NDArray[Any]) -> None:
        """Raise ShapeError for samples of another shape or kind."""
        if x.ndim < 2 or math.prod(x.shape[1:]) != math.prod(self.sample_shape):
            wanted = f"(N, {', '.join(map(str, self.sample_shape))})"
            raise ShapeError(f"the model takes samples of the shape {wanted}, but the data have the shape {x.shape}")
        if (x.dtype == np.uint8) != self.scaling.of_pixels:
            kinds = ("uint8 pixels (0 to 255)", "numbers that are not uint8")
            raise ShapeError(
                f"the model was trained on {kinds[not self.scaling.of_pixels]}, but the data are "
                f"{kinds[self.scaling.of_pixels]}; convert them"
            )

    def _scaled(self, x: NDArray[Any]) -> Array:
        anchor = self.model.anchor(_NO_WEIGHTS)
        scaled = self.scaling.apply(x, _precision(anchor.dtype))
        return like(scaled.reshape(len(scaled), *self.sample_shape), anchor)

    @property
    def plan(self) -> TablePlan:
        """The plan for a table's columns: the one from training, or else each column is a number."""
        if self.table is not None:
            return self.table
        count, named = math.prod(self.sample_shape), self.columns is not None
        return TablePlan.plain(
            self.columns or tuple(map(str, range(count))), named=named, pixels=self.scaling.of_pixels
        )

    @property
    def outputs(self) -> int:
        """The number of outputs for a sample."""
        return self.model.output.outputs(len(self.class_names))

    def _check_finite(self) -> None:
        """Raise ModelError unless every array of the model is finite; each array is checked only once."""
        for key, array in self.model.arrays().items():
            if self._finite.get(key) is not array:
                if not is_finite(array):
                    raise ModelError(f"{key} of the model holds numbers that are not finite, {_NO_PREDICTION}")
                self._finite[key] = array

    def plot(self) -> Figure:
        """What the first layer's units respond to: its weights as images, if samples are images. A matplotlib figure.

        For a convolution it shows the filters, the channels of each one below the other. If there are more than 32, it
        shows those with the greatest weights. ModelError if no layer has weights of that kind.
        """
        from undergrad.display.figures import units_figure  # loads matplotlib

        first = first_weights(self.model.parameters().items(), self.sample_shape)
        if first is None:
            raise ModelError("no layer of the model has weights that can be drawn as images; plot its history")
        return units_figure(first.W, first.shape, first.name)

    def to_onnx(self, path: str | os.PathLike[str] | None = None, *, dtype: str | None = None) -> Any:
        """The model as an `onnx.ModelProto`, as `undergrad.exports.to_onnx` makes it, and raises its errors."""
        from undergrad.exports import to_onnx  # only an export needs it

        return to_onnx(self, path, dtype=dtype)

    def to_torch(self) -> Any:
        """The model as a `torch.nn.Sequential`, as `undergrad.exports.to_torch` makes it, and raises its errors."""
        from undergrad.exports import to_torch

        return to_torch(self)

    def _repr_html_(self) -> str:
        caption = f"trained for samples {self.sample_shape} of {len(self.class_names)} classes"
        names = ", ".join(self.class_names[:_NAMES]) + (", ..." if len(self.class_names) > _NAMES else "")
        return self.model._repr_html_() + table_html(caption, ("classes",), [[names]])

    def save(self, path: str | os.PathLike[str], *, digests: bool = True) -> None:
        """Write everything to one safetensors file, whole or not at all; `digests=False` leaves out a table's digests.

        FileError if that fails, ModelError for weights of a dtype that such a file cannot hold.
        """
        arrays = dict(self.model.arrays())
        arrays |= {OFFSET: self.scaling.offset, SCALE: self.scaling.scale}
        if digests and self.digests is not None:
            arrays[ROWS] = self.digests
        layers = [*self.model.layers.values(), self.model.output_layer]
        own = tuple(dict.fromkeys(type(layer).__name__ for layer in layers if not is_textbook(layer)))
        about = About(
            layers=text_of(self.model, self.sample_shape, self.outputs, own),
            names=[(name, type(layer).__name__) for name, layer in self.model.layers.items()],
            sample_shape=self.sample_shape,
            output={**self.output, "kind": self.model.output.text, "classes": self.class_names},
            own=own,
            columns=self.columns,
            table=self.table,
        )
        write_tensors(path, arrays, kind=KIND, about=about)


@functools.cache
def _precision(dtype: Any) -> type[np.floating[Any]]:
    """float64 for a dtype, of any library, that has 64 in its name; float32 for any other."""
    return np.float64 if "64" in str(dtype) else np.float32


def load_model(
    path: str | os.PathLike[str],
    *,
    into: ClassifierModel | None = None,
    own: Mapping[str, Callable[..., Any]] | None = None,
) -> TrainedModel:
    """The model in the file `path`, which `TrainedModel.save` wrote, or in a run's folder. Nothing is unpickled.

    In a folder it is the file `model.safetensors`, which each run of an experiment writes.

    A model with your own layers is loaded `into` one that is built in the same way, or is built from the `own` classes,
    as `Architecture.build` takes them. ModelError for a file without a model, with other layers or shapes, that is
    damaged, or whose numbers are not all finite; FileError for one that cannot be read, or a folder without it.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from undergrad import Dataset, fit, fully_connected
    >>> data = Dataset.from_arrays([[0.0], [1.0]] * 20, [0, 1] * 20, [[0.2]], [0])
    >>> trained = fit(fully_connected(1, [4], 2), data, epochs=1).trained
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     trained.save(Path(folder) / "model.safetensors")
    ...     loaded = load_model(Path(folder) / "model.safetensors")
    ...     same = load_model(folder)
    >>> bool((loaded.predict(data.x_test) == trained.predict(data.x_test)).all())
    True
    """
    path = file_of(path)
    stored = read_model(path)
    about, arrays, inputs, class_names = stored.about, stored.arrays, stored.inputs, stored.class_names
    for key, array in (arrays | inputs).items():
        if not np.isfinite(array).all():
            raise ModelError(f"{path} holds numbers that are not finite, in {key}, {_NO_PREDICTION}")
    model = into if into is not None else built(path, stored, own)
    if model.output.text != stored.output.text:
        mismatch = f"{path} puts out {stored.output.text}, and the model that it is loaded into {model.output.text}"
        raise ModelError(f"{mismatch}; build one like it")
    try:
        model.set_arrays(arrays)
        _check_sample_shape(about.sample_shape, model)
        scaling = Scaling(inputs[OFFSET], inputs[SCALE])
        trained = TrainedModel(
            model, scaling, about.sample_shape, class_names, about.output, about.columns, about.table, inputs.get(ROWS)
        )
        # One sample shows whether all parts fit together, now and not at the first use.
        sample = np.zeros((1, *about.sample_shape), np.uint8 if scaling.of_pixels else np.float32)
        outputs = trained.predict(sample).shape[1]
        if about.table is not None:
            leave_units(model)
    except (ModelError, ShapeError) as error:
        raise ModelError(f"{path} does not fit: {error}") from error
    if trained.table is not None and trained.table.features != trained.columns:
        raise ModelError(f"{path} is damaged: the columns of its table do not make its features")
    if trained.columns is not None and (len(trained.columns),) != trained.sample_shape:
        raise ModelError(
            f"{path} is damaged: it names {len(trained.columns)} columns for {about.sample_shape} features"
        )
    if outputs != trained.outputs:
        raise ModelError(f"{path} is damaged: it has {outputs} outputs and {len(class_names)} class names")
    return trained


def _check_sample_shape(shape: tuple[int, ...], model: ClassifierModel) -> None:
    """Raise ShapeError unless the model may take samples of that shape, and one sample can be allocated."""
    size, first = math.prod(shape), next(iter(model.layers.values()), None)
    fits = 0 < len(shape) <= _MOST_AXES and min(shape) > 0
    if fits and isinstance(first, FCLayer):
        fits = size == first.W.shape[0]
    elif fits:  # a user's own layer may take any shape, but one sample must be allocated to try it
        fits = size <= _MOST_FEATURES
    if not fits:
        raise ShapeError("its model does not take samples of the shape that the file names; train the model again")
