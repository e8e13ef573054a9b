"""What the checker can ask: one exercise a method."""

from undergrad.check.contract import contracts
from undergrad.check.exercises.base import Exercise
from undergrad.check.exercises.init import DrawnWeights
from undergrad.check.exercises.network import Differentiates, Loses, OnNetwork, RefusesSecond, Steps

#: Methods of which a contract says only a part.
_SPECIAL: dict[str, type[Exercise]] = {
    "FCLayer.__init__": DrawnWeights,
    "ClassifierModel.add_layer": RefusesSecond,
    "ClassifierModel.predict": OnNetwork,
    "ClassifierModel.forward": Loses,
    "ClassifierModel.backward": Differentiates,
    "ClassifierModel.update": Steps,
    "ClassifierModel.summary": OnNetwork,
}

#: Every exercise by `Class.method`.
EXERCISES: dict[str, Exercise] = {
    name: _SPECIAL.get(name, Exercise)(contract, method)
    for contract in contracts().values()
    for method in contract.methods
    if (name := f"{contract.layer}.{method}")
}

__all__ = ["EXERCISES", "Exercise"]
