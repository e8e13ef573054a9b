"""The parameters of an estimator: those of the installed scikit-learn, and additional ones by keyword."""

from __future__ import annotations

import functools
import inspect
import math
from collections.abc import Callable, Mapping
from numbers import Integral, Real
from typing import Any

import numpy as np
from sklearn.utils._param_validation import Interval, StrOptions

from undergrad.settings.schedule import SCHEDULES

#: Parameters that scikit-learn's perceptrons lack, with the value that changes nothing ...
ADDED: dict[str, Any] = {
    "dropout": 0.0,
    "batch_norm": False,
    "layers": None,
    "sample_shape": None,
    "optimizer": None,
    "schedule": "constant",
    "best_by": "score",
    "callback": None,
    "progress": False,
}
ADDED_TO_CLASSIFIERS = {"class_weight": None, **ADDED}
#: ... and the constraints on each, in scikit-learn's form.
CONSTRAINTS: dict[str, list[Any]] = {
    "dropout": [Interval(Real, 0, 1, closed="left")],
    "batch_norm": ["boolean"],
    "layers": [str, None],
    "sample_shape": ["array-like", None],
    "optimizer": [str, None],
    "schedule": [StrOptions(set(SCHEDULES))],
    "best_by": [StrOptions({"score", "loss"})],
    "callback": [callable, None],
    "progress": ["boolean"],
}
CONSTRAINTS_OF_CLASSIFIERS = {"class_weight": [dict, StrOptions({"balanced"}), None], **CONSTRAINTS}


def extended(base: type[Any], added: Mapping[str, Any]) -> Callable[..., None]:
    """An `__init__` with the parameters of `base`'s, and the `added` ones (names with defaults) by keyword.

    scikit-learn reads an estimator's parameters from the signature of its `__init__`; so a parameter that a release
    adds to its own class is also a parameter of ours.
    """
    own = inspect.signature(base.__init__)
    keywords = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=value) for name, value in added.items()]
    signature = own.replace(parameters=[*own.parameters.values(), *keywords])

    @functools.wraps(base.__init__)
    def __init__(self: Any, *arguments: Any, **parameters: Any) -> None:
        bound = signature.bind(self, *arguments, **parameters)
        bound.apply_defaults()
        values = {name: bound.arguments.pop(name) for name in added}
        base.__init__(*bound.args, **bound.kwargs)
        vars(self).update(values)

    __init__.__signature__ = signature  # type: ignore[attr-defined]
    return __init__


def defaults(kind: type[Any]) -> dict[str, Any]:
    """Every parameter with its default, from scikit-learn and this module; a subclass may have fewer."""
    methods = (vars(base).get("__init__") for base in kind.__mro__)
    made: Any = next(method for method in methods if hasattr(method, "__signature__"))
    return {name: parameter.default for name, parameter in inspect.signature(made).parameters.items()}


def check_together(estimator: Any, *, incremental: bool) -> None:
    """Raise ValueError if parameters contradict each other."""
    e, usual = estimator, defaults(type(estimator))
    if e.layers is None and e.sample_shape is not None:
        raise ValueError("sample_shape is the shape of a sample for `layers`; give `layers`, or leave it out")
    if e.solver == "lbfgs":
        stochastic = {"dropout": e.dropout, "batch_norm": e.batch_norm, "layers": e.layers, "optimizer": e.optimizer}
        stochastic |= {"schedule": e.schedule != usual["schedule"], "callback": e.callback, "progress": e.progress}
        for name, value in stochastic.items():
            if value:
                raise ValueError(
                    f"{name} works with the solvers 'sgd' and 'adam'; 'lbfgs' descends over all samples at once"
                )
    if e.layers is not None:
        sizes = tuple(np.atleast_1d(e.hidden_layer_sizes).tolist())
        replaced = {"hidden_layer_sizes": sizes, "activation": e.activation}
        for name, value in (replaced | {"dropout": e.dropout, "batch_norm": e.batch_norm}).items():
            if value != usual[name]:
                raise ValueError(f"`layers` is the whole network; leave {name} at its default, or put it into `layers`")
    if e.learning_rate != usual["learning_rate"] and (e.optimizer is not None or e.schedule != usual["schedule"]):
        what = "optimizer" if e.optimizer is not None else "schedule"
        raise ValueError(f"{what} goes with learning_rate='constant', not {e.learning_rate!r}; leave one of them out")
    if e.best_by != "score" and not e.early_stopping:
        raise ValueError("best_by chooses among the iterations of early stopping; give early_stopping=True with it")
    if incremental and e.schedule != usual["schedule"]:
        raise ValueError("partial_fit does not know how many iterations follow, so it takes no schedule")
    if incremental and getattr(e, "class_weight", None) == "balanced":
        raise ValueError(
            "partial_fit does not know how often the classes come, so it takes no class_weight='balanced'; give a dict"
        )


def sample_shape(estimator: Any, features: int) -> tuple[int, ...]:
    """The shape of one sample. ValueError if it does not have this number of features."""
    shape = (features,) if estimator.sample_shape is None else tuple(estimator.sample_shape)
    if not all(isinstance(size, Integral) and int(size) > 0 for size in shape) or math.prod(shape) != features:
        raise ValueError(f"sample_shape is {shape}, but X has {features} features; its numbers must multiply to that")
    return shape
