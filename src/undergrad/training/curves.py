"""The epochs of trainings as a figure: the measure above the loss. Importing this file does not load matplotlib."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from undergrad.outputs import Measure
from undergrad.training.epochs import Epoch, best_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from undergrad.display.figures import Panel


def training_figure(
    histories: Mapping[str, Sequence[Epoch]],
    title: str,
    measure: Measure,
) -> Figure:
    """For each network the measure on validation (solid) and training part (dashed), a dot at the best, and losses."""
    from undergrad.display.figures import ENGLISH, curves_figure  # loads matplotlib

    panels = [measure_panel(histories, measure, measure.words["en"]), loss_panel(histories, ENGLISH.loss)]
    return curves_figure(panels, title)


def measure_panel(histories: Mapping[str, Sequence[Epoch]], measure: Measure, named: str) -> Panel:
    """The measure after each epoch."""
    from undergrad.display.figures import Curves, Panel

    return Panel(
        named,
        {
            name: Curves(
                [epoch.epoch for epoch in history],
                [epoch.val_measure for epoch in history],
                [epoch.train_measure for epoch in history],
                list(history).index(best_of(history)) if history else None,
            )
            for name, history in histories.items()
        },
        measure.is_share,
    )


def loss_panel(histories: Mapping[str, Sequence[Epoch]], named: str) -> Panel:
    """The loss of both parts without the L2 term, which depends only on the weights, so that they are comparable."""
    from undergrad.display.figures import Curves, Panel

    return Panel(
        named,
        {
            name: Curves(
                [epoch.epoch for epoch in history],
                [epoch.val_loss for epoch in history],
                [epoch.data_loss for epoch in history],
            )
            for name, history in histories.items()
        },
    )
