"""Writes the files that people open into the folder of an experiment or a search, from its records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from undergrad.data import Dataset
from undergrad.display.languages import Language
from undergrad.errors import FileError
from undergrad.experiments import Comparison, load_history, run_folder
from undergrad.files import read_whole, write_whole
from undergrad.report.explanation import explained_md
from undergrad.report.page import Content, explained, of_comparison, of_tuning, page_data, page_html
from undergrad.report.page.baselines import baselines_md
from undergrad.report.page.classes import class_means_md
from undergrad.report.page.columns import columns_md
from undergrad.report.page.errors_table import errors_md
from undergrad.report.tables import runs_csv, table_csv, table_md
from undergrad.report.tuning import tuning_csv, tuning_md
from undergrad.report.words import say
from undergrad.training import Epoch
from undergrad.training.curves import training_figure
from undergrad.tuning import Store, Tuning

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def write_page(
    content: Content, page: Path, *, dataset: Dataset | None = None, language: Language = "en"
) -> list[Path]:
    """Write the file `page` and, under the same name with .md, its table as Markdown. Returns both.

    FileError, before anything is written, if a Markdown file of that name is somebody else's.
    """
    table = page.with_suffix(".md")
    _check_own(table)
    data = page_data(content, dataset=dataset, language=language)
    text = f"{_MARK} {say('made_from_runs', language)} -->\n{content_md(content, language)}"
    return [write_whole(page, page_html(data)), write_whole(table, text)]


#: The beginning of the first line of our Markdown files: a comment, which a reader of the page does not see.
_MARK = "<!-- undergrad:"
#: Every folder of an experiment, a search or a run has one of these files; in it report.md is ours, marked or not.
_RECORDS = ("experiment.toml", "search.toml", "run.json")


def _check_own(table: Path) -> None:
    """Raise FileError if the Markdown file `table` exists and a report may not overwrite it."""
    if not table.exists() or read_whole(table).startswith(_MARK.encode()):
        return
    if table.name == "report.md" and any((table.parent / record).exists() for record in _RECORDS):
        return
    raise FileError(
        f"{table}, the file for the report's table, exists and was not made by undergrad; rename it, or give "
        "the report another name with --out"
    )


def write_figures(content: Content, page: Path, language: Language = "en") -> list[Path]:
    """Write the figures of `page` beside it, each as SVG and PNG; a page called report gives them plain names."""
    from undergrad.report.figures import figures  # loads matplotlib

    prefix = "" if page.stem == "report" else f"{page.stem}-"
    drawn = figures(content, language)
    return [path for name, figure in drawn.items() for path in _write(figure, page.parent, prefix + name)]


def _write(figure: Figure, folder: Path, name: str) -> list[Path]:
    """Write the figure into `folder`, as SVG and as PNG."""
    from undergrad.display.figures import pictures

    return [write_whole(folder / f"{name}.{kind}", picture) for kind, picture in pictures(figure).items()]


def content_md(content: Content, language: Language) -> str:
    """The page's table with its sentences, the specification and the machine, in Markdown."""
    under, beside = baselines_md(content, language), class_means_md(content, language) + errors_md(content, language)
    if content.tuning is not None:
        return tuning_md(content.tuning, language, under, [*beside, *columns_md(content, language)])
    assert content.comparison is not None, "what is written has ended"
    claims = explained_md(explained(content, language), language)
    return table_md(content.comparison, under, [*beside, *claims, *columns_md(content, language)], language)


def write_report(
    comparison: Comparison, out: Path, *, dataset: Dataset | None = None, language: Language = "en"
) -> list[Path]:
    """Write report.html, report.md, table.csv, runs.csv and the plots of measure and loss (SVG and PNG) into `out`.

    Each run's folder gets its own plot. The page's images come from `dataset`, if it is given. Returns the experiment's
    own files.
    """
    experiment, measure = comparison.experiment, comparison.measure
    written = [
        *write_page(of_comparison(comparison, out), out / "report.html", dataset=dataset, language=language),
        write_whole(out / "table.csv", table_csv(comparison)),
        write_whole(out / "runs.csv", runs_csv(comparison)),
    ]
    shown: dict[str, list[Epoch]] = {}
    for network in experiment.networks:
        for seed in experiment.seeds:
            folder = run_folder(out, network, seed)
            history = load_history(folder)
            if not history:
                continue
            # With several seeds, the curves of the first seed: the curves of all seeds together would be unreadable.
            shown.setdefault(network.name, history)
            title = f"{network.structure}, {experiment.data.title(language)}"
            _write(training_figure({network.name: history}, title, measure), folder, measure.name)
    title = experiment.name + (f", seed {experiment.seeds[0]}" if len(experiment.seeds) > 1 else "")
    return written + _write(training_figure(shown, title, measure), out, measure.name)


def write_tuning(
    store: Store, tuning: Tuning, *, dataset: Dataset | None = None, language: Language = "en"
) -> list[Path]:
    """Write report.html, report.md, table.csv and, for each of the best three, its plot as SVG and PNG."""
    out = store.out
    written = write_page(of_tuning(tuning, out), out / "report.html", dataset=dataset, language=language)
    written.append(write_whole(out / "table.csv", tuning_csv(tuning)))
    for chosen in tuning.chosen:
        history = load_history(store.folder(chosen.trial))
        figure = training_figure({chosen.rank: history}, f"{chosen.rank}: {chosen.structure}", tuning.measure)
        written += _write(figure, out, chosen.rank)
    return written
