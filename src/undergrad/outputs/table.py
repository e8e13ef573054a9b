"""All outputs by name, and the output that a text describes."""

from __future__ import annotations

import inspect

from undergrad.errors import UsageError, unknown
from undergrad.notation.arguments import bound
from undergrad.notation.calls import parse_calls
from undergrad.outputs.classes import CLASSES
from undergrad.outputs.labels import LABELS
from undergrad.outputs.logistic import LOGISTIC
from undergrad.outputs.measure import Measure
from undergrad.outputs.numbers import ABSOLUTE, HUBER, POISSON, REGRESSION
from undergrad.outputs.output import Output

#: To add an output, write its file and name it in this table.
OUTPUTS: dict[str, Output] = {
    output.name: output for output in (CLASSES, LOGISTIC, LABELS, REGRESSION, ABSOLUTE, HUBER, POISSON)
}


def output_named(text: str) -> Output:
    """The output that the text names. UsageError, one sentence, if it names none.

    >>> output_named("classes").measure.name, output_named("huber(delta = 5)").text
    ('accuracy', 'huber(delta=5.0)')
    """
    if not isinstance(text, str):
        raise UsageError(f"output must be a text like 'classes' or 'huber(delta=5)', not {text!r}")
    if text in OUTPUTS:
        return OUTPUTS[text]
    calls = parse_calls(text, "output")
    if len(calls) != 1:
        raise UsageError(f"output must be one of {', '.join(OUTPUTS)}, not {text!r}")
    [call] = calls
    if call.name not in OUTPUTS:
        raise unknown("output", call.name, OUTPUTS)
    kind = type(OUTPUTS[call.name])
    output = kind(**dict(bound(call, inspect.signature(kind))))
    return OUTPUTS.get(output.text, output)


def measure_named(name: str) -> Measure:
    """The measure of that name, of any output. UsageError with the nearest name for an unknown one."""
    measures = {output.measure.name: output.measure for output in OUTPUTS.values()}
    if name not in measures:
        raise unknown("measure", name, measures)
    return measures[name]
