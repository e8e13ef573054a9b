"""A class of sixty, as its files arrive: right answers in many styles, mistakes that students make, and the rest.

`make_class` writes the files and says what must become of each. Contents come from the zoo of the check; here they get
names, numbers and packages: zips with names in UTF-8, CP949 and the decomposed form of a Mac, deep folders, notebooks,
several files that import each other, bare files and folders.
"""

from __future__ import annotations

import io
import json
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path

from tests.check.zoo import Solution, solutions

RIGHT = (
    *("plain", "relu-maximum", "sigmoid-by-tanh", "sigmoid-clipped-at-500", "tanh-of-numpy", "recomputed-forward"),
    *("out-arguments", "fc-einsum", "fc-homogeneous", "softmax-logsumexp", "epsilon-by-clip", "inheritance"),
    *("dataclasses", "python-loops", "korean", "typed"),
)
HARMLESS = (
    *("homework-answer", "relu-in-place-forward", "naive-formulas", "spectral-norm", "only-what-is-asked"),
    *("helper-modules", "cp949", "utf8-bom", "crlf", "prints"),
)
WRONG = (
    *("fc-forward-misses-bias", "fc-backward-misses-l2", "fc-backward-dw-averaged", "fc-backward-db-not-summed"),
    *("fc-backward-dx-not-transposed", "fc-forward-not-flattened", "fc-backward-l2-per-sample", "sigmoid-backward-l2"),
    *("tanh-backward-not-squared", "relu-backward-upstream-ignored", "sigmoid-forward-exp-over-exp"),
    *("softmax-forward-overflows", "softmax-backward-not-averaged", "ce-loss-argmax", "ce-loss-without-epsilon"),
    *("relu-forward-first-mask-kept", "sigmoid-backward-upstream-ignored", "softmax-forward-axis-0"),
)
UNFINISHED = ("relu-backward-not-written", "tanh-backward-not-written", "softmax-backward-not-written")
#: What nobody can judge without looking: the text of the file, and a word of the reason.
FOR_A_PERSON = (
    ("waits for input", "name = input('your name: ')\n{}", "line 1"),
    ("missing package", "import a_package_of_nobody\n{}", "a_package_of_nobody"),
    ("syntax error", "{}\nclass ReLU\n", "class ReLU"),
    ("leaves", "import sys\n{}\nsys.exit('done')\n", "sys.exit"),
    ("another homework", "class Perceptron:\n    pass\n", "Perceptron"),
)
_FAMILIES, _GIVEN = "김이박최정강조윤장임한오서신권황안송류홍", ("민준", "서연", "도윤", "지우", "하은", "시우")


@dataclass(frozen=True)
class Expected:
    """What must become of one student's submission."""

    student_id: str
    name: str
    what: str
    #: Whether the check can judge it; otherwise `says` is in the reason.
    graded: bool = True
    says: str = ""
    #: Methods that lose their points; all others with points keep them.
    lost: tuple[str, ...] = ()


def make_class(folder: Path, only: slice = slice(None)) -> list[Expected]:
    """Write what arrives into `folder`, of the sixty those that `only` takes; what must become of each."""
    by_id = {solution.id: solution for solution in solutions()}
    whole = [by_id[name] for name in (*RIGHT, *HARMLESS, *WRONG, *UNFINISHED)]
    makers = [(solution.id, _files(solution), _lost(solution), "") for solution in whole]
    plain = by_id["plain"].source
    makers += [(what, {"Answer.py": text.format(plain).encode()}, (), says) for what, text, says in FOR_A_PERSON]
    makers += [(f"notebook of {name}", _notebook(by_id[name]), _lost(by_id[name]), "") for name in (RIGHT[1], WRONG[0])]
    makers += [("parts", _in_parts(plain), (), ""), ("blank", _blank(plain), _ALL, "")]
    makers += [
        (f"again {name}", _files(by_id[name]), _lost(by_id[name]), "") for name in (RIGHT[3], WRONG[3], WRONG[8])
    ]
    makers.append(("PDF alone", {}, (), "and no code"))
    assert len(makers) == 60, len(makers)
    expected = []
    for number, (what, files, lost, says) in list(enumerate(makers))[only]:
        student_id = f"2023{1001 + number}"
        name = f"{_FAMILIES[number % len(_FAMILIES)]}{_GIVEN[number % len(_GIVEN)]}"
        files = files | {f"HW3_{student_id}_{name}.pdf": b"%PDF-1.4\n%%EOF\n"}
        _PACKAGES[number % len(_PACKAGES)](folder, f"HW3_{student_id}_{name}", files)
        expected.append(Expected(student_id, name, what, graded=not says, says=says, lost=lost))
    return expected


