"""What a sentence calls the data: the data set, and which part of it was used."""

from __future__ import annotations

from pathlib import Path

from undergrad.display.languages import Language
from undergrad.experiments import DataSpec
from undergrad.report.words import say


def data_title(data: DataSpec, language: Language) -> str:
    """The data set's name, or that of its file, and its part.

    >>> data_title(DataSpec(dataset="mnist", labels=(0, 1), test_samples=100), "en")
    'mnist, labels 0 1, first 100 test samples'
    """
    parts = [Path(data.dataset).name]
    if data.labels is not None:
        parts.append(say("part_labels", language, labels=" ".join(map(str, data.labels))))
    for key in ("train_samples", "test_samples"):
        if (count := getattr(data, key)) is not None:
            parts.append(say(f"part_{key}", language, count=f"{count:,}"))
    return ", ".join(parts)
