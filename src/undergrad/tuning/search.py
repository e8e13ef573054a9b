"""The specification of a search: data, space, strategy, number of trials. From TOML and back."""

from __future__ import annotations

import dataclasses
import hashlib
import importlib.util
import os
from pathlib import Path
from typing import Any

import msgspec
import tomli_w

from undergrad.errors import UsageError, unknown
from undergrad.experiments import DataSpec, Network, as_folder_name, check_folder_name
from undergrad.experiments.folders import usual_folder
from undergrad.experiments.spec import data_entries
from undergrad.experiments.toml import Shipped, check_keys, converted, parsed, some
from undergrad.notation.kinds import check_whole
from undergrad.outputs import CLASSES, Measure, Output, output_named
from undergrad.training import generators
from undergrad.tuning.domains import Range
from undergrad.tuning.space import DEFAULT, Space, Values, parse_space

STRATEGIES = ("grid", "random", "tpe")
_MOST_IN_FLIGHT = 10_000


def default_strategy() -> str:
    """tpe if Optuna is installed, else random."""
    return "tpe" if has_tpe() else "random"


def has_tpe() -> bool:
    """Whether Optuna is installed."""
    return importlib.util.find_spec("optuna") is not None


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """A search. Everything but `trials` determines the proposals; so it may be prolonged until its test set is opened.

    A trial's proposal, and the bar under which it is stopped, come from the results of the trials that are at least
    `in_flight` numbers before it, so that many may run at once, and the order in which they end does not matter.

    >>> search = Search(name="small", data=DataSpec(), strategy="random", trials=20)
    >>> search.check()
    >>> search.planned, search.rungs  # the default space has at most 40 epochs
    (20, (1, 4, 13))
    """

    #: Its name, also in its folder; in a file, by default the file's name.
    name: str
    #: The data that every trial is trained on.
    data: DataSpec
    #: The networks to try.
    space: Space = DEFAULT
    #: "grid", "random" or "tpe"; by default "tpe" if Optuna is installed, else "random".
    strategy: str = msgspec.field(default_factory=default_strategy)
    #: The number of trials, if the space has as many networks.
    trials: int = 60
    #: The seed of the proposals, and of each trial's split, first weights and order.
    seed: int = 0
    #: Whether unpromising trials are stopped.
    early_stopping: bool = True
    #: At each rung one in `reduction` goes on, and the next rung is `reduction` times as far.
    reduction: int = 3
    #: How many trials may run at once, from 1 to 10,000; a proposal uses only results of trials this many before it.
    in_flight: int = 8
    #: The networks' output, which determines the measure that chooses: `classes`, `regression`.
    output: str = CLASSES.name

    @property
    def puts_out(self) -> Output:
        """The output as an object. UsageError for an unknown one."""
        return output_named(self.output)

    @property
    def measure(self) -> Measure:
        """The measure that compares the trials."""
        return self.puts_out.measure

    def network(self, values: Values, name: str) -> Network:
        """The network of a trial with these `values`."""
        return dataclasses.replace(self.space.network(values, name), output=self.output)

    def check(self) -> None:
        """Raise UsageError, one sentence, for an impossible search, for example "tpe" without Optuna."""
        check_folder_name("search", self.name)
        if self.strategy not in STRATEGIES:
            raise unknown("strategy", self.strategy, STRATEGIES)
        for key, least in (("trials", 1), ("in_flight", 1), ("reduction", 2)):
            check_whole(key, getattr(self, key), least=least)
        if self.in_flight > _MOST_IN_FLIGHT:
            raise UsageError(f"in_flight must be at most {_MOST_IN_FLIGHT:,}, not {self.in_flight}")
        generators(self.seed)
        output_named(self.output)  # raises an error for an unknown output
        if self.strategy == "tpe" and not has_tpe():
            raise UsageError(
                "the strategy tpe needs Optuna, which is not installed (pip install 'undergrad[tune]'); "
                "install it, or choose random"
            )
        if self.strategy == "grid":
            self.space.grid()

    @property
    def identity(self) -> str:
        """A hash of everything but the number of trials."""
        return hashlib.sha256(msgspec.json.encode(msgspec.structs.replace(self, trials=1))).hexdigest()[:16]

    @property
    def planned(self) -> int:
        """The number of trials to do: `trials`, or fewer if the space has fewer networks.

        UsageError for a grid that has ranges without steps, or too many combinations.
        """
        networks = self.space.grid() if self.strategy == "grid" else self.space.combinations()
        return self.trials if networks is None else min(self.trials, len(networks))

    @property
    def rungs(self) -> tuple[int, ...]:
        """The numbers of the epochs after which a trial may be stopped, ascending; at most three."""
        if not self.early_stopping:
            return ()
        numbers: list[int] = []
        epochs = self.space.largest_epochs // self.reduction
        while epochs >= 1 and len(numbers) < _RUNGS:
            numbers.append(epochs)
            epochs //= self.reduction
        return tuple(reversed(numbers))


