"""What a contained process must be able to read: the interpreter, the libraries, the installed packages.

And what it must not, although it lies among them: this package, whose layers are the answers.
"""

from __future__ import annotations

import functools
import os
import site
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).parent.parent.parent
#: Where a system keeps shared libraries, and what finds them.
_SYSTEM = (
    *("/lib", "/lib32", "/lib64", "/libx32", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libx32"),
    *("/usr/local/lib", "/usr/local/lib64", "/etc/ld.so.cache", "/etc/alternatives", "/nix/store", "/gnu/store"),
)
#: Variables that change what NumPy computes with.
_PASSED_ON = ("OPENBLAS_", "MKL_", "OMP_", "NPY_", "LD_LIBRARY_PATH")


@dataclass(frozen=True)
class Trusted:
    """The interpreter's own files. Every name in `trees` and `hidden` is free of links."""

    executable: Path
    #: Links, and what they say, that lead to the files under the names by which Python knows them.
    links: tuple[tuple[Path, str], ...]
    #: Files and folders that may be read, none inside another.
    trees: tuple[Path, ...]
    #: Folders inside of `trees` that may not, none inside another.
    hidden: tuple[Path, ...]
    environment: dict[str, str]


@functools.cache
def trusted() -> Trusted:
    """Those of the interpreter that runs this."""
    sites = [*site.getsitepackages(), *([site.getusersitepackages()] if site.ENABLE_USER_SITE else [])]
    sites += [sysconfig.get_path(name) for name in ("purelib", "platlib")]
    named = [
        *_SYSTEM,
        *(sysconfig.get_path(name) for name in ("stdlib", "platstdlib")),
        *sites,
        *([] if sys.base_prefix in ("/", "/usr") else [f"{sys.base_prefix}/lib", f"{sys.base_prefix}/lib64"]),
        *filter(None, os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep)),
        sys.executable,
        f"{sys.prefix}/pyvenv.cfg",
    ]
    links: dict[Path, str] = {}
    places = {_followed(Path(name), links) for name in named if os.path.isabs(name) and os.path.lexists(name)}  # noqa: PTH117
    places |= _library(Path(sys.executable))
    trees = _outermost(path for path in places if path.exists() and path != Path("/"))
    environment = {name: value for name, value in os.environ.items() if name.startswith(_PASSED_ON)}
    if site.ENABLE_USER_SITE and site.USER_BASE:
        environment["PYTHONUSERBASE"] = site.USER_BASE
    return Trusted(
        executable=Path(sys.executable),
        links=tuple(sorted((path, to) for path, to in links.items() if not _inside(path, trees))),
        trees=tuple(trees),
        hidden=tuple(
            _outermost(
                path
                for path in _of_textbook(sites)
                if _inside(path, trees) and not any(tree.is_relative_to(path) for tree in trees)
            )
        ),
        environment=environment,
    )


def _followed(path: Path, links: dict[Path, str]) -> Path:
    """Where the path leads, without a link in its name; each link on the way is noted."""
    place = Path(path.anchor)
    rest = list(reversed(path.parts[1:]))
    seen = 0
    while rest:
        part = rest.pop()
        if part == "..":
            place = place.parent
            continue
        place = place / part
        if place.is_symlink() and seen < 40:  # as many as the system follows
            seen += 1
            target = os.readlink(place)  # noqa: PTH115 - as it is written
            links[place] = target
            steps = [step for step in Path(target).parts if step not in (".", "/")]
            rest += reversed(steps)
            place = Path("/") if target.startswith("/") else place.parent
    return place


def _library(executable: Path) -> set[Path]:
    """The shared library of the interpreter, where it has one beside its program or in its prefix."""
    name, folder = sysconfig.get_config_var("INSTSONAME"), executable.resolve().parent
    places = [sysconfig.get_config_var("LIBDIR") or "", str(folder), str(folder.parent / "lib")]
    return {Path(place, name).resolve() for place in places if place and name and Path(place, name).is_file()}


def _outermost(paths: Iterable[Path]) -> list[Path]:
    outermost: list[Path] = []
    for path in sorted(paths):
        if not _inside(path, outermost):
            outermost.append(path)
    return outermost


def _inside(path: Path, trees: Iterable[Path]) -> bool:
    return any(path.is_relative_to(tree) for tree in trees)


def _of_textbook(sites: list[str]) -> set[Path]:
    """The package, wherever it is installed, and the project that it is developed in, whose tests hold solutions."""
    places = {_PACKAGE.resolve(), *(Path(folder, "undergrad").resolve() for folder in sites)}
    for folder in _PACKAGE.resolve().parents[:2]:
        if (folder / "pyproject.toml").is_file():
            places.add(folder)
    return {place for place in places if place.exists()}
