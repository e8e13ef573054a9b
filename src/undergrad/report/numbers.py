"""Which hyperparameters a report shows, and how. Both follow from their declarations."""

from __future__ import annotations

from collections.abc import Iterator

from undergrad.display.languages import Language
from undergrad.experiments import Network
from undergrad.report.words import say
from undergrad.settings import DECLARATIONS, DEFAULTS

#: The homework's own protocol, which is shown even if it is the default.
_PROTOCOL = ("epochs", "learning_rate", "batch_size", "reg_lambda")


def matters(network: Network, name: str) -> bool:
    """Whether that number changes the network's training; the steps of an unused schedule do not."""
    return network.schedule == "step" if name.startswith("step_") else getattr(network, name) != DEFAULTS[name]


def protocol_parts(networks: tuple[Network, ...], language: Language) -> Iterator[str]:
    """`epochs 100`, `learning rate 0.1, 0.2`: the protocol's numbers, and the others that matter to any network."""
    for name in DECLARATIONS:
        if name in _PROTOCOL or any(matters(network, name) for network in networks):
            yield f"{say(name, language)} {each(shown(getattr(network, name)) for network in networks)}"


def each(texts: Iterator[str]) -> str:
    """The text of every network, or a single one if all are the same."""
    every = list(texts)
    return every[0] if len(set(every)) == 1 else ", ".join(every)


def shown(value: object) -> str:
    """A value as text for people."""
    if isinstance(value, tuple):
        return ", ".join(map(shown, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
