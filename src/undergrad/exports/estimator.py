"""The network of a fitted scikit-learn estimator as an ONNX model."""

from __future__ import annotations

import os
from typing import Any

import numpy as np

from undergrad.data.targets import default_names
from undergrad.exports.described import Described
from undergrad.exports.onnx_model import written
from undergrad.layers.base import Shape
from undergrad.model import ClassifierModel
from undergrad.outputs import LABELS, LOGISTIC


def estimator_to_onnx(
    estimator: Any,
    model: ClassifierModel,
    sample_shape: Shape,
    path: str | os.PathLike[str] | None,
    dtype: str | None,
) -> Any:
    """`model`, whose weights are the fitted estimator's, as an `onnx.ModelProto` for X (N, D). Errors as `to_onnx`.

    A single logistic output is the probability of the second of two classes.
    """
    output, outputs = model.output, estimator.n_outputs_
    if output is LABELS and outputs == 1:
        output = LOGISTIC
    classes = np.asarray(estimator.classes_) if output.classifies else None
    names = default_names(output.target, outputs) if classes is None else tuple(map(str, classes.tolist()))
    features = (estimator.n_features_in_,)
    columns = getattr(estimator, "feature_names_in_", None)  # from a DataFrame
    return written(
        Described(
            model, output, features, sample_shape, None, classes, names, None if columns is None else tuple(columns)
        ),
        path,
        dtype,
    )
