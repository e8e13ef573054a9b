"""`undergrad handout`: makes the students' files from a solution."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from undergrad.cli.options import add_language
from undergrad.cli.printing import remark, say
from undergrad.errors import UsageError


def add(commands: Any, parent: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "handout",
        parents=[parent],
        help="make the students' files from a solution",
        description="Cut the students' parts out of a solution, prove that the solution is right and that nothing of\n"
        "it is left, and write a folder and a zip with their file, the task, a script for the experiments and a\n"
        "template of the report.",
    )
    parser.add_argument(
        "solution",
        nargs="?",
        metavar="SOLUTION",
        type=Path,
        help="the Python file, with marks around what students write, such as # ===== EDIT HERE =====",
    )
    parser.add_argument("--shipped", metavar="NAME", help="start from undergrad's own solution: hw3 or hw4")
    parser.add_argument(
        "--assignment",
        metavar="NAME|FILE",
        help="the assignment (default: the one of --shipped, or hw3), or its TOML file",
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="the folder to write (default: handout-NAME)")
    parser.add_argument(
        "--file", default="Answer.py", metavar="NAME", help="the name of the students' file (default: Answer.py)"
    )
    parser.add_argument(
        "--with",
        dest="beside",
        action="append",
        type=Path,
        default=[],
        metavar="FILE",
        help="a file that students get unchanged; may be repeated",
    )
    parser.add_argument("--new", type=Path, metavar="FILE", help="write an assignment to start from, a TOML file")
    parser.add_argument(
        "--gradescope",
        action="store_true",
        help="write the autograder for Gradescope instead, to --out (default: NAME-gradescope.zip)",
    )
    parser.add_argument(
        "--wheel", type=Path, metavar="FILE", help="the package that the autograder installs, instead of the index's"
    )
    add_language(parser)
    parser.set_defaults(command=command, parser=parser)


def command(args: argparse.Namespace) -> int:
    """Run it."""
    if args.new is not None:
        return _new(args)
    if args.gradescope:
        return _gradescope(args)
    if args.wheel is not None:
        raise UsageError("--wheel is for --gradescope; add that, or leave it out")
    return _handout(args)


def _new(args: argparse.Namespace) -> int:
    from undergrad.course.handout.starter import write_starter

    if args.solution is not None or args.shipped or args.gradescope:
        raise UsageError("--new writes an assignment and nothing else; leave out the solution, --shipped, --gradescope")
    say(f"Wrote {write_starter(args.new)}; change it, and use it as --assignment {args.new}")
    return 0


def _gradescope(args: argparse.Namespace) -> int:
    from undergrad.check.assignment import load_assignment
    from undergrad.course.handout.gradescope import autograder, write_autograder
    from undergrad.display.languages import choose

    if args.solution is not None or args.shipped:
        raise UsageError("an autograder needs no solution; name its assignment with --assignment")
    assignment = args.assignment or "hw3"
    out = args.out or Path(f"{load_assignment(assignment).name}-gradescope.zip")
    if out.suffix.lower() != ".zip":
        raise UsageError(f"--out of an autograder must end in .zip, not {out}")
    content = autograder(assignment, language=choose(args.language), wheel=args.wheel)
    say(f"Wrote {write_autograder(out, content)}; upload it to Gradescope as the autograder")
    return 0


def _handout(args: argparse.Namespace) -> int:
    from undergrad.check.assignment import load_assignment
    from undergrad.course.handout.documents import documents
    from undergrad.course.handout.make import make_handout, shipped_solution
    from undergrad.display.languages import choose

    if (args.solution is None) == (args.shipped is None):
        raise UsageError("name one solution: a Python file with marks, or --shipped hw3")
    assignment = args.assignment or args.shipped or "hw3"
    handout = make_handout(
        args.solution if args.shipped is None else shipped_solution(args.shipped),
        args.out or Path(f"handout-{load_assignment(assignment).name}"),
        documents,
        assignment=assignment,
        language=choose(args.language),
        file=args.file,
        beside=args.beside,
        shown=remark,
    )
    for sentence in handout.remarks:
        remark(sentence)
    say(f"Wrote {handout.folder}: {', '.join(handout.files)}")
    return 0
