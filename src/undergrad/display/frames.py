"""Records as columns, which pandas, polars and pyarrow turn into a frame; so this file needs none of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any


def columns_of(records: Iterable[object], names: Sequence[str]) -> dict[str, list[Any]]:
    """For each of `names`, the list of that attribute's values in all records; without records, empty lists.

    >>> columns_of([1, 2 + 3j], ["real", "imag"])
    {'real': [1, 2.0], 'imag': [0, 3.0]}
    """
    every = list(records)
    return {name: [getattr(record, name) for record in every] for name in names}
