"""The results of the class: the distribution of the scores, and each method."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from undergrad.course.output.class_parts import Class, scrolled, section, sentence, table
from undergrad.course.output.wording import VERDICTS, kind_of
from undergrad.display.markup import Child, element

_BINS = 10
_WIDTH, _HEIGHT, _BOTTOM = 640, 200, 36  # of the histogram, in pixels
_BAR = 200  # the width of a method's bar


def scores(of: Class) -> Element:
    """The distribution of the scores, with the median."""
    words = of.words
    values = sorted(row.score for row in of.grades.rows if row.score is not None)
    if not values:
        return section("scores", words("scores"), sentence(words("no-scores")))
    middle = (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2
    most = max(of.grades.max_score, values[-1])
    bins = histogram(values, most)
    about = words.count(
        "scores-about",
        len(values),
        median=words.points(middle),
        mean=words.points(sum(values) / len(values)),
        low=words.points(values[0]),
        high=words.points(values[-1]),
        max=words.points(of.grades.max_score),
    )
    return section("scores", words("scores"), sentence(about), scrolled(words("scores"), _bars(of, bins)))


def histogram(values: Sequence[float], most: float) -> list[tuple[float, float, int]]:
    """The values counted in ten ranges from the smallest, or from 0, to `most`, as (from, below, count).

    The last range includes its end, which is a full score.

    >>> histogram([0, 10, 9.99, 10], 10)[-1]
    (9.0, 10.0, 3)
    """
    start = min(0.0, *values)
    size = (most - start) / _BINS or 1.0
    counts = Counter(min(_BINS - 1, math.floor((value - start) / size + 1e-9)) for value in values)
    return [(start + place * size, start + (place + 1) * size, counts[place]) for place in range(_BINS)]


def methods(of: Class) -> Element:
    """How often each method is right, right with a remark, wrong or not run."""
    words = of.words
    lines: list[list[Child]] = []
    for name in of.grades.points:
        counts = Counter(method.verdict for row in of.grades.rows for method in row.methods if method.name == name)
        numbers = (str(counts[verdict]) for verdict in VERDICTS)
        missing = len(of.grades.rows) - counts.total()
        lines.append([name, _stacked(counts, len(of.grades.rows)), *numbers, str(missing)])
    titles = [f"{words.mark(verdict)} {words.verdict(verdict)}" for verdict in VERDICTS]
    every = table(
        [words("method"), words("shares"), *titles, words("not-judged")], lines, numbers=range(2, 3 + len(VERDICTS))
    )
    return section("methods", words("each-method"), scrolled(words("each-method"), every))


def _stacked(counts: Counter[str], every: int) -> Element:
    """A bar of the shares in the order of the verdicts; the numbers beside it say the same."""
    bars, at = [], 0.0
    for verdict in VERDICTS:
        width = _BAR * counts[verdict] / max(every, 1)
        if width:
            bars.append(
                element(
                    "rect",
                    {
                        "class": f"share {kind_of(verdict)}",
                        "x": f"{at:.2f}",
                        "y": "0.5",
                        "width": f"{width:.2f}",
                        "height": "15",
                    },
                )
            )
        at += width
    return element("svg", {"class": "shares", "width": str(_BAR), "height": "16", "aria-hidden": "true"}, *bars)


def _bars(of: Class, bins: list[tuple[float, float, int]]) -> Element:
    words = of.words
    highest = max(count for _, _, count in bins)
    step, bottom = _WIDTH / len(bins), _HEIGHT - _BOTTOM
    parts = []
    for place, (low, high, count) in enumerate(bins):
        height = (bottom - 20) * count / highest
        centre = f"{(place + 0.5) * step:.1f}"
        box = {"x": f"{place * step + 4:.1f}", "y": f"{bottom - height:.1f}", "width": f"{step - 8:.1f}"}
        parts += [
            element("rect", {"class": "column", **box, "height": f"{height:.1f}"}),
            element("text", {"x": centre, "y": f"{bottom - height - 5:.1f}", "text-anchor": "middle"}, str(count)),
            element(
                "text",
                {"class": "axis-name", "x": centre, "y": f"{bottom + 16}", "text-anchor": "middle"},
                _range(of, low, high),
            ),
        ]
    axis = {"class": "axis-name", "x": f"{_WIDTH / 2}", "y": f"{_HEIGHT - 4}", "text-anchor": "middle"}
    counts = "; ".join(f"{_range(of, low, high)}: {count}" for low, high, count in bins)
    label = f"{words('scores')}. {counts}"
    size = {"viewBox": f"0 0 {_WIDTH} {_HEIGHT}", "width": f"{_WIDTH}"}
    line = element("line", {"class": "axis", "x1": "0", "x2": f"{_WIDTH}", "y1": f"{bottom}", "y2": f"{bottom}"})
    name = element("text", axis, words("histogram-axis"))
    return element("svg", {"class": "chart", **size, "role": "img", "aria-label": label}, line, *parts, name)


def _range(of: Class, low: float, high: float) -> str:
    return f"{of.words.points(low)}–{of.words.points(high)}"
