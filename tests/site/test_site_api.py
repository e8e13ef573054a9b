"""The reference of Python names: nothing public is missing, and each name has a signature, words and an example."""

from __future__ import annotations

import ast
import dataclasses
import doctest
import importlib
import inspect
import pkgutil
import re
import textwrap
from functools import cached_property
from pathlib import Path

import msgspec
import pytest

import undergrad
from tools.site import api
from tools.site.docstrings import as_rest, first_sentence
from tools.site.signatures import signature
from undergrad.arrays import Array
from undergrad.errors import UndergradError

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "reference" / "api"
NAMES = [(room, name) for room in api.ROOMS for name in api.names_of(room)]


def examples(room: str, name: str) -> str:
    """The code on the room's page, and the examples in the name's own docstrings, with what they show."""
    page = (PAGES / f"{room.rpartition('.')[2]}.md").read_text("utf-8")
    code = re.findall(r"^```py\w+\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    value = getattr(importlib.import_module(room), name)
    parts = vars(value).values() if inspect.isclass(value) else ()
    written = [inspect.getdoc(part) or "" for part in (value, *parts)]
    shown = [example for docstring in written for example in doctest.DocTestParser().get_examples(docstring)]
    return "\n".join([*code, *(f"{example.source}{example.want}" for example in shown)])


def test_every_package_with_public_names_is_a_room_of_the_reference():
    packages = {f"undergrad.{path.parent.name}" for path in (ROOT / "src" / "undergrad").glob("*/__init__.py")}
    public = {package for package in packages if hasattr(importlib.import_module(package), "__all__")}
    # These serve the command and other rooms; docs/why/house.md says what they are for.
    assert public - set(api.ROOMS) <= {f"undergrad.{room}" for room in ("display", "live", "report", "sandbox")}


def test_what_undergrad_itself_gives_is_documented_where_it_lives():
    known = api.links()
    for name in undergrad.__all__:
        if not name.startswith("__"):
            room, _, short = known[name].rpartition(".")
            assert getattr(importlib.import_module(room), short) is getattr(undergrad, name)
    index = (PAGES / "index.md").read_text("utf-8")
    assert "<!-- made: names undergrad -->" in index
    assert "`__version__`" in index


@pytest.mark.parametrize("room", api.ROOMS)
def test_a_room_has_a_page_that_asks_for_all_its_names(room):
    page = PAGES / f"{room.rpartition('.')[2]}.md"
    assert page.read_text("utf-8").count(f"<!-- made: api {room} -->") == 1
    made = api.room_page(room)
    for name in api.names_of(room):
        assert re.search(rf"^.. (auto\w+:: {room}\.|py:data:: ){name}$", made, re.MULTILINE), name
    assert f"]({page.name})" in (PAGES / "index.md").read_text("utf-8")


@pytest.mark.parametrize(("room", "name"), NAMES, ids=lambda part: part)
def test_a_public_name_has_words_that_can_be_typeset_and_an_example(room, name):
    value = getattr(importlib.import_module(room), name)
    is_code = inspect.isclass(value) or inspect.isfunction(value)
    words = inspect.getdoc(value) if is_code else api.value_docstring(room, name)
    assert words
    assert as_rest(words.splitlines(), api.links())
    assert re.search(rf"\b{name}\b", examples(room, name)), f"no example shows {name}"


def errors_below(kind: type[Exception]) -> set[type[Exception]]:
    return {kind}.union(*(errors_below(other) for other in kind.__subclasses__()))


def test_each_error_shows_its_own_sentence_and_is_documented():
    for module in pkgutil.walk_packages(undergrad.__path__, "undergrad."):
        if not module.name.endswith(".__main__"):
            importlib.import_module(module.name)
    documented = [getattr(importlib.import_module(room), name) for room, name in NAMES]
    for error in errors_below(UndergradError):
        assert error in documented, f"{error.__name__} is on no page"
        words = inspect.getdoc(error) or ""
        full = f"{error.__module__}.{error.__name__}"
        shown = re.search(rf"^{re.escape(full)}: [^ ]", words, re.MULTILINE)
        assert shown or f"except {error.__name__} " in words, f"{full} has no example with its sentence"


def members(kind: type) -> dict[str, object]:
    """What the page shows of a class: its own public attributes and those of classes that no page documents."""
    found: dict[str, object] = {}
    for base in (kind, *api.inherited_from(kind)):
        found = {name: value for name, value in vars(base).items() if not name.startswith("_")} | found
    return found


def is_record(kind: type) -> bool:
    return issubclass(kind, msgspec.Struct) or dataclasses.is_dataclass(kind)


def commented_fields(kind: type) -> set[str]:
    """The fields of a class with a comment `#:` above them, which Sphinx and a reader take for their words."""
    lines = textwrap.dedent(inspect.getsource(kind)).splitlines()
    body = ast.parse("\n".join(lines)).body[0].body  # type: ignore[attr-defined]
    fields = [node for node in body if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)]
    return {node.target.id for node in fields if lines[node.lineno - 2].lstrip().startswith("#:")}  # type: ignore[union-attr]


