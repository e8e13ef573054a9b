"""The zoo: homework solutions, wrong and right, against which the checker is measured.

`solutions()` returns them all. Each is one file: the plain correct solution of its `assignment`, hw3 by default, which
lies in `base.py` and the like, or in the file that the manifest calls its `base`, with those methods and functions
replaced that the solution's own file redefines; or, where the manifest says `whole`, the solution's own file byte for
byte. What it imports lies in `beside/ID/` of its kind's folder.
`manifest.toml` says of each what the mistake may be called, by the names of the check's catalogue:

- kind "wrong": one mistake, in one method. Any of `causes` names it right.
- kind "two": two mistakes in one method. Both `causes` name it right.
- kind "right": correct in an unusual style. No check may fail; `remarks` are those that a checker may make.
- kind "held-out": one mistake, in one method, that nobody had in view when the checker's catalogue was made. `causes`
  are the checker's own names for it, chosen before it was asked; none where it has no name.
- kind "harmless": its networks learn what the textbook's learn (`training.py`). It departs from the contract only as
  its `remarks` say, ids from the manifest's table `remarks`, and may lack what the course gives.
- kind "held-out-2": one mistake, in one method, that changes a result or what a network learns; written from what
  students do and not from the checker's catalogue. `causes` as for "held-out".
- kind "held-out-3": such a set once more, by an author who had seen neither the catalogue nor the sets before.
- kind "held-out-4": the same once more, by another author; what is the same code as an older solution was left out. The
  names were chosen by a second reader, from the catalogue alone.
- kind "held-out-5": mistakes in the layers of the next homework and its siblings, likewise by an author who saw neither
  the checker nor the catalogue, and named by a second reader.
- kind "held-out-6": mistakes in all of these, by an author who knew the catalogue's names and had read some contracts;
  written and named before the checker was asked.
- kind "held-out-7", "held-out-8" and "held-out-9": such sets by the same author, each written after what the one before
  it had shown was mended.
- kind "held-out-10" and later: mistakes in all layers, each set by an author who saw only the homework's facts and the
  right answers. Others, who saw no check either, chose for each every name of the catalogue that is true of it: one
  reader until "held-out-12", then two or three, whose choices are joined.

A mistake with `severity = "remark"` costs nothing: the homework's networks learn the same with it.
"""

from __future__ import annotations

import ast
import importlib.util
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
#: The plain correct solution of each assignment.
BASES = {
    "hw3": "base.py",
    "hw4": "base_hw4.py",
    "batch-norm-dropout": "base_siblings.py",
    "metrics": "base_siblings.py",
}
#: The sets of held-out mistakes: "held-out", "held-out-2" and so on.
HELD_OUT = ("held-out", *(f"held-out-{number}" for number in range(2, 24)))
KINDS = ("wrong", "two", "right", "harmless", *HELD_OUT)


@dataclass(frozen=True)
class Solution:
    """A student's file, and what is known about it."""

    id: str
    kind: str
    #: What is wrong, or what is unusual, in a line or two: the docstring of the solution's own file.
    says: str
    #: The text of Answer.py.
    source: str
    #: Its bytes, which need not be UTF-8 and may end lines otherwise.
    content: bytes
    #: What it is an answer to: the name of a shipped assignment.
    assignment: str = "hw3"
    #: Where a user would say that the mistake is. Empty for a right solution.
    class_name: str = ""
    method: str = ""
    #: Names of the check's catalogue.
    causes: tuple[str, ...] = ()
    #: What the mistake is to be: "fail", or "remark" where the homework's networks learn the same with it.
    severity: str = "fail"
    #: Other methods of the same class in which the mistake may show, because it spoils what they are given.
    also: tuple[str, ...] = ()
    #: The aspects of the method, as `probes.py` calls them, in which it shows.
    shows: tuple[str, ...] = ()
    #: For right and harmless solutions: what a checker may say without failing them.
    remarks: tuple[str, ...] = ()
    #: What lies beside Answer.py because it imports it: paths in its folder, with their bytes.
    beside: tuple[tuple[str, bytes], ...] = ()
    #: For right solutions: how near to the textbook they are.
    tolerance: float = 1e-10

    def write(self, folder: Path) -> Path:
        """Write the solution to `folder` as Answer.py, with what it imports, and return that file's path."""
        for name, content in (*self.beside, ("Answer.py", self.content)):
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return Path(folder) / "Answer.py"

    def __str__(self) -> str:
        return self.id


def solutions(kind: str | None = None, assignment: str | None = None) -> list[Solution]:
    """All solutions in the manifest's order, or those of one kind, or of one assignment."""
    return [one for one in _solutions() if kind in (None, one.kind) and assignment in (None, one.assignment)]


