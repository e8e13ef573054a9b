"""The feature maps of a network's first filters for test samples, as pictures beside the filters."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undergrad.insight import feature_maps
from undergrad.report.page.pictures import picture, signed
from undergrad.training import load_model
from undergrad.training.model_file import ModelFile

_FILTERS = 16
_SAMPLES = 6
#: The pixels of a run's maps; if maps are large, fewer samples are shown, but at least one.
_PIXELS = 100_000


def filters(file: Path, stored: ModelFile, x: NDArray[Any], rows: Sequence[int]) -> dict[str, Any] | None:
    """The filters with the greatest weights, and their maps for the samples `rows` of `x` (N, ...).

    `file` is the model's, and `stored` its contents. None if its first weights are not filters, or there are no rows.
    If the model has the user's own layers, only their names are returned: the report does not run them.
    """
    if stored.first is None or not stored.first.are_filters or not rows:
        return None
    if stored.about.own or stored.about.layers is None:
        return {"own": list(stored.about.own) or [kind for _, kind in stored.about.names]}
    seen = feature_maps(load_model(file), x[list(rows[:_SAMPLES])])
    assert seen is not None, "its first weights are filters"
    W, shape = stored.first.W, stored.first.shape
    shown = np.sort(np.argsort(-np.linalg.norm(W, axis=0), kind="stable")[:_FILTERS])
    count = max(1, min(len(seen.maps), _PIXELS // seen.maps[0, shown].size))
    maps = seen.maps[:count, shown]
    # The root, so that weak values are visible beside the strongest.
    pictures, made = signed(W[:, shown].T.reshape(-1, *shape)), signed(np.sign(maps) * np.sqrt(np.abs(maps)))
    return {
        "layers": seen.layers,
        "units": W.shape[1],
        "numbers": shown.tolist(),
        "rows": list(rows[:count]),
        "largest": float(np.abs(maps).max()),
        "filters": [picture(each[None]) for each in pictures],
        "maps": [[picture(each[None]) for each in of_filter] for of_filter in made.swapaxes(0, 1)],
    }
