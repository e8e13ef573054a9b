"""The reference of the command, from its parsers: every command with every option, in Markdown."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

from undergrad.cli.main import build_parser
from undergrad.cli.parser import Parser

_WIDTH = 88  # characters of a usage line
_MARKUP = re.compile(r"([\\*_\[\]<>$|{}])")


def commands_page() -> str:
    """A section for each command of `undergrad`, in the order of `undergrad --help`."""
    return "\n".join(_section(parser) for parser in every_parser())


def every_parser(parser: Parser | None = None) -> Iterator[Parser]:
    """The parser of the whole command, and then those of its commands and of theirs."""
    parser = parser or build_parser()
    yield parser
    for command in parser.commands.values():
        yield from every_parser(command)


def arguments(parser: argparse.ArgumentParser) -> Iterator[tuple[str, list[argparse.Action]]]:
    """The title of each group of arguments, with the arguments that `--help` shows, but without its commands."""
    for group in parser._action_groups:
        shown = [action for action in group._group_actions if not _is_hidden(action)]
        if shown:
            yield group.title or "", shown


def _is_hidden(action: argparse.Action) -> bool:
    return action.help == argparse.SUPPRESS or isinstance(action, argparse._SubParsersAction)


def _section(parser: Parser) -> str:
    formatter = argparse.RawDescriptionHelpFormatter(parser.prog, width=_WIDTH)
    formatter.add_usage(parser.usage, parser._actions, parser._mutually_exclusive_groups, prefix="")
    usage = formatter.format_help().strip()
    parts = [f"## {parser.prog}", _prose(parser.description or ""), f"```text\n{usage}\n```"]
    if parser.commands:
        names = ", ".join(f"[{name}](#{parser.prog.replace(' ', '-')}-{name})" for name in parser.commands)
        parts.append(f"Commands: {names}.")
    parts.append(f":::{{program}} {parser.prog}\n:::")
    for title, actions in arguments(parser):
        parts.append(f"**{title.capitalize()}**")
        parts += [_entry(action, formatter._expand_help(action)) for action in actions]
    return "\n\n".join(part for part in parts if part) + "\n"


def _entry(action: argparse.Action, meaning: str) -> str:
    value = _value(action)
    words = ", ".join(f"{option} {value}".strip() for option in action.option_strings) or value
    return f":::{{option}} {words}\n{_prose(meaning)}\n:::"


def _value(action: argparse.Action) -> str:
    if action.nargs == 0:
        return ""
    name = action.metavar or (action.dest if not action.option_strings else action.dest.upper())
    name = name if isinstance(name, str) else " ".join(name)
    if isinstance(action.nargs, str):
        return {"?": f"[{name}]", "*": f"[{name} ...]", "+": f"{name} [{name} ...]"}.get(action.nargs, name)
    return name


def _prose(text: str) -> str:
    """A text of the parser as Markdown: `code` stays code, and every other mark is escaped."""
    pieces = re.split(r"(`[^`]+`)", text)
    return "".join(piece if piece.startswith("`") else _MARKUP.sub(r"\\\1", piece) for piece in pieces)
