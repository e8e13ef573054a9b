"""The optimizers by name, and the optimizer that a text describes."""

from __future__ import annotations

import functools
import inspect
from typing import Any

from undergrad.errors import UsageError, unknown
from undergrad.notation.arguments import bound
from undergrad.notation.calls import parse_calls
from undergrad.notation.declaration import declarations, explain
from undergrad.notation.kinds import Kind
from undergrad.optimizers.adagrad import AdaGrad
from undergrad.optimizers.adam import Adam
from undergrad.optimizers.adamw import AdamW
from undergrad.optimizers.base import Optimizer
from undergrad.optimizers.rmsprop import RMSProp
from undergrad.optimizers.sgd import SGD

#: The optimizers by their names in texts.
OPTIMIZERS: dict[str, type[Optimizer]] = {kind.word: kind for kind in (SGD, AdaGrad, RMSProp, Adam, AdamW)}
for _kind in OPTIMIZERS.values():
    explain(_kind)


def parse_optimizer(text: str) -> Optimizer:
    """The optimizer that the text describes. UsageError, one sentence, if it describes none.

    >>> parse_optimizer("adam( beta_1 = 0.95 )")
    Adam(beta_1=0.95, beta_2=0.999, epsilon=1e-08, epsilon_hat=False)
    >>> str(parse_optimizer("sgd(0.9, False)"))
    'sgd(momentum=0.9)'
    """
    if not isinstance(text, str):
        raise UsageError(f"optimizer must be a text like 'sgd(momentum=0.9)', not {text!r}")
    return _parsed(text)


@functools.lru_cache(maxsize=4096)
def _parsed(text: str) -> Optimizer:
    calls = parse_calls(text, "optimizer")
    if len(calls) != 1:
        raise UsageError(f"optimizer must be one of {', '.join(OPTIMIZERS)}, as 'sgd(momentum=0.9)', not {text!r}")
    [call] = calls
    if call.name not in OPTIMIZERS:
        raise unknown("optimizer", call.name, OPTIMIZERS)
    kind = OPTIMIZERS[call.name]
    return kind(**dict(bound(call, inspect.signature(kind))))


def text_of(optimizer: Optimizer) -> str:
    """The canonical text. UsageError for a user's own optimizer, which has no text."""
    if type(optimizer) not in OPTIMIZERS.values():
        raise UsageError(
            f"{type(optimizer).__name__} has no name in texts, only {', '.join(OPTIMIZERS)} have; in a "
            "loop of your own undergrad.engines.Descent takes it"
        )
    return str(optimizer)


def optimizer_text() -> Kind:
    """The kind of values that describe an optimizer."""

    def fits(value: Any) -> bool:
        parse_optimizer(value)  # its sentence says more than the kind's words
        return True

    return Kind("an optimizer, as 'sgd(momentum=0.9)'", fits, "text")


def with_momentum(momentum: Any) -> str:
    """The text of gradient descent with that momentum, the short form of many options and files. UsageError.

    >>> with_momentum(0.9), with_momentum(0)
    ('sgd(momentum=0.9)', 'sgd')
    """
    declarations(SGD)["momentum"].kind.check("momentum", momentum)
    return str(SGD(momentum=float(momentum)))
