"""The named mistakes, in a language, as Markdown: a table, and for each mistake wrong code with its report."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from tools.mistakes.kept import Said, read
from undergrad.display.languages import Language, Text
from undergrad.findings.catalogue import MISTAKES

_HEADS: dict[Language, tuple[str, str, str]] = {
    "en": ("name", "what is wrong", "what to think about"),
    "ko": ("이름", "무엇이 틀렸는가", "생각해 볼 것"),
}
_COUNTS: dict[Language, str] = {"en": "{} of them.", "ko": "모두 {}가지입니다."}


#: Names in code with which a sentence may begin; they keep their small letter.
_CODE = (
    *("alpha", "b", "backward", "beta", "db", "delta", "dx", "e", "epsilon", "gamma", "momentum", "relu", "reshape"),
    *("softmax", "update", "velocity", "w", "x", "y", "z"),
)


class Group(NamedTuple):
    """Mistakes in the same classes."""

    title: Text
    classes: tuple[str, ...]


#: Mistakes in the book's exercises.
BOOK = Group({"en": "The exercises of the book", "ko": "책의 연습문제"}, ())
#: Mistakes that are possible in any method, whatever its formula is.
ANYWHERE = Group({"en": "In any method, and in the file itself", "ko": "어느 메서드에서나, 그리고 파일 자체"}, ())
GROUPS = (
    Group({"en": "Activation functions", "ko": "활성화 함수"}, ("ReLU", "Sigmoid", "Tanh", "LeakyReLU", "ELU")),
    Group({"en": "The fully connected layer", "ko": "완전연결층"}, ("FCLayer",)),
    Group({"en": "Softmax with cross-entropy", "ko": "소프트맥스와 교차 엔트로피"}, ("SoftmaxLayer",)),
    Group({"en": "The L2 term and the model", "ko": "L2 항과 모델"}, ("Norm", "ClassifierModel", "CNN_Classifier")),
    Group(
        {"en": "Convolution and pooling", "ko": "합성곱과 풀링"}, ("zero_pad", "ConvolutionLayer", "MaxPoolingLayer")
    ),
    Group(
        {"en": "Batch normalisation and dropout", "ko": "배치 정규화와 드롭아웃"}, ("BatchNormLayer", "DropoutLayer")
    ),
    Group(
        {"en": "Outputs other than classes", "ko": "클래스가 아닌 출력"},
        ("LogisticLayer", "SquaredErrorLayer", "AbsoluteErrorLayer", "HuberLayer", "PoissonLayer"),
    ),
    Group({"en": "Optimizers", "ko": "옵티마이저"}, ("SGD", "Momentum", "RMSProp")),
    Group({"en": "Metrics", "ko": "평가 지표"}, ("EvaluationMetric",)),
    BOOK,
    ANYWHERE,
)
_ANYWHERE = (
    *("array-subclass", "batch-of-one", "crash", "endless", "exits", "float32-result", "forbidden-call", "loops"),
    *("import-not-allowed", "input-changed", "interpreter-crash", "memory", "memory-order", "missing-attribute"),
    *("missing-class", "missing-method", "not-a-class", "not-an-array", "not-finite", "not-written", "prints"),
    *("overflow-warning", "removed-numpy-name", "result-destroyed", "returns-complex", "returns-list", "returns-none"),
    *("returns-text", "second-call-differs", "shared-state", "slow-import", "syntax-error", "textbook-imported"),
    *("undefined-function", "upstream-changed", "writes-answers", "wrong-dtype", "wrong-shape", "wrong-signature"),
)


def mistakes_page() -> str:
    """The page in English."""
    return page_in("en")


def mistakes_in_korean() -> str:
    """The page in Korean."""
    return page_in("ko")


def page_in(language: Language) -> str:
    """A table of all names, and below it a section for each, in groups."""
    examples = read()
    parts = [mistakes_table(language)]
    for group, names in grouped(examples).items():
        title = next(one.title for one in GROUPS if one.title["en"] == group)
        parts += [f"## {title[language]}", *(_section(name, examples.get(name), language) for name in names)]
    return "\n\n".join(parts) + "\n"


def mistakes_table(language: Language) -> str:
    """Every named mistake: its description and the check's hint."""
    rows = [
        (f"[`{name}`](#{name})", _plain(mistake.what[language]), _plain(mistake.hint[language]))
        for name, mistake in sorted(MISTAKES.items())
    ]
    return f"{_COUNTS[language].format(len(rows))}\n\n" + table(_HEADS[language], rows)


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table in Markdown."""
    lines = [head, ("---",) * len(head), *(tuple(cell.replace("|", "&#124;") for cell in row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def grouped(kept: dict[str, Said]) -> dict[str, list[str]]:
    """The names of mistakes by their group's title in English, each in one group."""
    groups: dict[str, list[str]] = {group.title["en"]: [] for group in GROUPS}
    for name in sorted(MISTAKES):
        groups[_group(name, kept.get(name)).title["en"]].append(name)
    return {title: names for title, names in groups.items() if names}


def _group(name: str, said: Said | None) -> Group:
    if name in _ANYWHERE or said is None:
        return ANYWHERE
    if said.assignment.startswith("book-"):
        return BOOK
    # The class that the report is about, which need not be the first in the code.
    judged = said.said["en"].partition(":")[0].split()[-1].partition(".")[0]
    return next((group for group in GROUPS if judged in group.classes), ANYWHERE)


def _section(name: str, said: Said | None, language: Language) -> str:
    parts = [f"### {name}", _sentence(MISTAKES[name].what[language], language)]
    if said is not None:
        parts += [f"```python\n{said.code}\n```", f"```text\n{said.said[language]}\n```"]
    return "\n\n".join(parts)


def _sentence(what: str, language: Language) -> str:
    first = what.split()[0]
    # A word at the beginning gets a capital letter; code and numbers do not change.
    is_word = language == "en" and first.isalpha() and first.islower() and first not in _CODE
    return _plain(what[0].upper() + what[1:] if is_word else what) + "."


def _plain(text: str) -> str:
    """A text without markup; code in backticks stays code."""
    pieces = re.split(r"(`[^`]+`)", text)
    plain = "".join(piece if piece.startswith("`") else re.sub(r"([<*$\\])", r"\\\1", piece) for piece in pieces)
    return re.sub(r"^([+-])(?= )", r"\\\1", plain)  # no item of a list
