"""Makes what students and platforms hand in: archives with any encoding of names, and solutions in a line or two."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from pathlib import Path

from tests.course.hostile_archives import raw_archive, raw_entry

CLASSES = ("ReLU", "Sigmoid", "Tanh", "FCLayer", "SoftmaxLayer")
#: Every class that homework 3 asks for.
ANSWER = "\n".join(f"class {name}:\n    pass\n" for name in CLASSES)


def classes(*names: str) -> str:
    """A file with those classes."""
    return "\n".join(f"class {name}:\n    pass\n" for name in names)


def zipped(entries: dict[str, str | bytes], *, when: tuple[int, ...] = (2023, 5, 1, 12, 0, 0)) -> bytes:
    """An archive of those files, changed at that time by the clock on the wall."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name, when), content)  # type: ignore[arg-type]
    return buffer.getvalue()


def zipped_raw(entries: dict[str, str], *, encoding: str, flag: bool = False, form: str = "NFC") -> bytes:
    """An archive whose names are written in any encoding, with or without the flag that says UTF-8."""
    offset, locals_, directory = 0, [], []
    for name, content in entries.items():
        raw = unicodedata.normalize(form, name).encode(encoding)
        local, central = raw_entry(raw, content.encode(), flags=0x800 if flag else 0)
        locals_.append(local)
        directory.append((central, offset, raw))
        offset += len(local)
    return raw_archive(locals_, directory)


def lay(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write the files into the folder, and give it."""
    for name, content in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder
