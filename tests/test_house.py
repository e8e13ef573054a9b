"""The house rules: which room imports which, and that every public name has a docstring."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Mapping, Set
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "undergrad"
ROOMS_WITH_NAMES = (
    "undergrad",
    "undergrad.check",
    "undergrad.architecture",
    "undergrad.layers",
    "undergrad.data",
    "undergrad.engines",
    "undergrad.estimators",
    "undergrad.experiments",
    "undergrad.exports",
    "undergrad.insight",
    "undergrad.optimizers",
    "undergrad.outputs",
    "undergrad.training",
    "undergrad.tuning",
)


def allowed() -> dict[str, set[str]]:
    """The table in docs/why/house.md: room -> rooms it may import."""
    text = (ROOT / "docs" / "why" / "house.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| .* \| ([^|]+) \|$", text, flags=re.MULTILINE)
    return {room: set(re.findall(r"\w+", rooms)) for room, rooms in rows}


def room_of(module: str) -> str | None:
    """`undergrad.layers.fc` is in the room `layers`; `undergrad` itself is in none."""
    parts = module.split(".")
    return parts[1] if parts[0] == "undergrad" and len(parts) > 1 else None


def imports(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def source_files() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or not path.name.startswith("__"))


def violations(room: str, source: str, table: dict[str, set[str]]) -> set[str]:
    reached = {target for module in imports(ast.parse(source)) if (target := room_of(module))}
    return {target for target in reached if target in table and target != room and target not in table[room]}


@pytest.mark.parametrize("path", source_files(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_imports_only_from_the_rooms_that_its_room_may(path):
    room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    table = allowed()
    assert room in table, f"the room {room} is missing from the table in docs/why/house.md"
    assert not violations(room, path.read_text("utf-8"), table)


def test_the_rule_finds_a_planted_violation():
    assert violations("layers", "from undergrad.training import fit", allowed()) == {"training"}
    assert violations("layers", "def f():\n    import undergrad.report.folder", allowed()) == {"report"}
    assert not violations("layers", "from undergrad.arrays import like", allowed())


def file_of(module: str, files: Set[str]) -> str | None:
    """`undergrad.layers.fc.FCLayer` is in `layers/fc.py`, `undergrad.layers.FCLayer` in `layers/__init__.py`."""
    parts = module.split(".")[1:] if module.startswith("undergrad.") else []
    for end in range(len(parts), 0, -1):
        for name in ("/".join(parts[:end]) + ".py", "/".join([*parts[:end], "__init__.py"])):
            if name in files:
                return name
    return None


def circles(sources: Mapping[str, str]) -> set[frozenset[str]]:
    """The groups of files, by their paths, that reach each other by imports, also by those for types alone."""
    reached = {
        name: {file for module in imports(ast.parse(source)) if (file := file_of(module, sources.keys()))} - {name}
        for name, source in sources.items()
    }
    # Who reaches whom in any number of steps.
    for via in reached:
        for name in reached:
            if via in reached[name]:
                reached[name] |= reached[via]
    return {
        frozenset(other for other in reached[name] if name in reached[other])
        for name in reached
        if name in reached[name]
    }


def test_no_files_import_each_other_in_a_circle_not_even_for_types():
    present = circles({path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8") for path in source_files()})
    assert not present, f"these files import each other in a circle: {[sorted(circle) for circle in present]}"


def test_the_rule_finds_planted_circles():
    for_types = "if TYPE_CHECKING:\n    from undergrad.training.b import B"
    assert circles({"training/a.py": for_types, "training/b.py": "from undergrad.training.a import A"}) == {
        frozenset({"training/a.py", "training/b.py"})
    }
    late = "def f():\n    from undergrad.training import c"
    three = {"training/a.py": "import undergrad.training.b", "training/b.py": late, "training/c.py": ""}
    assert circles(three) == set()
    assert circles({**three, "training/c.py": "from undergrad.training.a import A"}) == {frozenset(three)}
    by_the_room = {
        "training/__init__.py": "from undergrad.training.a import A",
        "training/a.py": late.replace("c", "X"),
    }
    assert circles(by_the_room) == {frozenset(by_the_room)}


def test_every_room_of_the_table_exists():
    rooms = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in source_files()}
    assert rooms == set(allowed())


def test_relative_imports_are_not_used():
    for path in source_files():
        nodes = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ImportFrom)]
        assert not [node for node in nodes if node.level], path


@pytest.mark.parametrize("name", ROOMS_WITH_NAMES)
def test_every_public_name_exists_and_has_a_docstring(name):
    module = importlib.import_module(name)
    for public in module.__all__:
        value = getattr(module, public)
        if callable(value):
            assert (value.__doc__ or "").strip(), f"{name}.{public} has no docstring"


def test_public_methods_have_docstrings():
    import undergrad

    for public in undergrad.__all__:
        value = getattr(undergrad, public)
        if isinstance(value, type) and value.__module__.startswith("undergrad"):
            for method, function in vars(value).items():
                if callable(function) and not method.startswith("_"):
                    assert function.__doc__, f"{public}.{method} has no docstring"


def test_nothing_in_the_package_unpickles():
    for path in source_files():
        source = path.read_text("utf-8")
        assert not re.search(r"\bimport (pickle|dill|joblib|shelve|marshal)\b|allow_pickle=True", source), path
