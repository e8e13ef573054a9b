"""The site as one zip file: to be handed out, unpacked and opened without a network."""

from __future__ import annotations

import zipfile
from pathlib import Path

#: The folder in the zip, so that unpacking it leaves one thing.
FOLDER = "undergrad-site"
#: The same site gives the same bytes, whenever it is packed.
_DATE = (1980, 1, 1, 0, 0, 0)
#: What Sphinx keeps for itself, and no reader opens.
_LEFT_OUT = (".buildinfo", "objects.inv")


def pack(site: Path, file: Path) -> int:
    """Write the site in that folder to `file`. The number of files in it."""
    paths = [path for path in sorted(site.rglob("*")) if path.is_file() and path.name not in _LEFT_OUT]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in paths:
            entry = zipfile.ZipInfo(f"{FOLDER}/{path.relative_to(site).as_posix()}", _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, path.read_bytes())
    return len(paths)
