"""What is recorded about a network's inside while it learns: plain records, and numbers only.

Every number is finite or None: None where it was not finite, or does not exist for the layer. A share is of 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from undergrad.display.tables import table_html

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: Equal parts of [0, 1] that `LayerEpoch.derivative_histogram` counts units in.
BINS = 10


class LayerShape(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fully connected or a convolutional layer and what follows it."""

    #: The layer's name in the model, `fc1`.
    name: str
    #: Its inputs D, all features of a sample; of a convolution the C k k entries of a window.
    inputs: int
    #: Its outputs H; of a convolution its filters F, each of which makes a channel.
    units: int
    #: The activation function after it, `sigmoid`, `relu` or `tanh`; None where none of them follows, as after the last
    #: layer. Then nothing is known of its units.
    activation: str | None
    #: The name of that activation's layer in the model, `relu1`.
    activation_layer: str | None
    #: At how many places of an image its weights stand: 1 for a fully connected layer.
    places: int = 1
    #: What its weights are called, `W` or `w`.
    weights: str = "W"


class LayerEpoch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A layer after an epoch. Gradients are means over the probe; units are judged on the validation images.

    The upstream gradient is dLoss/dz, (n, H), for the layer's output z = x W + b, one row an image, each row a
    derivative of the mean loss; of a convolution it is (n, F, H', W'), and dW is dw (F, C, k, k). A norm is the root of
    the sum of squares, an RMS the root of their mean. The places of a channel are judged together, image by image: it
    is active where any of them is, and beyond its range where more than 80 % of them are.
    """

    #: The layer's name in the model, `fc1`.
    name: str
    #: Of dW (D, H), its L2 term included.
    gradient_norm: float | None = None
    #: The same, as an RMS.
    gradient_rms: float | None = None
    #: Of the upstream gradient (n, H).
    upstream_norm: float | None = None
    #: The same, as an RMS.
    upstream_rms: float | None = None
    #: Of W (D, H).
    weight_norm: float | None = None
    #: learning_rate * gradient_norm / weight_norm / (1 - momentum): how far a step of the probe's gradient goes. None
    #: for optimizers that scale each entry by itself: then no norm says it, and no step is called slow or fast.
    update_ratio: float | None = None
    #: Share of the units whose derivative is 0 for every validation image: no gradient passes. For ReLU, never active.
    dead: float | None = None
    #: Share of the units that are active (derivative not 0) for under 1 % of the images, the dead ones among them.
    near_dead: float | None = None
    #: Share of the units that lie beyond 95 % of their range for over 95 % of the images. None for ReLU: it has none.
    saturated: float | None = None
    #: Mean over units and images of the activation's derivative, divided by the derivative's maximum.
    derivative: float | None = None
    #: Share of the units whose mean |output| is at most 0.025 of the layer's mean |output| (tau-dormant, Sokar et al.
    #: 2023, "The dormant neuron phenomenon in deep reinforcement learning").
    dormant: float | None = None
    #: Share of the units whose output is above 0 for some images and below 0 for others: of sigmoids and ReLUs, none.
    both_signs: float | None = None
    #: How many units have a mean relative derivative in each of BINS equal parts of [0, 1], 1 in the last. For ReLU
    #: that is the share of the images, of a channel of all their places, on which a unit is active.
    derivative_histogram: tuple[int, ...] | None = None


class InsightEpoch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All layers after an epoch, from the first to the last. In the epoch that a training fails in, all are None."""

    #: Its number, from 1.
    epoch: int
    #: Of the epoch that ended.
    learning_rate: float
    #: The fully connected and convolutional layers, each with what is behind it.
    layers: tuple[LayerEpoch, ...]
    #: upstream_norm of the first layer / that of the last; None with a single layer.
    first_to_last: float | None


class Verdict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that is not as it should be, with the numbers that say so.

    It carries no sentences: the words for a `name`, in each language, are the report's.
    """

    #: One of `undergrad.insight.verdicts`'s table: `vanishing`, `exploding`, `dead`, `near_dead`, `saturated`,
    #: `low_derivative`, `slow`, `fast`.
    name: str
    #: `warning` or `severe`.
    severity: str
    #: The layer's name; None where it is about the network.
    layer: str | None
    #: The first epoch that shows it.
    epoch: int
    #: The last epoch that shows it.
    until: int
    #: In how many epochs it is seen.
    epochs: int
    #: The epoch that shows it most clearly.
    worst_epoch: int
    #: What was measured there; None where the number was not finite.
    value: float | None
    #: What the value was compared with.
    threshold: float
    #: Further numbers of that epoch that the value comes from, by the names of the fields above.
    numbers: dict[str, float | None]
    #: The condition as a formula, `first_to_last < 0.01`.
    definition: str
    #: Where the measure comes from.
    source: str


class InsightHead(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first line of a run's `insight.jsonl`; an InsightEpoch is each of the others."""

    #: The fully connected layers, from the first to the last.
    layers: tuple[LayerShape, ...]
    #: Training images that the gradients are measured on.
    probe: int
    #: Validation images that the units are judged on.
    validation: int


class Insight(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a run recorded, and what follows from it. A notebook shows the verdicts."""

    #: Of what layers, and on how many images.
    head: InsightHead
    #: Every epoch that was recorded, in order.
    epochs: tuple[InsightEpoch, ...]
    #: The severe ones first, then by epoch.
    verdicts: tuple[Verdict, ...]

    def curves(self, measure: str) -> dict[str, tuple[Sequence[int], Sequence[float | None]]]:
        """For each layer that has the `measure`, a field of `LayerEpoch`: the epochs, and its value after each.

        AttributeError for what is no field of it.
        """
        epochs = [epoch.epoch for epoch in self.epochs]
        found = {
            layer.name: (epochs, [getattr(epoch.layers[place], measure) for epoch in self.epochs])
            for place, layer in enumerate(self.head.layers)
        }
        return {name: curve for name, curve in found.items() if any(value is not None for value in curve[1])}

    def plot(self, title: str = "") -> Figure:
        """The norm of the upstream gradient dLoss/dz per epoch, a line a layer, on a log axis. A matplotlib figure."""
        from undergrad.display.charts import lines_figure  # loads matplotlib

        return lines_figure({"": self.curves("upstream_norm")}, title, "norm of dLoss/dz", log=True, layers=True)

    def _repr_html_(self) -> str:
        caption = f"{_counted(self.epochs, 'epoch')} of {_counted(self.head.layers, 'layer')}"
        if not self.verdicts:
            return table_html(caption, ("verdicts",), [["nothing was found that is not as it should be"]])
        rows = [
            (
                *(verdict.name.replace("_", " "), verdict.severity, verdict.layer or "all"),
                f"{verdict.epoch}-{verdict.until}" if verdict.until != verdict.epoch else f"{verdict.epoch}",
                "not finite" if verdict.value is None else f"{verdict.value:.3g}",
                *(verdict.worst_epoch, verdict.definition),
            )
            for verdict in self.verdicts
        ]
        return table_html(
            caption, ("verdict", "severity", "layer", "epochs", "measured", "in epoch", "definition"), rows
        )


def _counted(things: Sequence[object], noun: str) -> str:
    return f"{len(things)} {noun}{'s' * (len(things) != 1)}"
