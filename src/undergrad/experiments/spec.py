"""The specification of an experiment: networks, data, hyperparameters, seeds. From TOML and back."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import tomli_w

from undergrad.data import Dataset
from undergrad.display.languages import Language, Text
from undergrad.errors import UsageError
from undergrad.experiments.networks import KEYS, SHORT, Network, as_folder_name, check_folder_name, layers_of, name_of
from undergrad.experiments.toml import Shipped, check_keys, converted, parsed, some
from undergrad.outputs import Measure, Output
from undergrad.settings import SHORT_FORMS, written_out
from undergrad.training import generators

#: The words for a part of the data.
_PARTS: dict[str, Text] = {
    "labels": {"en": "labels {}", "ko": "클래스 {}"},
    "train_samples": {"en": "first {} training samples", "ko": "앞의 학습 표본 {}개"},
    "test_samples": {"en": "first {} test samples", "ko": "앞의 테스트 표본 {}개"},
}


class DataSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The data: a known name or the user's own file, as `load_dataset` takes them.

    >>> DataSpec().dataset, DataSpec(dataset="table.csv", label_column="label").label_column
    ('mnist-10k', 'label')
    """

    #: The name of a data set, or the path of a file or folder.
    dataset: str = "mnist-10k"
    #: The path of a second file, with the test part.
    test: str | None = None
    #: For a table: the labels' column, by its name, or by its number from 0; or several.
    label_column: str | int | tuple[str | int, ...] | None = None
    #: For a table: the kinds of columns that would be guessed wrongly: `{"zip": "category"}`.
    columns: dict[str, str] | None = None
    #: Further tables, whose rows follow those of the first.
    also: tuple[str, ...] | None = None
    #: For a table's text: its encoding, if it is not UTF-8.
    encoding: str | None = None
    #: For a table: the number of the fold that is the test part, from 0, and the number of folds, for `load_table`.
    fold: tuple[int, int] | None = None
    #: For a table: whether a model's file stores eight bytes for each training row, to recognise it later.
    row_digests: bool = True
    #: The classes that are used, by their numbers; by default all.
    labels: tuple[int, ...] | None = None
    #: The number of training samples that are used, the first in the file; by default all.
    train_samples: int | None = None
    #: The number of test samples that are used, the first in the file; by default all.
    test_samples: int | None = None

    def title(self, language: Language = "en") -> str:
        """The data in the words of a sentence: the data set or its file, and the part of it that is used.

        >>> DataSpec(dataset="mnist", labels=(0, 1, 2), train_samples=500).title()
        'mnist, labels 0 1 2, first 500 training samples'
        """
        parts = {
            "labels": None if self.labels is None else " ".join(map(str, self.labels)),
            "train_samples": None if self.train_samples is None else f"{self.train_samples:,}",
            "test_samples": None if self.test_samples is None else f"{self.test_samples:,}",
        }
        restrictions = [_PARTS[key][language].format(value) for key, value in parts.items() if value is not None]
        return ", ".join([Path(self.dataset).name, *restrictions])

    @property
    def source(self) -> str | list[str]:
        """The first argument of `load_dataset`: the data set's name or path, or several paths."""
        return [self.dataset, *self.also] if self.also else self.dataset

    @property
    def options(self) -> dict[str, Any]:
        """The other arguments of `load_dataset` that this specification sets."""
        return {name: getattr(self, name) for name in ("test", "label_column", "columns", "fold", "encoding")}

    def part_of(self, dataset: Dataset) -> Dataset:
        """The part of the whole data set that is used. UsageError as in `Dataset.part`."""
        if self.labels is None and self.train_samples is None and self.test_samples is None:
            return dataset
        return dataset.part(labels=self.labels, train_samples=self.train_samples, test_samples=self.test_samples)

    def check(self, dataset: Dataset) -> None:
        """Raise UsageError if `dataset` is not the part that is used: a record must describe what was really done."""
        sizes = {
            "classes": (None if self.labels is None else len(set(self.labels)), dataset.classes),
            "training samples": (self.train_samples, len(dataset.x_train)),
            "test samples": (self.test_samples, len(dataset.x_test)),
        }
        for what, (used, present) in sizes.items():
            if used not in (None, present):
                raise UsageError(
                    f"the specification uses {self.title()}, and the data set has {present:,} {what}; "
                    "give the part that data.part_of(dataset) returns"
                )


