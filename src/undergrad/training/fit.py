"""The one training loop: epochs, history, the best epoch, checkpoints."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Unpack

import numpy as np
from numpy.typing import NDArray

from undergrad.arrays import Array, as_dtype, is_array, like, to_numpy
from undergrad.data import Dataset, Scaling, batches, split
from undergrad.data.split import stratified
from undergrad.display.progress import Display, display_here
from undergrad.engines import make_engine
from undergrad.engines.base import least_rows
from undergrad.errors import ModelError, NonFiniteLossError, UsageError
from undergrad.model import ClassifierModel
from undergrad.optimizers import parse_optimizer
from undergrad.settings import Hyperparameters, Numbers, with_numbers
from undergrad.training.checkpoint import Checkpoint, load_checkpoint
from undergrad.training.epochs import Epoch
from undergrad.training.generators import generators, order_generator
from undergrad.training.history import History
from undergrad.training.identity import leave, look, training_of
from undergrad.training.oversight import Oversight
from undergrad.training.shown import ShownTraining
from undergrad.training.trained import TrainedModel
from undergrad.training.units import leave_units, unit_of
from undergrad.training.watch import Scene, Watch
from undergrad.training.weights import weights_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, eq=False)
class Fit:
    """The result of a training. A notebook shows it as tables.

    >>> from undergrad import Dataset, fit, fully_connected
    >>> data = Dataset.from_arrays([[0.0], [1.0]] * 20, [0, 1] * 20, [[0.2]], [0])
    >>> result = fit(fully_connected(1, [4], 2), data, epochs=3, learning_rate=0.5, batch_size=4)
    >>> len(result.history), result.best == result.history.best, result.last["fc1.W"].shape
    (3, True, (1, 4))
    >>> result.trained.predict(data.x_test).shape
    (1, 2)
    """

    #: The model with the weights of the best epoch, ready for raw data; `trained.save(path)` writes it to a file.
    trained: TrainedModel
    #: Every epoch, including those before an interruption.
    history: History
    #: The epoch with the best validation measure (for a classifier the accuracy); ties go to the lowest validation
    #: loss.
    best: Epoch
    #: The arrays after the last epoch, by `layer.attribute`, as `ClassifierModel.arrays` names them; `set_arrays` puts
    #: them into the model.
    last: dict[str, Array]
    #: The engine that ran the steps: "cpu" or "reference".
    engine: str

    def plot(self) -> Figure:
        """Training and validation measure and loss per epoch. A matplotlib figure."""
        return self.history.plot()

    def _repr_html_(self) -> str:
        return f"{self.history._repr_html_()}{self.trained._repr_html_()}"

    def __repr__(self) -> str:
        best, measure = self.best, self.trained.model.output.measure
        reached = f"{measure.words['en']} {measure.text(best.val_measure)} in epoch {best.epoch}"
        return f"Fit({len(self.history)} epochs; best validation {reached}; engine {self.engine})"


def fit(
    model: ClassifierModel,
    dataset: Dataset,
    settings: Hyperparameters | None = None,
    *,
    seed: int = 0,
    oversight: Oversight | None = None,
    progress: bool = False,
    **numbers: Unpack[Numbers],
) -> Fit:
    """Train `model` on the training part of `dataset` under the homework's protocol; the test part is never used.

    The model takes samples of the data's shape, (N, *sample_shape), and has as many outputs as the data have classes,
    or as many as its `output` needs, which also says whether labels are class numbers. Its parameters may be arrays of
    any library; they keep library and device.

    The hyperparameters are those of `settings`, by default the homework's; an argument such as `epochs=5` overrides
    one. Inputs are scaled to [0, 1]; those of a table (`load_table`) are standardised, and so are numbers to predict,
    which the trained model returns in their own units. A permutation seeded with `seed` sets aside the first
    `validation` share of the training part, for a table that share of each class. Each epoch runs over the other
    samples, in fixed order or, with `order` "shuffled", in a new one, in batches of `batch_size`, with plain gradient
    descent on the output's loss (cross-entropy) + L2 term, in `dtype`. Then the measure (accuracy) is computed on both
    parts, and the loss on the validation part. At the end the model has the weights of the epoch with the best
    validation measure, ties going to the lowest validation loss; with `best_by` "loss", of the one with that loss.

    `optimizer` is one of `undergrad.optimizers` or its text, "adam(beta_1=0.95)"; `momentum` is short for
    "sgd(momentum=...)"; `clip_norm` shortens the gradients of a step if their norm, L2 term included, is larger.
    `schedule` ("constant", "step", "cosine") changes the learning rate from epoch to epoch: "step" multiplies it by
    `step_factor` after each of the shares `step_at` of the epochs, "cosine" lowers it nearly to 0. The training ends
    after `patience` epochs, if not 0, without a new lowest validation loss. `class_weight` says how much the samples of
    each class count in the training loss, and `Dataset.weighted` how much each sample counts; measures and the
    validation loss count all samples equally.

    With `progress` the running training is shown as by the command: a bar on a terminal, a table in a notebook, about
    ten lines elsewhere. `oversight` says who watches, who may end the training, and where its checkpoint is. Both the
    interrupted model and a newly made one can continue a checkpoint. An interrupted training leaves the model with the
    weights of the last whole epoch.

    Raises UsageError for impossible settings or a seed that is no whole number from 0 on; DataError for data with a
    single class or sample, of another kind than the output's, for which its measure is undefined, or with a range
    beyond float32; ShapeError or ModelError if model and data do not fit; ModelError for a damaged checkpoint,
    OtherTrainingError for one of another training, FileError for one that cannot be read or written; and
    NonFiniteLossError.

    >>> import numpy as np
    >>> from undergrad import Dataset, fit, fully_connected
    >>> data = Dataset.from_arrays([[0.0], [1.0]] * 20, [0, 1] * 20, [[0.2]], [0])
    >>> model = fully_connected(1, [4], 2, "tanh", rng=np.random.default_rng(0))
    >>> fit(model, data, epochs=20, learning_rate=0.5, batch_size=4).best.val_measure
    1.0
    """
    if "sample_weight" in numbers:  # other libraries take it as an argument
        raise UsageError("sample_weight belongs to the data; write fit(model, dataset.weighted(sample_weight), ...)")
    settings, oversight = with_numbers(settings, numbers), oversight or Oversight()
    watch, checkpoint = oversight.watch, oversight.checkpoint
    if not isinstance(dataset, Dataset):
        raise UsageError(f"dataset must be a Dataset, not {type(dataset).__name__}; see load_dataset and from_arrays")
    output = model.output
    output.check(dataset, settings.dtype)
    if settings.class_weight and not output.classifies:
        raise UsageError(f"class_weight is for classes, and the output {output.text} has none; leave it out")
    train_rows, val_rows = _divided(dataset, settings, seed)
    for held, part in ((train_rows, "what is trained on"), (val_rows, "the validation set")):
        output.measure.check(dataset.y_train[held], part)
    weights, train_rows = weights_of(dataset, settings.class_weight, train_rows)
    if dataset.table is None:
        scaling = Scaling.of(dataset.x_train, train_rows)
    else:
        scaling = dataset.table.scaling(dataset.x_train, train_rows)
    unit = unit_of(dataset, model, train_rows)
    goes_on = unit.is_in(model)

    model.set_arrays({key: as_dtype(array, settings.dtype) for key, array in model.arrays().items()})
    before = look(model)  # before the first forward, which may change numbers in a layer
    _check_fit(model, scaling, dataset.x_train[:1], output.outputs(dataset.classes))
    optimizer = parse_optimizer(settings.optimizer)
    runner = make_engine(
        settings.engine, model, scaling, dataset.classes, settings.dtype, weights, optimizer, settings.clip_norm, seed
    )
    resumes = oversight.resumes
    training = training_of(model, before, dataset, settings, seed=seed, engine=runner.name, resumes=resumes)

    if goes_on and not resumes:
        model.set_arrays(unit.inside_arrays(model.arrays()))
    state = Checkpoint(training, [], model.arrays(), model.arrays())
    if resumes and checkpoint is not None:
        state = load_checkpoint(checkpoint, training, rate_of=settings.rate_of).like(model.arrays())
        model.set_arrays(state.last)
        runner.state = state.optimizer
    rows = train_rows, np.sort(train_rows), np.sort(val_rows)
    scene = Scene(model, runner, dataset.x_train, unit.inside(dataset.y_train), *rows, settings, seed, unit)
    shown = ShownTraining(display_here() if progress else Display(), model, settings)
    try:
        shown.begins(len(state.history))
        if watch:
            watch.begins(scene, state.watched)
        saved_at = time.monotonic()
        for number in range(len(state.history) + 1, settings.epochs + 1):
            if state.standing.has_ended(settings.patience):
                break
            try:
                record, watched = train_epoch(number, scene, watch)
            except NonFiniteLossError as error:
                shown.fails(len(state.history), error)
                if watch:
                    watch.fails(number, settings.rate_of(number))
                raise
            # After each epoch an engine leaves new arrays, so references are snapshots. The whole state changes
            # in one assignment: an interrupt sees either the old state or the new one.
            state = state.after(record, model.arrays(), runner.state, watched)
            if checkpoint is not None and time.monotonic() - saved_at >= oversight.checkpoint_seconds:
                state.save(checkpoint)
                saved_at = time.monotonic()
            shown.epoch_ends(record)
            if oversight.on_epoch:
                oversight.on_epoch(record)
            if oversight.stop_when and oversight.stop_when(state.history):
                break
    finally:
        try:
            # An interrupted epoch leaves no trace: the model returns to its state in the checkpoint.
            model.set_arrays(unit.outside_arrays(state.last))
            leave(model, training)
            if dataset.table is not None:
                leave_units(model)
            if checkpoint is not None and state.history:
                state.save(checkpoint)
        finally:
            shown.ends()

    model.set_arrays(state.best)
    if output.settles:
        validated = runner.predict_labels(scene.x, rows=scene.val_rows)
        model.output = output.settled(validated, dataset.y_train[scene.val_rows])
    model.set_arrays(unit.outside_arrays(state.best))
    leave(model, training)
    if dataset.table is not None:
        leave_units(model)
    trained = TrainedModel(
        model,
        scaling,
        dataset.sample_shape,
        dataset.class_names,
        columns=dataset.columns,
        table=dataset.table,
        digests=None if dataset.table is None else dataset.row_digests,
    )
    history = History(state.history)
    return Fit(trained, history, history.best, unit.outside_arrays(state.last), runner.name)


def _divided(dataset: Dataset, settings: Hyperparameters, seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The rows to train on, and those of the validation set, which for a table has its share of each class."""
    n, (rng, _) = len(dataset.x_train), generators(seed)
    if dataset.table is None or dataset.target != "classes" or n < 2:
        return split(n, rng=rng, validation=settings.validation)
    held, rest = stratified(n, rng, settings.validation, dataset.y_train)
    return rng.permutation(rest), held