#: Every method of the homework with points.
_ALL = (
    *("ReLU.forward", "ReLU.backward", "Sigmoid.forward", "Sigmoid.backward", "Tanh.forward", "Tanh.backward"),
    *("FCLayer.forward", "FCLayer.backward", "SoftmaxLayer.forward", "SoftmaxLayer.ce_loss", "SoftmaxLayer.backward"),
)


def _lost(solution: Solution) -> tuple[str, ...]:
    is_wrong = solution.kind == "wrong" and solution.severity == "fail"
    return (f"{solution.class_name}.{solution.method}",) if is_wrong else ()


def _files(solution: Solution) -> dict[str, bytes]:
    return {"Answer.py": solution.content, **dict(solution.beside)}


def _notebook(solution: Solution) -> dict[str, bytes]:
    """The same in cells, one a class, with a magic and a line of the shell."""
    pieces = solution.source.split("\nclass ")
    cells = ["%matplotlib inline\n!pip list\n" + pieces[0], *(f"class {piece}" for piece in pieces[1:])]
    code = [
        {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": cell.splitlines(True)}
        for cell in cells
    ]
    text = {"cell_type": "markdown", "metadata": {}, "source": ["# 과제 3"]}
    book = {"cells": [text, *code], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return {"hw3.ipynb": json.dumps(book, ensure_ascii=False).encode()}


def _in_parts(source: str) -> dict[str, bytes]:
    """Activation functions in one file, the rest in another that imports them."""
    start, end = source.index("class ReLU"), source.index("class FCLayer")
    activations = "import numpy as np\n\n\n" + source[start:end]
    rest = source[:start] + "from activations import ReLU, Sigmoid, Tanh\n\n\n" + source[end:]
    return {"activations.py": activations.encode(), "Answer.py": rest.encode()}


def _blank(source: str) -> dict[str, bytes]:
    """The classes with nothing written."""
    lines = ["class ReLU:", "class Sigmoid:", "class Tanh:", "class FCLayer:", "class SoftmaxLayer:"]
    methods = "\n    def forward(self, x):\n        out = None\n        return out\n"
    methods += "\n    def backward(self, d_prev=1, reg_lambda=0):\n        dx = None\n        return dx\n"
    loss = "\n    def ce_loss(self, y_hat, y):\n        self.loss = None\n        return self.loss\n"
    return {"Answer.py": ("import numpy as np\n" + "\n".join(line + methods for line in lines) + loss).encode()}


def _zip_with(names: str, inner: str = "") -> object:
    def write(folder: Path, name: str, files: dict[str, bytes]) -> None:
        (folder / f"{name}.zip").write_bytes(
            zipped({f"{inner.format(name)}{path}": b for path, b in files.items()}, names)
        )

    return write


def _deep(folder: Path, name: str, files: dict[str, bytes]) -> None:
    """As a Mac packs it: a folder, its resource forks, a file of the Finder."""
    inside = {f"{name}/hw3/{path}": content for path, content in files.items()}
    forks = {f"__MACOSX/{name}/hw3/._{path}": b"\0\5\x16\7" for path in files}
    (folder / f"{name}.zip").write_bytes(zipped(inside | forks | {f"{name}/.DS_Store": b"\0\0\0\1Bud1"}, "decomposed"))


def _folder(folder: Path, name: str, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        place = folder / name / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def _zip_of_zip(folder: Path, name: str, files: dict[str, bytes]) -> None:
    (folder / f"{name}.zip").write_bytes(zipped({f"{name}.zip": zipped(files, "utf-8")}, "utf-8"))


class _Named(zipfile.ZipInfo):
    """An entry whose name is written in CP949 without saying so, as Korean Windows does."""

    def _encodeFilenameFlags(self):
        return self.filename.encode("cp949"), self.flag_bits & ~0x800


def zipped(files: dict[str, bytes], names: str) -> bytes:
    """A zip with its names in "utf-8", "cp949", or "decomposed" as on a Mac."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            if names == "cp949":
                entry: zipfile.ZipInfo = _Named(path, (2026, 11, 20, 18, 30, 0))
            else:
                written = unicodedata.normalize("NFD", path) if names == "decomposed" else path
                entry = zipfile.ZipInfo(written, (2026, 11, 20, 18, 30, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return buffer.getvalue()


_PACKAGES = (
    *(_zip_with("utf-8"), _zip_with("cp949", "{}/"), _zip_with("decomposed"), _deep, _folder, _zip_of_zip),
    _zip_with("utf-8", "제출/{}/코드/"),
)
