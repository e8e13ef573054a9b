"""The output of a network: the layer at its end with its loss, its targets, and its measures."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

from undergrad.arrays import Array, array_namespace
from undergrad.data import Dataset
from undergrad.data.targets import Target
from undergrad.display.languages import Text
from undergrad.errors import DataError, UsageError
from undergrad.outputs.measure import Measure


@dataclass(frozen=True)
class Chance:
    """The results of predicting without looking at the samples."""

    #: The output's measure.
    value: float
    #: The output's loss.
    loss: float


class Output(ABC):
    """An exchangeable end of a network. All code that depends on the kind of output is in its subclasses."""

    #: Its name in experiment files, records and model files: `classes`.
    name: ClassVar[str]
    #: The kind of targets that the data must have.
    target: ClassVar[Target] = "classes"
    #: The name of the layer in the model, and its class.
    layer_name: ClassVar[str]
    layer: ClassVar[type[Any]]
    #: The name of the layer's method for the loss, by which `ClassifierModel.add_layer` recognises it: `ce_loss`.
    loss_method: ClassVar[str]
    #: The loss's name in columns, and in sentences in each language.
    loss_name: ClassVar[str]
    loss_words: ClassVar[Text]
    measure: ClassVar[Measure]
    #: Further measures, besides the one that chooses the best epoch.
    also: ClassVar[tuple[Measure, ...]] = ()
    #: Whether each sample is of one class: then there are class weights, and a confusion matrix.
    classifies: ClassVar[bool] = False
    #: Whether y_hat is a number in the labels' units, so that changing the last layer's weights can change the units.
    keeps_units: ClassVar[bool] = False
    #: Whether an untrained network is about as good as chance.
    starts_at_chance: ClassVar[bool] = True
    #: The words for the measure of chance, in each language: `the largest class's share`.
    chance_words: ClassVar[Text] = {"en": "chance", "ko": "우연"}
    #: The words for `constant`, in each language; `{part}` is the part of the data that it comes from.
    constant_words: ClassVar[Text] = {"en": "the same", "ko": "같은 값"}

    @property
    def text(self) -> str:
        """Its name, with arguments that are not the default: `huber(delta=5.0)`."""
        return self.name

    def make_layer(self) -> Any:
        """A new layer for the end of a network."""
        return self.layer()

    @abstractmethod
    def outputs(self, classes: int) -> int:
        """The number of outputs for data with `classes` classes, labels or numbers."""

    @abstractmethod
    def targets(self, labels: Array, classes: int, dtype: Any) -> Array:
        """The targets of the network for the data's `labels` (N, ...): (N, outputs), NumPy."""

    @abstractmethod
    def predicted(self, y_hat: Array) -> Array:
        """The predictions of `y_hat` (N, outputs), NumPy, for the measure: in the shape of labels."""

    def class_numbers(self, predicted: Array) -> Array:
        """(N,), the class numbers of `predicted`, for an output that `classifies`."""
        return predicted

    @property
    def settles(self) -> bool:
        """Whether the end of a training chooses something about it on the validation set."""
        return False

    def settled(self, predicted: Array, labels: Array) -> Output:
        """The output of a trained network, given the `predicted` values for the validation set and its labels."""
        return self

    def probabilities(self, y_hat: Array) -> Array | None:
        """(N, C) for the C classes, or (N, L) for the labels; None if `y_hat` (N, outputs) are no probabilities."""
        return None

    def loss(self, layer: Any, y_hat: Array, y: Array, scale: Array | None = None) -> float:
        """The mean loss of the samples; afterwards `layer.backward` gives its gradient if all count the same.

        `scale` (N, 1), with mean 1, weights the samples. UsageError if the layer has no loss for single samples.
        """
        loss = float(getattr(layer, self.loss_method)(y_hat, y))
        if scale is None:
            return loss
        if not hasattr(layer, "sample_losses"):
            raise UsageError(
                f"{type(layer).__name__} has no method sample_losses, which weights of samples need; give it one that "
                "returns the loss of each sample, or leave the weights out"
            )
        xp = array_namespace(y_hat)
        return float(xp.mean(layer.sample_losses(y_hat, y) * scale[:, 0]))

    def check(self, dataset: Dataset, dtype: str = "float64") -> None:
        """Raise DataError if the data have targets of another kind, or nothing that can be learned in `dtype`."""
        if dataset.target != self.target:
            raise DataError(
                f"{dataset.name} holds {dataset.target}, and the output {self.text} needs {self.target}; load the data "
                f"with target={self.target!r}, or choose another output"
            )

    def constant(self, labels: Array) -> Array | None:
        """The best constant prediction, in the shape of one label, given only `labels` (N, ...).

        None if the output has none.
        """
        return None

    def chance(self, labels: Array) -> Chance | None:
        """The results of chance on `labels` (N, ...); None if the output does not define chance."""
        return None

    def guess(self, classes: int) -> float | None:
        """The loss of equal probabilities for everything; None if the output does not define that."""
        return None
