"""Everything that a page shows, as one JSON object that the page's script draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from undergrad.data import Dataset
from undergrad.display.languages import LANGUAGES, Language
from undergrad.insight import Insight, LayerEpoch, Seen
from undergrad.outputs import Output
from undergrad.report import tuning as tuning_report
from undergrad.report.doubts import doubts_of, doubts_of_chosen
from undergrad.report.explanation import CLAIM_COLUMNS, Explained, explanation
from undergrad.report.numbers import matters, shown
from undergrad.report.page.baselines import baselines
from undergrad.report.page.believable import agreement_data, calibration_data, first_runs
from undergrad.report.page.classes import class_means, per_class
from undergrad.report.page.columns import columns_data
from undergrad.report.page.content import Content, ShownRun
from undergrad.report.page.errors_table import errors_table
from undergrad.report.page.samples import details, lacking
from undergrad.report.page.search import search_data
from undergrad.report.tables import (
    cells,
    failures,
    headings,
    machines,
    own_layers,
    protocol,
    runs_csv,
    table_csv,
    verdicts,
)
from undergrad.report.words import all_words, say, say_of
from undergrad.settings import DECLARATIONS
from undergrad.training import Epoch
from undergrad.training.epochs import best_of
from undergrad.tuning import Tuning

#: More would make the page too large to send, and too long to read.
DETAILED_RUNS = 6

_MEASURES = tuple(key for key in LayerEpoch.__struct_fields__ if key not in ("name", "derivative_histogram"))


def page_data(content: Content, *, dataset: Dataset | None = None, language: Language = "en") -> dict[str, Any]:
    """The object that `page_html` puts into a page.

    `dataset` is the one that the runs were trained on, if it is on this machine: images of samples come from it, but
    only if its contents are the same. The page opens in `language`, and has the words of every language.
    """
    comparison, measure = content.comparison, content.output.measure
    environments = [run.result.environment for run in content.runs if run.result is not None]
    finished = [run for run in content.runs if run.folder is not None and run.result and run.result.test]
    detailed = finished[:DETAILED_RUNS] if content.output.classifies else []
    judged = first_runs(content, DETAILED_RUNS)
    gone = {run.name: files for run in detailed if run.folder is not None and (files := lacking(run.folder))}
    genuine = (
        dataset if dataset is not None and all(run.spec.data_digest == dataset.digest for run in detailed) else None
    )
    return {
        "title": content.title,
        "language": language,
        "words": {each: all_words(each, measure) for each in LANGUAGES},
        "measure": {
            "name": measure.name,
            "higher_is_better": measure.higher_is_better,
            "is_share": measure.is_share,
            "digits": measure.digits,
            "has_units": measure.has_units,
            "columns": _history_columns(content.output),
        },
        "protocol": {each: protocol(comparison.experiment, each) if comparison else "" for each in LANGUAGES},
        "results": {each: _results(content, gone, each) for each in LANGUAGES},
        "claims": {each: _claims(content, each) for each in LANGUAGES},
        "explanation": {
            each: tuning_report.explanation(content.tuning, each) if content.tuning else [] for each in LANGUAGES
        },
        "runs": [
            _run(run, genuine if run in detailed else None, with_details=run in detailed)
            | {"calibration": calibration_data(run) if run in judged else None}
            | {"agreement": agreement_data(run) if run in judged else []}
            for run in content.runs
        ],
        "images": genuine is not None,
        **columns_data(content),
        "search": search_data(content.tuning, content.trials),
        "machines": {each: machines(environments, each) for each in LANGUAGES},
        "files": _files(content),
    }


def _run(run: ShownRun, dataset: Dataset | None, *, with_details: bool) -> dict[str, Any]:
    spec, result = run.spec, run.result
    keys = _history_columns(spec.network.puts_out)
    return {
        "name": run.name,
        "network": spec.network.name,
        "seed": spec.seed,
        "status": "running" if result is None else result.status,
        "planned": spec.network.epochs,
        "epochs": {key: [getattr(epoch, key) for epoch in run.history] for key in keys},
        "best_epoch": result.best_epoch if result is not None else None,
        "insight": _insight(run.insight),
        "details": _details(run, dataset) if with_details else None,
        "specification": {each: _specification(run, each) for each in LANGUAGES},
    }


def _details(run: ShownRun, dataset: Dataset | None) -> dict[str, Any] | None:
    """The details from its model and its predictions; None if a file of it is gone."""
    pictures = details(run.folder, dataset) if run.folder is not None else None
    return pictures and pictures | {"per_class": per_class(run) if pictures["confusion"] is not None else None}


def _history_columns(output: Output) -> dict[str, str]:
    """The fields of an epoch, and the names of their columns in CSV, which use the names of measure and loss."""
    return {
        field: field.replace("measure", output.measure.name).replace("data_loss", output.loss_name)
        for field in Epoch.__struct_fields__
        if field not in ("measure", "best_by")  # they are the same for all epochs
    }


def _specification(run: ShownRun, language: Language) -> list[list[str]]:
    """Rows of a word's key and a value."""
    spec, network = run.spec, run.spec.network
    rows = {"structure": spec.structure, "data": spec.data.title(language), "seed": spec.seed} | {
        name: getattr(network, name)
        for name, declaration in DECLARATIONS.items()
        # Settings that the homework does not have are shown only if they are used.
        if matters(network, name) or (declaration.since == "0.1.0" and not name.startswith("step_"))
    }
    rows |= {"engine": run.result.engine if run.result else network.engine, "identity": spec.identity}
    return [[key, shown(value)] for key, value in rows.items()]