class Experiment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Networks trained on the same data with the same seeds.

    >>> networks = tuple(Network(name=name, layers=f"fc(16), {name}") for name in ("relu", "tanh"))
    >>> Experiment(name="two", data=DataSpec(), networks=networks, seeds=(0, 1)).check()
    """

    #: Its name, also in its folder; in a file, by default the file's name.
    name: str
    #: The data that all networks are trained and tested on.
    data: DataSpec
    #: The networks, in the order of the comparison; each has a name of its own.
    networks: tuple[Network, ...]
    #: The seeds, whole numbers from 0 on; each network is trained once with each.
    seeds: tuple[int, ...] = (0,)
    #: A file whose layers replace the textbook's.
    answer: str | None = None

    @property
    def puts_out(self) -> Output:
        """The output of its networks."""
        return self.networks[0].puts_out

    @property
    def measure(self) -> Measure:
        """The measure that compares its networks."""
        return self.puts_out.measure

    def check(self) -> None:
        """Raise UsageError, one sentence, for an experiment that cannot be run.

        That is one without networks or seeds, with one of them twice, or with impossible hyperparameters.
        """
        for key, value in OWN_NEED.items() if self.answer is not None else ():
            for network in self.networks:
                if getattr(network, key) != value:
                    raise UsageError(
                        f"your own layers are trained with {key} {value}; leave {key} of {network.name} out"
                    )
        check_folder_name("experiment", self.name)
        if not self.networks:
            raise UsageError(f"experiment {self.name!r} has no network; add a [[network]] table")
        if not self.seeds:
            raise UsageError(f"experiment {self.name!r} has no seeds; give at least one")
        for seed in self.seeds:
            generators(seed)
        for values, what in ((self.seeds, "seed"), ([n.name.casefold() for n in self.networks], "network")):
            [(most, times)] = Counter(values).most_common(1)
            if times > 1:
                raise UsageError(f"experiment {self.name!r} has the {what} {most!r} twice; name each only once")
        for network in self.networks:
            network.check()
        outputs = tuple(dict.fromkeys(network.output for network in self.networks))
        if len(outputs) > 1:
            raise UsageError(
                f"experiment {self.name!r} has networks with the outputs {', '.join(outputs)}, whose losses are "
                "not comparable; make an experiment for each"
            )


#: The settings for the user's own layers: the engine that calls them, and the dtype that they are written for.
OWN_NEED = {"dtype": "float64", "engine": "reference"}

# In a file, the keys at the top apply to all networks, and each [[network]] overrides them.
_DATA_KEYS = DataSpec.__struct_fields__
_NETWORK_KEYS = (*KEYS, *SHORT, *SHORT_FORMS)
_TOP_KEYS = ("name", "seeds", "answer", *_DATA_KEYS, *_NETWORK_KEYS, "network")


def parse_experiment(text: str, *, where: str, name: str) -> Experiment:
    """The experiment in a TOML text; `where` names it in errors, `name` is the default name. Raises UsageError.

    >>> experiment = parse_experiment('''
    ... dataset = "mnist-10k"
    ... hidden = [32]
    ... epochs = 3
    ... [[network]]
    ... activation = "tanh"
    ... ''', where="example.toml", name="example")
    >>> experiment.networks[0].name, experiment.networks[0].layers, experiment.networks[0].epochs
    ('tanh', 'fc(32), tanh', 3)
    """
    table = parsed(text, where=where)
    check_keys(table, _TOP_KEYS, where=where)
    networks = table.get("network", [{}])
    if not isinstance(networks, list) or not all(isinstance(entry, dict) for entry in networks):
        raise UsageError(f"in {where}, networks are written as [[network]] tables")
    shared = some(table, _NETWORK_KEYS)
    full = []
    own = OWN_NEED if "answer" in table else {}
    for entry in networks:
        check_keys(entry, (*_NETWORK_KEYS, "name", "homework"), where=f"a [[network]] of {where}")
        full.append(own | described(_merged(shared, entry), where=where))
    raw = {
        "name": table.get("name", name),
        "data": some(table, _DATA_KEYS),
        "networks": full,
        **some(table, ["seeds", "answer"]),
    }
    experiment = converted(raw, Experiment, where=where)
    experiment.check()
    if "network" not in table and not shared:
        raise UsageError(
            f'{where} describes no network; describe it, as in layers = "fc(500), relu", or write a [[network]] '
            "table for each of several"
        )
    return experiment


def described(table: dict[str, Any], *, where: str) -> dict[str, Any]:
    """The fields of a Network that a table describes, short forms written out. UsageError."""
    text = layers_of(table, where)
    rest = written_out({key: value for key, value in table.items() if key not in SHORT})
    return {"name": name_of(table, text), **rest, "layers": text}


def _merged(shared: dict[str, Any], entry: dict[str, Any]) -> dict[str, Any]:
    """The keys that all networks share, overridden by this network's keys, which also replace a shared short form."""
    if "layers" in entry:
        shared = {key: value for key, value in shared.items() if key not in SHORT}
    elif "hidden" in entry:
        shared = {key: value for key, value in shared.items() if key != "layers"}
    if {"optimizer", *SHORT_FORMS} & entry.keys():
        shared = {key: value for key, value in shared.items() if key not in ("optimizer", *SHORT_FORMS)}
    return shared | entry


