"""All runs of an experiment, one after the other, and their comparison."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from undergrad.data import Dataset
from undergrad.errors import UsageError
from undergrad.experiments.answer import answer_of
from undergrad.experiments.comparison import Comparison, compare, save_comparison
from undergrad.experiments.folders import usual_folder
from undergrad.experiments.jobs import Job, Listener, run_jobs
from undergrad.experiments.run import check_folder, is_complete, memory_needed, run_folder, specify
from undergrad.experiments.spec import Experiment, parse_experiment, to_toml
from undergrad.experiments.stored import StoredRun
from undergrad.files import make_folder, read_whole, write_whole
from undergrad.training.memory import check_memory


def default_folder(experiment: Experiment) -> Path:
    """`runs/NAME-HASH`: each experiment has its own folder; one that an earlier version made is reused.

    >>> from undergrad.experiments import load_experiment
    >>> default_folder(load_experiment("activations-mnist-10k")).parent.name
    'runs'
    """
    digest = hashlib.sha256(msgspec.json.encode(experiment)).hexdigest()

    def is_same(text: str) -> bool:
        return parse_experiment(text, where="", name=experiment.name) == experiment

    return usual_folder(experiment.name, digest, "experiment.toml", is_same)


def run_experiment(
    experiment: Experiment,
    dataset: Dataset,
    out: Path,
    *,
    resume: bool = False,
    workers: int = 1,
    insight: bool = False,
    listener: Listener | None = None,
) -> Comparison:
    """Do every unfinished run in the folder `out`, `workers` at a time, and compare all runs.

    With `insight`, a recorder also stores what happens inside the networks; it changes no result. With `resume`,
    started runs are continued. `listener` receives the runs' events. Writes experiment.toml, a folder for each run, and
    comparison.json.

    UsageError for an experiment that cannot be run, `workers` below 1, or a folder with another experiment, another
    run, or without `resume` a started run; TooLargeError if `workers` runs at a time do not fit into the memory;
    FileError for a folder that cannot be written to, or with a changed file. These errors come before any run starts,
    so nothing is lost.

    If a run raises an error, the others are done first, and then it is raised; UndergradError if a worker process was
    ended from outside. A run whose loss is not finite raises nothing: it is among the comparison's `failed`.
    """
    experiment.check()
    answer = answer_of(experiment.answer) if experiment.answer is not None else None
    plan = [(network, seed) for seed in experiment.seeds for network in experiment.networks]
    jobs = [
        Job(
            number,
            len(plan),
            specify(network, seed, experiment.data, dataset, answer),
            run_folder(out, network, seed),
            insight=insight,
        )
        for number, (network, seed) in enumerate(plan, start=1)
    ]
    todo = (job.spec for job in jobs if not is_complete(job.folder))
    check_memory((memory_needed(spec, dataset, insight=insight) for spec in todo), at_once=workers)
    _claim(experiment, out)
    for job in jobs:
        check_folder(job.spec, job.folder, resume=resume)
    results = run_jobs(jobs, dataset, workers=workers, listener=listener or Listener())
    comparison = compare(experiment, [StoredRun(job.folder, result) for job, result in zip(jobs, results, strict=True)])
    save_comparison(comparison, out)
    return comparison


def _claim(experiment: Experiment, out: Path) -> None:
    """Make `out` this experiment's folder. UsageError if it is another's."""
    make_folder(out)
    file = out / "experiment.toml"
    if file.exists():
        text = read_whole(file).decode("utf-8", "replace")
        if parse_experiment(text, where=str(file), name=experiment.name) != experiment:
            raise UsageError(f"{out} holds another experiment; choose another folder with --out")
    else:
        write_whole(file, to_toml(experiment))
