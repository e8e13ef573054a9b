"""Figures of plain numbers."""

from __future__ import annotations

import pytest

from undergrad.display.figures import Curves, Panel, curves_figure

BLOCK = "conv(32, 3, pad=1), batch_norm, relu, pool(2), dropout(0.2)"


@pytest.mark.parametrize("title", ["relu", f"{BLOCK}, {BLOCK}, fc(256), batch_norm, relu, dropout(0.5)"])
def test_a_title_is_whole_and_within_the_figure(title):
    figure = curves_figure([Panel("accuracy", {"1st": Curves([1, 2], [0.1, 0.2], [0.1, 0.3])}, share=True)], title)
    figure.canvas.draw()
    drawn = figure.axes[0].title
    assert drawn.get_text().replace("\n", " ") == title
    place, whole = drawn.get_window_extent(), figure.bbox
    assert whole.x0 <= place.x0 <= place.x1 <= whole.x1
    assert place.y1 <= whole.y1
