"""Finds a column by its name, or by its number if columns have no names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from undergrad.data.table.raw import RawTable, listed
from undergrad.errors import UsageError, unknown

LABEL_NAMES = ("label", "class", "target", "y")
"""A column with one of these names, in any case, holds the labels; the first name that occurs wins."""

_LISTED = 40


def named_apart(table: RawTable) -> RawTable:
    """The table with a distinct name for each column: the second "a" is called "a (2)", with a remark."""
    taken = set(table.names)
    seen: Counter[str] = Counter()
    names: list[str] = []
    twins: dict[str, None] = {}
    for number, name in enumerate(table.names):
        free = name or f"column {number}"
        seen[name] += 1
        if seen[name] > 1 or (not name and free in taken):
            count = max(seen[name], 2)
            while (free := f"{name or f'column {number}'} ({count})") in taken:
                count += 1
            twins[name] = None
        taken.add(free)
        names.append(free)
    if tuple(names) == table.names:
        return table
    columns = tuple(replace(column, name=name) for column, name in zip(table.columns, names, strict=True))
    remarks = table.remarks
    if any(twins):
        quoted = listed([repr(name) for name in twins if name])
        remarks += (f"{table.source} has several columns called {quoted}; the second counts as 'NAME (2)', and so on",)
    return replace(table, columns=columns, remarks=remarks, twins=tuple(name for name in twins if name))


def target_places(table: RawTable, target: str | int | Sequence[str | int] | None) -> list[int]:
    """The numbers of the columns with these names or numbers; by default of the one called one of LABEL_NAMES.

    Raises UsageError, which lists the columns, if there is none, or more than one of the name.
    """
    if target is None:
        place = named_label(table)
        if place is None:
            names = ", ".join(LABEL_NAMES[:-1])
            raise UsageError(
                f"{table.source} has no column called {names} or {LABEL_NAMES[-1]}; name the column that is to be "
                f"predicted with --label-column, in Python label_column or target; its columns are {column_list(table)}"
            )
        return [place]
    several = [target] if isinstance(target, str | int) else list(target)
    places = [_place(table, one) for one in several]
    if len(set(places)) < len(places):
        raise UsageError(f"{table.names[places[-1]]!r} is named twice as a column to be predicted; name each once")
    return places


def named_label(table: RawTable) -> int | None:
    """The number of the column called one of LABEL_NAMES, or None. UsageError for two of a name."""
    if not table.named:
        return None
    lower = [name.lower() for name in table.names]
    return next((_only(table, name, lower) for name in LABEL_NAMES if name in lower), None)


def _place(table: RawTable, target: str | int) -> int:
    if table.named and target in table.names:
        return _only(table, str(target), table.names)
    try:
        index = int(target)
    except ValueError:
        if not table.named:
            message = f"{table.source} has no header with a column {target!r}; pass its number, counting from 0"
            raise UsageError(message) from None
        raise unknown(f"label column of {table.source}", target, table.names[:_LISTED]) from None
    count = len(table.columns)
    if not -count <= index < count:
        raise UsageError(f"{table.source} has no column {index}: it has {count}, counted from 0")
    return index % count


def _only(table: RawTable, name: str, names: Sequence[str]) -> int:
    """The place of `name` among the `names` of all columns. UsageError if it occurs more than once."""
    places = [place for place, other in enumerate(names) if other == name]
    if len(places) > 1:
        raise UsageError(
            f"{table.source} has {len(places)} columns called {name!r}; name the one that holds the labels by its "
            f"number, counting from 0: {' or '.join(map(str, places))}"
        )
    return places[0]


def column_list(table: RawTable) -> str:
    """The names of the columns, in quotes."""
    return listed([repr(name) for name in table.names], _LISTED)
