"""`undergrad check`: what is right in a file of layers, what is wrong, and which mistake it is."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from undergrad.cli.options import add_language
from undergrad.cli.parser import number, whole
from undergrad.display.terminal import on_one_line, visible

if TYPE_CHECKING:
    from undergrad.check import Report

_POLL = 0.3  # seconds between two checks of the file
_SCREEN = 40  # lines, if no terminal has a height
_CLEAR = "\x1b[H\x1b[2J"
_IMPORT = 10.0  # least seconds allowed for the import


def add(commands: Any, parent: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "check",
        parents=[parent],
        help="find the mistakes in a file of layers, and name them",
        description="Judge the layers in a file such as Answer.py, and name the mistakes.\n"
        "The exit code is 0 if nothing is wrong; remarks cost nothing.",
    )
    parser.add_argument(
        "file",
        nargs="?",
        metavar="FILE",
        type=Path,
        default=Path("Answer.py"),
        help="the Python file with the classes, or a folder or a zip with one (default: Answer.py)",
    )
    parser.add_argument(
        "--only",
        action="append",
        metavar="CLASS[.METHOD],...",
        help="only these classes or methods; may be given several times",
    )
    parser.add_argument("--all", action="store_true", help="print every paragraph in full")
    parser.add_argument(
        "--strict",
        action="store_true",
        help="count every remark except that of speed as a failure",
    )
    parser.add_argument("--show", action="store_true", help="with each failure, lines of NumPy that reproduce it")
    parser.add_argument("-s", "--prints", action="store_true", help="show what the file prints, on stderr")
    parser.add_argument("--watch", action="store_true", help="check again whenever the file is saved; Ctrl-C ends it")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--seed", type=whole, metavar="S", help="repeat the numbers of an earlier check")
    parser.add_argument(
        "--assignment",
        default="hw3",
        metavar="NAME|FILE",
        help="the assignment (default: hw3), or its TOML file",
    )
    parser.add_argument("--points", action="store_true", help="show the points")
    parser.add_argument(
        "--time-limit",
        type=number,
        default=3.0,
        metavar="S",
        help="seconds allowed for a call (default: 3); for the import too, but at least 10",
    )
    parser.add_argument(
        "--allow-undergrad", action="store_true", help="let the file import undergrad: for layers built on its own"
    )
    add_language(parser)
    parser.set_defaults(command=command, parser=parser)


def command(args: argparse.Namespace) -> int:
    """Check the file, once or at every save."""
    if not args.watch:
        report = _report(args)
        _show(report, args)
        return 0 if report.ok else 1
    return _watch(args)


def _watch(args: argparse.Namespace) -> int:
    from undergrad.display.languages import choose
    from undergrad.errors import UsageError
    from undergrad.findings.sentences import in_language, phrase

    report, seen = None, _saved(args.file)
    try:
        while True:
            before = report
            try:
                report = _report(args)
            except UsageError as error:
                if report is None:
                    raise
                print(f"undergrad: {on_one_line(str(error))}", file=sys.stderr)  # half saved, or missing for a moment
            else:
                if sys.stdout.isatty():
                    print(_CLEAR, end="")
                _show(report, args)
                _say_what_changed(before, report)
            now, file = time.strftime("%H:%M:%S"), on_one_line(str(args.file))
            print(
                in_language(phrase("watching", time=now, file=file), choose(args.language)), file=sys.stderr, flush=True
            )
            while (now_saved := _saved(args.file)) == seen or now_saved is None:
                _pause()
            seen = now_saved
    except KeyboardInterrupt:
        return 0 if report is not None and report.ok else 1


def _say_what_changed(before: Report | None, now: Report) -> None:
    """Report which failures were mended since the last save, and which are new."""
    if before is None:
        return
    from undergrad.findings.sentences import in_language, phrase

    was, wrong = ({record.name for record in report.failures} for report in (before, now))
    if mended := sorted(was - wrong):
        print(in_language(phrase("mended", names=", ".join(mended)), now.language), file=sys.stderr)
    if broken := sorted(wrong - was):
        print(in_language(phrase("broken", names=", ".join(broken)), now.language), file=sys.stderr)


def _pause() -> None:
    time.sleep(_POLL)


def _saved(path: Path) -> tuple[int, int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino  # a new file under the name also counts as a save


def _report(args: argparse.Namespace) -> Report:
    from undergrad.check import check_file

    return check_file(
        args.file,
        assignment=args.assignment,
        only=args.only,
        strict=args.strict,
        seed=args.seed,
        limit=args.time_limit,
        import_limit=max(_IMPORT, args.time_limit),
        allow_undergrad=args.allow_undergrad,
        printed=_print_aside if args.prints else None,
        language=args.language,
    )


def _print_aside(text: str) -> None:
    """Show what the student's file prints, apart from the report."""
    print(visible(text), end="", file=sys.stderr, flush=True)


def _show(report: Report, args: argparse.Namespace) -> None:
    if args.json:
        print(report.to_json(), flush=True)
        return
    from undergrad.findings.paragraphs import label_of
    from undergrad.findings.text import report_text

    lines = None if args.all or args.show else shutil.get_terminal_size((80, _SCREEN)).lines - 1
    text = report_text(report, points=args.points, lines=lines, show=args.show)
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        print(text, flush=True)
        return
    from rich.console import Console

    of_verdicts = {"pass": "green", "fail": "bold red", "remark": "yellow", "not run": "dim"}
    colours = {label_of(verdict, report.language): colour for verdict, colour in of_verdicts.items()}
    console = Console(highlight=False, markup=False, soft_wrap=True)
    for line in text.splitlines():
        style = next((colour for label, colour in colours.items() if line.startswith(label)), None)
        console.print(line, style=style)