def _insight(insight: Insight | None) -> dict[str, Any] | None:
    """Columns: for each measure a list for each layer, with one number (for the histogram one list) per epoch."""
    if insight is None:
        return None
    layers = range(len(insight.head.layers))
    return {
        "layers": [layer.name for layer in insight.head.layers],
        "epochs": [epoch.epoch for epoch in insight.epochs],
        "measures": {
            key: [[getattr(epoch.layers[layer], key) for epoch in insight.epochs] for layer in layers]
            for key in _MEASURES
        },
        "derivative_histogram": [
            [epoch.layers[layer].derivative_histogram for epoch in insight.epochs] for layer in layers
        ],
        "first_to_last": [epoch.first_to_last for epoch in insight.epochs],
        "verdicts": msgspec.to_builtins(insight.verdicts),
    }


def _results(content: Content, gone: Mapping[str, Sequence[str]], language: Language) -> list[dict[str, Any]]:
    """The tables: the homework's, and for a search that of the repetitions. `gone`: files that runs lack, by run."""
    comparison, tuning = content.comparison, content.tuning
    left_out = [say("files_gone", language, name=name, files=", ".join(files)) for name, files in gone.items()]
    if comparison is not None:
        rows = [cells(row, comparison) for row in comparison.rows]
        notes = [*own_layers(comparison, language), *failures(comparison, language), *doubts_of(comparison, language)]
        notes += [*_baselines(content, language), *verdicts(comparison, language), *left_out]
        return [_table(content.title, headings(comparison, language), rows, notes), *_beside(content, language)]
    if tuning is not None:
        titles, notes = (
            [say("rank", language), *tuning_report.headings(tuning.measure, language)],
            [*tuning_report.footnote(tuning, language), *doubts_of_chosen(tuning, language)],
        )
        rows = [[say(chosen.rank, language), *tuning_report.cells(chosen)] for chosen in tuning.chosen]
        own = _table(content.title, titles, rows, [*notes, *_baselines(content, language), *left_out])
        return [own, *_repetitions(tuning, language), *_beside(content, language)]
    keys = ("network", "activation", "best_val_measure", "best_epoch", "epochs")
    titles = [say_of(content.output.measure, key, language) for key in keys]
    rows = [_so_far(run, language) for run in content.runs]
    return [_table(content.title, titles, rows, left_out)]


def _baselines(content: Content, language: Language) -> list[str]:
    sentences = baselines(content, language)
    return [] if sentences is None else sentences.lines


def _beside(content: Content, language: Language) -> list[dict[str, Any]]:
    """Further results of the predictions: for classes the means over them, for numbers every measure."""
    tables = (class_means(content, language), errors_table(content, language))
    return [_table(each.caption, each.columns, each.rows, each.notes) for each in tables if each is not None]


def _table(caption: str, columns: list[str], rows: list[list[str]], notes: list[str]) -> dict[str, Any]:
    return {"caption": caption, "columns": columns, "rows": rows, "notes": notes}


def _repetitions(tuning: Tuning, language: Language) -> list[dict[str, Any]]:
    if not tuning.repeats:
        return []
    titles = [say("rank", language), *tuning_report.repeat_headings(tuning, language)]
    return [_table(tuning_report.repeated(tuning, language), titles, tuning_report.repeat_cells(tuning, language), [])]


def explained(content: Content, language: Language) -> list[Explained]:
    """The claims about activation functions, judged by the runs of a comparison."""
    if content.comparison is None:
        return []
    runs = (
        (
            run.spec.network,
            Seen(
                activation=run.spec.network.activation,
                output=run.spec.network.puts_out,
                classes=run.spec.classes,
                insight=run.insight,
                history=run.history,
                test=run.result.test.value if run.result and run.result.test else None,
            ),
        )
        for run in content.runs
    )
    return explanation(content.comparison, runs, language)


def _claims(content: Content, language: Language) -> list[dict[str, Any]]:
    titles = [say(key, language) for key in CLAIM_COLUMNS]
    return [
        _table(group.title or say("claims", language), titles, group.rows, []) for group in explained(content, language)
    ]


def _so_far(run: ShownRun, language: Language) -> list[str]:
    best, measure = best_of(run.history) if run.history else None, run.spec.network.puts_out.measure
    return [
        *(run.name, run.spec.network.activation),
        *(("-", "-") if best is None else (measure.text(best.val_measure), str(best.epoch))),
        f"{len(run.history)}/{run.spec.network.epochs}"
        + (f" ({say('failed', language)})" if run.result and run.result.status == "failed" else ""),
    ]


def _files(content: Content) -> dict[str, str]:
    """CSV that the page cannot make from its other data."""
    if content.comparison is None:
        return {}
    return {"table.csv": table_csv(content.comparison), "runs.csv": runs_csv(content.comparison)}
