"""What an exported network gives, held to what the trained model predicts."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.engines.networks import Problem
from undergrad import TrainedModel
from undergrad.data.targets import default_names

#: How far an export in a dtype may be from the trained model: of probabilities, and of other outputs by their scale.
TOLERANCES = {"float32": 1e-5, "float64": 1e-12}


def trained_of(problem: Problem, dtype: str = "float32", names: tuple[str, ...] | None = None) -> TrainedModel:
    """A model as if it had been trained, with the scaling of the problem's data."""
    model = problem.model(dtype)
    names = names or default_names(model.output.target, problem.width)
    return TrainedModel(model, problem.scaling, problem.shape, names)


def raw(problem: Problem, dtype: str) -> Any:
    """The problem's samples as an export in a dtype takes them."""
    return problem.x if problem.pixels else problem.x.astype(dtype)


def session(model: Any) -> Any:
    """onnxruntime, ready to run the model."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def run_onnx(model: Any, x: np.ndarray) -> dict[str, Any]:
    """The outputs by their names."""
    running = session(model)
    return dict(zip([output.name for output in running.get_outputs()], running.run(None, {"x": x}), strict=True))


def check_outputs(trained: TrainedModel, outputs: dict[str, Any], x: np.ndarray, tolerance: float) -> None:
    """That all outputs are the trained model's for the samples `x`, the labels wherever the margin decides them."""
    y_hat, output = trained.predict(x), trained.model.output
    probabilities = output.probabilities(y_hat)
    if probabilities is None:
        assert list(outputs) == ["prediction"]
        assert outputs["prediction"].shape == y_hat.shape
        assert np.abs(outputs["prediction"] - y_hat).max(initial=0) <= tolerance * max(1, np.abs(y_hat).max(initial=0))
        return
    assert outputs["probabilities"].shape == probabilities.shape
    assert np.abs(outputs["probabilities"] - probabilities).max(initial=0) <= tolerance
    if output.classifies:
        numbers = output.class_numbers(output.predicted(y_hat))
        ordered = np.sort(probabilities, axis=1)
        decided = ordered[:, -1] - ordered[:, -2] > 2 * tolerance
        counted = trained.class_names == tuple(map(str, range(len(trained.class_names))))
        wanted = numbers if counted else np.array(trained.class_names, object)[numbers]
        assert outputs["label"].dtype == (np.int64 if counted else object)
        assert outputs["label"].shape == wanted.shape
        assert (outputs["label"] == wanted)[decided].all()
    else:
        decided = np.abs(probabilities - 0.5) > tolerance
        assert outputs["labels"].dtype == np.int64
        assert (outputs["labels"] == output.predicted(y_hat))[decided].all()
