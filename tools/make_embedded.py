"""Remakes the embedded data sets from the complete ones: `python tools/make_embedded.py FOLDER`.

FOLDER has the complete sets, in folders called mnist and fashion-mnist. The files are written into the package; with
the same version of liblzma they are identical to the last byte. The package's checksums are those of the decompressed
bytes, which do not depend on the version.
"""

from __future__ import annotations

import hashlib
import lzma
import sys
from pathlib import Path

import numpy as np

import undergrad.data
from undergrad.data import load_dataset
from undergrad.data.catalog import CATALOG, EMBEDDED_SAMPLES
from undergrad.data.idx import write_idx
from undergrad.files import write_whole

TARGET = Path(undergrad.data.__file__).parent / "embedded"

# The settings with the smallest result. Pixels are bytes that depend on the byte before (lc) and on no alignment (lp,
# pb). Delta filters, by a pixel or by a row, make the files 4 to 30 % larger.
FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 4, "lp": 0, "pb": 0}]


def main(folder: str) -> None:
    """Write the embedded files from the complete sets in `folder`, and print their sizes."""
    total = 0
    for entry in (each for each in CATALOG.values() if each.embedded):
        complete = load_dataset(entry.name.removesuffix("-10k"), data_dir=folder)
        n = EMBEDDED_SAMPLES
        arrays = (complete.x_train[:n], complete.y_train[:n], complete.x_test, complete.y_test)
        for file, array in zip(entry.files, arrays, strict=True):
            contents = write_idx(array.astype(np.uint8))
            if hashlib.sha256(contents).hexdigest() != file.sha256:
                raise SystemExit(f"{file.name} is not what the catalog expects; correct one of them")
            packed = lzma.compress(contents, check=lzma.CHECK_CRC32, filters=FILTERS)
            path = write_whole(TARGET / f"{file.name}.xz", packed)
            print(f"{len(packed):9,} bytes  {path.name}")
            total += len(packed)
    print(f"{total:9,} bytes in all")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
