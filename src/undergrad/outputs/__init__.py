"""The outputs of networks: their layers and losses, their predictions, and the measures that judge them."""

from undergrad.outputs.accuracy import Accuracy, accuracy
from undergrad.outputs.auc import AUC
from undergrad.outputs.classes import CLASSES, Classes
from undergrad.outputs.errors import R2, MeanAbsoluteError, RootMeanSquaredError
from undergrad.outputs.evaluation_metric import EvaluationMetric
from undergrad.outputs.f_measure import FMeasure
from undergrad.outputs.labels import LABELS, Labels
from undergrad.outputs.logistic import LOGISTIC, Logistic
from undergrad.outputs.measure import Measure, Measured
from undergrad.outputs.metrics import ClassMetrics, Metrics, confusion, label_metrics, metrics
from undergrad.outputs.numbers import (
    ABSOLUTE,
    HUBER,
    POISSON,
    REGRESSION,
    Absolute,
    Huber,
    Poisson,
    Quantities,
    Regression,
)
from undergrad.outputs.output import Chance, Output
from undergrad.outputs.table import OUTPUTS, measure_named, output_named

__all__ = [
    "ABSOLUTE",
    "AUC",
    "CLASSES",
    "HUBER",
    "LABELS",
    "LOGISTIC",
    "OUTPUTS",
    "POISSON",
    "R2",
    "REGRESSION",
    "Absolute",
    "Accuracy",
    "Chance",
    "ClassMetrics",
    "Classes",
    "EvaluationMetric",
    "FMeasure",
    "Huber",
    "Labels",
    "Logistic",
    "MeanAbsoluteError",
    "Measure",
    "Measured",
    "Metrics",
    "Output",
    "Poisson",
    "Quantities",
    "Regression",
    "RootMeanSquaredError",
    "accuracy",
    "confusion",
    "label_metrics",
    "measure_named",
    "metrics",
    "output_named",
]
