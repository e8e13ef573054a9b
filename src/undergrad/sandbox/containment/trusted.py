"""The files that a contained process must read: the interpreter, the libraries, the installed packages.

And those among them that it must not read: this package, whose layers are the answers.
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
#: The folders of shared libraries, and the files that the loader needs to find them.
_SYSTEM = (
    *("/lib", "/lib32", "/lib64", "/libx32", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libx32"),
    *("/usr/local/lib", "/usr/local/lib64", "/etc/ld.so.cache", "/etc/alternatives", "/nix/store", "/gnu/store"),
)
#: Prefixes of variables that change how NumPy computes.
_PASSED_ON = ("OPENBLAS_", "MKL_", "OMP_", "NPY_", "LD_LIBRARY_PATH")


@dataclass(frozen=True)
class Trusted:
    """The interpreter's own files. Every name in `trees` and `hidden` is free of links."""

    executable: Path
    #: Links with their targets: Python knows the files by names that contain these links.
    links: tuple[tuple[Path, str], ...]
    #: Readable files and folders, none inside another.
    trees: tuple[Path, ...]
    #: Folders inside `trees` that must not be readable, none inside another.
    hidden: tuple[Path, ...]
    environment: dict[str, str]


@functools.cache
def trusted() -> Trusted:
    """The files of the interpreter that runs this."""
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
    """The path with all links resolved; each link on the way is added to `links`."""
    place = Path(path.anchor)
    rest = list(reversed(path.parts[1:]))
    count = 0
    while rest:
        part = rest.pop()
        if part == "..":
            place = place.parent
            continue
        place = place / part
        if place.is_symlink() and count < 40:  # the system's own limit
            count += 1
            target = os.readlink(place)  # noqa: PTH115 - the unchanged text
            links[place] = target
            steps = [step for step in Path(target).parts if step not in (".", "/")]
            rest += reversed(steps)
            place = Path("/") if target.startswith("/") else place.parent
    return place


def _library(executable: Path) -> set[Path]:
    """The shared library of the interpreter, if there is one beside its program or in its prefix."""
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
    """The installed package, and the project in which it is developed, whose tests contain solutions."""
    places = {_PACKAGE.resolve(), *(Path(folder, "undergrad").resolve() for folder in sites)}
    for folder in _PACKAGE.resolve().parents[:2]:
        if (folder / "pyproject.toml").is_file():
            places.add(folder)
    return {place for place in places if place.exists()}
