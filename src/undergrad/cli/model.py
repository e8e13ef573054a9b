"""The argument MODEL of several commands: a model's file, a run's folder, or an experiment's folder with one run."""

from __future__ import annotations

import argparse
from pathlib import Path

from undergrad.cli.printing import remark


def add_model(parser: argparse.ArgumentParser) -> None:
    """Add the argument."""
    parser.add_argument(
        "model",
        type=Path,
        metavar="MODEL",
        help="a run's folder or its model.safetensors, or an experiment's folder that holds one run",
    )


def model_file(path: Path) -> Path:
    """The model's file for MODEL. For an experiment's folder, a line on the standard error names it.

    Raises the errors of `model_in`.
    """
    from undergrad.experiments.stored import model_in

    file = model_in(_chosen(path))
    if file not in (path, path / file.name):
        remark(f"the model is that of {file.parent}")
    return file


def _chosen(path: Path) -> Path:
    """For a finished search the folder of the best trial; else `path`."""
    from undergrad.tuning import load_tuning

    if not (path / "tuning.json").is_file():
        return path
    return path / "trials" / f"{load_tuning(path).chosen[0].trial:04}"