def with_answer(experiment: Experiment, answer: str) -> Experiment:
    """The experiment with the layers of the file `answer`, and the settings that they need."""
    networks = tuple(replace(network, dtype="float64", engine="reference") for network in experiment.networks)
    return msgspec.structs.replace(experiment, answer=answer, networks=networks)


def to_toml(experiment: Experiment) -> str:
    """The experiment as a TOML text that `parse_experiment` reads back to an equal one."""
    raw: dict[str, Any] = msgspec.to_builtins(experiment)
    networks = raw["networks"]
    shared = {key: networks[0][key] for key in KEYS if all(network[key] == networks[0][key] for network in networks)}
    own = [_without_none({k: v for k, v in network.items() if k not in shared}) for network in networks]
    top = _without_none({key: raw[key] for key in ("name", "seeds", "answer")})
    table = {**top, **data_entries(experiment.data), **shared, "network": own}
    return tomli_w.dumps(table)


#: The experiments that come with the package: `shipped.names()`, and `shipped.read(name)` for the TOML text of one.
shipped = Shipped("undergrad.experiments", "experiment")


def load_experiment(name_or_path: str | os.PathLike[str]) -> Experiment:
    """The experiment in a TOML file, or a shipped one by its name.

    UsageError, one sentence, for an unknown name and for a file that describes no experiment; FileError for one that
    cannot be read.

    >>> [network.name for network in load_experiment("activations-mnist-10k").networks]
    ['sigmoid', 'relu', 'tanh']
    """
    name = as_folder_name(Path(name_or_path).stem)
    return parse_experiment(shipped.read(name_or_path), where=str(name_or_path), name=name)


def data_entries(data: DataSpec) -> dict[str, Any]:
    """The keys of `data` for a TOML file, without those that have their default."""
    raw: dict[str, Any] = _without_none(msgspec.to_builtins(data))
    return {key: value for key, value in raw.items() if key != "row_digests" or not value}


def _without_none(table: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if value is not None}
