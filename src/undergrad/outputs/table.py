"""Every output there is, by its name."""

from __future__ import annotations

from undergrad.errors import unknown
from undergrad.outputs.classes import CLASSES
from undergrad.outputs.measure import Measure
from undergrad.outputs.output import Output

#: To add one is to write its file and to name it here.
OUTPUTS: dict[str, Output] = {output.name: output for output in (CLASSES,)}


def output_named(name: str) -> Output:
    """The output of that name. UsageError with the nearest one for another."""
    if name not in OUTPUTS:
        raise unknown("output", name, OUTPUTS)
    return OUTPUTS[name]


def measure_named(name: str) -> Measure:
    """The measure of that name, of whatever output it is. UsageError with the nearest one for another."""
    measures = {output.measure.name: output.measure for output in OUTPUTS.values()}
    if name not in measures:
        raise unknown("measure", name, measures)
    return measures[name]
