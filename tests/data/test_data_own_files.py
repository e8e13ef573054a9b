from __future__ import annotations

import contextlib
import gzip
import io
import lzma
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undergrad.data import load_dataset, read_inputs
from undergrad.data.catalog import FILE_NAMES
from undergrad.data.idx import write_idx
from undergrad.errors import DataError, FileError, ShapeError, UsageError

X = np.arange(12 * 6, dtype=np.uint8).reshape(12, 3, 2)
Y = (np.arange(12) % 3).astype(np.uint8)


def put(folder: Path, **arrays: Any) -> Path:
    """Write IDX files; in the keywords, _ stands for -."""
    for name, array in arrays.items():
        (folder / name.replace("_", "-")).write_bytes(write_idx(array))
    return folder


def archive(path: Path, **arrays: Any) -> Path:
    np.savez(path, **arrays)
    return path


def test_images_with_their_labels_beside_them(tmp_path: Path) -> None:
    put(tmp_path, my_images_idx3_ubyte=X, my_labels_idx1_ubyte=Y)
    data = load_dataset(tmp_path / "my-images-idx3-ubyte")
    assert (len(data.x_train), len(data.x_test), data.classes) == (10, 2, 3)
    assert data.sample_shape == (3, 2)
    assert data.x_train.dtype == np.uint8
    assert data.source == (
        f"{tmp_path / 'my-images-idx3-ubyte'}; 2 of its rows, one sixth, drawn with seed 0, are held out as test part"
    )


