"""How much memory a training needs, and how much this process may use: checked before anything is allocated."""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import math
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from undergrad.architecture import Place
from undergrad.engines.base import PREDICTION_ROWS
from undergrad.engines.footprint import batch_numbers, is_compiled
from undergrad.errors import TooLargeError
from undergrad.layers import FCLayer
from undergrad.optimizers import Optimizer

_DRAWN = 8  # bytes of a weight when it is drawn, in float64
#: Copies of the parameters at an epoch's end: before it, after it, those of the best epoch, and the engine's.
_COPIES = 4
#: Copies of the optimizer's state: before the epoch, after it, and the engine's.
_STATES = 3


def estimate(
    places: Sequence[Place],
    *,
    samples: int,
    batch_size: int,
    dtype: str,
    optimizer: Optimizer,
    probe: int = 0,
    engine: str = "auto",
) -> int:
    """Peak bytes for training a network, without the data, accurate to about a third.

    `places` are its layers; a batch has `batch_size` samples, or all `samples` if there are fewer. `probe` is the size
    of the batch whose gradients a watch computes after each epoch, limited in the same way.
    """
    layers = [place.size for place in places]
    # While a layer is drawn, its random numbers and their scaled copy exist beside the weights of earlier layers.
    drawing = max(_DRAWN * (until + 2 * own) for until, own in zip(itertools.accumulate(layers), layers, strict=True))
    size = 8 if dtype == "float64" else 4
    parameters = sum(layers) * (_COPIES + _STATES * optimizer.arrays + (probe > 0))
    trained, predicted, probed = (min(rows, samples) for rows in (batch_size, PREDICTION_ROWS, probe))
    if is_compiled(places, engine, dtype):
        # The engine keeps a workspace for each size of a batch.
        back = sum(batch_numbers(places, rows, dtype, goes_back=True) for rows in {trained, probed} - {0})
        return max(drawing, size * (parameters + back + batch_numbers(places, predicted, dtype, goes_back=False)))
    return max(drawing, size * (parameters + _of_batches(places, trained, predicted, probed)))


def _of_batches(places: Sequence[Place], trained: int, predicted: int, probed: int) -> int:
    """The numbers that the reference engine has in memory at once, for training, for prediction and for a probe."""
    if all(place.element.is_activation or place.element.kind is FCLayer for place in places):
        # For each sample the input, each layer's output, and the gradient at each. Activation functions count little.
        outputs = sum(math.prod(place.shapes.output) for place in places if not place.element.is_activation)
        return sum({trained, predicted, probed}) * (math.prod(places[0].gets) + 2 * outputs)
    # What each layer keeps for a sample, and what the largest step reads, returns and keeps.
    work = sum(place.work for place in places)
    forward = [math.prod(place.gets) + math.prod(place.shapes.output) + place.work for place in places]
    backward = [through + math.prod(place.shapes.output) for through, place in zip(forward, places, strict=True)]
    return max(max(trained, probed) * (work + max(backward)), predicted * (work + max(forward)))


def check_memory(needs: Iterable[int], *, at_once: int = 1) -> None:
    """Raise TooLargeError if `at_once` trainings at a time, which need these bytes each, do not fit."""
    limit, largest = available(), sorted(needs, reverse=True)[:at_once]
    if limit is None or sum(largest) <= limit:
        return
    if largest[0] > limit:
        raise TooLargeError(
            f"the network needs about {_words(largest[0])} for its weights and one batch, and this machine has "
            f"{_words(limit)} for it; make the layers or the batch smaller"
        )
    raise TooLargeError(
        f"{len(largest)} networks at a time need about {_words(sum(largest))} for their weights and one batch each, "
        f"and this machine has {_words(limit)} for it; use fewer workers, or make the layers or the batch smaller"
    )


def _words(size: int) -> str:
    """A number of bytes in readable units.

    >>> _words(12_345_678_901), _words(42_000_000), _words(10**30)
    ('12.3 GB', '42 MB', 'a million GB or more')
    """
    if size > 10**15:
        return "a million GB or more"
    return f"{size / 1e9:,.1f} GB" if size >= 1e9 else f"{size / 1e6:,.0f} MB"


def available(root: Path = Path("/")) -> int | None:
    """The most bytes that this process may use: the machine's memory, or less if its control group says so.

    `root` is the folder of proc and sys. None if nothing is known.
    """
    known = [*_physical(), *_control_groups(root)]
    return min(known, default=None)


def _physical() -> Iterator[int]:
    if sys.platform == "win32":
        status = _MemoryStatus(ctypes.sizeof(_MemoryStatus))
        if ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):
            yield int(status.physical)
    else:
        with contextlib.suppress(ValueError, OSError):  # a system without these names
            pages = os.sysconf("SC_PHYS_PAGES")
            if pages > 0:
                yield pages * os.sysconf("SC_PAGE_SIZE")


class _MemoryStatus(ctypes.Structure):
    """Windows' MEMORYSTATUSEX."""

    _fields_ = (
        ("length", ctypes.c_uint32),
        ("load", ctypes.c_uint32),
        ("physical", ctypes.c_uint64),
        ("others", ctypes.c_uint64 * 6),
    )


def _control_groups(root: Path) -> Iterator[int]:
    """The limits of the process' control group and of those above it, of both versions of Linux' control groups.

    In a container a group may be named by its place outside; then only the root exists.
    """
    for line in _text(root / "proc/self/cgroup").splitlines():
        _, controllers, name = line.split(":", 2)
        mounts: tuple[str, ...]
        if not controllers:
            mounts, file = ("sys/fs/cgroup", "sys/fs/cgroup/unified"), "memory.max"
        elif "memory" in controllers.split(","):
            mounts, file = ("sys/fs/cgroup/memory",), "memory.limit_in_bytes"
        else:
            continue
        own = PurePosixPath(name)
        for mount, group in itertools.product(mounts, (own, *own.parents)):
            limit = _text(root / mount / str(group).lstrip("/") / file).strip()
            if limit.isdecimal():  # otherwise it is "max", or missing
                yield int(limit)


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
