"""What a network puts out, how that is trained and how it is judged."""

from undergrad.outputs.accuracy import Accuracy, accuracy
from undergrad.outputs.classes import CLASSES, Classes
from undergrad.outputs.evaluation_metric import EvaluationMetric
from undergrad.outputs.measure import Measure, Measured
from undergrad.outputs.metrics import ClassMetrics, Metrics, confusion, metrics
from undergrad.outputs.output import Chance, Output
from undergrad.outputs.table import OUTPUTS, measure_named, output_named

__all__ = [
    "CLASSES",
    "OUTPUTS",
    "Accuracy",
    "Chance",
    "ClassMetrics",
    "Classes",
    "EvaluationMetric",
    "Measure",
    "Measured",
    "Metrics",
    "Output",
    "accuracy",
    "confusion",
    "measure_named",
    "metrics",
    "output_named",
]
