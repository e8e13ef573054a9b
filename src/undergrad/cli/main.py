"""The command `undergrad`: parses, calls one command, and turns errors into a sentence and an exit code."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
import traceback
from collections.abc import Sequence

import undergrad
from undergrad.cli import (
    check,
    compare,
    data,
    evaluate,
    export,
    grade,
    handout,
    layers,
    predict,
    report,
    run,
    runs,
    train,
    tune,
)
from undergrad.cli.parser import Parser, add_commands
from undergrad.cli.printing import complain, logged, remark
from undergrad.cli.stopping import Stopped, stoppable
from undergrad.errors import UndergradError

_INTERRUPTED = 130  # the code that a shell reports for Ctrl-C


def build_parser() -> Parser:
    """The parser of the whole command."""
    parent = argparse.ArgumentParser(add_help=False)
    parent.add_argument(
        "--debug", action="store_true", default=argparse.SUPPRESS, help="show a traceback with an error"
    )
    parser = Parser(
        prog="undergrad",
        parents=[parent],
        description="Neural networks with every gradient derived by hand.",
        epilog="Begin with: undergrad compare",
    )
    parser.add_argument("--version", action="version", version=f"undergrad {undergrad.__version__}")
    commands = add_commands(parser, "commands")
    for module in (
        *(check, compare, tune, run, train, layers, predict, evaluate, export, runs, report, data),
        *(handout, grade),
    ):
        module.add(commands, parent)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv`, sys.argv without its first word by default. Returns the exit code.

    0 for success, 1 for a failure, 2 for bad use, 130 after Ctrl-C, 143 after SIGTERM, 129 after SIGHUP.
    """
    argv = sys.argv[1:] if argv is None else list(argv)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a name that the terminal cannot display must not end a training
            stream.reconfigure(errors="backslashreplace")
    stopped = Stopped()
    with logged(), contextlib.ExitStack() as until_the_end:
        try:
            return _run(argv, stopped, until_the_end)
        except BrokenPipeError:  # the reader of our output has closed the pipe
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 1
        except (Exception, KeyboardInterrupt) as error:
            sentence, code = _sentence_and_code(error, stopped)
            with contextlib.suppress(OSError):  # a terminal that has hung up displays nothing
                if "--debug" in argv:
                    remark(*traceback.format_exc().splitlines())
                else:
                    complain(sentence)
            return code


def _run(argv: Sequence[str], stopped: Stopped, until_the_end: contextlib.ExitStack) -> int:
    parser = build_parser()
    args = parser.parse(argv)
    if not hasattr(args, "command"):
        (args.parser if hasattr(args, "parser") else parser).print_help()
        return 2
    stopped.resumable = hasattr(args, "resume")
    if stopped.resumable:  # the command has a state to save and to continue
        until_the_end.enter_context(stoppable(stopped))
    code = int(args.command(args))
    sys.stdout.flush()
    return code


def _sentence_and_code(error: BaseException, stopped: Stopped) -> tuple[str, int]:
    """The message for the error that ended the command, and the exit code."""
    if isinstance(error, UndergradError):
        return str(error), error.exit_code
    if stopped.by is not None and isinstance(error, KeyboardInterrupt | OSError):  # a hangup takes the terminal away
        return f"stopped by {stopped.by.name}; continue with --resume", 128 + stopped.by
    if isinstance(error, KeyboardInterrupt):
        kept = "; finished work is kept, and --resume continues" if stopped.resumable else ""
        return f"interrupted{kept}", _INTERRUPTED
    if isinstance(error, MemoryError):
        return f"not enough memory ({error}); choose smaller layers or less data", 1
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{error.strerror or error}; check that place", 1
    kind = type(error).__name__
    return f"unexpected {kind}: {error}; this is a fault of undergrad, --debug shows the traceback", 1