def train_epoch(number: int, scene: Scene, watch: Watch | None) -> tuple[Epoch, str]:
    """Train one epoch. Returns its record, and the note of `watch` for the checkpoint."""
    start = time.perf_counter()
    model, runner, settings = scene.model, scene.engine, scene.settings
    learning_rate, rows = settings.rate_of(number), scene.train_rows
    if settings.order == "shuffled":
        rows = order_generator(scene.seed, number).permutation(rows)
    data_loss = runner.train_epoch(
        scene.x,
        scene.labels,
        rows=rows,
        epoch=number,
        batch_size=settings.batch_size,
        learning_rate=learning_rate,
        reg_lambda=settings.reg_lambda,
    )
    with np.errstate(over="ignore"):
        loss = data_loss + model.l2(settings.reg_lambda)
    if not math.isfinite(loss):  # the data loss is finite: the engine checks it
        steps = len([*batches(len(scene.train_rows), settings.batch_size, least_rows(model))])
        raise NonFiniteLossError(epoch=number, step=steps, layer=_largest(model))
    measure, measured, unit = model.output.measure, scene.measured_rows, scene.unit
    predicted = runner.predict_labels(scene.x, rows=measured)
    train_measure = measure.value(unit.outside(predicted), unit.outside(scene.labels[measured]))
    observed = runner.observe(scene.x, rows=scene.val_rows, labels=scene.labels, with_units=watch is not None)
    watched = watch.epoch_ends(number, learning_rate, observed.units) if watch else ""
    val_measure = measure.value(unit.outside(observed.labels), unit.outside(scene.labels[scene.val_rows]))
    val_loss = observed.data_loss
    if val_loss is not None and not math.isfinite(val_loss):
        val_loss = None
    seconds = time.perf_counter() - start
    record = Epoch(
        number, loss, data_loss, train_measure, val_measure, seconds, val_loss, measure.name, settings.best_by
    )
    return record, watched


def _largest(model: ClassifierModel) -> str:
    """The name of the layer that holds the largest parameter (or one that is not finite)."""
    sizes = {key: np.nan_to_num(np.abs(to_numpy(a)).max(), nan=np.inf) for key, a in model.parameters().items()}
    return max(sizes, key=lambda key: float(sizes[key])).rpartition(".")[0]


def _check_fit(model: ClassifierModel, scaling: Scaling, sample: Array, needed: int) -> None:
    """Run one sample through the model, so that an error comes before the first epoch and not during it."""
    scaled = scaling.apply(sample, np.float32).reshape(sample.shape)
    outputs = model.predict(like(scaled, model.anchor(scaled))).shape[1]
    for name, layer in model.layers.items():
        if is_array(getattr(layer, "W", None)) and f"{name}.W" not in model.parameters():
            raise ModelError(
                f"layer {name!r} creates its W only in forward, so it would not be saved; "
                "make it in __init__, or give the class parameters = ('W', ...)"
            )
    if outputs != needed:
        what = f"have {needed} classes" if model.output.classifies else f"need {needed}"
        raise ModelError(f"the model has {outputs} outputs, but the data {what}; they must be the same")
