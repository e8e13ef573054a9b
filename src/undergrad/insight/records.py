"""The records about a network's inside while it learns: plain structures of numbers.

Every number is finite, or None if it was not finite or does not exist for the layer. A share is a fraction of 1.
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
    #: Its inputs D, all features of a sample; for a convolution the C k k entries of a window.
    inputs: int
    #: Its outputs H; for a convolution its filters F, each of which makes a channel.
    units: int
    #: The activation function after it, `sigmoid`, `relu` or `tanh`; None if none of them follows, as after the last
    #: layer. Then there are no measures of its units.
    activation: str | None
    #: The name of that activation's layer in the model, `relu1`.
    activation_layer: str | None
    #: The number of places in an image where its weights apply: 1 for a fully connected layer.
    places: int = 1
    #: The name of its weights, `W` or `w`.
    weights: str = "W"


class LayerEpoch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A layer after an epoch. Gradients are means over the probe; units are judged on the validation images.

    The upstream gradient is dLoss/dz, (n, H), for the layer's output z = x W + b, one row per image, each row a
    derivative of the mean loss; for a convolution it is (n, F, H', W'), and dW is dw (F, C, k, k). A norm is the root
    of the sum of squares, an RMS the root of their mean. The places of a channel are judged together, image by image:
    it is active if any of them is, and beyond its range if more than 80 % of them are.
    """

    #: The layer's name in the model, `fc1`.
    name: str
    #: The norm of dW (D, H), including its L2 term.
    gradient_norm: float | None = None
    #: The RMS of dW.
    gradient_rms: float | None = None
    #: The norm of the upstream gradient (n, H).
    upstream_norm: float | None = None
    #: The RMS of the upstream gradient.
    upstream_rms: float | None = None
    #: The norm of W (D, H).
    weight_norm: float | None = None
    #: learning_rate * gradient_norm / weight_norm / (1 - momentum): the relative size of a step along the probe's
    #: gradient. None for optimizers that scale each entry separately: then norms do not show it, and no step is slow or
    #: fast.
    update_ratio: float | None = None
    #: Share of the units whose derivative is 0 for every validation image: no gradient passes. For ReLU, never active.
    dead: float | None = None
    #: Share of the units that are active (derivative not 0) for under 1 % of the images, including the dead ones.
    near_dead: float | None = None
    #: Share of the units beyond 95 % of their range for over 95 % of the images. None for ReLU, which has no range.
    saturated: float | None = None
    #: Mean over units and images of the activation's derivative, divided by the derivative's maximum.
    derivative: float | None = None
    #: Share of the units whose mean |output| is at most 0.025 of the layer's mean |output| (tau-dormant, Sokar et al.
    #: 2023, "The dormant neuron phenomenon in deep reinforcement learning").
    dormant: float | None = None
    #: Share of the units whose output is above 0 for some images and below 0 for others: 0 for sigmoids and ReLUs.
    both_signs: float | None = None
    #: The number of units whose mean relative derivative lies in each of BINS equal parts of [0, 1], 1 in the last. For
    #: ReLU that is the share of the images (for a channel, of all their places) for which a unit is active.
    derivative_histogram: tuple[int, ...] | None = None


class InsightEpoch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All layers after an epoch, from the first to the last. In the epoch in which a training fails, all are None."""

    #: Its number, from 1.
    epoch: int
    #: The learning rate of the epoch that ended.
    learning_rate: float
    #: The fully connected and convolutional layers, each with its activation function.
    layers: tuple[LayerEpoch, ...]
    #: upstream_norm of the first layer / that of the last; None with a single layer.
    first_to_last: float | None


class Verdict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A problem, with the numbers that show it.

    It has no sentences: the report has the words for a `name` in each language.
    """

    #: One of `undergrad.insight.verdicts`'s table: `vanishing`, `exploding`, `dead`, `near_dead`, `saturated`,
    #: `low_derivative`, `slow`, `fast`.
    name: str
    #: `warning` or `severe`.
    severity: str
    #: The layer's name; None if it is about the network.
    layer: str | None
    #: The first epoch that shows it.
    epoch: int
    #: The last epoch that shows it.
    until: int
    #: The number of epochs that show it.
    epochs: int
    #: The epoch that shows it most clearly.
    worst_epoch: int
    #: The measurement in that epoch; None if it was not finite.
    value: float | None
    #: The bound that the value was compared with.
    threshold: float
    #: Further numbers of that epoch that explain the value, by the names of the fields above.
    numbers: dict[str, float | None]
    #: The condition as a formula, `first_to_last < 0.01`.
    definition: str
    #: The source of the measure.
    source: str


class InsightHead(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first line of a run's `insight.jsonl`; an InsightEpoch is each of the others."""

    #: The recorded layers, from the first to the last.
    layers: tuple[LayerShape, ...]
    #: Training images that the gradients are measured on.
    probe: int
    #: Validation images that the units are judged on.
    validation: int


class Insight(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A run's records, and the verdicts that follow. A notebook shows the verdicts."""

    #: The layers, and the numbers of images.
    head: InsightHead
    #: Every recorded epoch, in order.
    epochs: tuple[InsightEpoch, ...]
    #: The severe ones first, then by epoch.
    verdicts: tuple[Verdict, ...]

    def curves(self, measure: str) -> dict[str, tuple[Sequence[int], Sequence[float | None]]]:
        """For each layer that has the `measure`, a field of `LayerEpoch`: the epochs, and the value after each.

        AttributeError for a name that is no such field.
        """
        epochs = [epoch.epoch for epoch in self.epochs]
        series = {
            layer.name: (epochs, [getattr(epoch.layers[place], measure) for epoch in self.epochs])
            for place, layer in enumerate(self.head.layers)
        }
        return {name: curve for name, curve in series.items() if any(value is not None for value in curve[1])}

    def plot(self, title: str = "") -> Figure:
        """The norm of the upstream gradient dLoss/dz per epoch and layer, on a log axis. A matplotlib figure."""
        from undergrad.display.charts import lines_figure  # loads matplotlib

        return lines_figure({"": self.curves("upstream_norm")}, title, "norm of dLoss/dz", log=True, layers=True)

    def _repr_html_(self) -> str:
        caption = f"{_counted(self.epochs, 'epoch')} of {_counted(self.head.layers, 'layer')}"
        if not self.verdicts:
            return table_html(caption, ("verdicts",), [["no problems were found"]])
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
