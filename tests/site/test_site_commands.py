"""The reference of the command: every command and every option that a parser knows, and none that it does not."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from tools.site.commands import arguments, commands_page, every_parser
from undergrad.cli.parser import Parser

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "options.md"


def section(prog: str) -> str:
    """What the page says of one command."""
    found = re.search(rf"^## {re.escape(prog)}\n(.*?)(?=^## |\Z)", commands_page(), re.MULTILINE | re.DOTALL)
    assert found, prog
    return found[1]


def test_the_page_asks_for_the_commands_and_has_a_section_for_each():
    assert PAGE.read_text("utf-8").count("<!-- made: commands -->") == 1
    headings = re.findall(r"^## (.*)$", commands_page(), re.MULTILINE)
    assert headings == [parser.prog for parser in every_parser()]
    assert {"undergrad", "undergrad compare", "undergrad runs best", "undergrad data fetch"} <= set(headings)


@pytest.mark.parametrize("parser", list(every_parser()), ids=lambda parser: parser.prog)
def test_a_section_has_every_option_of_its_command_and_no_other(parser):
    text = section(parser.prog)
    entries = re.findall(r"^:::\{option\} (.*)$", text, re.MULTILINE)
    options = {word.split()[0] for entry in entries for word in entry.split(", ") if word.startswith("-")}
    assert options == set(parser._option_string_actions)
    assert len(entries) == sum(len(actions) for _, actions in arguments(parser))
    for name in parser.commands:
        assert f"(#{parser.prog.replace(' ', '-')}-{name})" in text


def test_what_is_hidden_from_help_is_not_shown_and_marks_are_plain_signs(monkeypatch):
    parser = Parser(prog="undergrad plant", description="A *plain* <text> with `code*`.")
    parser.add_argument("seed", nargs="*", metavar="SEED", help="some")
    parser.add_argument("--water", metavar="N", help="a | b, 5 %% of it (default: %(default)s)", default=3)
    parser.add_argument("--secret", help=argparse.SUPPRESS)
    monkeypatch.setattr("tools.site.commands.every_parser", lambda: iter([parser]))
    text = section("undergrad plant")
    assert r"A \*plain\* \<text\> with `code*`." in text
    assert ":::{option} [SEED ...]\nsome" in text
    assert ":::{option} --water N\na \\| b, 5 % of it (default: 3)" in text
    assert "secret" not in text
