from __future__ import annotations

import gzip
import lzma
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from machine import Mirror, Small

from undergrad.data import available, describe, fetch, load_dataset, places
from undergrad.data.catalog import CATALOG, FILE_NAMES
from undergrad.errors import DataError, FileError, UsageError

IMAGES = "train-images-idx3-ubyte"
PAIR = tuple[Mirror, Mirror]


def files_in(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("suffix", "pack"), [("", bytes), (".gz", gzip.compress), (".xz", lzma.compress)])
@pytest.mark.parametrize("inner", ["small", "."])
def test_files_in_a_named_folder(tmp_path: Path, small: Small, suffix: str, pack: Any, inner: str) -> None:
    folder = small.put(tmp_path / "mine" / inner, suffix, pack)
    data = load_dataset("small", data_dir=tmp_path / "mine")
    np.testing.assert_array_equal(data.x_train, small.arrays[0])
    np.testing.assert_array_equal(data.y_test, small.arrays[3])
    assert (data.classes, data.class_names, data.source) == (3, ("a", "b", "c"), str(folder))
    assert not (tmp_path / "cache").exists()


def test_the_environment_names_a_folder(tmp_path: Path, small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(places.DATA_VARIABLE, str(small.put(tmp_path / "env")))
    assert fetch("small").source == str(tmp_path / "env")
    small.put(tmp_path / "argument")
    assert fetch("small", data_dir=tmp_path / "argument").source == str(tmp_path / "argument")


def test_the_cache_and_then_the_system(tmp_path: Path, small: Small, cache: Path) -> None:
    small.put(tmp_path / "system" / "small", ".gz", gzip.compress)
    assert fetch("small").source == str(tmp_path / "system" / "small")
    small.put(cache / "small")
    assert fetch("small").source == str(cache / "small")
    small.put(tmp_path / "other" / "small")
    assert fetch("small", cache=tmp_path / "other").paths == {
        name: tmp_path / "other" / "small" / name for name in FILE_NAMES
    }


def test_a_named_folder_that_does_not_exist(tmp_path: Path, small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match=r"data_dir is .*nowhere, which is no folder; correct the path"):
        fetch("small", data_dir=tmp_path / "nowhere")
    monkeypatch.setenv(places.DATA_VARIABLE, str(tmp_path / "nowhere"))
    with pytest.raises(UsageError, match=f"{places.DATA_VARIABLE} is .*nowhere, which is no folder"):
        load_dataset("small")


def test_a_wrong_file_in_a_named_folder_is_an_error(tmp_path: Path, small: Small) -> None:
    small.put(tmp_path)
    (tmp_path / IMAGES).write_bytes(small.contents[IMAGES][:-1] + b"!")
    with pytest.raises(DataError) as caught:
        fetch("small", data_dir=tmp_path)
    assert str(caught.value) == (
        f"{tmp_path / IMAGES} does not hold the {IMAGES} of small: its contents have another SHA-256; replace the file "
        "or take it away"
    )


def test_a_file_of_another_set_is_recognised(tmp_path: Path, small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    del small
    other = Small()
    folder = other.put(tmp_path / "data")
    with pytest.raises(DataError, match=r"does not hold the .* of mnist: .* \(they are those of small\)"):
        fetch("mnist", data_dir=folder)


def test_a_damaged_file_in_a_named_folder_is_an_error(tmp_path: Path, small: Small) -> None:
    small.put(tmp_path, ".gz", lambda data: gzip.compress(data)[:-3])
    with pytest.raises(DataError, match=r"train-images-idx3-ubyte\.gz cannot be decompressed"):
        fetch("small", data_dir=tmp_path)


def test_a_wrong_file_of_the_system_does_not_count(tmp_path: Path, small: Small, mirrors: PAIR) -> None:
    folder = small.put(tmp_path / "system" / "small")
    (folder / IMAGES).write_bytes(b"wrong")
    found = fetch("small", mirrors=[mirrors[0].serve(small).url])
    assert mirrors[0].asked == [f"{IMAGES}.gz"]
    assert (folder / IMAGES).read_bytes() == b"wrong"
    assert found.source.endswith(f"(downloaded from {mirrors[0].url})")


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-1] + b"!", lambda data: b"", lambda data: gzip.compress(data)[:9]]
)
def test_a_wrong_file_of_the_cache_is_downloaded_again(small: Small, mirrors: PAIR, cache: Path, damage: Any) -> None:
    small.put(cache / "small")
    (cache / "small" / IMAGES).write_bytes(damage(small.contents[IMAGES]))
    fetch("small", mirrors=[mirrors[0].serve(small).url])
    assert mirrors[0].asked == [f"{IMAGES}.gz"]
    assert files_in(cache) == {*FILE_NAMES[1:], f"{IMAGES}.gz"}


