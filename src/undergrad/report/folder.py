"""The files that people open: written into an experiment's folder from its records."""

from __future__ import annotations

from pathlib import Path

from undergrad.experiments import Comparison, load_history, run_folder
from undergrad.files import write_whole
from undergrad.report.tables import runs_csv, table_csv, table_md
from undergrad.training import Epoch


def write_report(comparison: Comparison, out: Path) -> list[Path]:
    """Write table.md, table.csv, runs.csv and the accuracy plots (SVG and PNG) into `out` and into each run's folder.

    Returns the experiment's own files.
    """
    from undergrad.display.figures import accuracy_figure, render  # loads matplotlib

    experiment = comparison.experiment
    written = [
        write_whole(out / "table.md", table_md(comparison)),
        write_whole(out / "table.csv", table_csv(comparison)),
        write_whole(out / "runs.csv", runs_csv(comparison)),
    ]
    shown: dict[str, list[Epoch]] = {}
    for network in experiment.networks:
        for seed in experiment.seeds:
            folder = run_folder(out, network, seed)
            history = load_history(folder)
            # With several seeds, the curves of the first: those of every seed together would be unreadable.
            shown.setdefault(network.name, history)
            single = accuracy_figure({network.name: history}, f"{network.structure}, {experiment.data.dataset}")
            for kind in ("svg", "png"):
                write_whole(folder / f"accuracy.{kind}", render(single, kind))
    title = experiment.name + (f", seed {experiment.seeds[0]}" if len(experiment.seeds) > 1 else "")
    figure = accuracy_figure(shown, title)
    return written + [write_whole(out / f"accuracy.{kind}", render(figure, kind)) for kind in ("svg", "png")]
