"""Measures the resident memory of a training: `python -m benchmarks memory`.

Each line is a process of its own. `peak` is its greatest resident size, `growth` its gain from the end of the second
epoch to the end of the last; `anonymous` excludes pages of files, which the system can drop at any time. The mapped
data set is written to disk first, and removed afterwards.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from undergrad.architecture import Architecture
from undergrad.data import Dataset, load_dataset
from undergrad.experiments.environment import environment
from undergrad.training import Epoch, Oversight, fit

MEBIBYTE = 2**20


#: The convolutional network of the next homework.
CNN = "conv(4, 3, pad=1), relu, conv(4, 3, pad=1), relu, pool(2), fc(500), relu"


def memory(field: str) -> float:
    """A line of /proc/self/status in MiB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split(f"{field}:")[1].split()[0]) / 1024


def train(what: str, epochs: int, layers: str) -> dict[str, float]:
    """Train on a named data set, or on the mapped files of a folder. Returns the memory."""
    data = mapped(Path(what)) if Path(what).is_dir() else load_dataset(what)
    rng = np.random.default_rng(0)
    model = Architecture.parse(layers).build((28, 28), data.classes, rng=rng, dtype=np.float32)
    sizes: list[float] = []

    def heard(epoch: Epoch) -> None:
        sizes.append(memory("VmRSS"))

    fit(model, data, epochs=epochs, oversight=Oversight(on_epoch=heard))
    return {"peak": memory("VmHWM"), "anonymous": memory("RssAnon"), "growth": sizes[-1] - sizes[min(1, epochs - 1)]}


def mapped(folder: Path) -> Dataset:
    """The data set that `write` wrote, as maps of its files."""
    arrays = [np.load(folder / f"{name}.npy", mmap_mode="r") for name in ("x", "y", "x_test", "y_test")]
    return Dataset.from_arrays(*arrays, classes=10)


def write(folder: Path, rows: int) -> None:
    """`rows` random images of 784 pixels in `folder`, a piece at a time."""
    rng = np.random.default_rng(0)
    x = np.lib.format.open_memmap(folder / "x.npy", mode="w+", dtype=np.uint8, shape=(rows, 784))
    for start in range(0, rows, 100_000):
        x[start : start + 100_000] = rng.integers(0, 256, x[start : start + 100_000].shape, dtype=np.uint8)
    x.flush()
    np.save(folder / "y.npy", rng.integers(0, 10, rows))
    np.save(folder / "x_test.npy", x[:1000])
    np.save(folder / "y_test.npy", rng.integers(0, 10, 1000))


def in_a_process(*arguments: Any) -> dict[str, float]:
    """`train` in a new process, whose memory is empty at first."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(train, arguments)


def main(argv: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks memory")
    parser.add_argument("--dataset", default="mnist", help="a complete data set (default: mnist)")
    parser.add_argument("--rows", type=int, default=6_000_000, help="rows of the mapped one (default: 6000000)")
    args = parser.parse_args(argv)
    if sys.platform != "linux":
        print("memory is read from /proc, which Linux alone has")
        return 2
    print(f"{'data':24} {'network':72} {'epochs':>6} {'peak, MiB':>9} {'anonymous':>9} {'growth':>6}")

    def line(name: str, what: str, epochs: int, layers: str) -> None:
        sizes = in_a_process(what, epochs, layers)
        print(
            f"{name:24} {layers:72} {epochs:6} {sizes['peak']:9.0f} {sizes['anonymous']:9.0f} {sizes['growth']:6.0f}",
            flush=True,
        )

    for epochs in (2, 10):
        for layers in ("fc(500), relu, fc(500), relu", CNN):
            line(args.dataset, args.dataset, epochs, layers)
    for rows in (args.rows // 100, args.rows):
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder), rows)
            line(f"mapped, {rows} rows", folder, 2, "fc(32), relu")
    here = environment()
    print(f"Python {here.python}, NumPy {here.numpy}, SciPy {here.scipy}, Numba {here.numba}")
    return 0
