"""A network of an experiment: its architecture and its training. Both have several notations and one stored form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from undergrad.architecture import Architecture, short
from undergrad.errors import UsageError
from undergrad.notation.calls import filled, holes
from undergrad.outputs import CLASSES, Output, output_named
from undergrad.settings import Hyperparameters, written_out

#: The name of a network without a hidden layer.
NO_LAYERS = "softmax"
#: The name of the network without hidden layers that is trained beside a table's network for comparison.
LINE = "line"
_LONGEST_NAME = 60
#: The short form's keys.
SHORT = ("hidden", "activation")


# With slots, msgspec fills in the defaults that a record omits; without, it leaves them in the class.
@dataclass(frozen=True, kw_only=True, slots=True)
class Network(Hyperparameters):
    """An architecture, as a canonical text, and its training: the values of `Hyperparameters`.

    UsageError for a text that describes no architecture.

    >>> network = Network(name="small", layers="fc( 32 ),relu", epochs=5)
    >>> network.layers, network.hidden, network.activation, network.epochs
    ('fc(32), relu', (32,), 'relu', 5)
    """

    #: Its name, also in its runs' folders; in a file, by default the name of its activation function.
    name: str
    #: Its hidden layers as a text, empty for the softmax alone; in a file also as `hidden` and `activation`.
    layers: str = str(short())
    #: Its output as a text, which determines its loss and its measure: `classes`, `huber(delta=5)`.
    output: str = CLASSES.name
    #: The test measure that the homework reports, if it does.
    homework: float | None = None

    def __post_init__(self) -> None:
        Hyperparameters.__post_init__(self)
        object.__setattr__(self, "layers", str(Architecture.parse(self.layers)))
        object.__setattr__(self, "output", output_named(self.output).text)

    def check(self) -> None:
        """Raise UsageError, one sentence, for a value that no network can be built or trained with."""
        Hyperparameters.check(self)
        measure = self.puts_out.measure
        low, high = measure.bounds
        if self.homework is not None and not low <= self.homework <= high:
            raise UsageError(
                f"homework must be a test {measure.words['en']} between {low:g} and {high:g}, not {self.homework!r}"
            )
        check_folder_name("network", self.name)

    @property
    def architecture(self) -> Architecture:
        """The network as an object."""
        return Architecture.parse(self.layers)

    @property
    def puts_out(self) -> Output:
        """Its output as an object. UsageError for an unknown one."""
        return output_named(self.output)

    @property
    def hidden(self) -> tuple[int, ...]:
        """The widths of the hidden fully connected layers."""
        return self.architecture.hidden

    @property
    def activation(self) -> str:
        """The distinct activation functions; empty if there are none."""
        return self.architecture.activation

    @property
    def structure(self) -> str:
        """The canonical text for people; without a hidden layer it is the output's: `softmax`."""
        return self.layers or self.puts_out.layer_name


#: The keys of a network in a file, besides those of the short form.
KEYS = tuple(entry.name for entry in fields(Network) if entry.name not in ("name", "homework"))


def layers_of(table: Mapping[str, Any], where: str) -> str:
    """The text of the network that `layers`, or `hidden` and `activation`, of a table describe; `where` names it.

    A text may leave the activation function open: `fc(32), {activation}`. UsageError if both forms are used.
    """
    if "layers" not in table:
        return str(short(**{key: table[key] for key in SHORT if key in table}))
    text = table["layers"]
    open_ = set(holes(text)) if isinstance(text, str) else set()
    if open_ - {"activation"}:
        raise UsageError(
            f"layers of {where} have the placeholder {{{min(open_ - {'activation'})}}}, which only a search fills"
        )
    if open_ and "activation" not in table:
        raise UsageError(f"layers of {where} have the placeholder {{activation}}; say which with activation")
    for key in SHORT:
        if key in table and (key == "hidden" or not open_):
            raise UsageError(f"{where} has both layers and {key}; give one of the two forms")
    return filled(text, lambda name: str(table[name])) if open_ else text


def name_of(table: Mapping[str, Any], layers: str) -> str:
    """The default name of a network: its activation function, or its layers."""
    if "layers" not in table or "activation" in table:
        return as_folder_name(str(table.get("activation", "relu")))
    return as_folder_name(layers)[:_LONGEST_NAME].strip("-.") if layers else NO_LAYERS


_RENAMED = {"best_val_accuracy": "best_val_measure", "test_accuracy": "test"}


def renewed(record: Any) -> Any:
    """A stored record of version 0.1.0, converted to the present form.

    Its networks have widths, activation and momentum, and their results are called accuracies, since there was no other
    measure.
    """
    if isinstance(record, list):
        return [renewed(entry) for entry in record]
    if not isinstance(record, dict):
        return record
    record = {_RENAMED.get(key, key): value for key, value in record.items()}
    if {"name", "reg_lambda", *SHORT} <= record.keys():
        kept = {key: value for key, value in record.items() if key not in SHORT}
        return written_out({**kept, "layers": str(short(record["hidden"], record["activation"]))})
    return {key: renewed(value) for key, value in record.items()}


# Names become folders on every system: letters of any script, digits, and a few signs inside.
_FOLDER_NAME = re.compile(r"\w([\w .+-]*[\w+-])?")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def check_folder_name(what: str, name: str) -> None:
    """Raise UsageError unless the name of a `what` can name a folder on every system.

    >>> check_folder_name("experiment", "a/b")
    Traceback (most recent call last):
        ...
    undergrad.errors.UsageError: the experiment name 'a/b' cannot name a folder; use letters, digits and dashes
    """
    if not _FOLDER_NAME.fullmatch(name) or _RESERVED.fullmatch(name):
        raise UsageError(f"the {what} name {name!r} cannot name a folder; use letters, digits and dashes")


def as_folder_name(text: str) -> str:
    """`text` as a name that a folder can have.

    >>> as_folder_name("my data (1)")
    'my-data-1'
    """
    return re.sub(r"[^\w.+]+", "-", text).strip("-.") or "data"
