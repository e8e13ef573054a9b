"""Draw the book's figures: `python -m tools.figures [NAME...]`, by default all; `--check` compares and writes nothing.

The check draws every figure again and compares its content with the digest in its file. It also fails for a picture
that no code draws, for a figure that no page shows, and for a page that shows a missing figure.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator

from tools.figures.registry import FOLDER, ROOT, figures, fingerprint
from tools.figures.style import style, svg

_SHOWN = re.compile(r"!\[[^\]]*\]\((?:[\w./-]*/)?figures/([\w-]+)\.svg\)")
_CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_DRAWN = re.compile(r"<!-- drawn: (\w+) -->")


def main() -> int:
    """Write the figures, or compare them."""
    parser = argparse.ArgumentParser(prog="python -m tools.figures", description="Draw the figures of the book.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these figures")
    parser.add_argument("--check", action="store_true", help="write nothing; compare each file with its code")
    parser.add_argument("--list", action="store_true", help="print the names and draw nothing")
    args = parser.parse_args()
    if unknown := sorted(set(args.names) - figures().keys()):
        parser.error(f"there is no figure {unknown[0]}; there are: {', '.join(figures())}")
    if args.list:
        print(*figures(), sep="\n")
        return 0
    if args.check:
        faults = list(complaints(args.names))
        print(*faults, sep="\n", end="\n" * bool(faults))
        return 1 if faults else 0
    FOLDER.mkdir(exist_ok=True)
    for name in args.names or figures():
        (FOLDER / f"{name}.svg").write_bytes(drawing(name))
    return 0


def drawing(name: str) -> bytes:
    """The figure as the bytes of its file."""
    with style():
        drawn = figures()[name]()
    return svg(drawn, fingerprint(drawn))


def complaints(names: list[str] | None = None) -> Iterator[str]:
    """One sentence for each wrong figure."""
    there = {path.stem for path in FOLDER.glob("*.svg")}
    for name in names or figures():
        path = FOLDER / f"{name}.svg"
        again = f"run `python -m tools.figures {name}`"
        if name not in there:
            yield f"the figure {name} has no file; {again}"
            continue
        with style():
            now = fingerprint(figures()[name]())
        if (known := _DRAWN.search(path.read_text("utf-8"))) is None or known[1] != now:
            yield f"docs/book/figures/{name}.svg shows something else than its code draws; {again}"
    if not names:
        texts = [_CODE.sub("", page.read_text("utf-8")) for page in (ROOT / "docs").rglob("*.md")]
        shown = {name for text in texts for name in _SHOWN.findall(text)}
        yield from (f"docs/book/figures/{name}.svg is drawn by no code" for name in sorted(there - figures().keys()))
        yield from (f"the figure {name} is on no page" for name in sorted(figures().keys() - shown))
        yield from (f"a page shows the figure {name}, which no code draws" for name in sorted(shown - figures().keys()))


if __name__ == "__main__":
    sys.exit(main())
