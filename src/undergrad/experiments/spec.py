"""What an experiment is: networks, the data, the protocol's numbers, seeds. From TOML and back."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import tomli_w

from undergrad.errors import UsageError
from undergrad.experiments.networks import KEYS, SHORT, Network, as_folder_name, check_folder_name, layers_of, name_of
from undergrad.experiments.toml import Shipped, check_keys, converted, parsed, some
from undergrad.outputs import Measure
from undergrad.training import generators


class DataSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which data: a known name or a file of one's own, as `load_dataset` takes them."""

    dataset: str = "mnist-10k"
    test: str | None = None
    label_column: str | int | None = None


class Experiment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Networks trained on the same data with the same seeds."""

    name: str
    data: DataSpec
    networks: tuple[Network, ...]
    seeds: tuple[int, ...] = (0,)
    #: A file whose layers take the places of the textbook's.
    answer: str | None = None

    @property
    def measure(self) -> Measure:
        """By what its networks are compared."""
        return self.networks[0].puts_out.measure

    def check(self) -> None:
        """Raise UsageError, one sentence, for an experiment that cannot be run."""
        for key, value in OWN_NEED.items() if self.answer is not None else ():
            for network in self.networks:
                if getattr(network, key) != value:
                    raise UsageError(
                        f"layers of one's own are trained with {key} {value}; leave {key} of {network.name} out"
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
                raise UsageError(f"experiment {self.name!r} has the {what} {most!r} twice; each may be there once")
        for network in self.networks:
            network.check()
        outputs = tuple(dict.fromkeys(network.output for network in self.networks))
        if len(outputs) > 1:
            raise UsageError(
                f"experiment {self.name!r} has networks with the outputs {', '.join(outputs)}, which cannot be "
                "compared; make an experiment for each"
            )


#: What trains layers of one's own: the engine that calls them, in the numbers that they are written for.
OWN_NEED = {"dtype": "float64", "engine": "reference"}

# In a file, what all networks share stands at the top and each [[network]] overrides it.
_DATA_KEYS = DataSpec.__struct_fields__
_NETWORK_KEYS = (*KEYS, *SHORT)
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
            f'{where} describes no network; write what it shall be, as layers = "fc(500), relu", or a [[network]] '
            "table for each of several"
        )
    return experiment


def described(table: dict[str, Any], *, where: str) -> dict[str, Any]:
    """The fields of a Network that a table describes in the short form or with `layers`. UsageError."""
    text = layers_of(table, where)
    rest = {key: value for key, value in table.items() if key not in SHORT}
    return {"name": name_of(table, text), **rest, "layers": text}


def _merged(shared: dict[str, Any], entry: dict[str, Any]) -> dict[str, Any]:
    """What all networks share and what this one says; its own layers take the place of a shared short form."""
    if "layers" in entry:
        shared = {key: value for key, value in shared.items() if key not in SHORT}
    elif "hidden" in entry:
        shared = {key: value for key, value in shared.items() if key != "layers"}
    return shared | entry


def with_answer(experiment: Experiment, answer: str) -> Experiment:
    """The experiment with the layers of the file `answer`, and what they are trained with."""
    networks = tuple(replace(network, dtype="float64", engine="reference") for network in experiment.networks)
    return msgspec.structs.replace(experiment, answer=answer, networks=networks)


def to_toml(experiment: Experiment) -> str:
    """The experiment as a TOML text that `parse_experiment` reads back to an equal one."""
    raw: dict[str, Any] = msgspec.to_builtins(experiment)
    networks = raw["networks"]
    shared = {key: networks[0][key] for key in KEYS if all(network[key] == networks[0][key] for network in networks)}
    own = [_without_none({k: v for k, v in network.items() if k not in shared}) for network in networks]
    top = _without_none({key: raw[key] for key in ("name", "seeds", "answer")})
    table = {**top, **_without_none(raw["data"]), **shared, "network": own}
    return tomli_w.dumps(table)


shipped = Shipped("undergrad.experiments", "experiment")


def load_experiment(name_or_path: str | os.PathLike[str]) -> Experiment:
    """The experiment in a TOML file, or a shipped one by its name. UsageError for neither."""
    name = as_folder_name(Path(name_or_path).stem)
    return parse_experiment(shipped.read(name_or_path), where=str(name_or_path), name=name)


def _without_none(table: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if value is not None}
