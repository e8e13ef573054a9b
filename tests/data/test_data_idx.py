from __future__ import annotations

import bz2
import contextlib
import gzip
import lzma
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from undergrad.data.compressed import compression, decompress, read_compressed, variants
from undergrad.data.idx import read_idx, read_idx_file, write_idx
from undergrad.errors import DataError, FileError

DTYPES = ("uint8", "int8", "int16", "int32", "float32", "float64")
ARRAYS = st.sampled_from(DTYPES).flatmap(
    lambda name: hnp.arrays(name, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
)
PACKERS = {".gz": gzip.compress, ".xz": lzma.compress, ".bz2": bz2.compress}
LABELS = write_idx(np.arange(10, dtype=np.uint8))


@given(ARRAYS)
def test_what_is_written_is_read_back(array: np.ndarray) -> None:
    again = read_idx(write_idx(array), where="file")
    np.testing.assert_array_equal(again, array)
    assert again.dtype == array.dtype
    assert again.shape == array.shape
    assert again.dtype.isnative
    assert again.flags.writeable


def test_the_bytes_are_those_of_the_format() -> None:
    assert write_idx(np.array([[1, -2]], np.int16)) == bytes.fromhex("00000b02 00000001 00000002 0001fffe")
    assert write_idx(np.array([1.0], ">f4")) == bytes.fromhex("00000d01 00000001 3f800000")


@given(ARRAYS, st.data())
def test_a_file_cut_anywhere_is_an_error(array: np.ndarray, data: st.DataObject) -> None:
    whole = write_idx(array)
    with pytest.raises(DataError, match=r"^labels\.idx .*short.*; copy or download it again$"):
        read_idx(whole[: data.draw(st.integers(0, len(whole) - 1))], where="labels.idx")


@given(st.binary(max_size=300))
def test_garbage_is_an_error(data: bytes) -> None:
    with contextlib.suppress(DataError):  # and nothing else
        array = read_idx(decompress(data, where="file"), where="file")
        assert write_idx(array) == data  # by chance it was one


@given(st.sampled_from([0x08, 0x09, 0x0B, 0x0C, 0x0D, 0x0E]), st.integers(0, 255), st.binary(max_size=1200))
def test_garbage_with_a_right_beginning_is_an_error_or_an_array(code: int, ndim: int, rest: bytes) -> None:
    with contextlib.suppress(DataError):  # and nothing else
        read_idx(bytes((0, 0, code, ndim)) + rest, where="file")


def test_truncated_numbers() -> None:
    with pytest.raises(DataError, match=r"file is cut short: 10 numbers of type uint8 take 10 bytes, and it holds 7"):
        read_idx(LABELS[:-3], where="file")


def test_truncated_header() -> None:
    with pytest.raises(DataError, match="announces 1 dimensions, 8 bytes, and the file has 6"):
        read_idx(LABELS[:6], where="file")


def test_empty_file() -> None:
    with pytest.raises(DataError, match="too short for an IDX file: 0 bytes"):
        read_idx(b"", where="file")


def test_trailing_bytes() -> None:
    with pytest.raises(DataError, match="file has 2 bytes too many"):
        read_idx(LABELS + b"\0\0", where="file")


def test_unknown_type() -> None:
    with pytest.raises(DataError, match="unknown IDX type 0a; the known types are 08, 09, 0b, 0c, 0d, 0e"):
        read_idx(bytes.fromhex("00000a01 00000000"), where="file")


@pytest.mark.parametrize(
    ("data", "guess"),
    [
        (gzip.compress(LABELS, mtime=0), "a gzip file"),
        (lzma.compress(LABELS), "an xz file"),
        (bz2.compress(LABELS), "a bzip2 file"),
        (b"<!DOCTYPE html>", "a web page"),
        (b"\x93NUMPY", "npy file"),
        (b"PK\x03\x04", "npz file"),
        (b"\x89PNG\r\n", "PNG"),
    ],
)
def test_wrong_magic_says_what_it_looks_like(data: bytes, guess: str) -> None:
    with pytest.raises(DataError, match=f"file is no IDX file: it begins with {data[:4].hex(' ')} .*{guess}"):
        read_idx(data, where="file")


def test_wrong_magic_of_nothing_known() -> None:
    with pytest.raises(DataError, match=r"it begins with 01 02 03 04 instead of 00 00$"):
        read_idx(b"\1\2\3\4\5", where="file")


@pytest.mark.parametrize("shape", [(2**32 - 1,) * 4, (2**32 - 1,) * 255])
def test_huge_dimensions_are_not_allocated(shape: tuple[int, ...]) -> None:
    header = struct.pack(f">BBBB{len(shape)}I", 0, 0, 0x0E, len(shape), *shape)
    with pytest.raises(DataError, match="cut short"):
        read_idx(header + b"\0" * 100, where="file")


@pytest.mark.parametrize("shape", [(0, 2**32 - 1, 2**32 - 1, 2**32 - 1), (0,) * 255])
def test_shapes_that_no_array_has(shape: tuple[int, ...]) -> None:
    with pytest.raises(DataError, match="which no array can have"):
        read_idx(struct.pack(f">BBBB{len(shape)}I", 0, 0, 8, len(shape), *shape), where="file")


@pytest.mark.parametrize("dtype", ["int64", "bool", "complex64", "<U3", "float16"])
def test_dtypes_that_the_format_lacks_are_not_written(dtype: str) -> None:
    with pytest.raises(DataError, match=r"IDX files cannot hold .*; convert the array to one of uint8"):
        write_idx(np.zeros(3, dtype))


@pytest.mark.parametrize("suffix", PACKERS)
def test_compression_is_recognised_by_content(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / "file.dat"
    path.write_bytes(PACKERS[suffix](LABELS))
    assert compression(path.read_bytes()) == suffix
    assert read_compressed(path) == LABELS
    assert read_idx_file(path).tolist() == list(range(10))


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_compressed_file_cut_anywhere_is_an_error(suffix: str) -> None:
    whole = PACKERS[suffix](LABELS)
    for length in range(len(whole)):
        with pytest.raises(DataError, match="file"):
            read_idx(decompress(whole[:length], where="file"), where="file")


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_compressed_file_with_a_changed_byte_is_an_error_or_the_same(suffix: str) -> None:
    whole = PACKERS[suffix](LABELS)
    for position in range(len(whole)):
        changed = bytearray(whole)
        changed[position] ^= 0x55
        with contextlib.suppress(DataError):  # a byte of the header, such as the time, may not matter
            assert read_idx(decompress(bytes(changed), where="file"), where="file").tolist() == list(range(10))


def test_a_damaged_stream_says_what_to_do() -> None:
    with pytest.raises(DataError, match=r"^x\.gz cannot be decompressed: .*; copy or download it again$"):
        decompress(gzip.compress(LABELS)[:-4], where="x.gz")


@pytest.mark.parametrize("suffix", PACKERS)
def test_no_more_than_the_limit_is_decompressed(suffix: str) -> None:
    packed = PACKERS[suffix](bytes(10_000_000))
    assert len(decompress(packed, where="bomb", limit=1000)) == 1001
    assert decompress(PACKERS[suffix](LABELS), where="file", limit=len(LABELS)) == LABELS


def test_a_missing_file_is_a_file_error(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"cannot read .*nothing"):
        read_compressed(tmp_path / "nothing")


def test_variants_of_a_name(tmp_path: Path) -> None:
    for name in ("a-idx1-ubyte.xz", "a.idx1-ubyte", "b-idx1-ubyte"):
        (tmp_path / name).touch()
    assert [path.name for path in variants(tmp_path, "a-idx1-ubyte")] == ["a-idx1-ubyte.xz", "a.idx1-ubyte"]
    assert variants(tmp_path / "b-idx1-ubyte", "a") == []