CLASSES = [entry for entry in NAMES if inspect.isclass(getattr(importlib.import_module(entry[0]), entry[1]))]


@pytest.mark.parametrize(("room", "name"), CLASSES, ids=lambda part: part)
def test_whatever_a_public_class_has_is_said_in_words(room, name):
    module = importlib.import_module(room)
    kind = getattr(module, name)
    protocols = [other for other in vars(module).values() if getattr(other, "_is_protocol", False)]
    for member, value in members(kind).items():
        if inspect.isfunction(value) or isinstance(value, property | classmethod | staticmethod | cached_property):
            said = inspect.getdoc(value) or any(inspect.getdoc(getattr(other, member, None)) for other in protocols)
            assert said, f"nothing is said of {name}.{member}"
    if is_record(kind):
        in_words = set(re.findall(r"`(\w+)`", inspect.getdoc(kind) or ""))
        own = {field for field in inspect.get_annotations(kind) if not field.startswith("_")}
        assert not own - in_words - commented_fields(kind), f"of {name}, nothing is said of these fields"


def test_a_field_and_a_method_without_words_are_found():
    from undergrad.check import Record, Report

    assert "code" in commented_fields(Record)
    assert "rows" not in commented_fields(Record)
    assert {"ok", "failures", "assert_ok"} <= members(Report).keys()


def test_a_name_that_nobody_put_on_a_page_is_found():
    assert "no_such_name" not in examples("undergrad.layers", "ReLU")
    with pytest.raises(LookupError, match=r"nothing is said of undergrad\.arrays\.Any"):
        api.value_docstring("undergrad.arrays", "Any")


def test_the_table_of_names_has_a_link_and_a_sentence_for_each():
    rows = api.names_table("undergrad").splitlines()[2:]
    assert len(rows) == len(api.names_of("undergrad"))
    assert "| {py:obj}`fit <undergrad.training.fit>` | Train `model` on the training part of `dataset`" in "\n".join(
        rows
    )
    assert all(row.count("|") == 3 and len(row) > 40 for row in rows)


def test_a_first_sentence_ends_where_the_next_begins():
    assert first_sentence("One, e.g. two.\nStill. Three.") == "One, e.g. two."
    assert first_sentence("``a = b``: a layer") == "``a = b``: a layer"
    assert first_sentence("One\n\nTwo.") == "One"


def test_a_signature_is_as_it_stands_in_the_code_without_what_is_private():
    from undergrad import fit, tuning

    arguments, returned = signature(fit)
    assert "oversight: Oversight | None = None" in arguments
    assert arguments.endswith("**numbers: Unpack[Numbers])")
    assert returned == "Fit"
    arguments, returned = signature(tuning.Driver)
    assert arguments.endswith("hung_after: float = 600.0, clock: Callable[[], float] = ...)")
    assert returned == ""


def test_a_signature_of_what_is_planted():
    class Base:
        def __init__(self, x: Array, *rest, kind: type = float, _hidden: int = 0) -> None: ...
        def method(self, x: Array, /, *, far: object = object()) -> Array: ...
        @classmethod
        def made(cls, x: "Array") -> "Base": ...  # noqa: UP037 - a word in quotation marks is the word

    assert signature(Base) == ("(x: Array, *rest, kind: type = float)", "")
    assert signature(Base.method, is_method=True) == ("(x: Array, /, *, far: object = ...)", "Array")
    assert signature(Base.made, is_method=True) == ("(x: Array)", "Base")
    assert signature(dict.fromkeys)[0].startswith("(")
    assert signature(7) == ("", "")


def test_nobody_calls_a_protocol():
    from undergrad.training import Watch

    assert signature(Watch) == ("", "")
