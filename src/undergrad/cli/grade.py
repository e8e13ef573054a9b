"""`undergrad grade`: turns a folder of submissions into grades and pages."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from undergrad.cli.options import add_language
from undergrad.cli.parser import number, whole
from undergrad.cli.printing import remark, say
from undergrad.cli.tune import process_count
from undergrad.display.languages import choose
from undergrad.errors import UsageError

if TYPE_CHECKING:
    from undergrad.course.records import ClassGrades, Row
    from undergrad.course.settings import Settings
    from undergrad.course.store import Store


def add(commands: Any, parent: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "grade",
        parents=[parent],
        help="grade a folder of submissions, each in a sandbox",
        description="Grade submissions: zips, folders, notebooks, Python files.\n"
        "The same command continues an interrupted run. The exit code is 0 if every submission has its row.",
    )
    parser.add_argument(
        "submissions",
        nargs="*",
        metavar="SUBMISSIONS",
        type=Path,
        help="zips, folders or files; without any, the outputs of --out are written again",
    )
    parser.add_argument("--assignment", metavar="NAME|FILE", help="the assignment (default: hw3), or its TOML file")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="the folder for all results and files of students"
    )
    group = parser.add_argument_group("who and when")
    group.add_argument(
        "--roster", type=Path, metavar="CSV", help="the list of all students, with the columns student_id and name"
    )
    group.add_argument(
        "--deadline",
        metavar="WHEN",
        help="the last moment, as '2026-11-20 23:59' in this machine's time, or with +09:00; none removes it",
    )
    group.add_argument(
        "--late", metavar="RULE", help="the penalty, such as '10%% per day, at most 50%%'; none removes it"
    )
    group = parser.add_argument_group("running")
    group.add_argument(
        "--training",
        action=argparse.BooleanOptionalAction,
        help="whether to train a network with each student's layers (default: yes)",
    )
    group.add_argument("--trust", action="store_true", help="run files without a sandbox if this system has none")
    group.add_argument(
        "--workers", metavar="N|auto", default="auto", help="processes (default: auto, one for each core)"
    )
    group.add_argument(
        "--scheduler", metavar="ADDRESS", help="a Dask scheduler that replaces them, such as tcp://host:8786"
    )
    group.add_argument(
        "--seed", type=whole, metavar="S", help="decides all numbers (default: a new seed, which is printed)"
    )
    group.add_argument("--time-limit", type=number, metavar="S", help="seconds a call may take (default: 3)")
    group.add_argument("--template", type=Path, metavar="FILE", help="the handout's file: its lines are not compared")
    group.add_argument("--again", action="append", metavar="KEY,...", help="run these submissions once more")
    group = parser.add_argument_group("points")
    group.add_argument(
        "--regrade",
        action="append",
        metavar="METHOD,...",
        help="take the points and severities of these methods, or of all, from --assignment; nothing is run",
    )
    group = parser.add_argument_group("output")
    group.add_argument("--moodle", type=Path, metavar="CSV", help="Moodle's grading worksheet to fill in")
    group.add_argument("--canvas", type=Path, metavar="CSV", help="Canvas's exported gradebook to fill in")
    group.add_argument(
        "--gradescope",
        type=Path,
        metavar="JSON",
        help="the file for the results of one submission, for the autograder",
    )
    group.add_argument("--strict", action="store_true", help="exit code 1 if some submissions need a person")
    group.add_argument("--quiet", action="store_true", help="only the table")
    add_language(parser)
    parser.set_defaults(command=command, parser=parser)


def command(args: argparse.Namespace) -> int:
    """Grade, or write the outputs of an earlier grading again."""
    from undergrad.course.grade import write_outputs
    from undergrad.course.publish import Platforms
    from undergrad.course.store import Store

    store = Store(args.out)
    settings = _grade(args, store) if args.submissions else _look_again(args, store)
    published = write_outputs(store, settings, Platforms(args.moodle, args.canvas, args.gradescope))
    grades = published.grades
    _show(grades)
    for text in published.remarks:
        remark(text[settings.language])
    if not args.quiet:
        persons = sum(row.status == "needs a person" for row in grades.rows)
        training = "" if settings.training else " Without training."
        say("", f"{len(grades.rows) - persons} graded, {persons} to be looked at by a person.")
        say(f"Seed {settings.seed}. Contained by: {grades.containment.name}.{training}")
        say(f"Wrote {', '.join(map(str, published.files))}; a page for each student is in {args.out / 'students'}.")
    return 1 if args.strict and any(row.status == "needs a person" for row in grades.rows) else 0


def _grade(args: argparse.Namespace, store: Store) -> Settings:
    """Run the submissions that need a run."""
    from msgspec.structs import replace

    from undergrad.check.assignment import load_assignment
    from undergrad.cli.grading_progress import grading_progress
    from undergrad.course.grade import grade_class
    from undergrad.course.settings import Settings
    from undergrad.exercises.answers import checked_seed
    from undergrad.sandbox.containment.choice import choose as choose_containment
    from undergrad.tuning import Cluster, Processes

    if args.regrade:
        raise UsageError("--regrade runs nothing; leave the submissions out")
    if store.begun:
        settings = store.settings()
        if args.assignment:
            settings = replace(settings, assignment=load_assignment(args.assignment))
    else:
        assignment = load_assignment(args.assignment or "hw3")
        settings = Settings(assignment=assignment, seed=checked_seed(args.seed), language=choose(args.language))
    if args.deadline == "none":
        settings = replace(settings, deadline=None, late="")
    settings = settings.changed(
        seed=args.seed,
        deadline=_moment(args.deadline),
        training=args.training,
        limit=args.time_limit,
        trust=args.trust,
        **_of_view(args),
    )
    choose_containment(settings.trust)  # if no containment works, the error comes before anything is read
    workers = (
        Cluster(args.scheduler) if args.scheduler is not None else Processes(process_count(args), engine="reference")
    )
    try:
        with grading_progress(quiet=args.quiet) as watcher:
            remarks = grade_class(
                store,
                settings,
                args.submissions,
                workers,
                watcher,
                roster=args.roster,
                template=_text(args.template),
                again=[key for keys in args.again or () for key in keys.split(",")],
            )
    finally:
        workers.close()
    for text in remarks:
        remark(text[settings.language])
    return settings


def _look_again(args: argparse.Namespace, store: Store) -> Settings:
    """The settings of the earlier grading, with other points on request. Nothing is run."""
    from undergrad.check.assignment import load_assignment
    from undergrad.course.grade import regrade

    for option in ("roster", "deadline", "training", "seed", "time_limit", "template", "again", "scheduler"):
        if getattr(args, option) is not None:
            name = "no-training" if option == "training" and not args.training else option.replace("_", "-")
            raise UsageError(f"--{name} is for a grading; name the submissions too")
    settings = store.settings().changed(**_of_view(args))
    store.keep_settings(settings, store.arrived())
    if args.regrade:
        return regrade(store, load_assignment(args.assignment or settings.assignment.name), args.regrade)
    if args.assignment:
        raise UsageError("--assignment alone changes nothing; name the submissions, or methods with --regrade")
    return settings


def _of_view(args: argparse.Namespace) -> dict[str, Any]:
    """The options that only change the view of the grades."""
    late = "" if args.late == "none" else args.late
    return {"late": late, "language": choose(args.language) if args.language else None}


def _moment(text: str | None) -> datetime.datetime | None:
    """A date and time, if there is one; without a zone it is in this machine's. UsageError for other texts."""
    if text is None or text == "none":
        return None
    try:
        return datetime.datetime.fromisoformat(text).astimezone()
    except ValueError:
        raise UsageError(f"{text!r} is no date and time; write it as 2026-11-20 23:59, or none") from None


def _text(path: Path | None) -> str | None:
    """The text of the handout's file."""
    from undergrad.course.publish import text_of
    from undergrad.errors import FileError

    if path is None:
        return None
    if not path.is_file():
        raise FileError(f"there is no file {path}; name the handout's Python file")
    return text_of(path)


def _show(grades: ClassGrades) -> None:
    """The table: submissions that need a person first, with the reason; others with the methods that lost points."""
    from undergrad.cli.tables import print_table

    rows = sorted(grades.rows, key=lambda row: (row.status == "graded", row.student_id, row.key))
    lines = [
        (
            row.student_id or row.key,
            row.name,
            row.status,
            "" if row.score is None else f"{row.score:g}",
            "; ".join(filter(None, (row.reason, *_lost(row), row.late))),
        )
        for row in rows
    ]
    print_table(("student", "name", "status", f"of {grades.max_score:g}", "why"), lines)


def _lost(row: Row) -> Iterator[str]:
    """The methods that are wrong, unless a person has to judge them all."""
    if not row.reason:
        yield from (method.name for method in row.methods if method.verdict == "fail")
