"""Puts stored results into the documentation, so that nobody types figures by hand.

python -m tools.results take FOLDER [--as OTHER]
                                       copy the records of a finished experiment or search to docs/results/NAME or OTHER
python -m tools.results take-benchmark NAME [--as OTHER] [OPTIONS]
                                       run `python -m benchmarks NAME OPTIONS` and store its output as NAME or OTHER
python -m tools.results write          put the stored results into README.md and the pages in docs/
python -m tools.results check          fail if a page differs from the stored results

A page shows a result between two comments: `<!-- result: NAME/report.md -->` and `<!-- end of result -->`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "docs" / "results"
TAKEN = ("experiment.toml", "report.md", "table.csv", "accuracy.svg", "accuracy.png")
TAKEN_OF_SEARCH = ("search.toml", "report.md", "table.csv", "1st.svg", "2nd.svg", "3rd.svg")
BLOCK = re.compile(r"(<!-- result: ([\w./-]+) -->\n).*?(<!-- end of result -->)", re.DOTALL)


def take(folder: Path, other: str | None = None) -> None:
    """Copy the records of an experiment or a search under its name, or under `other` if the name is taken."""
    is_search = (folder / "search.toml").exists()
    text = (folder / ("search.toml" if is_search else "experiment.toml")).read_text("utf-8")
    name = re.search(r'^name = "([\w-]+)"', text, re.MULTILINE)
    assert name, f"{folder} holds neither an experiment nor a search"
    target = RESULTS / (other or name[1])
    target.mkdir(parents=True, exist_ok=True)
    for file in TAKEN_OF_SEARCH if is_search else TAKEN:
        shutil.copyfile(folder / file, target / file)
    print(f"took {target.relative_to(ROOT)}")


def take_benchmark(name: str, benchmark: str, options: list[str]) -> None:
    """Run a benchmark and store its output as `name`."""
    line = [sys.executable, "-m", "benchmarks", benchmark, *options]
    output = subprocess.run(line, cwd=ROOT, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    (RESULTS / f"{name}.txt").write_text(output, encoding="utf-8")
    print(output, end="")


def filled(text: str) -> str:
    """`text` with every block replaced by the stored result."""

    def block(match: re.Match[str]) -> str:
        content = (RESULTS / match[2]).read_text("utf-8")
        is_page = match[2].endswith(".md")  # without its heading: the page has its own
        shown = content.partition("\n\n")[2] if is_page else f"```text\n{content}```\n"
        return f"{match[1]}\n{shown}\n{match[3]}"

    return BLOCK.sub(block, text)


def pages() -> list[Path]:
    """Every page that may contain a result."""
    written = (page for page in sorted((ROOT / "docs").rglob("*.md")) if RESULTS not in page.parents)
    return [ROOT / "README.md", *written]


def main() -> int:
    """Run the command line."""
    match sys.argv[1:]:
        case ["take", folder]:
            take(Path(folder))
        case ["take", folder, "--as", name]:
            take(Path(folder), name)
        case ["take-benchmark", benchmark, "--as", name, *options]:
            take_benchmark(name, benchmark, options)
        case ["take-benchmark", benchmark, *options]:
            take_benchmark(benchmark, benchmark, options)
        case ["write"]:
            for page in pages():
                page.write_text(filled(page.read_text("utf-8")), encoding="utf-8")
        case ["check"]:
            stale = [page for page in pages() if filled(page.read_text("utf-8")) != page.read_text("utf-8")]
            for page in stale:
                print(f"{page.relative_to(ROOT)} differs from docs/results; run `python -m tools.results write`")
            return 1 if stale else 0
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