def folder(kind: str) -> Path:
    """Where the solutions of a kind lie."""
    return FOLDER / kind.replace("-", "_")


def remarks() -> dict[str, dict]:
    """Every remark id of harmless solutions: what it `means`, and the aspects of `probes.py` in which it `shows`."""
    return dict(_manifest()["remarks"])


@cache
def _manifest() -> dict:
    return tomllib.loads((FOLDER / "manifest.toml").read_text(encoding="utf-8"))


@cache
def _solutions() -> tuple[Solution, ...]:
    return tuple(_solution(entry) for entry in _manifest()["solution"])


def _solution(entry: dict) -> Solution:
    content = (folder(entry["kind"]) / f"{entry['id']}.py").read_bytes()
    text = importlib.util.decode_source(content)
    assignment = entry.get("assignment", "hw3")
    base = (FOLDER / entry.get("base", BASES[assignment])).read_text(encoding="utf-8")
    source = text if entry.get("whole") else splice(base, text, entry.get("drop", []))
    class_name, _, method = entry.get("method", "").partition(".")
    return Solution(
        id=entry["id"],
        kind=entry["kind"],
        says=" ".join((ast.get_docstring(ast.parse(text)) or "").split()),
        source=source,
        content=content if entry.get("whole") else source.encode(),
        beside=_beside(folder(entry["kind"]) / "beside" / entry["id"]),
        causes=tuple(entry.get("causes", [])),
        severity=entry.get("severity", "fail"),
        also=tuple(entry.get("also", [])),
        shows=tuple(entry.get("shows", [] if entry["kind"] in ("right", "harmless") else ["values"])),
        remarks=tuple(entry.get("remarks", [])),
        tolerance=entry.get("tolerance", 1e-10),
        assignment=assignment,
        class_name=class_name,
        method=method,
    )


def _beside(root: Path) -> tuple[tuple[str, bytes], ...]:
    files = sorted(path for path in root.rglob("*.py"))
    return tuple((path.relative_to(root).as_posix(), path.read_bytes()) for path in files)


def splice(base: str, changes: str, drop: list[str] | None = None) -> str:
    """`base` with the methods that `changes` defines in place of its own, and without those named in `drop`.

    What else a class of `changes` holds goes to the top or, if it is a method that is new, to the end of that class;
    what else `changes` holds goes before the first class. Its docstring, which tells the mistake, is left out.
    """
    old, new = base.splitlines(), changes.splitlines()
    classes = _classes(base)
    functions = {node.name: node for node in ast.parse(base).body if isinstance(node, ast.FunctionDef)}
    edits: list[tuple[int, int, list[str]]] = []  # lines [start, stop) of the base give way to these
    top: list[str] = []

    def methods(node: ast.ClassDef) -> dict[str, ast.FunctionDef]:
        return {item.name: item for item in node.body if isinstance(item, ast.FunctionDef)}

    for node in ast.parse(changes).body:
        if isinstance(node, ast.ClassDef) and node.name in classes:
            target = classes[node.name]
            for item in node.body:
                text = new[_first_line(item) - 1 : item.end_lineno]
                replaced = methods(target).get(getattr(item, "name", ""))
                if replaced is not None:
                    edits.append((_first_line(replaced) - 1, replaced.end_lineno or 0, text))
                elif isinstance(item, ast.FunctionDef):
                    edits.append((target.end_lineno or 0, target.end_lineno or 0, ["", *text]))
                else:
                    edits.append((target.lineno, target.lineno, [*text, ""]))
        elif isinstance(node, ast.FunctionDef) and node.name in functions:
            replaced = functions[node.name]
            text = new[_first_line(node) - 1 : node.end_lineno]
            edits.append((_first_line(replaced) - 1, replaced.end_lineno or 0, text))
        elif not _is_docstring(node):
            space = ["", ""] if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
            top += [*space, *new[_first_line(node) - 1 : node.end_lineno], *space]
    if top:
        start = min(_first_line(known) for known in classes.values()) - 1
        edits.append((start, start, [*"\n".join(top).strip().split("\n"), "", ""]))
    for name in drop or []:
        class_name, _, method = name.partition(".")
        node = methods(classes[class_name])[method]
        edits.append((_first_line(node) - 2, node.end_lineno or 0, []))  # and the empty line before
    # From the bottom up, so that the line numbers above stay true; what goes to one place keeps its order.
    for _, (start, stop, text) in sorted(enumerate(edits), key=lambda edit: (edit[1][0], edit[0]), reverse=True):
        old[start:stop] = text
    return "\n".join(old) + "\n"


@cache
def _classes(source: str) -> dict[str, ast.ClassDef]:
    return {node.name: node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)}


def _first_line(node: ast.stmt) -> int:
    decorators = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
