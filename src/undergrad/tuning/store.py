"""The folder of a search, its only truth: what is not in the folder has not happened.

It has search.toml, and for each trial a folder `trials/NNNN` like a run's: run.json (its values),
checkpoint.safetensors (while it runs), history.jsonl, model.safetensors (only for the best three), and last
result.json: a trial has ended exactly when that exists. choice.json is written when the search is over and names the
three that may be tested; afterwards no trial begins.

Several drivers may share the folder. The driver of a trial holds its lock, which the operating system releases when the
driver dies, for whatever reason.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from undergrad.data import Dataset
from undergrad.errors import UsageError
from undergrad.experiments.importance import write_importance
from undergrad.experiments.predictions import write_predictions
from undergrad.experiments.records import CHOICE, check_run, load_record, rebuilt, write_record
from undergrad.experiments.run import (
    RunResult,
    RunSpec,
    check_folder,
    load_history,
    load_result,
    tested,
    write_history,
    write_result,
    write_spec,
)
from undergrad.experiments.stored import stored_runs
from undergrad.files import make_folder, read_whole, remove_parts, write_whole
from undergrad.training import History, load_model
from undergrad.training.checkpoint import load_story
from undergrad.tuning.domains import frozen
from undergrad.tuning.search import Search, parse_search, to_toml
from undergrad.tuning.space import Values, with_depth
from undergrad.tuning.trial import Answer

#: The number of models that are chosen and stored.
CHOSEN = 3


class _Proposal(msgspec.Struct, frozen=True):
    """The values of a trial, as stored in proposal.json."""

    values: Values


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """The chosen trials of a search, as stored in choice.json before the test set is opened."""

    #: Their numbers, the best first.
    trials: tuple[int, ...]


class Store:
    """The trials of one search in one folder, `out`. A trial is identified by its number, from 0.

    Methods that read or write raise FileError if that fails, or if a file was changed.
    """

    def __init__(self, search: Search, out: Path, *, resume: bool = False) -> None:
        """Make `out` this search's folder. UsageError if it is another's or, without `resume`, has trials."""
        #: The search; after the choice, the search as it was then.
        self.search: Search = search
        #: The folder.
        self.out: Path = make_folder(out)
        make_folder(out / "locks")
        file = out / "search.toml"
        with self.lock("search"):
            if file.exists():
                stored = parse_search(read_whole(file).decode("utf-8", "replace"), where=str(file), name=search.name)
                if stored.identity != search.identity:
                    raise UsageError(f"{out} holds another search; choose another folder with --out")
                if not resume and self.begun():
                    raise UsageError(
                        f"{out} holds this search, already begun; add --resume to continue it, or choose another --out"
                    )
                if self.is_over():  # it can no longer be prolonged
                    self.search = stored
            write_whole(file, to_toml(self.search))

    def lock(self, name: str) -> FileLock:
        """A lock of that name, not yet acquired; only one driver at a time can hold it."""
        return FileLock(self.out / "locks" / name)

    def folder(self, number: int) -> Path:
        """The folder of trial `number`."""
        return self.out / "trials" / f"{number:04}"

    def begun(self) -> list[int]:
        """The numbers of all trials that have begun, in order."""
        folder = self.out / "trials"
        return sorted(int(entry.name) for entry in folder.iterdir() if entry.name.isdigit()) if folder.is_dir() else []

    def has_ended(self, number: int) -> bool:
        """Whether the trial has a result."""
        return (self.folder(number) / "result.json").exists()

    def result(self, number: int) -> RunResult:
        """The result of a trial that has ended."""
        return load_result(self.folder(number))

    def results(self) -> dict[int, RunResult]:
        """The results of all trials that have ended."""
        return {number: self.result(number) for number in self.begun() if self.has_ended(number)}

    def proposal(self, number: int) -> Values | None:
        """The values of a trial that has begun."""
        folder = self.folder(number)
        return _load_values(folder) if (folder / "proposal.json").exists() else None

    def history(self, number: int) -> History:
        """The epochs of a trial that has ended."""
        return load_history(self.folder(number))

    # The life of a trial: claim, begin, keep repeatedly, end; or release --------------------------------------------

    def claim(self, number: int) -> FileLock | None:
        """The lock of a trial that has not ended and that no driver is doing, else None. Release it after `end`."""
        lock = self.lock(f"{number:04}")
        try:
            lock.acquire(blocking=False)
        except Timeout:
            return None
        if self.has_ended(number):  # it ended since the last check
            lock.release()
            return None
        return lock

    def begin(self, number: int, spec: RunSpec, values: Values) -> bytes | None:
        """Store the trial's specification, and return the checkpoint to continue from, if there is one.

        ModelError if that is damaged, UsageError if the folder holds another trial.
        """
        folder = make_folder(self.folder(number))
        remove_parts(folder)
        check_folder(spec, folder, resume=True)
        if not (folder / "run.json").exists():
            write_record(folder / "proposal.json", _Proposal(values))
            write_spec(folder, spec)
        checkpoint = folder / "checkpoint.safetensors"
        if not checkpoint.exists():
            return None
        load_story(checkpoint)  # raises an error that names a damaged file; a worker does not know the name
        return read_whole(checkpoint)

    def keep(self, number: int, state: bytes) -> None:
        """Store the checkpoint of a running trial."""
        write_whole(self.folder(number) / "checkpoint.safetensors", state)

    def end(self, number: int, result: RunResult, answer: Answer, known: Mapping[int, RunResult]) -> bool:
        """Store the trial's result; of all `known` trials and this one, keep only the models of the best.

        Returns False and stores nothing if the choice has been made meanwhile.
        """
        folder, before = self.folder(number), best(known)
        after = best({**known, number: result})
        with self.lock("choice"):
            if self.is_over():
                return False
            if answer.model is not None and number in after:
                write_whole(folder / "model.safetensors", answer.model)
            write_history(folder, answer.history)
            write_result(folder, result)
            for other in set(before) - set(after):
                self._model(other).unlink(missing_ok=True)
        (folder / "checkpoint.safetensors").unlink(missing_ok=True)
        return True

    def _model(self, number: int) -> Path:
        return self.folder(number) / "model.safetensors"

    # The choice, and the test set after it ----------------------------------------------------------------------------

    def choice(self) -> Choice | None:
        """The choice, or None before it is made."""
        file = self.out / CHOICE
        return load_record(file, Choice, remedy=rebuilt(file)) if file.exists() else None

    def is_over(self) -> bool:
        """Whether the choice has been made."""
        return (self.out / CHOICE).exists()

    def choose(self) -> Choice | None:
        """Choose the best of all ended trials, or return the earlier choice: each search has only one.

        None if no trial ended well.
        """
        with self.lock("choice"):
            choice = self.choice()
            if choice is None:
                results = self.results()
                trials = best({number: result for number, result in results.items() if self._model(number).exists()})
                if not trials:
                    return None
                choice = Choice(trials=tuple(trials))
                write_record(self.out / CHOICE, choice)
                for number in set(results) - set(trials):
                    self._model(number).unlink(missing_ok=True)
            return choice

    def test(self, number: int, dataset: Dataset) -> RunResult:
        """Open the test set for a chosen trial, once. UsageError for any other trial."""
        choice = self.choice()
        if choice is None or number not in choice.trials:
            raise UsageError(
                f"trial {number} was not chosen, so it is not tested: the test set is opened once, after the choice"
            )
        with self.lock("choice"):
            result = self.result(number)
            if result.test is None:
                folder = self.folder(number)
                check_run(folder)  # the result below stores digests of the files
                trained = load_model(folder / "model.safetensors")
                test = write_predictions(folder, trained, dataset)
                write_importance(folder, trained, dataset)
                result = tested(result, test, folder, self.history(number))
                write_result(folder, result)
            return result


@dataclass(frozen=True)
class Tried:
    """A trial that has ended: its number, its values and its result."""

    number: int
    values: Values
    result: RunResult


def load_tried(out: Path) -> list[Tried]:
    """The ended trials of the search in `out`, in order; writes nothing."""
    runs = stored_runs(out / "trials") if (out / "trials").is_dir() else ()
    return [Tried(int(run.folder.name), _load_values(run.folder), run.result) for run in runs]


def _load_values(folder: Path) -> Values:
    check_run(folder, ("proposal.json",))
    values = with_depth(load_record(folder / "proposal.json", _Proposal).values)
    return {key: frozen(value) for key, value in values.items()}


def best(results: Mapping[int, RunResult]) -> list[int]:
    """The numbers of the best three trials by the validation measure; ties go to the earlier trial.

    Stopped trials come after the others, and failed trials do not count.
    """
    able = (
        (result.status == "complete", result.measure.merit(result.best_val_measure), -number)
        for number, result in results.items()
        if result.status != "failed"
    )
    return [-negative for *_, negative in heapq.nlargest(CHOSEN, able)]
