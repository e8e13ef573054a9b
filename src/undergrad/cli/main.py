"""The command `undergrad`: parses, calls one command, and turns errors into a sentence and an exit code."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence

import undergrad
from undergrad.cli import check, compare, data, evaluate, predict, report, run, runs, train, tune
from undergrad.cli.parser import Parser, add_commands
from undergrad.errors import UndergradError

_INTERRUPTED = 130  # what a shell reports for Ctrl-C


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
    for module in (check, compare, tune, run, train, predict, evaluate, runs, report, data):
        module.add(commands, parent)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv`, sys.argv without its first word by default. Returns the exit code.

    0 for success, 1 for a failure, 2 for bad use, 130 after Ctrl-C.
    """
    argv = sys.argv[1:] if argv is None else list(argv)
    debug = "--debug" in argv
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a name that the terminal cannot show must not end a training
            stream.reconfigure(errors="backslashreplace")
    try:
        parser = build_parser()
        args = parser.parse(argv)
        if not hasattr(args, "command"):
            (args.parser if hasattr(args, "parser") else parser).print_help()
            return 2
        code = int(args.command(args))
        sys.stdout.flush()
        return code
    except UndergradError as error:
        if debug:
            raise
        print(f"undergrad: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        if debug:
            raise
        print("undergrad: interrupted; what was finished is kept, and --resume continues", file=sys.stderr)
        return _INTERRUPTED
    except BrokenPipeError:  # whoever read our output has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except MemoryError as error:
        if debug:
            raise
        print(f"undergrad: not enough memory ({error}); choose smaller layers or less data", file=sys.stderr)
        return 1
    except OSError as error:
        if debug:
            raise
        place = f"{error.filename}: " if error.filename else ""
        print(f"undergrad: {place}{error.strerror or error}; check the place that it is about", file=sys.stderr)
        return 1
    except Exception as error:
        if debug:
            raise
        kind = type(error).__name__
        print(
            f"undergrad: unexpected {kind}: {error}; this is a fault of undergrad, see it whole with --debug",
            file=sys.stderr,
        )
        return 1
