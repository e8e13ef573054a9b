"""Build the site: `python -m tools.site [FOLDER] [--zip FILE]`, by default into ./site.

A warning is an error; links are checked. With --zip the finished site is also written into one file.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from sphinx.cmd.build import main as sphinx_build

from tools.site import api, verify
from tools.site.packed import pack

ROOT = Path(__file__).parents[2]


def main() -> int:
    """Build the site into the folder; the exit code is not 0 if there is any complaint."""
    parser = argparse.ArgumentParser(prog="python -m tools.site", description="Build the site.")
    parser.add_argument("out", nargs="?", type=Path, default=ROOT / "site", metavar="FOLDER")
    parser.add_argument("--zip", type=Path, metavar="FILE", help="write the site into this file, too")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as trees:
        strict = ["-W", "--keep-going", "-q", "-j", "auto", "-E"]
        code = sphinx_build([*strict, "-d", trees, "-c", str(Path(__file__).parent), str(ROOT / "docs"), str(args.out)])
    if code:
        return code
    complaints = verify.complaints(args.out, [f"{room}.{name}" for room in api.ROOMS for name in api.names_of(room)])
    print(*complaints, sep="\n", file=sys.stderr, end="\n" * bool(complaints))
    if args.zip is not None and not complaints:
        print(f"Wrote {args.zip}: {pack(args.out, args.zip)} files")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
