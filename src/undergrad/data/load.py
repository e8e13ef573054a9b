"""A data set by its name, or from the user's own files."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from undergrad.data.catalog import CATALOG, Entry, entry
from undergrad.data.compressed import decompress
from undergrad.data.dataset import Dataset
from undergrad.data.download import ProgressHook, is_genuine
from undergrad.data.fetch import describe_source, locate, obtain
from undergrad.data.idx import read_idx
from undergrad.data.own_files import is_table, read_dataset
from undergrad.data.places import STANDARD_INPUT, StrPath
from undergrad.data.table.load import load_table
from undergrad.data.table.plan import TablePlan
from undergrad.data.table.target import TASKS
from undergrad.data.targets import Target
from undergrad.errors import DataError, FileError, UsageError, unknown

EMBEDDED = "the package undergrad"


@dataclass(frozen=True)
class Description:
    """What there is to know about a data set of the catalog.

    `train` and `test` count the samples. `where` names the folders with its files, and is None if they are not on
    this machine; they are verified only when they are loaded.
    """

    name: str
    title: str
    train: int
    test: int
    sample_shape: tuple[int, ...]
    class_names: tuple[str, ...]
    where: str | None
    licence: str
    citation: str
    homepage: str

    @property
    def classes(self) -> int:
        """How many classes there are."""
        return len(self.class_names)


def load_dataset(
    name_or_path: StrPath | Sequence[StrPath],
    *,
    data_dir: StrPath | None = None,
    test: StrPath | None = None,
    label_column: str | int | Sequence[str | int] | None = None,
    hold_out: bool = True,
    class_names: Sequence[str] | None = None,
    target: Target | None = None,
    columns: Mapping[str, str] | None = None,
    fold: tuple[int, int] | None = None,
    plan: TablePlan | None = None,
    encoding: str | None = None,
    progress: ProgressHook | None = None,
) -> Dataset:
    """The data set with that name, or the one in a file or folder of your own.

    Names are those of `available`: "mnist-10k" and "fashion-mnist-10k" come with the package; "mnist" and
    "fashion-mnist" are looked for on this machine, first in the folder `data_dir`, and else downloaded, as `fetch`
    does, which calls `progress`. A name wins over a file that is called the same; "./mnist" is the file.

    Several tables in a list, whose rows are one, and "-", a table on standard input, are read by `load_table`. Anything
    else is the path of an IDX file of images with its labels beside it, a folder with the four IDX files, an
    `.npz` file with x_train, y_train and perhaps x_test, y_test (or x, y), or a table, which `load_table` reads with
    `label_column` as its target. `test` is a second such file; without any test part, one sixth of the rows is held out
    as one, the same every time; if not `hold_out`, all rows are the test part too. Labels are numbers from 0, or names;
    names are numbered in their order as text, or in that of `class_names`, those of a trained model for example. With
    the `target` "numbers" labels are numbers to be predicted, and with "labels" those of an `.npz` file are (N, L), 1
    for each label that is there; without one, a table's target decides, and other files have "classes". `columns`,
    `fold` and `encoding` are those of `load_table`; `plan` says what a model does with the columns of a table.

    Raises UsageError for an unknown name or option, DataError for data that are missing, damaged or cannot be trained
    on, FileError for files that cannot be read or written.

    >>> load_dataset("mnist-10k")
    <Dataset mnist-10k: 10000 training and 10000 test samples of shape (28, 28), uint8, 10 classes>
    """
    if isinstance(name_or_path, str) and name_or_path in CATALOG:
        if test is not None or label_column is not None:
            option = "test" if test is not None else "label_column"
            raise UsageError(f"{name_or_path} has its own test part and labels; leave {option} out")
        if target not in (None, "classes"):
            raise UsageError(f"{name_or_path} has classes, and {target} are needed; name a file that has {target}")
        return _load_named(CATALOG[name_or_path], data_dir=data_dir, progress=progress)
    options: dict[str, Any] = {"target": label_column, "task": None if target is None else TASKS[target], "test": test}
    options |= {"columns": columns, "hold_out": hold_out, "fold": fold, "class_names": class_names, "plan": plan}
    if not isinstance(name_or_path, str | os.PathLike) or name_or_path == STANDARD_INPUT:
        return load_table(name_or_path, encoding=encoding, **options)
    path = Path(name_or_path).expanduser()
    if not _exists(path):
        if path.suffix or len(path.parts) > 1:
            raise FileError(f"there is no file or folder {path}; check the path")
        raise unknown("data set", str(name_or_path), CATALOG)
    if is_table(path):
        return load_table(path, encoding=encoding, **options)
    if label_column is not None or columns or fold is not None:
        option = "label_column" if label_column is not None else "columns" if columns else "fold"
        raise UsageError(f"{path} is no table, and has no columns; leave {option} out")
    held = None if test is None else Path(test).expanduser()
    return read_dataset(path, test=held, hold_out=hold_out, class_names=class_names, target=target or "classes")


def describe(name: str, *, data_dir: StrPath | None = None) -> Description:
    """What there is to know about the data set `name`; `data_dir` is looked into as by `load_dataset`.

    That is its `title`, how many samples `train` and `test` have, `sample_shape`, `classes`, `class_names`, `where` it
    lies (None if it is not on this machine), `licence`, `citation` and `homepage`. Raises UsageError for an unknown
    name.

    >>> description = describe("mnist-10k")
    >>> description.train, description.test, description.sample_shape
    (10000, 10000, (28, 28))
    """
    wanted = entry(name)
    if wanted.embedded:
        where: str | None = EMBEDDED
    else:
        paths = locate(wanted, data_dir=data_dir)
        where = None if paths is None else ", ".join(dict.fromkeys(str(path.parent) for path in paths))
    return Description(
        name=wanted.name,
        title=wanted.title,
        train=wanted.train,
        test=wanted.test,
        sample_shape=wanted.sample_shape,
        class_names=wanted.class_names,
        where=where,
        licence=wanted.licence,
        citation=wanted.citation,
        homepage=wanted.homepage,
    )


def available(*, data_dir: StrPath | None = None) -> tuple[Description, ...]:
    """Every data set that has a name, as `describe` describes it.

    >>> [description.name for description in available()]
    ['mnist', 'fashion-mnist', 'mnist-10k', 'fashion-mnist-10k']
    """
    return tuple(describe(name, data_dir=data_dir) for name in CATALOG)


def _load_named(wanted: Entry, *, data_dir: StrPath | None, progress: ProgressHook | None) -> Dataset:
    if wanted.embedded:
        contents, wheres, source = _read_embedded(wanted), [file.name for file in wanted.files], EMBEDDED
    else:
        found = obtain(wanted, data_dir=data_dir, progress=progress)
        contents, wheres = [item.contents for item in found], [str(item.path) for item in found]
        source = describe_source(found)
    x, y, x_test, y_test = (read_idx(data, where=where) for data, where in zip(contents, wheres, strict=True))
    return Dataset(wanted.name, x, y, x_test, y_test, len(wanted.class_names), wanted.class_names, source)


def _read_embedded(wanted: Entry) -> list[bytes]:
    """The contents of the files of `wanted`, verified. Raises DataError if the installation is damaged."""
    folder = resources.files("undergrad.data") / "embedded"
    contents = []
    for file in wanted.files:
        where = f"the embedded file {file.name}.xz"
        try:
            data = (folder / f"{file.name}.xz").read_bytes()
        except OSError as error:
            raise FileError(f"{where} cannot be read: {error.strerror or error}; reinstall undergrad") from error
        data = decompress(data, where=where, limit=file.size)
        if not is_genuine(data, file):
            raise DataError(f"{where} is damaged: its contents have another SHA-256; reinstall undergrad")
        contents.append(data)
    return contents


def _exists(path: Path) -> bool:
    try:
        return os.path.lexists(path)
    except ValueError:  # a character that no path can have
        return False
