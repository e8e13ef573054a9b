"""Describes an object's constructor, its attributes, and the letters in its shapes."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator

from undergrad import layers
from undergrad.contracts.contract import Contract
from undergrad.course.handout.formulas import typeset
from undergrad.course.handout.notation import Math
from undergrad.course.handout.shapes import shapes_of
from undergrad.course.sentences import say
from undergrad.display.languages import Language
from undergrad.exercises import course


def made(contract: Contract) -> str:
    """The constructor's call, with the textbook's names and defaults: `MaxPoolingLayer(kernel_size, stride=2)`."""
    if contract.function:
        return f"{contract.layer}({', '.join(contract.methods['__call__'].arguments)})"
    return f"{contract.layer}({', '.join(map(str, _parameters(contract)))})"


def shape_of_attributes(contract: Contract) -> Iterator[tuple[str, str]]:
    """The attributes of a new object: arrays with their shapes in letters, others with "".

    A model's arrays are its layers', which they name by number: they are not listed.
    """
    for name in contract.sets:
        shape = contract.numbers[name].shape if name in contract.numbers else None
        sides = [str(side) for side in shape] if isinstance(shape, list) else []
        if not name[-1].isdigit():
            yield name, "" if not sides else f"({sides[0]},)" if len(sides) == 1 else f"({', '.join(sides)})"


def legend(contract: Contract, names: Iterable[str], language: Language, show: Callable[[Math], str]) -> Iterator[str]:
    """The meaning of each letter in the shapes of the methods `names`: an argument, a formula, or words."""
    shapes = [shape for name in names for shape in shapes_of(name).values() if shape.startswith("(")]
    shapes += [shape for _, shape in shape_of_attributes(contract)]
    written = set(re.findall(r"\w+", " ".join(shapes)))
    written |= {
        letter for known in written & contract.follows.keys() for letter in re.findall(r"\w+", contract.follows[known])
    }
    arguments = dict(zip(contract.made_with, (parameter.name for parameter in _parameters(contract)), strict=False))
    letters = [letter for letter in (*contract.sizes, *contract.called) if letter in written]
    for letter in sorted(letters, key=lambda letter: letter in contract.follows):
        if letter in contract.follows:
            [[meaning]] = typeset(f"{letter} = {contract.follows[letter]}", contract.sizes)
            yield meaning if isinstance(meaning, str) else show(meaning)
        elif arguments.get(letter, letter) != letter:
            yield say("task-letter", letter=letter, meaning=f"`{arguments[letter]}`")[language]
        elif len(letter) == 1:
            kind = "image-" if "W" in (*contract.sizes, *contract.called) else ""
            yield say("task-letter", letter=letter, meaning=say(f"task-letter-{kind}{letter}"))[language]


def _parameters(contract: Contract) -> list[inspect.Parameter]:
    """The parameters of the textbook's constructor, as many as the contract has."""
    textbook = getattr(layers, contract.layer, None) or getattr(course, contract.layer, None)
    if textbook is None or contract.function:
        return [inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD) for name in contract.made_with]
    parameters = list(inspect.signature(textbook).parameters.values())[: len(contract.made_with)]
    return [parameter.replace(annotation=inspect.Parameter.empty) for parameter in parameters]
