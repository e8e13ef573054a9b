"""Makes names of files that any system allows from untrusted names."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath

from undergrad.display.terminal import on_one_line

_SEPARATORS = re.compile(r"[/\\]+")
_DRIVE = re.compile(r"^[A-Za-z]:")
#: The characters that Windows forbids; unprintable ones, such as control characters, are forbidden everywhere.
_FORBIDDEN = frozenset('<>:"|?*')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])$", re.IGNORECASE)
_LONGEST_PART, _LONGEST_PATH = 80, 160  # characters
_LONGEST_IN_BYTES = 240  # of a part; systems allow 255
_LONGEST_SHOWN = 120


def composed(text: str) -> str:
    """`text` in Unicode's composed form (NFC); a Mac writes Hangul as single letters."""
    return unicodedata.normalize("NFC", text)


def shown(text: str) -> str:
    """`text` for a sentence: composed, on one line, without control characters, cut if it is long."""
    text = on_one_line(composed(text))
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 20]}...{text[-17:]}"


def below(path: str) -> tuple[str, ...]:
    """The parts of a path without drive, root, `.` and `..`, so that it stays below its folder."""
    return tuple(part for part in _SEPARATORS.split(_DRIVE.sub("", path)) if part not in ("", ".", ".."))


def leads_out(path: str) -> bool:
    """Whether the path, taken literally, would leave its folder."""
    return path.startswith(("/", "\\")) or bool(_DRIVE.match(path)) or ".." in _SEPARATORS.split(path)


def safe_path(path: str) -> str:
    """`path` with `/` between its parts, each a name that every system allows; it stays below its folder.

    >>> safe_path("../C:\\\\숙제/con.py"), safe_path("a/what?.py ")
    ('C_/숙제/_con.py', 'a/what_.py')
    """
    parts = [_safe_part(part) for part in below(path)] or ["_"]
    if len("/".join(parts)) > _LONGEST_PATH:
        *folders, name = parts
        parts = [folder_for(folders), name]
    return "/".join(parts)


def folder_for(folders: Iterable[str]) -> str:
    """One folder that replaces a chain of nested folders, always the same for the same chain."""
    return f"deep-{_short_digest('/'.join(folders))}"


def _safe_part(part: str) -> str:
    allowed = (each if each.isprintable() and each not in _FORBIDDEN else "_" for each in composed(part))
    part = "".join(allowed).rstrip(" .").lstrip(" ") or "_"
    if _RESERVED.match(part.split(".")[0].rstrip(" ")):
        part = f"_{part}"
    if len(part) > _LONGEST_PART or len(part.encode()) > _LONGEST_IN_BYTES:
        suffix = PurePosixPath(part).suffix[:10]
        part = f"{part[:40]}-{_short_digest(part)}{suffix}"
    return part


def _short_digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def distinct(path: str, taken: set[str]) -> str:
    """`path`, or the first of `path~2`, `path~3`... that differs from all members of `taken`, ignoring case.

    Its own lower case is added to `taken`.
    """
    pure = PurePosixPath(path)
    candidate, number = path, 1
    while candidate.casefold() in taken:
        number += 1
        candidate = str(pure.with_name(f"{pure.stem}~{number}{pure.suffix}"))
    taken.add(candidate.casefold())
    return candidate


def slug(text: str) -> str:
    """The ASCII letters and digits of a text, in lower case, with hyphens between them."""
    return re.sub(r"[^a-z0-9]+", "-", composed(text).lower())[:60].strip("-")


def key_of(label: str, *, unique: bool, source: str) -> str:
    """The name of a submission's folder: ASCII letters, digits and hyphens of `label`.

    A digest of `source` follows if a part of the label is lost, or if it is not `unique` by itself.

    >>> key_of("20231234", unique=True, source="HW3_20231234_Kim.zip")
    '20231234'
    """
    key = slug(label)
    if key == label and unique and not _RESERVED.match(key):
        return key
    return f"{key or 'submission'}-{_short_digest(source)}"
