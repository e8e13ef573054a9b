"""Which name of the contract another one may stand for: misspelt, or from another year of the course."""

from __future__ import annotations

from collections.abc import Iterable

from undergrad.errors import nearest

_OTHER_YEARS = {
    "FullyConnectedLayer": "FCLayer",
    "FullyConnected": "FCLayer",
    "Linear": "FCLayer",
    "Affine": "FCLayer",
    "Dense": "FCLayer",
    "SoftmaxOutputLayer": "SoftmaxLayer",
    "Softmax": "SoftmaxLayer",
    "SoftmaxWithLoss": "SoftmaxLayer",
    "CNN_Classifier": "ClassifierModel",
    "Classifier": "ClassifierModel",
    "ReLULayer": "ReLU",
    "SigmoidLayer": "Sigmoid",
    "TanhLayer": "Tanh",
}


def standing_for(name: str, others: Iterable[str]) -> str | None:
    """The one of `others`, names in the file, that may be what the contract calls `name`."""
    others = list(others)
    of_years = [other for other in others if _OTHER_YEARS.get(other) == name]
    return of_years[0] if of_years else nearest(name, others, 0.7)


def meant(name: str, others: Iterable[str]) -> str:
    """How a sentence goes on that says that `name` is missing."""
    other = standing_for(name, others)
    return f", but {other}; is {name} meant?" if other else ""
