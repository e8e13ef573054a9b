"""The model file that is to be exported."""

from __future__ import annotations

import os

from undergrad.errors import ModelError
from undergrad.layers import LAYERS
from undergrad.training import TrainedModel, load_model
from undergrad.training.model_file import read_model


def load_textbook_model(path: str | os.PathLike[str]) -> TrainedModel:
    """The model in the file. ModelError, as `load_model` and where it has layers of one's own."""
    about = read_model(path).about
    textbook = {kind.__name__ for kind in LAYERS.values()}
    own = about.own or tuple(kind for _, kind in about.names if kind not in textbook)
    if own:
        raise ModelError(
            f"{path} was trained with layers of one's own ({', '.join(own)}); only the textbook's can be exported"
        )
    return load_model(path)
