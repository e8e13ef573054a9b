"""The single changes of a program: what a mistake made wrong, one of them puts right again."""

import ast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undergrad.source.edits import edits

#: A right line of a method, the same with a mistake, and the mistake's name. The method has x (5, 3), d (5, 4),
#: W (3, 4), b (4,), an index i = 2 and rate = 0.3.
LINES = [
    ("r = x @ W + b", "r = x @ W - b", "sign-of-a-term"),
    ("r = x @ W", "r = x @ W + x.mean()", "extra-term"),
    ("r = d * (1 + d)", "r = d * 1 + d", "brackets"),
    ("r = (d + b) * rate / 2", "r = d + b * rate / 2", "brackets"),
    ("r = rate * (d - 1)", "r = rate * d - 1", "brackets"),
    ("r = d + b * rate", "r = (d + b) * rate", "brackets"),
    ("r = 0\n    for k in range(3): r = r + rate * d[k]",
     "r = 0\n    for k in range(3): r = rate * (r + d[k])", "brackets"),
    ("r = d / (1 + d) ** 2", "r = d / 1 + d ** 2", "brackets"),
    ("r = x.T @ d", "r = (d.T @ x).reshape(3, 4)", "transpose"),
    ("r = W * W", "r = np.dot(W, W.T)", "elementwise-product"),
    ("r = d @ W.T", "r = d * W.T", "elementwise-product"),
    ("r = d.sum(axis=0)", "r = d.sum()", "wrong-axis"),
    ("r = np.max(d, axis=1, keepdims=True)", "r = np.max(d)", "wrong-axis"),
    ("r = np.sum(d, axis=0)", "r = np.mean(d, axis=0)", "mean-for-sum"),
    ("r = np.mean(d, axis=0)", "r = np.sum(d, axis=0)", "missing-1-over-n"),
    ("r = np.einsum('nj,kj->nk', d, d)", "r = np.einsum('nj,kl->nk', d, d)", "wrong-index"),
    ("r = np.einsum('ni,nj->ij', x, d)", "r = np.einsum('ni,nj->ji', x, d).reshape(3, 4)", "transpose"),
    ("r = np.einsum('nj->j', d)", "r = np.einsum('nj->nj', d)", "not-summed"),
    ("r = np.einsum('nj,nj->n', d, d)", "r = np.einsum('nj,nj->j', d, d)", "wrong-axis"),
    ("r = np.outer(b, b)", "r = np.dot(b, b)", "another-function"),
    ("r = np.exp(d)", "r = d", "missing-function"),
    ("r = d", "r = np.abs(d)", "extra-function"),
    ("r = d", "r = d.astype(np.float16)", "extra-function"),
    ("r = d * rate", "r = d", "missing-factor"),
    ("r = d / len(x)", "r = d / 128", "wrong-constant"),
    ("r = d[i]", "r = d[i + 1]", "wrong-index"),
    ("r = [d[k] for k in range(5)]", "r = [d[k] for k in range(4)]", "wrong-index"),
    ("r = d[i, 1]", "r = d[1, i]", "rows-and-columns"),
    ("r = np.where(d > 0, d, 0)", "r = np.where(d < 0, d, 0)", "wrong-comparison"),
    ("r = np.where(d > 0, d, b)", "r = np.where(d > 0, b, d)", "branches-exchanged"),
    ("r = d ** 3", "r = d ** 2", "wrong-constant"),
    ("r = x @ W", "x = x - x.mean(axis=0)\n    r = x @ W", "line-too-many"),
    ("r = 0\n    for k in range(5): r += d[k]", "r = 0\n    for k in range(5): r = d[k]", "assigned-for-added"),
    ("r = 0\n    for k in range(5):\n        r = r + d[k]\n    r = r * 2",
     "r = 0\n    for k in range(5):\n        r = r + d[k]\n        r = r * 2", "wrong-indentation"),
    ("if i > 5:\n        r = d\n    else:\n        r = d * 2",
     "if i > 5:\n        r = d\n    else:\n        r = d * 2\n        r = r - b", "line-too-many"),
    ("if i > 5: r = d\n    else: r = x @ W",
     "if i > 5: r = d\n    elif i > 4: r = x\n    else:\n        x = x * 2\n        r = x @ W", "line-too-many"),
    ("try: r = d.sum(axis=0)\n    except ValueError: r = d",
     "try:\n        d = d * d\n        r = d.sum(axis=0)\n    except ValueError: r = d", "line-too-many"),
    ("match i:\n        case 1: r = d\n        case _: r = d * b",
     "match i:\n        case 1: r = d\n        case _:\n            d = d + b\n            r = d * b", "line-too-many"),
    ("r = d * b", "r = d * b\n    if i > 5: r = d\n    else: r = r * 2", "line-too-many"),
    ("r = d[np.arange(5), np.arange(5) % 4]", "r = d[:, np.arange(5) % 4]", "wrong-index"),
    ("k = np.where(d > 0)\n    r = d.copy()\n    r[k] = 0",
     "k = np.where(d > 0)\n    r = d.copy()\n    r[:, k[1]] = 0", "wrong-index"),
    ("r = d.copy()\n    r[np.arange(5), np.arange(5) % 4] = 0",
     "r = d.copy()\n    r[:, np.arange(5) % 4] = 0", "wrong-index"),
    ("k = d.copy()\n    k *= 2\n    r = d + k", "k = d\n    k *= 2\n    r = d + k", "no-copy"),
    ("r = np.zeros(4)\n    np.add.at(r, [1, 1, 2], 1)", "r = np.zeros(4)\n    r[[1, 1, 2]] += 1", "repeated-index"),
    ("r = d.copy()\n    r /= 5", "r = d.copy()\n    r[0] /= 5", "wrong-index"),
    ("s = d * d\n    r = s + d * d", "s = d * d\n    r = s + b * d", "another-variable"),
]  # fmt: skip
HEAD = "def f(x, d, W, b, i, rate):\n    "


