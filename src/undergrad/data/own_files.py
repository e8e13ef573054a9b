"""The user's own arrays in IDX files and `.npz` archives; also decides which file is a table."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undergrad.data.catalog import FILE_NAMES
from undergrad.data.checks import (
    can_be_pixels,
    check_features,
    check_pair,
)
from undergrad.data.compressed import SUFFIXES, is_file, variants
from undergrad.data.dataset import Dataset
from undergrad.data.idx import read_idx_file
from undergrad.data.npz import Part, read_npz, read_npz_inputs
from undergrad.data.places import STANDARD_INPUT, StrPath
from undergrad.data.split import HELD_OUT
from undergrad.data.table.sniff import TABLES, kind_by_name, kind_of, plain_name
from undergrad.data.targets import Target, as_numbers, check_count, check_target, check_targets, count_targets
from undergrad.errors import DataError, UsageError

_MANY_NAMES = 1000  # more are classes only where each has samples
_TOLD_NAMES = 20


def read_dataset(
    path: str | os.PathLike[str],
    *,
    test: str | os.PathLike[str] | None = None,
    hold_out: bool = True,
    class_names: Sequence[str] | None = None,
    target: Target = "classes",
) -> Dataset:
    """The data in `path`, a file or folder with arrays, as a Dataset.

    - An IDX file of images, with the labels beside it, in the file that has `labels` for `images` and `idx1` for
      `idx3` in its name. Beside a `train-images...`, `t10k-images...` and its labels are the test part.
    - A folder with such files under their four standard names.
    - An `.npz` file with x_train and y_train, perhaps x_test and y_test; or x and y; or images and labels.

    Labels are numbers, or names: as an array of str in an `.npz` file. Names are numbered in their order as text, or in
    the order of `class_names`, and become the data set's class names. With the `target` "numbers" they are any numbers,
    (N,) or in an `.npz` file also (N, K); with "labels", which only an `.npz` file can hold, (N, L) 0 or 1.

    The test part is `test`, another such file, or else the one in `path`, or else one sixth of the rows, drawn with
    seed 0 and left in their order; or all rows, if not `hold_out`. All files may be compressed. Raises DataError with
    the file and its problem, FileError for a file that cannot be read.
    """
    check_target(target)
    path = Path(path)
    train, held = _read_parts(path)
    source = str(path)
    if train is None:
        raise DataError(f"{path} has a test part and no training part; add x_train and y_train")
    if test is not None:
        first, second = _read_parts(Path(test))
        held, source = second or first, f"{path}; test part {test}"
    named = target == "classes" and _is_named(train.y)
    if not named:
        class_names = None
    elif class_names is None:
        class_names = _names(train.y, f"the labels of {path}")
    x, y = _checked(train, path, class_names, target)
    classes = count_targets(y, target, f"the labels of {path}") if class_names is None else len(class_names)
    if held is None and not hold_out:
        x_test, y_test = x, y
    elif held is None:
        rows = _held_out_rows(len(y), path)
        x, y, x_test, y_test = x[~rows], y[~rows], x[rows], y[rows]
        source += f"; {len(y_test)} of its rows, one sixth, drawn with seed 0, are held out as test part"
    else:
        held_path = path if test is None else Path(test)
        if target == "classes" and _is_named(held.y) != named:
            kinds = ("numbers", "names")
            raise DataError(
                f"the test labels of {held_path} are {kinds[not named]}, and those of training {kinds[named]}; "
                "write both in one way"
            )
        x_test, y_test = _checked(held, held_path, class_names, target)
        check_count(y_test, target, classes, f"the test labels of {held_path}")
        x, x_test = _alike(x, x_test)
    return Dataset.from_arrays(
        x,
        y,
        x_test,
        y_test,
        name=_name(path),
        classes=classes,
        class_names=class_names,
        source=source,
        target=target,
    )


def read_arrays(path: Path) -> NDArray[Any]:
    """The features in `path`, as saved: the images of an IDX file, or x_test, x or images of an `.npz` file."""
    return read_npz_inputs(path) if kind_of(path) == "npz" else _read_images(path)


def is_table(source: StrPath) -> bool:
    """Whether the file `source` is a table, by its name and its first bytes; by its name alone if it does not exist.

    Standard input, "-", is one. Raises DataError, which says what the file is, for a kind that cannot be read.
    """
    path = Path(source).expanduser()
    if source == STANDARD_INPUT:
        return True
    if path.is_dir():
        return False
    return (kind_of(path) if is_file(path) else kind_by_name(path)) in TABLES


def _read_parts(path: Path) -> tuple[Part | None, Part | None]:
    """The training part and the test part in `path`, unchecked."""
    if path.is_dir():
        train, held = (_read_folder(path, *FILE_NAMES[i : i + 2]) for i in (0, 2))
        if train is None:
            raise DataError(
                f"the folder {path} has no {FILE_NAMES[0]}, compressed or not; name the right folder or file"
            )
        return train, held
    kind = kind_of(path)
    if kind == "npz":
        return read_npz(path)
    if kind in TABLES:
        raise UsageError(f"{path} is a table, and the training part is none; give both parts in one kind of file")
    train = Part(_read_images(path), _read_labels(path))
    other = _beside(path, ("train", "t10k")) if "train" in path.name and "images" in path.name else None
    return train, None if other is None else Part(_read_images(other), _read_labels(other))


def _read_folder(folder: Path, images: str, labels: str) -> Part | None:
    image_files = variants(folder, images)
    if not image_files:
        return None
    label_files = variants(folder, labels)
    if not label_files:
        raise DataError(f"the folder {folder} has {image_files[0].name} and no {labels}; put the labels beside it")
    return Part(_read_images(image_files[0]), read_idx_file(label_files[0]))


def _read_images(path: Path) -> NDArray[Any]:
    images = read_idx_file(path)
    if images.ndim < 2:
        raise DataError(f"{path} has {images.ndim} dimensions, so it holds labels; give the file of the images")
    return images


def _read_labels(images: Path) -> NDArray[Any]:
    if "images" not in images.name:
        raise DataError(
            f"the labels of {images} cannot be found, for its name has no 'images' to replace by 'labels'; rename it"
        )
    labels = _beside(images, ("images", "labels"), ("idx3", "idx1"))
    if labels is None:
        raise DataError(
            f"the labels of {images} are missing; put them beside it in a file with 'labels' for 'images' in its name"
        )
    return read_idx_file(labels)


def _beside(path: Path, *replaced: tuple[str, str]) -> Path | None:
    """The file whose name is that of `path` with some parts replaced, compressed or not."""
    name = plain_name(path.name)
    for old, new in replaced:
        name = name.replace(old, new)
    candidates = (path.with_name(name + suffix) for suffix in SUFFIXES)
    return next((other for other in candidates if is_file(other)), None)


def _is_named(labels: NDArray[Any]) -> bool:
    return bool(labels.dtype.kind == "U")


def _texts(labels: NDArray[Any]) -> NDArray[Any]:
    """Labels as text; decomposed letters, as some systems write Korean, are composed."""
    distinct, rows = np.unique(labels, return_inverse=True)
    return np.array([unicodedata.normalize("NFC", text.strip()) for text in distinct.tolist()])[rows]


def _names(labels: NDArray[Any], what: str) -> tuple[str, ...]:
    """The distinct names among the labels, in the order of text. DataError if they are hardly names of classes."""
    names = tuple(np.unique(_texts(labels)).tolist())
    if len(names) > max(_MANY_NAMES, len(labels) // 2):
        raise DataError(
            f"{what}: there are {len(names)} different ones in only {len(labels)} samples, so these are hardly names "
            "of classes; choose another label column"
        )
    return names


def _numbered(labels: NDArray[Any], names: Sequence[str], what: str) -> NDArray[np.int64]:
    """The place in `names` of each label. DataError for a label that is not among them."""
    places, texts = {name: place for place, name in enumerate(names)}, _texts(labels).tolist()
    unknown = next((row for row, text in enumerate(texts) if text not in places), None)
    if unknown is not None:
        shown = ", ".join(names[:_TOLD_NAMES]) + ", ..." * (len(names) > _TOLD_NAMES)
        raise DataError(
            f"{what}: label {unknown} (counting from 0) is {texts[unknown]!r}, which is none of the classes {shown}; "
            "correct it or remove that sample"
        )
    return np.array([places[text] for text in texts], np.int64)


def _checked(part: Part, path: Path, names: Sequence[str] | None, target: Target) -> tuple[NDArray[Any], NDArray[Any]]:
    x_what, y_what = f"the data of {path}", f"the labels of {path}"
    x = check_features(part.x, x_what)
    y = part.y if names is None or target != "classes" else _numbered(part.y, names, y_what)
    y = check_targets(y if target == "classes" else as_numbers(y, y_what), target, y_what)
    check_pair(x, y, x_what, y_what)
    return x, y


def _held_out_rows(n: int, path: Path) -> NDArray[np.bool_]:
    """Which of `n` rows are the test part: the same every time, so that no result depends on a lucky choice."""
    if n < 2:
        raise DataError(f"{path} has {n} sample and no test part; give at least 2 samples, or a test file")
    rows = np.zeros(n, bool)
    rows[np.random.default_rng(0).permutation(n)[: max(1, n // HELD_OUT)]] = True
    return rows


def _alike(x: NDArray[Any], x_test: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Both as uint8 if one is and the other can be: a few dark pictures in a table do not look like pixels."""
    if x.dtype == x_test.dtype:
        return x, x_test
    if can_be_pixels(x) and can_be_pixels(x_test):
        return x.astype(np.uint8), x_test.astype(np.uint8)
    return x.astype(np.float32), x_test.astype(np.float32)


def _name(path: Path) -> str:
    name = plain_name(path.name)
    return name.removesuffix(Path(name).suffix) or str(path)
