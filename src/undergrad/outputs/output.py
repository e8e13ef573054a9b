"""What a network puts out: the layer at its end with its loss, what it is trained towards, and how it is judged."""

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
    """What is reached by who does not look at the samples at all."""

    #: By the output's measure.
    value: float
    #: By the output's loss.
    loss: float


class Output(ABC):
    """An exchangeable end of a network. Whatever depends on it asks it; nothing else knows which one it is."""

    #: In experiment files, records and model files: `classes`.
    name: ClassVar[str]
    #: Of what kind the data's targets must be.
    target: ClassVar[Target] = "classes"
    #: Under which name the layer stands in the model, and its class.
    layer_name: ClassVar[str]
    layer: ClassVar[type[Any]]
    #: The method of the layer that is its loss, by which `ClassifierModel.add_layer` knows it: `ce_loss`.
    loss_method: ClassVar[str]
    #: The loss in columns, and in sentences in each language.
    loss_name: ClassVar[str]
    loss_words: ClassVar[Text]
    measure: ClassVar[Measure]
    #: What else is said of predictions, besides the measure that the best epoch is chosen by.
    also: ClassVar[tuple[Measure, ...]] = ()
    #: Whether each sample is of one class: then there are class weights, and a confusion matrix.
    classifies: ClassVar[bool] = False
    #: Whether y_hat is a number in the units of the labels, so that a last layer of other weights gives other units.
    keeps_units: ClassVar[bool] = False
    #: Whether a network that has learned nothing yet is about as good as chance.
    starts_at_chance: ClassVar[bool] = True
    #: What chance reaches, in each language: `the largest class's share`.
    chance_words: ClassVar[Text] = {"en": "chance", "ko": "우연"}
    #: What `constant` is, in each language; `{part}` is the part of the data that it comes from.
    constant_words: ClassVar[Text] = {"en": "the same", "ko": "같은 값"}

    @property
    def text(self) -> str:
        """Its name with its arguments, where they are not the usual ones: `huber(delta=5.0)`."""
        return self.name

    def make_layer(self) -> Any:
        """A new layer for the end of a network."""
        return self.layer()

    @abstractmethod
    def outputs(self, classes: int) -> int:
        """How many outputs data of so many classes, labels or numbers need."""

    @abstractmethod
    def targets(self, labels: Array, classes: int, dtype: Any) -> Array:
        """What the network shall put out for `labels` (N, ...), as data hold them: (N, outputs), NumPy."""

    @abstractmethod
    def predicted(self, y_hat: Array) -> Array:
        """What `y_hat` (N, outputs), NumPy, says of each sample, as the measure takes it: in the shape of labels."""

    def class_numbers(self, predicted: Array) -> Array:
        """(N,), the class numbers that `predicted` says, of an output that `classifies`."""
        return predicted

    @property
    def settles(self) -> bool:
        """Whether something about it is chosen on the validation set when a training ends."""
        return False

    def settled(self, predicted: Array, labels: Array) -> Output:
        """The output that a trained network has, by what was `predicted` of the validation set and its labels."""
        return self

    def probabilities(self, y_hat: Array) -> Array | None:
        """(N, C) of the C classes, or (N, L) of the labels; None where `y_hat` (N, outputs) are no probabilities."""
        return None

    def loss(self, layer: Any, y_hat: Array, y: Array, scale: Array | None = None) -> float:
        """The mean loss of the samples; afterwards `layer.backward` gives its gradient where all count alike.

        With `scale` (N, 1), of mean 1, each counts so much. UsageError where the layer cannot tell samples apart.
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
        """Raise DataError where the data hold targets of another kind, or nothing that can be learned in `dtype`."""
        if dataset.target != self.target:
            raise DataError(
                f"{dataset.name} holds {dataset.target}, and the output {self.text} needs {self.target}; load the data "
                f"with target={self.target!r}, or choose another output"
            )

    def constant(self, labels: Array) -> Array | None:
        """What to predict for every sample, in the shape of one label, for who knows nothing but `labels` (N, ...).

        None where nothing is called so.
        """
        return None

    def chance(self, labels: Array) -> Chance | None:
        """What chance reaches on `labels` (N, ...); None where nothing is called so."""
        return None

    def guess(self, classes: int) -> float | None:
        """The loss of who takes everything for equally likely; None where nothing is called so."""
        return None
