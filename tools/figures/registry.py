"""The list of figures, and a fingerprint of each: of its data, not of the bytes that a library writes."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

ROOT = Path(__file__).parents[2]
#: The folder of the pictures that the pages show.
FOLDER = ROOT / "docs" / "book" / "figures"
#: Every figure by its name; `figures` fills it.
_FIGURES: dict[str, Callable[[], Figure]] = {}


def figure(name: str) -> Callable[[Callable[[], Figure]], Callable[[], Figure]]:
    """Decorator of a function that draws the figure `name`, which the pages show as figures/NAME.svg."""

    def register(draw: Callable[[], Figure]) -> Callable[[], Figure]:
        if _FIGURES.get(name, draw).__module__ != draw.__module__:
            raise ValueError(f"two files draw a figure called {name}; choose another name for one of them")
        _FIGURES[name] = draw
        return draw

    return register


def figures() -> dict[str, Callable[[], Figure]]:
    """Every figure by its name: those of all files chapter_*.py beside this one."""
    for path in sorted(Path(__file__).parent.glob("chapter_*.py")):
        importlib.import_module(f"tools.figures.{path.stem}")
    return dict(sorted(_FIGURES.items()))


def fingerprint(drawn: Figure) -> str:
    """A short digest of a figure's content: lines, bars, points, pixels, words, limits, to six digits.

    The layout of ticks and letters is not part of it, so another release of the library changes nothing here.
    """
    digest = hashlib.sha256()
    for part in _shown(drawn):
        digest.update(f"{part}\n".encode())
    return digest.hexdigest()[:16]


def _shown(drawn: Figure) -> Iterator[str]:
    yield from (text.get_text() for text in drawn.texts)
    for axes in drawn.axes:
        yield f"{_numbers(axes.get_xlim())} {_numbers(axes.get_ylim())} {axes.get_xscale()} {axes.get_yscale()}"
        yield from (axes.get_title(), axes.get_xlabel(), axes.get_ylabel())
        yield from _in(axes)
        if legend := axes.get_legend():
            yield from (text.get_text() for text in legend.get_texts())


def _in(axes: Axes) -> Iterator[str]:
    for line in axes.lines:
        yield f"line {line.get_color()} {_numbers(line.get_xydata())}"
    for patch in axes.patches:
        corners = patch.get_path().vertices
        place = patch.get_patch_transform().transform(corners) if hasattr(patch, "get_patch_transform") else corners
        ends = getattr(patch, "_posA_posB", None)  # an arrow's path depends on the layout of the figure
        yield f"{type(patch).__name__} {_numbers(ends if ends else place)} {_numbers(patch.get_facecolor())}"
    for collection in axes.collections:
        yield f"points {_numbers(collection.get_offsets())} {_numbers(collection.get_array())}"
        yield from (_numbers(path.vertices) for path in collection.get_paths())
    for image in axes.images:
        yield f"image {_numbers(image.get_array())} {_numbers(image.get_extent())}"
    for text in axes.texts:
        yield f"text {text.get_text()} {_numbers(text.get_position())} {text.get_color()}"


def _numbers(values: Any) -> str:
    if values is None:
        return ""
    return " ".join(f"{value + 0.0:.6g}" for value in np.ma.filled(np.ma.asarray(values, float), np.nan).ravel())