def test_the_held_out_rows_are_the_same_every_time_and_all_rows_are_somewhere(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.npz", x=X, y=Y)
    data, again = load_dataset(path), load_dataset(path)
    assert data.digest == again.digest
    held = sorted(np.random.default_rng(0).permutation(12)[:2])
    np.testing.assert_array_equal(data.x_test, X[held])
    np.testing.assert_array_equal(data.x_train, np.delete(X, held, axis=0))
    np.testing.assert_array_equal(data.y_test, Y[held])


def test_a_class_that_only_held_out_rows_have_counts(tmp_path: Path) -> None:
    y = Y.copy()
    y[np.random.default_rng(0).permutation(12)[0]] = 7
    assert load_dataset(archive(tmp_path / "a.npz", x=X, y=y)).classes == 8


def test_a_test_part_beside_the_training_images(tmp_path: Path) -> None:
    put(tmp_path, train_images_idx3_ubyte=X, train_labels_idx1_ubyte=Y)
    put(tmp_path, t10k_images_idx3_ubyte=X[:4], t10k_labels_idx1_ubyte=Y[:4])
    data = load_dataset(tmp_path / "train-images-idx3-ubyte")
    assert (len(data.x_train), len(data.x_test)) == (12, 4)


@pytest.mark.parametrize(("suffix", "pack"), [("", bytes), (".gz", gzip.compress), (".xz", lzma.compress)])
@pytest.mark.parametrize("dash", ["-", "."])
def test_a_folder_with_the_standard_names(tmp_path: Path, suffix: str, pack: Any, dash: str) -> None:
    for name, array in zip(FILE_NAMES, (X, Y, X[:4], Y[:4]), strict=True):
        (tmp_path / (name.replace("-idx", f"{dash}idx") + suffix)).write_bytes(pack(write_idx(array)))
    data = load_dataset(tmp_path)
    assert (len(data.x_train), len(data.x_test), data.name) == (12, 4, tmp_path.name)


def test_a_folder_without_a_test_part(tmp_path: Path) -> None:
    assert len(load_dataset(put(tmp_path, train_images_idx3_ubyte=X, train_labels_idx1_ubyte=Y)).x_test) == 2


@pytest.mark.parametrize(
    "names",
    [
        ("x_train", "y_train", "x_test", "y_test"),
        ("X_train", "y_train", "X_test", "y_test"),
        ("x", "y", "x_test", "y_test"),
        ("images", "labels", "x_test", "y_test"),
    ],
)
def test_archives(tmp_path: Path, names: tuple[str, ...]) -> None:
    arrays = dict(zip(names, (X.astype(float), Y.astype(float), X[:4], Y[:4]), strict=True))
    data = load_dataset(str(archive(tmp_path / "my.data.npz", **arrays)))
    assert (data.name, data.x_train.dtype, len(data.x_test)) == ("my.data", np.uint8, 4)


def test_tables(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b,kind\n" + "".join(f"{i * i},{i / 2},{i % 2}\n" for i in range(12)))
    data = load_dataset(path, label_column="kind")
    assert (data.name, data.sample_shape, data.classes, len(data.x_test)) == ("t", (2,), 2, 2)
    assert sorted(data.y_test) == [0, 1]  # one sixth of each class
    assert data.source == f"{path}; 2 of its rows, one sixth, drawn with seed 0, are held out as test part"


@pytest.mark.parametrize("keys", [("x", "y"), ("x_test", "y_test"), ("x_train", "y_train")])
def test_a_second_file_is_the_test_part(tmp_path: Path, keys: tuple[str, str]) -> None:
    first = archive(tmp_path / "a.npz", x_train=X, y_train=Y, x_test=X, y_test=Y)
    second = archive(tmp_path / "b.npz", **dict(zip(keys, (X[:5], Y[:5]), strict=True)))
    data = load_dataset(first, test=second)
    assert (len(data.x_train), len(data.x_test)) == (12, 5)
    assert data.source == f"{first}; test part {second}"


NAMES = ("고양이", "개", "새")  # in the order of the classes 0, 1, 2 of Y; as text they are sorted otherwise


def named(path: Path, labels: Any) -> Path:
    """A table of X with these labels."""
    rows = [",".join([*map(str, x.ravel()), str(label)]) for x, label in zip(X, labels, strict=False)]
    path.write_text("\n".join(["a,b,c,d,e,f,label", *rows]), encoding="utf-8")
    return path


def test_names_of_classes_are_numbered_in_their_order_as_text(tmp_path: Path) -> None:
    names = [NAMES[label] for label in Y]
    data = load_dataset(named(tmp_path / "a.csv", names), hold_out=False)
    assert data.class_names == ("개", "고양이", "새") == tuple(sorted(NAMES))
    assert [data.class_names[label] for label in data.y_train] == names
    saved = load_dataset(archive(tmp_path / "a.npz", x=X, y=np.array(names)), hold_out=False)
    assert saved.class_names == data.class_names
    np.testing.assert_array_equal(saved.y_train, data.y_train)


def test_numbers_of_classes_are_their_names_and_those_that_there_are(tmp_path: Path) -> None:
    data = load_dataset(named(tmp_path / "a.csv", Y), hold_out=False)
    assert data.class_names == ("0", "1", "2")
    np.testing.assert_array_equal(data.y_train, Y)
    shifted = load_dataset(named(tmp_path / "a.csv", Y + 1), hold_out=False)
    assert shifted.class_names == ("1", "2", "3")
    np.testing.assert_array_equal(shifted.y_train, Y)
    spread = load_dataset(named(tmp_path / "a.csv", [(2, 10, 1.5)[label] for label in Y]), target="classes")
    assert spread.class_names == ("1.5", "2", "10")  # by number, where as text 10 came before 2


def test_the_names_of_the_test_part_are_those_of_training(tmp_path: Path) -> None:
    table = named(tmp_path / "a.csv", [NAMES[label] for label in Y])
    # Decomposed, as macOS writes Korean, and without the class that would be the first.
    other = named(tmp_path / "b.csv", [unicodedata.normalize("NFD", name) for name in ("새", "고양이", "새")])
    data = load_dataset(table, test=other)
    assert [data.class_names[label] for label in data.y_test] == ["새", "고양이", "새"]
    alone = load_dataset(other, hold_out=False, class_names=data.class_names)
    assert (alone.y_test.tolist(), alone.class_names) == (data.y_test.tolist(), data.class_names)


@pytest.mark.parametrize(
    ("labels", "test", "sentence"),
    [
        (["x", "y"], ["x", "z"], "line 3, column 'label' holds 'z', which is none of the classes x, y"),
        (["x", "y"], [0, 1], "line 2, column 'label' holds '0', which is none of the classes x, y"),
        ([0, 1], ["x", "y"], "line 2, column 'label' holds 'x', which is none of the classes 0, 1"),
    ],
)
def test_test_parts_of_other_classes(tmp_path: Path, labels: Any, test: Any, sentence: str) -> None:
    table, other = named(tmp_path / "a.csv", labels), named(tmp_path / "b.csv", test)
    with pytest.raises(DataError) as caught:
        load_dataset(table, test=other)
    assert str(other) in str(caught.value)
    assert sentence in str(caught.value)


def test_a_column_of_other_texts_is_hardly_one_of_classes(tmp_path: Path) -> None:
    lines = ["a,label", *(f"{row},sample-{row}" for row in range(1001))]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(DataError, match="holds 1,001 different classes in 1,001 rows, so nearly every row has another"):
        load_dataset(tmp_path / "a.csv")


def test_dark_pictures_in_a_test_table_stay_pixels(tmp_path: Path) -> None:
    for name, cells in (("a", ("255", "3")), ("b", ("5",)), ("c", ("0.5",))):
        rows = [",".join([str(label), cell, *["0"] * 63]) for label, cell in enumerate(cells)]
        (tmp_path / f"{name}.csv").write_text("\n".join([",".join(["label", *(f"p{k}" for k in range(64))]), *rows]))
    data = load_dataset(tmp_path / "a.csv", test=tmp_path / "b.csv")
    assert data.x_train.dtype == data.x_test.dtype == np.uint8
    assert data.x_test[0, 0] == 5
    with pytest.raises(DataError, match=r"the data of .*c\.csv has numbers that are no pixels"):
        load_dataset(tmp_path / "a.csv", test=tmp_path / "c.csv")


@pytest.mark.parametrize(
    ("arrays", "sentence"),
    [
        ({"x": X, "y": Y[:5]}, "the data of {path} has 12 samples and the labels of {path} has 5 labels"),
        ({"x": X[:0], "y": Y[:0]}, "the data of {path} is empty"),
        ({"x": X, "y": np.where(Y == 1, np.nan, Y)}, "the labels of {path}: label 1 (counting from 0) is nan, missing"),
        ({"x": X, "y": Y + 0.5}, "the labels of {path}: label 0 (counting from 0) is 0.5, not a whole number"),
        ({"x": np.where(X == 8, np.nan, X), "y": Y}, "the data of {path}: sample 1 has nan as feature 2"),
        ({"x": X, "y": Y, "x_test": X, "y_test": Y + 1}, "the test labels of {path}: label 2 (counting from 0) is 3"),
        ({"x": X, "y": Y, "x_test": X[:, :2], "y_test": Y}, "both parts must have the same features"),
        ({"x": X, "y": Y, "x_test": X}, "{path} has an array x_test and no y_test; save both"),
        ({"y_train": Y}, "{path} has an array y_train and no x_train"),
        ({"x_test": X, "y_test": Y}, "{path} has a test part and no training part"),
        ({"pictures": X}, "{path} has none of the arrays x_train and y_train, x and y, or images and labels; it has"),
        ({}, "it has none at all"),
        ({"x": X[:1], "y": Y[:1]}, "{path} has 1 sample and no test part; give at least 2 samples, or a test file"),
        ({"x": np.array([None] * 12), "y": Y}, "{path} holds pickled Python objects, which are never loaded"),
    ],
)
def test_bad_archives(tmp_path: Path, arrays: dict[str, Any], sentence: str) -> None:
    path = archive(tmp_path / "a.npz", **arrays)
    with pytest.raises(DataError) as caught:
        load_dataset(path)
    assert sentence.format(path=path) in str(caught.value)


def test_one_nameless_array_is_no_archive(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", X)
    (tmp_path / "a.npy").rename(tmp_path / "a.npz")
    with pytest.raises(DataError, match="is a single NumPy array; save x and y together"):
        load_dataset(tmp_path / "a.npz")


@given(st.binary(max_size=200), st.integers(0, 400), st.booleans())
def test_damaged_archives(tmp_path_factory: pytest.TempPathFactory, data: bytes, position: int, cut: bool) -> None:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, x=X, y=Y)
    good = buffer.getvalue()
    path = tmp_path_factory.mktemp("damaged") / "a.npz"
    path.write_bytes(good[:position] + data + (b"" if cut else good[position + len(data) :]))
    with contextlib.suppress(DataError):  # and nothing else
        load_dataset(path)


def test_an_archive_that_claims_a_huge_array(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.npz", x=X, y=Y)
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "<f8", "fortran_order": False, "shape": (1 << 60,)})
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("x.npy", header.getvalue())
        file.writestr("y.npy", header.getvalue())
    with pytest.raises(DataError, match=r"is no \.npz file, or is damaged"):
        load_dataset(path)


def test_labels_that_are_missing(tmp_path: Path) -> None:
    put(tmp_path, my_images_idx3_ubyte=X, x_idx3_ubyte=X, train_images_idx3_ubyte=X)
    with pytest.raises(DataError, match=r"the labels of .*my-images-idx3-ubyte are missing; put them beside it"):
        load_dataset(tmp_path / "my-images-idx3-ubyte")
    with pytest.raises(DataError, match=r"x-idx3-ubyte cannot be found, for its name has no 'images'"):
        load_dataset(tmp_path / "x-idx3-ubyte")
    with pytest.raises(DataError, match="has train-images-idx3-ubyte and no train-labels-idx1-ubyte"):
        load_dataset(tmp_path)


def test_labels_given_for_images(tmp_path: Path) -> None:
    put(tmp_path, my_labels_idx1_ubyte=Y)
    with pytest.raises(DataError, match="has 1 dimensions, so it holds labels; give the file of the images"):
        load_dataset(tmp_path / "my-labels-idx1-ubyte")


def test_counts_of_idx_files_that_differ(tmp_path: Path) -> None:
    put(tmp_path, my_images_idx3_ubyte=X, my_labels_idx1_ubyte=Y[:7])
    with pytest.raises(DataError, match=r"my-images-idx3-ubyte has 12 samples and .* has 7 labels"):
        load_dataset(tmp_path / "my-images-idx3-ubyte")


def test_a_folder_without_data(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"the folder .* has no train-images-idx3-ubyte, compressed or not"):
        load_dataset(tmp_path)


def test_a_file_of_no_known_kind(tmp_path: Path) -> None:
    (tmp_path / "cat.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(DataError, match=r"cat\.png is a PNG picture; put pictures as arrays into"):
        load_dataset(tmp_path / "cat.png")


def test_inputs_of_every_kind(tmp_path: Path) -> None:
    put(tmp_path, my_images_idx3_ubyte=X)
    archive(tmp_path / "a.npz", x_test=X, x=X[:1])
    archive(tmp_path / "b.npz", images=X)
    flat = X.reshape(12, 6).astype(int) + 128
    rows = [",".join(map(str, [*row, 1])) for row in flat]
    (tmp_path / "t.csv").write_text("a,b,c,d,e,f,label\n" + "\n".join(rows))
    for name in ("my-images-idx3-ubyte", "a.npz", "b.npz", "t.csv"):
        x = read_inputs(tmp_path / name, sample_shape=(3, 2), pixels=True)
        assert (x.shape, x.dtype) == (X.shape, np.uint8)
        np.testing.assert_array_equal(x, X + (128 if name == "t.csv" else 0))
        # Six columns may be pixels or not; 64 of them are an image.
        x = read_inputs(tmp_path / name)
        assert (x.shape, x.dtype) == (((12, 6), np.float32) if name == "t.csv" else (X.shape, np.uint8))


def test_inputs_that_are_known_to_be_pixels_or_not(tmp_path: Path) -> None:
    path = tmp_path / "dark.csv"
    path.write_text("0,3\n1,2\n")
    assert read_inputs(path).dtype == np.float32
    assert read_inputs(path, pixels=True).dtype == np.uint8
    path.write_text("\n".join([",".join(["0"] * 63 + ["200"]), ",".join(["1"] * 64)]))
    assert read_inputs(path).dtype == np.uint8
    assert read_inputs(path, pixels=False).dtype == np.float32
    path.write_text("0,0.5\n")
    with pytest.raises(DataError, match=r"the data of .*dark\.csv has numbers that are no pixels"):
        read_inputs(path, pixels=True)


def test_inputs_that_do_not_fit(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.npz", x=X)
    with pytest.raises(ShapeError, match=r"a\.npz have 6 features; the model takes 784, \(28, 28\)"):
        read_inputs(path, sample_shape=(28, 28))
    path = archive(tmp_path / "a.npz", x=np.where(X == 8, np.nan, X))
    with pytest.raises(DataError, match=r"the data of .*a\.npz: sample 1 has nan as feature 2"):
        read_inputs(path)
    path = archive(tmp_path / "a.npz", pictures=X)
    with pytest.raises(DataError, match="has no array called x_test, x or images; it has pictures"):
        read_inputs(path)
    with pytest.raises(FileError, match="cannot read"):
        read_inputs(tmp_path / "nothing.npz")


@pytest.mark.parametrize("name", ["mnst", "MNIST", "fashion_mnist"])
def test_unknown_names_get_the_nearest(name: str) -> None:
    nearest = "fashion-mnist" if "fashion" in name else "mnist"
    with pytest.raises(UsageError, match=f"unknown data set '{name}'; did you mean '{nearest}'\\? Known: mnist, "):
        load_dataset(name)


@pytest.mark.parametrize("path", ["data/none", "none.csv", Path("no") / "folder"])
def test_paths_that_lead_nowhere(path: str | Path) -> None:
    with pytest.raises(FileError, match=r"there is no file or folder .*; check the path"):
        load_dataset(path)


@pytest.mark.parametrize(("option", "value"), [("test", "a.npz"), ("label_column", 0)])
def test_options_that_a_named_set_does_not_have(option: str, value: Any) -> None:
    with pytest.raises(UsageError, match=f"mnist-10k has its own test part and labels; leave {option} out"):
        load_dataset("mnist-10k", **{option: value})