def numbers(seed):
    rng = np.random.default_rng(seed)
    return {
        "x": rng.normal(size=(5, 3)),
        "d": rng.normal(size=(5, 4)),
        "W": rng.normal(size=(3, 4)),
        "b": rng.normal(size=4),
        "i": 2,
        "rate": 0.3,
    }


def computed(program, seed, name="f"):
    """What the function of a program returns on the numbers of a seed; None if it raises."""
    names = {"np": np}
    exec(program, names)
    try:
        with np.errstate(all="ignore"):
            return np.asarray(names[name](**numbers(seed)))
    except (ValueError, TypeError, IndexError, AttributeError, NameError, ZeroDivisionError):
        return None


def same(one, other):
    return one is not None and one.shape == other.shape and np.allclose(one, other)


@pytest.mark.parametrize(("right", "wrong", "mistake"), LINES)
def test_one_of_the_changes_undoes_the_mistake(right, wrong, mistake):
    right, wrong = (f"{HEAD}{line}\n    return r\n" for line in (right, wrong))
    want = [computed(right, seed) for seed in range(2)]
    assert not same(computed(wrong, 0), want[0])
    tiers = edits(ast.parse(wrong), "f", "")
    mending = [
        edit
        for tier in tiers
        for edit in tier
        if all(same(computed(edit.program, seed), want[seed]) for seed in range(2))
    ]
    assert mistake in {edit.mistake for edit in mending}
    same_lines = set(right.splitlines()) & set(wrong.splitlines())
    named = [edit for edit in mending if edit.mistake == mistake]
    moved = mistake == "wrong-indentation"  # then each line is in both
    assert moved or any(wrong.splitlines()[edit.line - 1] not in same_lines for edit in named)


@given(st.sampled_from([wrong for _, wrong, _ in LINES]))
def test_every_change_is_a_program_and_the_file_s_own_text_stays(wrong):
    text = f"{HEAD}{wrong}\n    return r\n"
    module = ast.parse(text)
    before = ast.dump(module)
    programs = [edit.program for tier in edits(module, "f", "") for edit in tier]
    assert programs
    for program in programs:
        compile(program, "<changed>", "exec")
    assert ast.dump(module) == before
    assert text.strip() not in programs


CLASS = """
import numpy as np

def half(x):
    return x / 3

class Base:
    def forward(self, x):
        return self._scaled(x) + half(x)

class Layer(Base):
    def _scaled(self, x):
        return self.__rate * x

    def __init__(self):
        self.__rate = 2
"""


def test_a_change_may_be_in_what_the_method_calls_and_private_names_stay_private():
    module = ast.parse(CLASS)
    right = False
    for tier in edits(module, "Layer", "forward"):
        for edit in tier:
            names: dict = {}
            exec(CLASS, names)
            own = names["Layer"]
            exec(edit.program, names)
            assert names["Layer"].__name__ == "Layer"
            assert issubclass(names["Layer"], own)
            try:
                right = right or names["Layer"]().forward(1.0) == 2.5
            except (AttributeError, TypeError, IndexError, ValueError):
                continue
    assert right  # x / 2 for x / 3, in the function


def test_classes_that_inherit_from_each_other_in_a_circle_end():
    module = ast.parse("class A: pass\nclass B(A):\n    def f(self, x): return x + 1\nclass A(B): pass\n")
    assert [edit for tier in edits(module, "B", "f") for edit in tier]


@pytest.mark.parametrize(("owner", "method"), [("Layer", "backward"), ("Other", "forward"), ("nothing", "")])
def test_what_the_text_does_not_have_has_no_changes(owner, method):
    assert list(edits(ast.parse(CLASS), owner, method)) == []
