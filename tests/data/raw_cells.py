"""What the cells of a column are, for tests to compare."""

from __future__ import annotations

import math

from undergrad.data.table.raw import RawColumn


def cells(column: RawColumn) -> list[float | str | None]:
    """What each cell holds: a number, a text or None."""
    values: list[float | str | None] = [None if math.isnan(number) else number for number in column.numbers.tolist()]
    for row, code in zip(column.rows.tolist(), column.codes.tolist(), strict=True):
        assert values[row] is None
        values[row] = column.texts[code]
    return values
