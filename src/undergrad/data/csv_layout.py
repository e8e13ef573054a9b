"""What the beginning of a table tells: what separates its columns, how many there are, and what they are called."""

from __future__ import annotations

import csv
import itertools
import logging
import multiprocessing
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from undergrad.data.encoding import Place, open_table
from undergrad.errors import DataError, UsageError, unknown

LABEL_NAMES = ("label", "class", "target", "y")
"""A column with one of these names, in any case, holds the labels; the first name that occurs wins."""

_LISTED = 5


@dataclass(frozen=True)
class Layout:
    """What the first line of the table tells."""

    path: Place
    delimiter: str
    columns: int
    header: tuple[str, ...] | None
    #: So many lines the header has: a name in quotes may be broken.
    header_lines: int

    @classmethod
    def of(cls, path: Place, label_column: str | int | None, encoding: str | None = "utf-8") -> Layout:
        """The layout of the table in `path`; `label_column` helps to tell a header from data. DataError.

        `encoding` as in `open_table`.
        """
        with open_table(path, encoding) as file:
            line = first_line(file)
            if not line:
                raise DataError(f"{path} is empty; a table needs at least one line of numbers")
            delimiter = max(",;\t", key=line.count)
            rows = csv.reader(itertools.chain([line], file), delimiter=delimiter)
            try:
                cells = next(rows)
            except csv.Error as error:
                raise DataError(f"{path} is no table of numbers: its first line has {error}") from error
        # Letters that are put together, as some systems write Korean, are the same as whole ones.
        names = tuple(unicodedata.normalize("NFC", cell.strip()) for cell in cells)
        # Columns may be called 0, 1, 2, ..., so one word makes a header; but a label where the label is makes data.
        words = any(name and as_number(name) is None for name in names)
        index = None if label_column in names else _as_index(label_column)
        labelled = index is not None and -len(names) <= index < len(names) and _is_sample(names, index % len(names))
        layout = cls(path, delimiter, len(names), names if words and not labelled else None, rows.line_num)
        layout._tell_twins()
        return layout

    def _tell_twins(self) -> None:
        """Say, once for a command and not in each of its workers, that columns have the same name."""
        twins = [name for name, times in Counter(self.header or ()).items() if name and times > 1]
        if twins and multiprocessing.parent_process() is None:
            message = "%s has several columns called %s; each counts as one of its own"
            logging.getLogger("undergrad").warning(message, self.path, _listed(twins))

    def label_column(self, wanted: str | int | None) -> int:
        """The number, from 0, of the column with that name or number, or else of the one that `named_label` knows.

        UsageError where there is none, or more than one of the name.
        """
        if wanted is None:
            found = self.named_label()
            if found is None:
                names = ", ".join(LABEL_NAMES[:-1])
                raise UsageError(
                    f"{self.path} has no column called {names} or {LABEL_NAMES[-1]}; pass label_column with the name "
                    "or the number, counting from 0, of the column that holds the labels"
                )
            return found
        if self.header is not None and wanted in self.header:
            return self._only(str(wanted), self.header)
        index = _as_index(wanted)
        if index is not None:
            if not -self.columns <= index < self.columns:
                raise UsageError(f"{self.path} has no column {index}: it has {self.columns}, counted from 0")
            return index % self.columns
        if self.header is None:
            raise UsageError(f"{self.path} has no header with a column {wanted!r}; pass its number, counting from 0")
        raise unknown(f"label column of {self.path}", wanted, self.header[:40])

    def named_label(self) -> int | None:
        """The number of the column that has one of LABEL_NAMES; None without one. UsageError for two of a name."""
        lower = [name.lower() for name in self.header or ()]
        return next((self._only(name, lower) for name in LABEL_NAMES if name in lower), None)

    def _only(self, name: str, names: Sequence[str]) -> int:
        """The place of `name` among the `names` of all columns. UsageError where it is there more than once."""
        places = [place for place, other in enumerate(names) if other == name]
        if len(places) > 1:
            raise UsageError(
                f"{self.path} has {len(places)} columns called {name!r}; pass label_column with the number, counting "
                f"from 0, of the one that holds the labels: {' or '.join(map(str, places))}"
            )
        return places[0]

    def feature_names(self, label: int | None) -> tuple[str, ...] | None:
        """The names of all columns but the `label`; None without a header, and where two have the same name."""
        names = tuple(name for place, name in enumerate(self.header or ()) if place != label)
        return names if self.header is not None and len(set(names)) == len(names) else None

    def places(self, label: int | None, columns: Sequence[str] | None, whose: str) -> list[int]:
        """The numbers of the columns that are features: those called `columns`, in that order.

        That is all but the `label`, in their own order, where no names are asked for or the table has none. What is
        left out is said. DataError where a name is missing, is there twice, or is that of the `label`; `whose` says who
        has these columns, "the model" say.
        """
        others = [place for place in range(self.columns) if place != label]
        if columns is None or self.header is None:
            return others
        times, at = Counter(self.header), {name: place for place, name in enumerate(self.header)}
        missing = [name for name in columns if name not in at]
        if missing:
            raise DataError(
                f"{self.path} has no column called {_listed(missing)}, which is a feature of {whose}; give it that "
                f"name, or leave the header out and keep the order of the columns of {whose}"
            )
        twin = next((name for name in columns if times[name] > 1), None)
        if twin is not None:
            raise DataError(
                f"{self.path} has several columns called {twin!r}, which is one feature of {whose}; rename the others"
            )
        places = [at[name] for name in columns]
        if label in places:
            raise DataError(
                f"{self.path}: column {self.header[label]!r} is a feature of {whose}, so it cannot hold the labels; "
                "name the column that does with --label-column, in Python label_column"
            )
        used = set(places)
        left_out = list(dict.fromkeys(self.header[place] for place in others if place not in used))
        if left_out and multiprocessing.parent_process() is None:
            message = "%s: left out what is no feature of %s: %s"
            logging.getLogger("undergrad").warning(message, self.path, whose, _listed(left_out))
        return places

    def describe(self, column: int) -> str:
        """The column as an error names it."""
        return f"column {column} (counting from 0)" if self.header is None else f"column {self.header[column]!r}"


def _listed(names: Sequence[str]) -> str:
    """The first names, in quotes."""
    return ", ".join(map(repr, names[:_LISTED])) + ", ..." * (len(names) > _LISTED)


def _is_sample(names: tuple[str, ...], label: int) -> bool:
    """Whether a line whose label stands at `label` is a sample and no header, that is, has a label there.

    A number is one. So is a name among numbers, unless it is the usual name of such a column, or those are its
    neighbours' names: 0, 1, 2, ...
    """
    if as_number(names[label]) is not None:
        return True
    others = [name for place, name in enumerate(names) if place != label]
    return (
        all(as_number(name) is not None for name in others)
        and names[label].lower() not in LABEL_NAMES
        and others != list(map(str, range(len(others))))
    )


def as_number(cell: str) -> float | None:
    """The number in a cell; None where there is none."""
    try:
        return None if "_" in cell else float(cell)  # Python reads 1_000, NumPy does not
    except ValueError:
        return None


def _as_index(column: str | int | None) -> int | None:
    """`column` as a number, if it is one; on the command line it comes as text."""
    try:
        return None if column is None else int(column)
    except ValueError:
        return None


def first_line(file: Iterator[str]) -> str:
    """The next line that is not blank, or ""."""
    return next((line for line in file if line.strip()), "")
