"""Checks that the networks of a search fit into this computer's memory before the first one begins."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from undergrad.data import Dataset
from undergrad.errors import ShapeError
from undergrad.experiments.networks import Network
from undergrad.experiments.run import memory_needed, specify
from undergrad.training.memory import check_memory
from undergrad.tuning.domains import Domain, Range, ends
from undergrad.tuning.search import Search
from undergrad.tuning.space import PARAMETERS, Space

#: Parameters that increase a training's memory when they grow.
_GROWING = ("width", "taper", "batch_size", "momentum")
#: Parameters that may decrease it: more layers need fewer weights if each is narrower than the one before.
_TRIED = ("layers", "hidden", "depth", "dtype", "optimizer")


def check_search(search: Search, dataset: Dataset, *, at_once: int) -> None:
    """Raise TooLargeError if the largest network of the space does not fit into the memory `at_once` times."""

    def needed(network: Network) -> int:
        whole = replace(network, output=search.output)
        return memory_needed(specify(whole, search.seed, search.data, dataset), dataset)

    check_memory([needed(largest(search.space, needed))] * at_once, at_once=at_once)


def largest(space: Space, needed: Callable[[Network], int]) -> Network:
    """The network of the space whose training needs the most memory, by `needed`.

    A network whose layers do not fit together needs none; ShapeError if that is true of all networks.
    """
    searched = space.searched
    values = {key: max(ends(domain)) if key in _GROWING else ends(domain)[0] for key, domain in searched.items()}
    tried = {
        key: range(int(domain.low), int(domain.high) + 1) if isinstance(domain, Range) else domain
        for key, domain in searched.items()
        if key in _TRIED
    }
    # The value of a hole may make a layer wider or, like a stride, its output smaller.
    tried |= {key: _ends_of_hole(domain) for key, domain in searched.items() if key not in PARAMETERS}
    sizes: list[tuple[int, Network]] = []
    for choice in itertools.product(*tried.values()):
        network = space.network(values | dict(zip(tried, choice, strict=True)), "largest")
        try:
            sizes.append((needed(network), network))
        except ShapeError as error:
            does_not_fit = error
    if not sizes:
        raise does_not_fit
    return max(sizes, key=lambda entry: entry[0])[1]


def _ends_of_hole(domain: Domain) -> tuple[Any, ...]:
    values = ends(domain)
    return (min(values), max(values)) if all(isinstance(value, int | float) for value in values) else values
