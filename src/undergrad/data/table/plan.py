"""The plan for a whole table: which columns become features, and how. It is part of a model's file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from undergrad.data.checks import can_be_pixels
from undergrad.data.mapped import pieces, release
from undergrad.data.scaling import Scaling
from undergrad.data.table.column import NOTHING_ELSE, NUMBER, NUMBERS_ROWS, ColumnPlan
from undergrad.data.table.encode import encoded
from undergrad.data.table.growing import room
from undergrad.data.table.kinds import CHOICES, plan_column
from undergrad.data.table.names import column_list, named_label
from undergrad.data.table.raw import RawColumn, RawTable, listed
from undergrad.data.table.suspicions import points_in_doubt
from undergrad.errors import DataError, unknown

# Whole numbers that stay far below 255 are measurements (the 8x8 digits go from 0 to 16), and so are few columns of
# such numbers (ages, heights).
_PIXELS_REACH = 128
_PIXELS = 64


class TablePlan(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The columns of a table except the target, in their order, and how they become features.

    `target` has the names of the columns that are predicted. If the table has no header, `named` is False: the names
    are numbers, and columns are matched by order.
    """

    columns: tuple[ColumnPlan, ...]
    target: tuple[str, ...] = ()
    named: bool = True
    #: Whether the features are pixels: whole numbers up to 255, divided by 255.
    pixels: bool = False
    #: Whether each column must hold only numbers: True for a model trained on arrays whose columns have names.
    strict: bool = False

    @classmethod
    def of(
        cls,
        table: RawTable,
        target: Sequence[str],
        choices: Mapping[str, str] | None = None,
        rows: NDArray[np.int64] | None = None,
    ) -> TablePlan:
        """The plan that `table`, the training part, leads to; `choices` sets the kinds of columns, from CHOICES.

        With `rows` (n,), increasing, only these rows are the training part. Raises UsageError for a choice of an
        unknown column or kind; DataError if no column is left.
        """
        choices = dict(choices or {})
        others = [column for column in table.columns if column.name not in target]
        for name, kind in choices.items():
            if name not in [column.name for column in others]:
                raise unknown(f"column of {table.source}", name, [column.name for column in others][:40])
            if kind not in CHOICES:
                raise unknown(f"kind of the column {name!r}", kind, CHOICES)
        if not choices and are_pixels(others):
            plan = cls.plain([column.name for column in others], named=table.named, pixels=True)
            return msgspec.structs.replace(plan, target=tuple(target))
        plans = tuple(plan_column(column.of_rows(rows), choices.get(column.name)) for column in others)
        plans = points_in_doubt(plans, others, rows)
        if not any(plan.used for plan in plans):  # then 1, 2, 3, ... may be a measurement
            plans = tuple(
                plan_column(column.of_rows(rows), NUMBER, NOTHING_ELSE) if plan.why == NUMBERS_ROWS else plan
                for column, plan in zip(others, plans, strict=True)
            )
        plan = cls(columns=plans, target=tuple(target), named=table.named)
        if not plan.features:
            why = listed([f"{column.name!r} ({column.why or column.kind})" for column in plans]) or "there is none"
            raise DataError(
                f"{table.source} has no column to predict from: {why}; say what a column is with --column "
                "NAME=number or NAME=category, in Python columns={NAME: ...}"
            )
        return plan

    @classmethod
    def plain(cls, names: Sequence[str], *, named: bool = True, pixels: bool = False) -> TablePlan:
        """The plan for features that are all numbers, none missing, in columns with these names."""
        columns = tuple(ColumnPlan(name=name, kind=NUMBER) for name in names)
        return cls(columns=columns, named=named, pixels=pixels, strict=True)

    @property
    def used(self) -> tuple[ColumnPlan, ...]:
        """The columns that become features."""
        return tuple(column for column in self.columns if column.used)

    @property
    def features(self) -> tuple[str, ...]:
        """The distinct names of the features: a name that already occurs gets a number after it."""
        names: dict[str, None] = {}
        for name in (name for column in self.used for name in column.features):
            number, free = 2, name
            while free in names:
                number, free = number + 1, f"{name} ({number})"
            names[free] = None
        return tuple(names)

    def groups(self) -> Iterator[tuple[str, slice]]:
        """The name of each column that is used, and the slice of its features."""
        start = 0
        for column in self.used:
            stop = start + len(column.features)
            yield column.name, slice(start, stop)
            start = stop

    def check_apart(self, table: RawTable, target: Sequence[str]) -> None:
        """Raise DataError if one of the `target` columns of `table` is a feature of this plan."""
        for name in target if self.named and table.named else ():
            if name in [column.name for column in self.used]:
                raise DataError(
                    f"{table.source}: column {name!r} is a feature of the model, so it cannot hold the labels; "
                    "name the column that does with --label-column, in Python label_column or target"
                )

    def encode(self, table: RawTable, whose: str = "the model", rows: NDArray[np.int64] | None = None) -> Features:
        """The features of `table`, (N, F) float32, or uint8 if they are pixels; columns are matched by name.

        With `rows` (n,), increasing, only of these rows. Large results lie in a temporary file, and one column at a
        time is in memory. DataError if a column is missing or occurs twice; errors name `whose` columns they are.
        """
        columns, remarks = self._columns_of(table, whose)
        x = room((len(table) if rows is None else len(rows), len(self.features)), np.float32)
        unreadable: dict[str, NDArray[np.int64]] = {}
        for plan, column, (_, place) in zip(self.used, columns, self.groups(), strict=True):
            own = column.of_rows(rows)
            part = encoded(plan, own)
            x[:, place] = part.x
            release(x)
            bad = np.union1d(part.unreadable, np.flatnonzero(own.missing)) if self.strict else part.unreadable
            if len(bad):
                unreadable[plan.name] = bad
            if not self.strict and not self.pixels:
                remarks = (*remarks, *part.remarks)
        if self.pixels and not unreadable:
            x = self._as_pixels(x, table.source)
        return Features(x, unreadable, tuple(remarks))

    def _as_pixels(self, x: NDArray[Any], source: str) -> NDArray[Any]:
        """`x` as uint8. DataError if it has numbers that are no pixels."""
        pixels, start = room((len(x), x.shape[1]), np.uint8), 0
        for piece in pieces(x):
            if not can_be_pixels(piece):
                raise DataError(
                    f"the data of {source} has numbers that are no pixels; pixels are whole numbers from 0 to 255"
                )
            pixels[start : start + len(piece)] = piece
            start += len(piece)
            release(pixels)
        return pixels

    def scaling(self, x: NDArray[Any], rows: NDArray[np.int64]) -> Scaling:
        """The rule that standardises the measurements among the features `x` (N, F), from its `rows`."""
        if x.dtype == np.uint8:
            return Scaling.of(x)
        measured = np.array([is_measured for column in self.used for is_measured in column.is_measured])
        total, squares = np.zeros(x.shape[1]), np.zeros(x.shape[1])
        for piece in pieces(x, rows):
            total += piece.sum(axis=0, dtype=np.float64)
        mean = total / len(rows)
        for piece in pieces(x, rows):
            squares += np.square(piece - mean).sum(axis=0)
        deviation = np.sqrt(squares / len(rows))
        varies = measured & (deviation > 1e-6 * np.abs(mean)) & (deviation > 1e-30)
        return Scaling(np.where(measured, mean, 0), np.divide(1, deviation, where=varies, out=np.ones_like(deviation)))

    def _columns_of(self, table: RawTable, whose: str) -> tuple[list[RawColumn], tuple[str, ...]]:
        """The columns of `table` that are used, in the plan's order, and remarks about the others.

        If either has no names, columns are matched by order. DataError if one is missing.
        """
        if not self.named or not table.named:
            nameless = f"{table.source} has" if self.named else f"{table.source}: {whose} has"
            guessed = f"{nameless} no names of columns, so they are matched by order"
            return self._by_order(table, whose), (guessed,) if self.named != table.named else ()
        at = {column.name: column for column in table.columns}
        missing = [repr(column.name) for column in self.used if column.name not in at]
        if missing:
            one = len(missing) == 1
            raise DataError(
                f"{table.source} has no column called {listed(missing)}, which "
                f"{'is a feature' if one else 'are features'} of {whose}; give "
                f"{'it that name' if one else 'them those names'}, or leave the header out and keep the order of the "
                f"columns of {whose}; its columns are {column_list(table)}"
            )
        known = {column.name for column in self.columns} | set(self.target)
        used = {column.name for column in self.used}
        doubtful = [repr(name) for name in table.twins if name in used and f"{name} (2)" not in known]
        if doubtful:
            raise DataError(
                f"{table.source} has several columns called {listed(doubtful)}, which is one feature of {whose}; "
                "rename those that are another thing"
            )
        extra = [repr(name) for name in table.names if name not in known]
        remarks = (f"{table.source}: left out what is no feature of {whose}: {listed(extra)}",) if extra else ()
        return [at[column.name] for column in self.used], remarks

    def _by_order(self, table: RawTable, whose: str) -> list[RawColumn]:
        """The columns by number: all that the plan knows, or only those it uses; the target may be among them."""
        columns = list(table.columns)
        if len(columns) == len(self.columns) + len(self.target):
            label = named_label(table)
            target = self.target if not table.named else () if label is None else (table.names[label],)
            columns = [column for column in columns if column.name not in target]
        if len(columns) == len(self.used):
            return columns
        if len(columns) == len(self.columns):
            return [column for column, known in zip(columns, self.columns, strict=True) if known.used]
        raise DataError(
            f"{table.source} has {len(columns)} column{'s' * (len(columns) != 1)}, which go by their order, and "
            f"{whose} has {len(self.columns)}; give it the same, or a header with their names"
        )


def are_pixels(columns: Sequence[RawColumn]) -> bool:
    """Whether the columns are an image: many, with whole numbers from 0 to 255, none missing, and some over 127."""
    if len(columns) < _PIXELS or any(len(column.rows) or np.isnan(column.numbers).any() for column in columns):
        return False
    reach = max(float(column.numbers.max()) for column in columns)
    return reach >= _PIXELS_REACH and all(can_be_pixels(column.numbers) for column in columns)


class Features(msgspec.Struct, frozen=True):
    """An encoded table: its features, the unreadable rows by column, and remarks."""

    x: Any
    unreadable: dict[str, Any]
    remarks: tuple[str, ...]