#: More rungs save little: at the third from the end a trial has done only a twenty-seventh of its epochs.
_RUNGS = 3


def default_folder(search: Search) -> Path:
    """`runs/NAME-HASH`: each search has its own folder; one that an earlier version made is reused.

    >>> default_folder(Search(name="small", data=DataSpec())).parent.name
    'runs'
    """

    def is_same(text: str) -> bool:
        return parse_search(text, where="", name=search.name).identity == search.identity

    return usual_folder(search.name, search.identity, "search.toml", is_same)


_DATA_KEYS = DataSpec.__struct_fields__
_OWN_KEYS = ("strategy", "trials", "seed", "early_stopping", "reduction", "in_flight", "output")


def parse_search(text: str, *, where: str, name: str) -> Search:
    """The search in a TOML text; `where` names it in errors, `name` is the default name. Raises UsageError.

    >>> text = '''
    ... dataset = "mnist-10k"
    ... strategy = "grid"
    ... [space]
    ... width = [32, 64]
    ... epochs = 3
    ... '''
    >>> search = parse_search(text, where="example.toml", name="example")
    >>> search.strategy, search.space.levels()
    ('grid', {'width': (32, 64)})
    """
    table = parsed(text, where=where)
    check_keys(table, ("name", *_DATA_KEYS, *_OWN_KEYS, "space"), where=where)
    if not table:
        raise UsageError(f"{where} is empty; describe the space, as a [space] table with hidden = [[64], [128]]")
    space = table.get("space")
    if space is not None and not isinstance(space, dict):
        raise UsageError(f"in {where}, the space is written as a [space] table")
    raw: dict[str, Any] = {
        "name": table.get("name", name),
        "data": some(table, _DATA_KEYS),
        **some(table, _OWN_KEYS),
    }
    search = converted(raw, Search, where=where)
    if space is not None:
        search = msgspec.structs.replace(search, space=parse_space(space, where=where))
    search.check()
    return search


shipped = Shipped("undergrad.tuning", "search")


def load_search(name_or_path: str | os.PathLike[str]) -> Search:
    """The search in a TOML file, or a shipped one by its name.

    UsageError, one sentence, for an unknown name and for a file that describes no search; FileError for one that cannot
    be read.

    >>> load_search("best-mnist").data.dataset
    'mnist'
    """
    name = as_folder_name(Path(name_or_path).stem)
    return parse_search(shipped.read(name_or_path), where=str(name_or_path), name=name)


def to_toml(search: Search) -> str:
    """The search as a TOML text that `parse_search` reads back to an equal one."""
    space = {
        key: {k: v for k, v in msgspec.to_builtins(domain).items() if v is not None}
        if isinstance(domain, Range)
        else [list(choice) if isinstance(choice, tuple) else choice for choice in domain]
        for key, domain in search.space.parameters.items()
    }
    own = {key: getattr(search, key) for key in _OWN_KEYS}
    return tomli_w.dumps({"name": search.name, **data_entries(search.data), **own, "space": space})
