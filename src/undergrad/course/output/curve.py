"""The losses of a student's training beside the textbook's, as a picture."""

from __future__ import annotations

import math
from collections.abc import Callable
from xml.etree.ElementTree import Element

from undergrad.course.output.wording import Wording
from undergrad.course.records import Training
from undergrad.display.markup import element

#: Maps an epoch or a loss to pixels.
_Scale = Callable[[float], float]
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 10, 8, 34


def curve(training: Training, words: Wording, *, width: int = 320, height: int = 150) -> Element:
    """The textbook's losses dashed and wide, the student's solid on top; `width` and `height` in pixels."""
    pairs = {"textbook": training.textbook_losses, "own": training.losses}
    finite = [loss for losses in pairs.values() for loss in losses if math.isfinite(loss)]
    low, high = (min(finite), max(finite)) if finite else (0.0, 1.0)
    last = max(map(len, pairs.values()))

    def x(epoch: float) -> float:
        return _LEFT + (width - _LEFT - _RIGHT) * (epoch / (last - 1) if last > 1 else 0.5)

    def y(loss: float) -> float:
        return _TOP + (height - _TOP - _BOTTOM) * (1 - (loss - low) / (high - low) if high > low else 0.5)

    lines = [element("path", {"class": f"line {kind}", "d": _path(losses, x, y)}) for kind, losses in pairs.items()]
    dots = [
        element("circle", {"class": f"point {kind}", "cx": f"{x(0):.1f}", "cy": f"{y(losses[0]):.1f}", "r": "3"})
        for kind, losses in pairs.items()
        if len(losses) == 1 and math.isfinite(losses[0])
    ]
    bottom = height - _BOTTOM
    return element(
        "svg",
        {
            "class": "chart curve",
            "viewBox": f"0 0 {width} {height}",
            "width": str(width),
            "role": "img",
            "aria-label": words("curve-shows", own=_ends(training.losses), textbook=_ends(training.textbook_losses)),
        },
        element(
            "line", {"class": "axis", "x1": f"{_LEFT}", "x2": f"{width - _RIGHT}", "y1": f"{bottom}", "y2": f"{bottom}"}
        ),
        _text(_LEFT - 6, y(high) + 4, f"{high:.3g}", "end"),
        _text(_LEFT - 6, y(low) + 4, f"{low:.3g}", "end") if high > low else None,
        _text(x(0), bottom + 15, "1", "middle"),
        _text(x(last - 1), bottom + 15, str(last), "middle") if last > 1 else None,
        _text((_LEFT + width - _RIGHT) / 2, bottom + 28, words("epoch"), "middle"),
        *lines,
        *dots,
    )


def legend(words: Wording) -> Element:
    """The legend of the two lines."""
    samples = []
    for kind in ("own", "textbook"):
        line = element("path", {"class": f"line {kind}", "d": "M1 6L35 6"})
        picture = element("svg", {"class": "sample", "width": "36", "height": "12", "aria-hidden": "true"}, line)
        samples.append(element("span", {}, picture, " ", words(f"loss-{kind}")))
    return element("p", {"class": "legend"}, *samples)


def _path(losses: tuple[float, ...], x: _Scale, y: _Scale) -> str:
    """A line through the losses, with a gap where one is not finite."""
    steps, is_drawing = [], False
    for epoch, loss in enumerate(losses):
        if math.isfinite(loss):
            steps.append(f"{'L' if is_drawing else 'M'}{x(epoch):.1f} {y(loss):.1f}")
        is_drawing = math.isfinite(loss)
    return "".join(steps)


def _ends(losses: tuple[float, ...]) -> str:
    return f"{losses[0]:.3g} → {losses[-1]:.3g}" if losses else "–"


def _text(x: float, y: float, text: str, anchor: str) -> Element:
    return element("text", {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor}, text)
