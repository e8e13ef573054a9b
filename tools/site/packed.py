"""The site as one zip file, to hand out and to open without a network."""

from __future__ import annotations

import zipfile
from pathlib import Path

#: The folder in the zip, so that unpacking it makes one folder.
FOLDER = "undergrad-site"
#: A fixed date, so that the same site always gives the same bytes.
_DATE = (1980, 1, 1, 0, 0, 0)
#: Sphinx's own files, which no reader opens.
_LEFT_OUT = (".buildinfo", "objects.inv")


def pack(site: Path, file: Path) -> int:
    """Write the site in that folder to `file`. Returns the number of files."""
    paths = [path for path in sorted(site.rglob("*")) if path.is_file() and path.name not in _LEFT_OUT]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in paths:
            entry = zipfile.ZipInfo(f"{FOLDER}/{path.relative_to(site).as_posix()}", _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, path.read_bytes())
    return len(paths)
