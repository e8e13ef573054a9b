"""Times the building of the documentation's site from a fresh clone: `python -m benchmarks site`.

The command is that of docs/why/site.md: it makes an environment, then builds. The exit code is the build's.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
import time
from pathlib import Path

from undergrad.experiments.environment import environment

ROOT = Path(__file__).parent.parent


def command(text: str) -> list[str]:
    """The parts of the page's first command, which `&&` joins."""
    block = re.search(r"^```sh\n(.+)\n```$", text, re.MULTILINE)
    if block is None:
        raise SystemExit("docs/why/site.md does not say how to build the site in a fresh clone")
    return block[1].split(" && ")


def main() -> int:
    """Print the seconds of each part, and the number of pages."""
    parts = command((ROOT / "docs" / "why" / "site.md").read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        seconds = []
        for part in parts:
            start = time.perf_counter()
            code = subprocess.run(part, shell=True, cwd=clone).returncode
            seconds.append(time.perf_counter() - start)
            if code:
                return code
        pages = sum("_static" not in page.parts for page in (clone / "site").rglob("*.html"))
    here = environment()
    print(f"environment, with every package installed: {sum(seconds[:-1]):.0f} s")
    print(f"site of {pages} pages, built and looked at: {seconds[-1]:.0f} s")
    print(f"Python {here.python}; {here.processor}, {here.cores} cores")
    return 0
