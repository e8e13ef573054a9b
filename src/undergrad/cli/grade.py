"""`undergrad grade`: a folder of submissions in, grades and pages out."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from undergrad.cli.options import add_language
from undergrad.cli.parser import number, whole

if TYPE_CHECKING:
    pass


def add(commands: Any, parent: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "grade",
        parents=[parent],
        help="grade a folder of submissions, each in a sandbox",
        description="Grade what students handed in: zips, folders, notebooks, Python files.\n"
        "A run that was interrupted goes on when the same command is given again. The exit code is 0 when every\n"
        "submission has its row.",
    )
    parser.add_argument(
        "submissions",
        nargs="*",
        metavar="SUBMISSIONS",
        type=Path,
        help="zips, folders or files; without any, the outputs of --out are written again",
    )
    parser.add_argument(
        "--assignment", metavar="NAME|FILE", help="what is asked for (default: hw3), or a TOML file of it"
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="the folder of everything about students"
    )
    group = parser.add_argument_group("who and when")
    group.add_argument("--roster", type=Path, metavar="CSV", help="all students: columns student_id and name")
    group.add_argument("--deadline", metavar="WHEN", help="as 2026-11-20 23:59, in this machine's time, or with +09:00")
    group.add_argument("--late", metavar="RULE", help="what lateness costs, as '10%% per day, at most 50%%'")
    group = parser.add_argument_group("running")
    group.add_argument("--no-training", action="store_true", help="do not train a network with each one's layers")
    group.add_argument("--trust", action="store_true", help="run them without a sandbox where this system has none")
    group.add_argument("--workers", metavar="N|auto", default="auto", help="processes (default: auto, one a core)")
    group.add_argument("--scheduler", metavar="ADDRESS", help="a Dask scheduler, as tcp://host:8786, instead of those")
    group.add_argument("--seed", type=whole, metavar="S", help="decides every number (default: a fresh one, printed)")
    group.add_argument("--time-limit", type=number, metavar="S", help="seconds a call may take (default: 3)")
    group.add_argument("--template", type=Path, metavar="FILE", help="the handout's file: its lines are not compared")
    group.add_argument("--again", action="append", metavar="KEY,...", help="run these once more")
    group = parser.add_argument_group("points")
    group.add_argument(
        "--regrade",
        action="append",
        metavar="METHOD,...",
        help="take the points and severities of these, or of all, from --assignment; nothing is run",
    )
    group = parser.add_argument_group("output")
    group.add_argument("--moodle", type=Path, metavar="CSV", help="Moodle's grading worksheet, to be filled in")
    group.add_argument("--canvas", type=Path, metavar="CSV", help="Canvas's exported gradebook, to be filled in")
    group.add_argument("--strict", action="store_true", help="exit code 1 where some submissions need a person")
    group.add_argument("--quiet", action="store_true", help="only the table")
    add_language(parser)
    parser.set_defaults(command=command, parser=parser)


def command(args: argparse.Namespace) -> int:
    """Grade, or write the outputs of what was graded again."""
