"""Columns whose cells are Python objects, as JSON and frames have them: texts, numbers, dates, in any mixture."""

from __future__ import annotations

import datetime
import decimal
import math
import numbers
from collections.abc import Sequence
from typing import Any

import numpy as np

from undergrad.data.table.cells import cell_text, days, meaning
from undergrad.data.table.raw import RawColumn
from undergrad.errors import DataError

_NOTHING = ("NAType", "NaTType")  # pandas' objects for a missing cell, recognised without importing pandas
_DAY = datetime.timedelta(days=1)


def of_objects(name: str, cells: Sequence[Any], where: str) -> RawColumn:
    """The column of these `cells` (N,), of the table `where`.

    A text is read like a cell of a CSV file, so "3" is a number and "NA" is missing; None and NaN are missing; True is
    the text "True". Dates and times are days since 1970-01-01 in UTC if the column has nothing else, and otherwise
    texts. DataError for a cell that is none of these, such as a list.
    """
    as_dates = all(isinstance(cell, datetime.date | datetime.time) for cell in cells if not _is_nothing(cell))
    values = np.empty(len(cells))
    rows, codes, texts, known = [], [], dict[str, int](), dict[str, float]()
    dated = False
    for row, cell in enumerate(cells):
        if isinstance(cell, str):
            text = str(cell)
        elif _is_nothing(cell):
            values[row] = math.nan
            continue
        elif isinstance(cell, bool | np.bool_):
            text = str(bool(cell))
        elif isinstance(cell, datetime.date | datetime.time):
            if as_dates:
                values[row], dated = _moment(cell), True
                continue
            text = cell.isoformat()
        elif isinstance(cell, numbers.Real | decimal.Decimal):
            number = _number(cell)
            if math.isfinite(number):
                values[row] = number
                continue
            text = str(cell)
        else:
            raise unreadable(name, type(cell).__name__, where)
        number = known.get(text, -1.0)
        if number == -1.0:
            number = known[text] = meaning(text.strip())
        values[row] = number
        if number == math.inf:
            values[row] = math.nan
            rows.append(row)
            codes.append(texts.setdefault(cell_text(text), len(texts)))
    return RawColumn(name, values, np.array(rows, np.int64), np.array(codes, np.int32), tuple(texts), dated)


def unreadable(name: str, kind: str, where: str) -> DataError:
    """The error for a column with values of a `kind` that is no number, text or date."""
    return DataError(
        f"{where}, column {name!r} holds {kind}, which is no number, text or date; split it into such columns, or "
        "leave it out"
    )


def _is_nothing(cell: Any) -> bool:
    return cell is None or type(cell).__name__ in _NOTHING or (isinstance(cell, float) and math.isnan(cell))


def _number(cell: Any) -> float:
    try:
        return float(cell)
    except (OverflowError, ValueError):  # a whole number of 400 digits, a signalling NaN
        return math.inf


def _moment(cell: datetime.date | datetime.time) -> float:
    if isinstance(cell, datetime.time):
        return datetime.timedelta(0, cell.second, cell.microsecond, 0, cell.minute, cell.hour) / _DAY
    if not isinstance(cell, datetime.datetime):
        return days(datetime.datetime(cell.year, cell.month, cell.day))
    offset = cell.utcoffset()
    return days(cell.replace(tzinfo=None)) - (offset / _DAY if offset else 0)
