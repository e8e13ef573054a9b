"""The reference of named mistakes: what is wrong, wrong code, and the paragraph in which the check says so."""

from __future__ import annotations

from typing import NamedTuple

from tools.mistakes.kept import Said, read
from undergrad.check.catalogue import MISTAKES


class Group(NamedTuple):
    """Mistakes that are made in the same classes."""

    title: str
    classes: tuple[str, ...]


GROUPS = (
    Group("Activation functions", ("ReLU", "Sigmoid", "Tanh", "LeakyReLU", "ELU")),
    Group("The fully connected layer", ("FCLayer",)),
    Group("Softmax with cross-entropy", ("SoftmaxLayer",)),
    Group("The L2 term and the model", ("Norm", "ClassifierModel", "CNN_Classifier")),
    Group("Convolution and pooling", ("zero_pad", "ConvolutionLayer", "MaxPoolingLayer")),
    Group("Batch normalisation and dropout", ("BatchNormLayer", "DropoutLayer")),
    Group(
        "Outputs other than classes",
        ("LogisticLayer", "SquaredErrorLayer", "AbsoluteErrorLayer", "HuberLayer", "PoissonLayer"),
    ),
    Group("Optimizers", ("SGD", "Momentum", "RMSProp")),
    Group("Metrics", ("EvaluationMetric",)),
)
#: Of functions that the book's exercises ask for, and whatever else is no class of the homework's.
BOOK = "The exercises of the book"
#: What can happen in any method, whatever its formula is.
ANYWHERE = "In any method, and in the file itself"
_ANYWHERE = (
    *("array-subclass", "batch-of-one", "crash", "endless", "exits", "float32-result", "forbidden-call", "loops"),
    *("import-not-allowed", "input-changed", "interpreter-crash", "memory", "memory-order", "missing-attribute"),
    *("missing-class", "missing-method", "not-a-class", "not-an-array", "not-finite", "not-written", "prints"),
    *("overflow-warning", "removed-numpy-name", "result-destroyed", "returns-complex", "returns-list", "returns-none"),
    *("returns-text", "second-call-differs", "shared-state", "slow-import", "syntax-error", "textbook-imported"),
    *("undefined-function", "upstream-changed", "writes-answers", "wrong-dtype", "wrong-shape", "wrong-signature"),
)


def mistakes_page() -> str:
    """A table of all names, and below it a section for each, in groups."""
    kept = read()
    rows = [f"| [`{name}`](#{name}) | {_cell(MISTAKES[name].what['en'])} |" for name in sorted(MISTAKES)]
    parts = [f"{len(MISTAKES)} of them.\n\n| name | what is wrong |\n| --- | --- |\n" + "\n".join(rows)]
    for title, names in grouped(kept).items():
        parts += [f"## {title}", *(_section(name, kept.get(name)) for name in names)]
    return "\n\n".join(parts) + "\n"


def grouped(kept: dict[str, Said]) -> dict[str, list[str]]:
    """The names of mistakes by the title of their group, each in one."""
    groups: dict[str, list[str]] = {group.title: [] for group in GROUPS} | {BOOK: [], ANYWHERE: []}
    for name in sorted(MISTAKES):
        groups[_title(name, kept.get(name))].append(name)
    return {title: names for title, names in groups.items() if names}


def _title(name: str, said: Said | None) -> str:
    if name in _ANYWHERE or said is None:
        return ANYWHERE
    if said.assignment.startswith("book-"):
        return BOOK
    # The class that the report is about, which need not be the first in the code.
    judged = said.said["en"].partition(":")[0].split()[-1].partition(".")[0]
    return next((group.title for group in GROUPS if judged in group.classes), ANYWHERE)


def _section(name: str, said: Said | None) -> str:
    mistake = MISTAKES[name]
    parts = [f"### {name}", f"{_sentence(mistake.what['en'])}"]
    if said is not None:
        parts += [f"```python\n{said.code}\n```", f"```text\n{said.said['en']}\n```"]
    return "\n\n".join(parts)


def _sentence(what: str) -> str:
    text = what.replace("<", r"\<").replace("*", r"\*").replace("_", r"\_").replace("$", r"\$").replace("|", r"\|")
    return text[0].upper() + text[1:] + "." if text[0].isalpha() and text.split()[0].islower() else text + "."


def _cell(what: str) -> str:
    return what.replace("|", "&#124;").replace("<", r"\<").replace("*", r"\*").replace("$", r"\$")
