"""Walks through a page: does what it tells its reader to do, in an empty folder, and compares what is printed.

python -m tools.walk PAGE...            say where a page and the commands in it differ
python -m tools.walk PAGE... --write    put what the commands print into the page, where it is shown whole and differs

A page is walked from top to bottom. What its blocks mean:

```sh     commands, run in order, except those that create or enter an environment or install
```text   right below: what they print; `...` stands for anything, and `...` alone waits for `--write`
other     shown, not used

A comment alone in a line above a block says more:

<!-- file: NAME -->       the block is written to that file; of a ```diff block, the lines are changed there
<!-- not run: WHY -->     the commands are not run here
<!-- needs: PACKAGE -->   the commands are run where this Python package is installed
<!-- needs a sandbox -->  the commands are run where strangers' files can be contained
<!-- exits: 1 -->         the last command ends with this exit code
<!-- numbers vary -->     what is printed may have other numbers: seconds, and results that depend on the machine
"""

from __future__ import annotations

import argparse
import doctest
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from undergrad.errors import UsageError
from undergrad.sandbox.containment.choice import choose

ROOT = Path(__file__).parents[1]
_COMMENT = (
    r"(?:^<!-- (?P<{0}>file: [^\n]+|not run: [^\n]+|needs: [\w.]+|needs a sandbox|exits: \d+|numbers vary) -->\n+)?"
)
_BLOCK = re.compile(
    _COMMENT.replace("{0}", "one") + _COMMENT.replace("{0}", "two") + r"^```(?P<language>\w+)\n(?P<content>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
_INSTALLS = re.compile(r"\bpip install\b|-m venv\b|\bbin/activate\b")
_ROUNDING = re.compile(r"\b\de-1[4-7]\b")
_NUMBER = re.compile(r"-?\d+(?:[.:]\d+)*(?:e[+-]?\d+)?")


class WalkError(AssertionError):
    """A step does not do what its page says."""


@dataclass(frozen=True)
class Block:
    """A block of a page, with what its comments say."""

    language: str
    content: str
    marks: dict[str, str]
    #: Where its content stands in the page's text.
    start: int
    end: int
    #: Whether nothing but space is between it and the block before.
    follows: bool


@dataclass
class Walk:
    """What a walk through a page has come to."""

    page: Path
    folder: Path
    #: What the last block of commands printed: on the standard output, and on that of errors.
    printed: tuple[str, str] = ("", "")
    #: What the page shows, with what was printed instead.
    changes: list[tuple[Block, str]] = field(default_factory=list)
    ran: int = 0


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a page in their order."""
    end = 0
    for match in _BLOCK.finditer(text):
        marks = {}
        for mark in filter(None, (match["one"], match["two"])):
            name, _, value = mark.partition(": ")
            marks[name] = value
        follows = not text[end : match.start()].strip() and "```" not in text[end : match.start()]
        yield Block(match["language"], match["content"], marks, *match.span("content"), follows)
        end = match.end()


def commands(content: str) -> list[str]:
    """The commands of a block: a line each, unless a `\\` or an open quotation mark ends it."""
    lines: list[str] = []
    for line in content.splitlines():
        if lines and (lines[-1].endswith("\\") or lines[-1].count('"') % 2):
            lines[-1] += "\n" + line
        elif line.strip() and not line.startswith("#") and not _INSTALLS.search(line):
            lines.append(line.replace(".venv/bin/", ""))
    return lines


def walk(page: Path, folder: Path, *, write: bool = False) -> Walk:
    """Do what a page says in `folder`. WalkError for the first step that differs, unless what is shown is written."""
    text = page.read_text("utf-8")
    state = Walk(page, folder)
    environment = _environment(folder.parent)
    last = ""
    for block in blocks(text):
        if "file" in block.marks:
            _keep(block, folder / block.marks["file"])
        elif block.language == "sh" and _is_run(block):
            state.printed = _run(block, state, environment)
        elif block.language == "text" and block.follows and last == "sh":
            _compare(block, state, write)
        last = "sh" if block.language == "sh" and _is_run(block) else ""
    if write:
        for block, printed in reversed(state.changes):
            text = text[: block.start] + printed + text[block.end :]
        page.write_text(text, encoding="utf-8")
    return state


def _is_run(block: Block) -> bool:
    package = block.marks.get("needs")
    if "not run" in block.marks or (package is not None and importlib.util.find_spec(package) is None):
        return False
    return "needs a sandbox" not in block.marks or _can_contain()


@cache
def _can_contain() -> bool:
    try:
        choose()
    except UsageError:
        return False
    return True


def _environment(where: Path) -> dict[str, str]:
    """A shell in which `undergrad` and `python` are those that run this, and nothing depends on the user."""
    tools = where / "commands"
    tools.mkdir(exist_ok=True)
    for name, module in (("undergrad", "-m undergrad "), ("python", "")):
        shim = tools / name
        shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" {module}"$@"\n', encoding="utf-8")
        shim.chmod(0o755)
    left_out = ("LC_ALL", "LC_MESSAGES", "LANG", "LINES", "FORCE_COLOR", "MPLBACKEND")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    paths = os.pathsep.join(filter(None, (str(ROOT / "src"), os.environ.get("PYTHONPATH"))))
    path = os.pathsep.join((str(tools), os.environ.get("PATH", "")))
    return kept | {"PATH": path, "PYTHONPATH": paths, "COLUMNS": "80", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}


def _keep(block: Block, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if block.language != "diff":
        path.write_text(block.content, encoding="utf-8")
        return
    lines = [line for line in block.content.splitlines(keepends=True) if not line.startswith(("---", "+++", "@@"))]
    before = "".join(line[1:] for line in lines if line[:1] in " -")
    after = "".join(line[1:] for line in lines if line[:1] in " +")
    text = path.read_text("utf-8")
    if text.count(before) != 1:
        raise WalkError(f"these lines are {text.count(before)} times in {path.name}:\n{before}")
    path.write_text(text.replace(before, after), encoding="utf-8")


def _run(block: Block, state: Walk, environment: dict[str, str]) -> tuple[str, str]:
    out, err, code, command = "", "", 0, ""
    for command in commands(block.content):
        if code:
            raise WalkError(f"{state.page.name}: a command before this one ended with {code}: {command}\n{out}{err}")
        # One that leads the shell elsewhere leads the next ones too.
        if match := re.fullmatch(r"cd (\S+)", command):
            state.folder = state.folder / match[1]
            continue
        line = ["bash", "-c", command]
        done = subprocess.run(
            line, cwd=state.folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8"
        )
        out, err, code = out + done.stdout, err + done.stderr, done.returncode
        state.ran += 1
    expected = int(block.marks.get("exits", "0"))
    if code != expected:
        raise WalkError(f"{state.page.name}: exit code {code} instead of {expected} of: {command}\n{out}{err}")
    return out, err


def _compare(block: Block, state: Walk, write: bool) -> None:
    out, err = state.printed
    same = any(_is_shown(block, printed) for printed in (out, err))
    if write and (block.content == "...\n" or ("..." not in block.content and not same)):
        state.changes.append((block, (out or err).rstrip("\n") + "\n"))
    elif not same:
        raise WalkError(f"{state.page.name} shows\n{block.content}\nand this is printed:\n{out}{err}")


def _is_shown(block: Block, printed: str) -> bool:
    # What is left by rounding is another number on another machine.
    shown, printed = (_ROUNDING.sub("1e-16", text) for text in (block.content, printed))
    if "numbers vary" in block.marks:
        shown, printed = _NUMBER.sub("0", shown), _NUMBER.sub("0", printed)
    return doctest.OutputChecker().check_output(shown, printed, _FLAGS)


def main() -> int:
    """Walk through the pages that are named."""
    parser = argparse.ArgumentParser(prog="python -m tools.walk", description="Do what pages tell their readers to do.")
    parser.add_argument("pages", nargs="+", type=Path, metavar="PAGE")
    parser.add_argument("--write", action="store_true", help="put what the commands print into the pages")
    args = parser.parse_args()
    wrong = 0
    for page in args.pages:
        place = Path(tempfile.mkdtemp())
        (place / "here").mkdir()
        try:
            print(f"{page}: {walk(page, place / 'here', write=args.write).ran} commands do what it says")
        except WalkError as error:
            wrong += 1
            print(f"{page}: {error}", file=sys.stderr)
        finally:
            shutil.rmtree(place, ignore_errors=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