def test_a_download_is_verified_kept_and_not_repeated(small: Small, mirrors: PAIR, cache: Path) -> None:
    reports: list[tuple[str, int, int]] = []
    found = fetch(
        "small", mirrors=[mirrors[0].serve(small).url.rstrip("/")], progress=lambda *report: reports.append(report)
    )
    assert found.name == "small"
    assert found.paths == {name: cache / "small" / f"{name}.gz" for name in FILE_NAMES}
    assert found.source == f"{cache / 'small'} (downloaded from {mirrors[0].url.rstrip('/')})"
    sizes = {name: path.stat().st_size for name, path in found.paths.items()}
    assert list(dict.fromkeys(reports)) == [(name, size, size) for name, size in sizes.items()]

    reports.clear()
    data = load_dataset("small", progress=lambda *report: reports.append(report))
    np.testing.assert_array_equal(data.x_train, small.arrays[0])
    assert reports == []
    assert len(mirrors[0].asked) == 4


def test_a_mirror_without_the_file_is_passed_over_and_the_good_one_goes_first(small: Small, mirrors: PAIR) -> None:
    bad, good = mirrors[0], mirrors[1].serve(small)
    fetch("small", mirrors=[bad.url, good.url])
    assert bad.asked == [f"{IMAGES}.gz"]  # a 404 is not asked for twice
    assert good.asked == [f"{name}.gz" for name in FILE_NAMES]


@pytest.mark.parametrize(
    "body",
    [
        b"<html>sign in to the network</html>",
        gzip.compress(b"other", mtime=0),
        gzip.compress(b"cut off" * 99, mtime=0)[:-5],
        b"",
    ],
)
def test_a_mirror_with_other_contents_is_passed_over(small: Small, mirrors: PAIR, cache: Path, body: bytes) -> None:
    bad, good = mirrors[0].serve(small), mirrors[1].serve(small)
    bad.answers[f"{IMAGES}.gz"] = [body]
    fetch("small", mirrors=[bad.url, good.url])
    assert bad.asked == [f"{IMAGES}.gz"]
    assert gzip.decompress((cache / "small" / f"{IMAGES}.gz").read_bytes()) == small.contents[IMAGES]


def test_a_mirror_that_sends_too_much_is_stopped(small: Small, mirrors: PAIR, cache: Path) -> None:
    mirrors[0].serve(small).answers[f"{IMAGES}.gz"] = [bytes(3 << 20)]
    with pytest.raises(DataError, match=r"more than the \d+ bytes that the file can have"):
        fetch("small", mirrors=[mirrors[0].url])
    assert files_in(cache) == set()


def test_a_response_that_breaks_off_is_asked_for_again(small: Small, mirrors: PAIR) -> None:
    whole = gzip.compress(small.contents[IMAGES])
    mirrors[0].serve(small).answers[f"{IMAGES}.gz"] = [(whole[:20], len(whole)), whole]
    fetch("small", mirrors=[mirrors[0].url])
    assert mirrors[0].asked[:2] == [f"{IMAGES}.gz"] * 2


def test_a_response_that_always_breaks_off_is_an_error(small: Small, mirrors: PAIR, cache: Path) -> None:
    whole = gzip.compress(small.contents[IMAGES])
    mirrors[0].serve(small).answers[f"{IMAGES}.gz"] = [(whole[:20], len(whole))]
    with pytest.raises(DataError, match="the connection broke off"):
        fetch("small", mirrors=[mirrors[0].url])
    assert len(mirrors[0].asked) == 2
    assert files_in(cache) == set()


def test_a_mirror_that_fails_once_is_asked_again(small: Small, mirrors: PAIR) -> None:
    good = gzip.compress(small.contents[IMAGES])
    mirrors[0].serve(small).answers[f"{IMAGES}.gz"] = [503, good]
    fetch("small", mirrors=[mirrors[0].url, mirrors[1].url])
    assert mirrors[0].asked[:2] == [f"{IMAGES}.gz"] * 2
    assert mirrors[1].asked == []


