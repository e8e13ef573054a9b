"""Build the site: `python -m tools.site [FOLDER]`, by default into ./site. A warning is an error; links are checked."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from sphinx.cmd.build import main as sphinx_build

from tools.site import api, verify

ROOT = Path(__file__).parents[2]


def main() -> int:
    """Build into the folder that is named; the exit code is not 0 where anything was complained of."""
    out = Path(sys.argv[1]) if sys.argv[1:] else ROOT / "site"
    with tempfile.TemporaryDirectory() as trees:
        strict = ["-W", "--keep-going", "-q", "-j", "auto", "-E"]
        code = sphinx_build([*strict, "-d", trees, "-c", str(Path(__file__).parent), str(ROOT / "docs"), str(out)])
    if code:
        return code
    complaints = verify.complaints(out, [f"{room}.{name}" for room in api.ROOMS for name in api.names_of(room)])
    print(*complaints, sep="\n", file=sys.stderr, end="\n" * bool(complaints))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
