"""What a network puts out: the layer at its end with its loss, what it is trained towards, and how it is judged."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

from undergrad.arrays import Array
from undergrad.display.languages import Text
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
    #: Under which name the layer stands in the model, and its class.
    layer_name: ClassVar[str]
    layer: ClassVar[type[Any]]
    #: The method of the layer that is its loss, by which `ClassifierModel.add_layer` knows it: `ce_loss`.
    loss_method: ClassVar[str]
    #: The loss in columns, and in sentences in each language.
    loss_name: ClassVar[str]
    loss_words: ClassVar[Text]
    measure: ClassVar[Measure]
    #: Whether predictions and labels are class numbers: then there are class weights, and a confusion matrix.
    classifies: ClassVar[bool] = False
    #: What chance reaches, in each language: `the largest class's share`.
    chance_words: ClassVar[Text] = {"en": "chance", "ko": "우연"}

    @abstractmethod
    def outputs(self, classes: int) -> int:
        """How many outputs data of so many classes need."""

    @abstractmethod
    def targets(self, labels: Array, classes: int, dtype: Any) -> Array:
        """What the network shall put out for `labels` (N,): (N, outputs), NumPy."""

    @abstractmethod
    def predicted(self, y_hat: Array) -> Array:
        """(N,), what `y_hat` (N, outputs), NumPy, says of each sample: of the kind that labels are of."""

    def loss(self, layer: Any, y_hat: Array, y: Array, scale: Array | None = None) -> float:
        """The mean loss of the samples; afterwards `layer.backward` gives its gradient where all count alike.

        With `scale` (N, 1), of mean 1, each counts so much: only an output that `classifies` is asked for that.
        """
        return float(getattr(layer, self.loss_method)(y_hat, y))

    def check(self, classes: int) -> None:  # noqa: B027 - most data can be learned
        """Raise DataError where data of so many classes are nothing that can be learned."""

    def chance(self, labels: Array) -> Chance | None:
        """What chance reaches on `labels` (N,); None where nothing is called so."""
        return None

    def guess(self, classes: int) -> float | None:
        """The loss of who takes everything for equally likely; None where nothing is called so."""
        return None
