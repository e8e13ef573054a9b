"""What the checker can ask: one exercise a method."""

from undergrad.check.contract import contracts, name_of
from undergrad.check.exercises.base import Exercise
from undergrad.check.exercises.init import DrawnWeights
from undergrad.check.exercises.network import Differentiates, Loses, OnNetwork, RefusesSecond, Steps

#: Methods of which a contract says only a part.
_SPECIAL: dict[str, type[Exercise]] = {
    "ClassifierModel.add_layer": RefusesSecond,
    "ClassifierModel.predict": OnNetwork,
    "ClassifierModel.forward": Loses,
    "ClassifierModel.backward": Differentiates,
    "ClassifierModel.update": Steps,
    "ClassifierModel.summary": OnNetwork,
}

#: Every exercise by `Class.method`.
EXERCISES: dict[str, Exercise] = {
    name: _SPECIAL.get(name, DrawnWeights if terms.draws else Exercise)(contract, method)
    for contract in contracts().values()
    for method, terms in contract.methods.items()
    if (name := name_of(contract.layer, method))
}

__all__ = ["EXERCISES", "Exercise"]
