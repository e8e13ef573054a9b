"""What each output predicts who looks at the labels alone."""

from __future__ import annotations

import numpy as np
import pytest

from undergrad.display.languages import LANGUAGES
from undergrad.outputs import CLASSES, LABELS, LOGISTIC, OUTPUTS


def test_constants_are_what_their_words_say():
    assert CLASSES.constant(np.array([2, 1, 1, 0])) == 1
    assert LOGISTIC.constant(np.array([0, 1, 1, 1])) == 0.75
    labels = np.array([[1, 0, 1], [1, 0, 0], [1, 1, 1]])
    assert LABELS.constant(labels).tolist() == [1, 0, 1]
    predicted = np.broadcast_to(LABELS.constant(labels), labels.shape)
    assert LABELS.measure.value(predicted, labels) == pytest.approx(LABELS.chance(labels).value)
    y = np.array([1.0, 2.0, 9.0])
    assert (OUTPUTS["regression"].constant(y), OUTPUTS["absolute"].constant(y)) == (4.0, 2.0)
    assert OUTPUTS["poisson"].constant(np.stack([y, 2 * y], axis=1)).tolist() == [4.0, 8.0]


@pytest.mark.parametrize("text", OUTPUTS)
def test_every_output_says_in_both_languages_what_its_constant_is(text):
    words = [OUTPUTS[text].constant_words[language].format(part="X") for language in LANGUAGES]
    assert words[0] != words[1]
    assert "same" not in words[0] or text == "logistic"
