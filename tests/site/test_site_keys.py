"""The reference of TOML keys: those that the files take, with the defaults that they have."""

from __future__ import annotations

import dataclasses
import re
import tomllib
import typing
from pathlib import Path

import msgspec
import pytest

from tools.site import keys
from undergrad.check.assignment import Assignment, TrainedNetwork, parse_assignment
from undergrad.experiments import DataSpec, Experiment, Network
from undergrad.experiments.spec import parse_experiment
from undergrad.tuning import Range, Search, parse_search, parse_space

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "keys.md"


def table(title: str) -> dict[str, list[str]]:
    """The rows of the table under a heading, by their key: value, default, meaning."""
    text = keys.keys_page()
    section = text[text.index(f"## {title}\n") :].split("\n## ")[0]
    rows = [re.split(r" \| ", line.strip("| ")) for line in section.splitlines() if line.startswith("| `")]
    return {row[0].strip("`"): row[1:] for row in rows}


def asked_for(parse, text: str) -> set[str]:
    """The keys that a parser says it knows, when it is given one that it does not."""
    with pytest.raises(ValueError, match=r"Known: |known are ") as error:
        parse(text)
    return set(re.split(r"Known: |known are ", str(error.value))[1].split(", "))


def test_the_page_asks_for_the_tables():
    assert PAGE.read_text("utf-8").count("<!-- made: keys -->") == 1


def test_the_keys_of_an_experiment_are_those_that_its_file_takes():
    top, shared, own = (
        table(f"Experiments: {place}")
        for place in ("at the top", "at the top, or in a `[[network]]`", "only in a `[[network]]`")
    )
    known = asked_for(lambda text: parse_experiment(text, where="x", name="x"), "zzzz = 1")
    assert {*top, *shared} == known - {"network"}
    known = asked_for(lambda text: parse_experiment(text, where="x", name="x"), "[[network]]\nzzzz = 1")
    assert {*shared, *own} == known


def test_the_keys_of_a_search_are_those_that_its_file_takes():
    known = asked_for(lambda text: parse_search(text, where="x", name="x"), "zzzz = 1")
    assert set(table("Searches: at the top")) == known - {"space"}
    assert set(table("Searches: in `[space]`")) == asked_for(
        lambda text: parse_space(tomllib.loads(text), where="x"), "zzzz = 1"
    )
    known = asked_for(lambda text: parse_space(tomllib.loads(text), where="x"), "width = {zzzz = 1}")
    assert set(table("Searches: in a range")) == known


def test_the_keys_of_an_assignment_are_those_that_its_file_takes():
    known = asked_for(lambda text: parse_assignment(text, where="x", name="x"), "zzzz = 1")
    # Its name is its file's; a name in the file is taken, but nobody needs it.
    assert set(table("Assignments: at the top")) == known - {"method", "name"}
    known = asked_for(lambda text: parse_assignment(text, where="x", name="x"), "[[method]]\nzzzz = 1")
    assert set(table("Assignments: in a `[[method]]`")) == known
    known = asked_for(lambda text: parse_assignment(text, where="x", name="x"), "[training]\nzzzz = 1")
    assert set(table("Assignments: in `[training]`")) == known


@pytest.mark.parametrize("kind", [DataSpec, Experiment, Network, Search, Range, Assignment, TrainedNetwork])
def test_a_default_is_what_the_declaration_says_and_toml_can_read_it(kind):
    others = ("data", "networks", "space", "methods", "every_remark_fails", "name")
    is_plain = dataclasses.is_dataclass(kind)
    fields = {field.name: field for field in (dataclasses.fields if is_plain else msgspec.structs.fields)(kind)}
    types = typing.get_type_hints(kind)
    for key in keys.keys_of(kind, *others):
        default = fields[key.name].default
        if key.default:
            assert msgspec.convert(tomllib.loads(f"x = {key.default.strip('`')}")["x"], types[key.name]) == default
        else:
            is_table = isinstance(default, msgspec.Struct)  # whose keys have a table of their own
            assert is_table or default in (msgspec.NODEFAULT, dataclasses.MISSING, None, (), "")


def test_what_is_said_beside_the_declarations_is_needed_there():
    kinds = {kind.__name__: kind for kind in (Experiment, Network, Search, Range, Assignment, keys.Item)}
    for name in keys.MEANINGS:
        kind, _, key = name.partition(".")
        if kind == "Space":
            assert key in keys.PARAMETERS
        else:
            known = typing.get_type_hints(kinds[kind])
            assert key in known, f"{name} is no key any more; take it out of MEANINGS"
            assert not keys._comment(kinds[kind], key), f"{name} says what it means; take it out of MEANINGS"


def test_a_key_that_nothing_is_said_of_is_an_error():
    class Planted(msgspec.Struct):
        unheard_of: int = 1

    with pytest.raises(LookupError, match="what the key unheard_of of Planted means"):
        keys.keys_of(Planted)


def test_a_key_is_read_as_it_is_declared():
    class Planted(msgspec.Struct):
        #: How tall it is,
        #: in metres.
        height: float | int | None = None
        hidden: tuple[int, ...] = (1, 2)
        learning_rate: float = 0.5

    height, hidden, rate = keys.keys_of(Planted)
    assert (height.kind, height.default, height.meaning) == ("number", "", "how tall it is, in metres")
    assert (hidden.kind, hidden.default) == ("list of whole numbers", "`[1, 2]`")
    assert rate.meaning == "step size"  # the option's help
