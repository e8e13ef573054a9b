"""What a network puts out, how that is trained and how it is judged."""

from undergrad.outputs.accuracy import Accuracy, accuracy
from undergrad.outputs.classes import CLASSES, Classes
from undergrad.outputs.measure import Measure, Measured
from undergrad.outputs.output import Chance, Output
from undergrad.outputs.table import OUTPUTS, measure_named, output_named

__all__ = [
    "CLASSES",
    "OUTPUTS",
    "Accuracy",
    "Chance",
    "Classes",
    "Measure",
    "Measured",
    "Output",
    "accuracy",
    "measure_named",
    "output_named",
]