@pytest.mark.parametrize(
    ("pack", "suffix"), [(lzma.compress, ".xz"), (bytes, ""), (lambda d: gzip.compress(d, 1), ".gz")]
)
def test_another_compression_of_the_same_contents_is_accepted(
    small: Small, mirrors: PAIR, cache: Path, pack: Any, suffix: str
) -> None:
    mirrors[0].answers = {f"{name}.gz": [pack(data)] for name, data in small.contents.items()}
    fetch("small", mirrors=[mirrors[0].url])
    assert files_in(cache) == {name + suffix for name in FILE_NAMES}
    assert load_dataset("small").source == str(cache / "small")


def test_no_network(small: Small) -> None:
    with pytest.raises(DataError) as caught:
        load_dataset("small")
    assert str(caught.value) == (
        f"cannot download small: all mirrors failed, the last with 'http://127.0.0.1:1/{IMAGES}.gz: no connection'; "
        "connect to the network and run `undergrad data fetch small`, "
        "or put the four files in a folder and pass --data-dir"
    )


def test_no_network_for_a_set_with_an_embedded_part() -> None:
    with pytest.raises(DataError, match=r"HTTP status 404|no connection") as caught:
        fetch("fashion-mnist", mirrors=["http://127.0.0.1:1", "http://127.0.0.1:2"])
    assert "cannot download fashion-mnist: all mirrors failed, the last with 'http://127.0.0.1:2/" in str(caught.value)
    assert str(caught.value).endswith("pass --data-dir, or use fashion-mnist-10k, which needs no network")


def test_the_last_reason_is_told(small: Small, mirrors: PAIR) -> None:
    with pytest.raises(DataError, match=r"the last with 'http://.*: HTTP status 404'"):
        fetch("small", mirrors=[mirrors[0].url])
    with pytest.raises(DataError, match="there is no mirror"):
        fetch("small", mirrors=[])


def test_an_interruption_leaves_nothing_behind(small: Small, mirrors: PAIR, cache: Path) -> None:
    def interrupt(*report: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch("small", mirrors=[mirrors[0].serve(small).url], progress=interrupt)
    assert files_in(cache) == set()


def test_an_interruption_while_writing_leaves_nothing_behind(
    small: Small, mirrors: PAIR, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", interrupt)
        with pytest.raises(KeyboardInterrupt):
            fetch("small", mirrors=[mirrors[0].serve(small).url])
    assert files_in(cache) == set()
    fetch("small", mirrors=[mirrors[0].url])
    assert len(files_in(cache)) == 4


def test_a_cache_that_cannot_be_written_is_an_error_before_the_download(
    tmp_path: Path, small: Small, mirrors: PAIR, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(places.CACHE_VARIABLE, str(tmp_path / "file" / "cache"))
    with pytest.raises(
        FileError, match=rf"cannot write to .*small: .*by the environment variable {places.CACHE_VARIABLE}"
    ):
        fetch("small", mirrors=[mirrors[0].serve(small).url])
    assert mirrors[0].asked == []


def test_a_full_disk_is_an_error(small: Small, mirrors: PAIR, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError, match=r"cannot write .*\.gz: No space left on device; free some space"):
        fetch("small", mirrors=[mirrors[0].serve(small).url])
    assert files_in(cache) == set()


def test_an_embedded_set_is_not_fetched() -> None:
    with pytest.raises(UsageError, match="mnist-10k comes with the package and needs no fetching"):
        fetch("mnist-10k")


def test_an_unknown_set_is_not_fetched() -> None:
    with pytest.raises(UsageError, match="unknown data set 'fashion'; did you mean 'fashion-mnist'"):
        fetch("fashion")


def test_the_cache_is_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(places.CACHE_VARIABLE)
    assert "undergrad" in places.cache_folder().parts


def test_what_is_known_about_the_sets(tmp_path: Path, small: Small) -> None:
    assert [item.name for item in available()] == [*CATALOG]
    assert describe("small").where is None
    small.put(tmp_path / "some")
    about = describe("small", data_dir=tmp_path / "some")
    assert about.where == str(tmp_path / "some")
    assert (about.train, about.test, about.sample_shape, about.classes) == (12, 6, (3, 2), 3)
    about = describe("fashion-mnist-10k")
    assert (about.train, about.test, about.sample_shape, about.classes) == (10_000, 10_000, (28, 28), 10)
    assert about.where == "the package undergrad"
    assert "MIT" in about.licence
    with pytest.raises(UsageError, match="unknown data set"):
        describe("smal")
