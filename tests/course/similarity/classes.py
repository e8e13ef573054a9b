"""Classes made of the zoo's right answers, and copies as a student would disguise them."""

from __future__ import annotations

import ast
import functools
import random

from tests.check.zoo import FOLDER, solutions

#: Right answers to the homework by people who did not know each other's, whole files.
INDEPENDENT = (
    "inheritance",
    "functional",
    "dataclasses",
    "star-import-two-spaces",
    "python-loops",
    "typed",
    "homework-answer",
    "fc-forward-backward-only",
    "fc-from-base-class",
    "only-what-is-asked",
    "own-base-class",
    "dataclass-layers",
    "attached-methods",
    "numpy-star",
    "korean-and-english",
)
BASE = (FOLDER / "base.py").read_text("utf-8")
_POOL = ("right", "harmless", "held-out")
#: What students write; everything else of the base is handed out.
ASKED = {
    "ReLU": ("forward", "backward"),
    "Sigmoid": ("forward", "backward"),
    "Tanh": ("forward", "backward"),
    "FCLayer": ("forward", "backward"),
    "SoftmaxLayer": ("forward", "ce_loss", "backward"),
    "Norm": ("forward", "backward"),
}


def independent() -> dict[str, dict[str, str]]:
    """The independent right answers, and the base, by their names: what `compare` takes."""
    sources = {one.id: one.source for one in solutions(assignment="hw3")}
    return {"base": {"Answer.py": BASE}} | {name: {"Answer.py": sources[name]} for name in INDEPENDENT}


def handout() -> str:
    """The base with blanks for what is asked."""
    tree = ast.parse(BASE)
    for cls, method in _asked(tree):
        blank = ast.parse("def f():\n    # write your code here\n    out = None\n    return out").body[0]
        cls[method].body = blank.body
    return ast.unparse(tree)


def mixed(count: int, seed: int) -> dict[str, dict[str, str]]:
    """Answers in each of which every method is drawn from all that the zoo has, right or wrong."""
    draw, pool, answers = random.Random(seed), _pool(), {}
    for number in range(count):
        tree = ast.parse(BASE)
        for methods, method in _asked(tree):
            methods[method].body = draw.choice(sorted(pool[methods.name, method].items()))[1].body
        answers[f"s{number:03}"] = {"Answer.py": ast.unparse(tree)}
    return answers


@functools.cache
def _pool() -> dict[tuple[str, str], dict[str, ast.FunctionDef]]:
    """Every way in which the zoo writes each method, by its text."""
    pool: dict[tuple[str, str], dict[str, ast.FunctionDef]] = {}
    for source in dict.fromkeys(one.source for kind in _POOL for one in solutions(kind, "hw3")):
        for methods, method in _asked(ast.parse(source)):
            pool.setdefault((methods.name, method), {})[ast.unparse(methods[method])] = methods[method]
    return pool


class _Methods(dict[str, ast.FunctionDef]):
    name = ""


def _asked(tree: ast.Module):
    """Each method that is asked for: all methods of its class by their names, and its own name."""
    for cls in tree.body:
        if isinstance(cls, ast.ClassDef):
            methods = _Methods({item.name: item for item in cls.body if isinstance(item, ast.FunctionDef)})
            methods.name = cls.name
            yield from ((methods, method) for method in ASKED.get(cls.name, ()) if method in methods)


class _Disguise(ast.NodeTransformer):
    """Other names for arguments, variables and attributes, other numbers, no docstrings."""

    def __init__(self, source: ast.AST) -> None:
        nodes = list(ast.walk(source))
        stored = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        kept = {node.attr for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)}
        names = sorted(stored | kept | {node.arg for node in nodes if isinstance(node, ast.arg)})
        self.names = {name: f"other_{number}" for number, name in enumerate(names)}

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(self.names.get(node.id, node.id), node.ctx)

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.arg(self.names[node.arg], self.visit(node.annotation) if node.annotation else None)

    def visit_Attribute(self, node: ast.Attribute) -> ast.Attribute:
        return ast.Attribute(self.visit(node.value), self.names.get(node.attr, node.attr), node.ctx)

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        value = node.value
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return ast.Constant(value * 3 + 1 if is_number else f"{value}!" if isinstance(value, str) else value)


def disguised(source: str, seed: int = 0) -> str:
    """The same program with its classes and methods in another order, and all that `_Disguise` changes."""
    tree = ast.parse(source)
    draw = random.Random(seed)
    imports = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    rest = [node for node in tree.body if node not in imports]
    for node in rest:
        if isinstance(node, ast.ClassDef):
            draw.shuffle(node.body)
    draw.shuffle(rest)
    text = ast.unparse(ast.fix_missing_locations(_Disguise(tree).visit(ast.Module([*imports, *rest], []))))
    return "\n".join(f"{line}  # line {number}" for number, line in enumerate(text.split("\n")))


def with_method_of(source: str, other: str, name: str) -> str:
    """`source` with the method `Class.method` of `other`, disguised, in place of its own."""
    tree, donor = ast.parse(source), ast.parse(other)
    cls, _, method = name.partition(".")
    (body,) = [methods[method] for methods, asked in _asked(donor) if (methods.name, asked) == (cls, method)]
    for methods, asked in _asked(tree):
        if (methods.name, asked) == (cls, method):
            methods[method].body = _Disguise(donor).visit(body).body
    return ast.unparse(ast.fix_missing_locations(tree))
