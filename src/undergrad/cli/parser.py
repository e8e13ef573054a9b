"""argparse with this command's errors: one sentence that names the nearest option."""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Sequence
from typing import Any, NoReturn

from undergrad.errors import UsageError, unknown

_SHOWN = 60  # characters


class Parser(argparse.ArgumentParser):
    """A parser that raises UsageError, whereas argparse prints its usage and exits."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter, **kwargs)
        self.commands: dict[str, Parser] = {}

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}; see `{self.prog} --help`")

    def parse(self, argv: Sequence[str]) -> argparse.Namespace:
        """The parsed arguments. UsageError for an unknown command or option, with the nearest known one."""
        self._check_command(argv)
        args, rest = self.parse_known_args(argv)
        if rest:
            parser = args.parser if hasattr(args, "parser") else self
            word = rest[0].split("=")[0]
            if not word.startswith("-"):
                parser.error(f"unexpected argument {word!r}")
            near = difflib.get_close_matches(word, [key for key in parser._option_string_actions if key != word], n=1)
            parser.error(f"unknown option {word}" + (f", did you mean {near[0]}" if near else ""))
        return args

    def _check_command(self, argv: Sequence[str]) -> None:
        words = [word for word in argv if not word.startswith("-")]
        if self.commands and words:
            if words[0] not in self.commands:
                raise unknown("command", words[0], self.commands)
            self.commands[words[0]]._check_command(argv[list(argv).index(words[0]) + 1 :])


def add_commands(parser: Parser, title: str) -> Any:
    """A subparsers object whose parsers are of the same class and known to `parser`."""
    group = parser.add_subparsers(title=title, metavar="COMMAND", parser_class=Parser)
    parser.commands = group.choices
    return group


def shown(text: str) -> str:
    """A user's word for a message: in quotes, and only the beginning of a long one."""
    return repr(text) if len(text) <= _SHOWN else f"{text[:_SHOWN]!r}..."


def whole(text: str) -> int:
    """An option's whole number."""
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{shown(text)} is not a whole number") from None


def number(text: str) -> float:
    """An option's number."""
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{shown(text)} is not a number") from None


def widths(text: str) -> tuple[int, ...]:
    """Widths of hidden layers: `500,500`; the empty text means no hidden layer."""
    try:
        return tuple(int(part) for part in text.split(",")) if text.strip() else ()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{shown(text)} is not a list of widths like 500,500") from None


def shares(text: str) -> tuple[float, ...]:
    """Numbers separated by commas."""
    return tuple(number(part) for part in text.split(","))


def weights(text: str) -> str | tuple[float, ...]:
    """Numbers separated by commas, or a word that means some."""
    return text if text.strip().isalpha() else shares(text)


def threshold(text: str) -> str:
    """The argument of a logistic output for a threshold: a probability, or the best F's."""
    if text == "best":
        return "best_f=True"
    if not 0 < number(text) < 1:
        raise argparse.ArgumentTypeError(f"{shown(text)} is no probability between 0 and 1, and not the word best")
    return f"threshold={number(text)!r}"


def names(text: str) -> list[str]:
    """Names separated by commas."""
    return [part.strip() for part in text.split(",")]


def column(text: str) -> str | int:
    """A column by its name, or by its number from 0; a text too long for a number is a name."""
    return int(text) if re.fullmatch(r"-?[0-9]{1,18}", text) else text


def column_kind(text: str) -> tuple[str, str]:
    """A column and its kind: `zip=category`; the name may contain equals signs."""
    name, sign, kind = text.rpartition("=")
    if not sign or not name:
        raise argparse.ArgumentTypeError(f"{shown(text)} is not a column and its kind, like zip=category")
    return name, kind
