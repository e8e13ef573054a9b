"""Memory-mapped data: the same numbers, and no more of the file resident than is in use."""

import sys
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from undergrad import Dataset, fit, fully_connected
from undergrad.data import Scaling
from undergrad.data import mapped as mapped_arrays
from undergrad.data.mapped import pieces, release, taken
from undergrad.training import Oversight


@pytest.fixture
def mapped(tmp_path):
    rng = np.random.default_rng(0)
    np.save(tmp_path / "x.npy", rng.integers(0, 256, (32_000, 784), dtype=np.uint8))  # more than any bound below
    return np.load(tmp_path / "x.npy", mmap_mode="r")


def resident_of_files() -> int:
    """Bytes of mapped files that are resident in this process."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return 1024 * int(status.split("RssFile:")[1].split()[0])


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_digest_keeps_nothing_of_a_mapped_file_resident(mapped):
    y = np.arange(len(mapped)) % 10
    data = Dataset.from_arrays(mapped, y, mapped[:100], y[:100])
    before = resident_of_files()
    digest = data.digest
    assert resident_of_files() - before < 2**24 + 2**22
    assert digest == Dataset.from_arrays(np.array(mapped), y, np.array(mapped[:100]), y[:100]).digest


def test_changes_of_a_private_map_are_kept(tmp_path):
    np.save(tmp_path / "x.npy", np.zeros((10, 4), np.float32))
    x = np.load(tmp_path / "x.npy", mmap_mode="c")
    x[3] = 7
    view = x[:]
    view.flags.writeable = False
    release(view)
    assert (x[3] == 7).all()


def test_pieces_are_the_whole():
    x = np.arange(10_000_000, dtype=np.float32).reshape(-1, 10)
    rows = np.random.default_rng(0).permutation(len(x))[:700_000]
    assert np.array_equal(np.concatenate(list(pieces(x))), x)
    assert len(list(pieces(x))) > 1
    assert np.array_equal(np.concatenate(list(pieces(x, rows))), x[rows])


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_rows_taken_of_a_large_mapped_file_are_copies_and_leave_nothing_resident(mapped, monkeypatch):
    monkeypatch.setattr(mapped_arrays, "_RESIDENT_BYTES", 0)
    rows, before = np.random.default_rng(0).permutation(len(mapped))[:9_999], resident_of_files()
    of_a_view, some, last = taken(mapped[:], rows), taken(mapped, rows), taken(mapped, slice(31_990, 40_000))
    assert resident_of_files() - before < 2**21
    np.testing.assert_array_equal(some, mapped[rows])
    np.testing.assert_array_equal(of_a_view, some)
    np.testing.assert_array_equal(last, mapped[31_990:])


def test_rows_taken_of_an_array_in_memory_are_numpys(monkeypatch):
    monkeypatch.setattr(mapped_arrays, "_RESIDENT_BYTES", 0)
    x = np.arange(12).reshape(6, 2)
    assert taken(x, slice(1, 3)).base is not None
    np.testing.assert_array_equal(taken(x, np.array([4, 1])), x[[4, 1]])


def test_scaling_of_some_rows():
    x = np.random.default_rng(0).normal(size=(50, 3)).astype(np.float32)
    rows = np.array([3, 17, 4])
    some, copied = Scaling.of(x, rows), Scaling.of(x[rows])
    assert np.array_equal(some.offset, copied.offset)
    assert np.array_equal(some.scale, copied.scale)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("engine", ["cpu", "reference"])
def test_training_keeps_nothing_of_a_mapped_file_resident_and_gives_the_same_bits(mapped, engine, monkeypatch):
    monkeypatch.setattr(mapped_arrays, "_RESIDENT_BYTES", 0)  # as if this file were large
    y = np.arange(len(mapped)) % 10
    resident = []

    def trained(x):
        model = fully_connected(784, [8], 10, "relu", rng=np.random.default_rng(0))
        data = Dataset.from_arrays(x, y, x[:100], y[:100])
        with threadpool_limits(1, user_api="blas"):  # on a busy machine threads wait for each other in every product
            fit(
                model,
                data,
                epochs=2,
                engine=engine,
                oversight=Oversight(on_epoch=lambda _: resident.append(resident_of_files())),
            )
        return {name: array.tobytes() for name, array in model.parameters().items()}

    expected = trained(np.array(mapped))  # what is imported and compiled on the way is resident too
    release(mapped)
    resident[:] = [resident_of_files()]
    assert trained(mapped) == expected
    assert max(resident) - resident[0] < 2**24
