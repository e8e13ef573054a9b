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
    """A description of a data set of the catalog.

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
        """The number of classes."""
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
    """The data set with that name, or the one in your own file or folder.

    Names are those of `available`: "mnist-10k" and "fashion-mnist-10k" come with the package; "mnist" and
    "fashion-mnist" are searched for on this machine, first in the folder `data_dir`, and otherwise downloaded by
    `fetch`, which calls `progress`. A name wins over a file of the same name; "./mnist" is the file.

    A list of tables, whose rows are joined, and "-", a table on standard input, are read by `load_table`. Anything
    else is the path of an IDX file of images with its labels beside it, a folder with the four IDX files, an
    `.npz` file with x_train, y_train and perhaps x_test, y_test (or x, y), or a table, which `load_table` reads with
    `label_column` as its target. `test` is a second such file. Without any test part, one sixth of the rows is held
    out, the same rows every time; if not `hold_out`, all rows are the test part too. Labels are numbers from 0, or
    names; names are numbered in their order as text, or in the order of `class_names`, for example those of a trained
    model. With the `target` "numbers" labels are numbers to predict; with "labels" those of an `.npz` file are (N, L),
    1 for each label that the sample has; by default a table's target decides, and other files have "classes".
    `columns`, `fold` and `encoding` are those of `load_table`; `plan` is a model's plan for the columns of a table.

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
    """A description of the data set `name`; `data_dir` is searched as by `load_dataset`.

    It has the `title`, the numbers of samples `train` and `test`, `sample_shape`, `classes`, `class_names`, `where` the
    files are (None if they are not on this machine), `licence`, `citation` and `homepage`. Raises UsageError for an
    unknown name.

    >>> description = describe("mnist-10k")
    >>> description.train, description.test, description.sample_shape
    (10000, 10000, (28, 28))
    """
    data_set = entry(name)
    if data_set.embedded:
        where: str | None = EMBEDDED
    else:
        paths = locate(data_set, data_dir=data_dir)
        where = None if paths is None else ", ".join(dict.fromkeys(str(path.parent) for path in paths))
    return Description(
        name=data_set.name,
        title=data_set.title,
        train=data_set.train,
        test=data_set.test,
        sample_shape=data_set.sample_shape,
        class_names=data_set.class_names,
        where=where,
        licence=data_set.licence,
        citation=data_set.citation,
        homepage=data_set.homepage,
    )


def available(*, data_dir: StrPath | None = None) -> tuple[Description, ...]:
    """The descriptions, as by `describe`, of all data sets that have a name.

    >>> [description.name for description in available()]
    ['mnist', 'fashion-mnist', 'mnist-10k', 'fashion-mnist-10k']
    """
    return tuple(describe(name, data_dir=data_dir) for name in CATALOG)


def _load_named(data_set: Entry, *, data_dir: StrPath | None, progress: ProgressHook | None) -> Dataset:
    if data_set.embedded:
        contents, wheres, source = _read_embedded(data_set), [file.name for file in data_set.files], EMBEDDED
    else:
        files = obtain(data_set, data_dir=data_dir, progress=progress)
        contents, wheres = [item.contents for item in files], [str(item.path) for item in files]
        source = describe_source(files)
    x, y, x_test, y_test = (read_idx(data, where=where) for data, where in zip(contents, wheres, strict=True))
    return Dataset(data_set.name, x, y, x_test, y_test, len(data_set.class_names), data_set.class_names, source)


def _read_embedded(data_set: Entry) -> list[bytes]:
    """The verified contents of the files of `entry`. Raises DataError if the installation is damaged."""
    folder = resources.files("undergrad.data") / "embedded"
    contents = []
    for file in data_set.files:
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
    except ValueError:  # a character that no path can contain
        return False
