"""Finds the layer after another that acts on its units one by one."""

from __future__ import annotations

from typing import Any

from undergrad.layers import BatchNormLayer, DropoutLayer
from undergrad.model import ClassifierModel


def behind(model: ClassifierModel, name: str) -> tuple[str, Any]:
    """The first layer after the one called `name` that is not batch normalisation or dropout, and its name.

    Neither of those two mixes units. Returns an empty name and None if there is no such layer.
    """
    names = list(model.layers)
    for other in names[names.index(name) + 1 :]:
        if not isinstance(model.layers[other], BatchNormLayer | DropoutLayer):
            return other, model.layers[other]
    return "", None
