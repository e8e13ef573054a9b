"""The machine and the versions behind a result, and a hash of the code that computes."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import importlib.util
import platform
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import msgspec
from threadpoolctl import threadpool_info

import undergrad
from undergrad.engines.threads import cores

# The rooms whose code determines the numbers of a run.
_COMPUTING = ("arrays.py", "layers", "outputs", "model.py", "data", "engines", "training")


class Environment(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a result depends on besides its specification."""

    undergrad: str
    code: str
    python: str
    numpy: str
    scipy: str
    #: Empty if it is not installed.
    numba: str = ""
    system: str
    processor: str
    cores: int
    blas: tuple[str, ...]


def environment() -> Environment:
    """The present environment of this process."""
    blas = sorted(
        f"{info['internal_api']} {info['version']} ({info.get('architecture', 'unknown')}), "
        f"{info['num_threads']} thread{'s' * (info['num_threads'] != 1)}"
        for info in threadpool_info()
        if info["user_api"] == "blas"
    )
    return Environment(
        undergrad=undergrad.__version__,
        code=code_digest(),
        python=platform.python_version(),
        numpy=importlib.metadata.version("numpy"),
        scipy=importlib.metadata.version("scipy"),
        numba=importlib.metadata.version("numba") if importlib.util.find_spec("numba") else "",
        system=f"{platform.system()} {platform.machine()}",
        processor=_processor(),
        cores=cores(),
        blas=tuple(blas),
    )


@functools.cache
def code_digest() -> str:
    """A hash over the source of the rooms that compute: a changed source makes another run."""
    digest = hashlib.sha256()
    root = resources.files("undergrad")

    def add(entry: Traversable) -> None:
        if entry.is_dir():
            for inner in sorted(entry.iterdir(), key=lambda inner: inner.name):
                add(inner)
        elif entry.name.endswith(".py"):
            digest.update(entry.name.encode())
            digest.update(entry.read_bytes().replace(b"\r\n", b"\n"))

    for name in _COMPUTING:
        add(root / name)
    return digest.hexdigest()[:16]


def _processor() -> str:
    info = Path("/proc/cpuinfo")  # the only place where Linux names the processor's model
    if info.exists():
        for line in info.read_text("utf-8", "replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
