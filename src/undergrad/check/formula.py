"""A formula with dials: the right one, and every one that a student could have written in its place.

A dial is a place in the formula with the right option and wrong ones, each with the name of its mistake. With all dials
on right the formula is the textbook's; one dial off is one mistake, two dials off are two. A mistake is named when the
student's numbers are those of one setting only.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from undergrad.check.compare import FIT, relative_error
from undergrad.sandbox.worker.script import NDArray

#: (the mistake's name, the option). The first option of a dial has no name: it is the right one.
Options = Sequence[tuple[str | None, Any]]


@dataclass(frozen=True)
class Fit:
    """A setting that gives the student's numbers: its mistakes, and how closely."""

    causes: tuple[str, ...]
    error: float
    #: Whether it is said of the result as a whole: a description of what happened, less exact than a place in it.
    vague: bool = False


@dataclass(frozen=True)
class Formula:
    """`combine` of one option of each dial; `wholes` are mistakes that replace the formula altogether."""

    dials: Mapping[str, Options]
    combine: Callable[..., Any]
    wholes: Options = ()

    def settings(self, mistakes: int) -> Iterator[tuple[tuple[str, ...], bool, NDArray]]:
        """Every setting with exactly that many mistakes: their names, whether vague, and the numbers they give."""
        names = list(self.dials)
        right = {name: options[0][1] for name, options in self.dials.items()}
        for chosen in itertools.combinations(names, mistakes):
            for wrong in itertools.product(*(self.dials[name][1:] for name in chosen)):
                options = right | {name: option for name, (_, option) in zip(chosen, wrong, strict=True)}
                causes = tuple(str(cause) for cause, _ in wrong)
                vague = "whole" in chosen
                yield from _evaluated(causes, vague, lambda options=options: self.combine(**options))  # type: ignore[misc]
        if mistakes == 1:
            for cause, value in self.wholes:
                yield from _evaluated((str(cause),), False, lambda value=value: value() if callable(value) else value)  # type: ignore[misc]


def _evaluated(
    causes: tuple[str, ...], vague: bool, compute: Callable[[], Any]
) -> Iterator[tuple[tuple[str, ...], bool, NDArray]]:
    with np.errstate(all="ignore"):
        try:
            value = np.asarray(compute())
        except (ValueError, IndexError):  # this mistake cannot be made on these shapes
            return
    if value.dtype.kind in "biuf":
        yield causes, vague, value


def search(got: NDArray, formula: Formula, want: NDArray) -> list[Fit]:
    """The settings with the fewest mistakes, at most two, that give `got`. `want` is the right answer."""
    for mistakes in (1, 2):
        found: dict[tuple[str, ...], Fit] = {}
        for causes, vague, value in formula.settings(mistakes):
            if relative_error(value, want) <= FIT or len(set(causes)) < mistakes:
                continue  # on these numbers it is no mistake
            fit = Fit(tuple(sorted(causes)), relative_error(got, value), vague)
            known = found.get(fit.causes)
            if fit.error <= FIT and (known is None or (fit.vague, fit.error) < (known.vague, known.error)):
                found[fit.causes] = fit
        exact = [fit for fit in found.values() if not fit.vague]
        if found:
            return exact or list(found.values())
    return []


def whole(n: int) -> Options:
    """The dial that every formula has: what was done to the result as a whole."""
    return (
        (None, _same),
        ("sign", lambda value: -value),
        ("transpose", lambda value: np.asarray(value).T),
        ("extra-1-over-n", lambda value: value / n),
        ("times-n", lambda value: value * n),
        ("doubled", lambda value: 2 * value),
        ("halved", lambda value: value / 2),
    )


def _same(value: Any) -> Any:
    return value


def l2_dial(W: NDArray, reg_lambda: float, n: int) -> Options:
    """The term reg_lambda W of a gradient, and what becomes of it."""
    right = reg_lambda * W
    return (
        (None, right),
        ("missing-l2", 0 * W),
        ("l2-twice", 2 * right),
        ("l2-half", right / 2),
        ("l2-over-n", right / n),
        ("l2-times-n", n * right),
        ("l2-sign", -right),
        ("l2-without-lambda", W),
        ("l2-without-w", reg_lambda + 0 * W),
        ("l2-lambda-squared", reg_lambda * right),
        ("l2-squared", reg_lambda * W * W),
        ("l2-absolute-value", reg_lambda * np.sign(W)),
        ("l2-absolute-value", reg_lambda * np.abs(W)),
        ("l2-a-number", reg_lambda * np.linalg.norm(W) + 0 * W),
        ("l2-a-number", reg_lambda * np.linalg.norm(W, 2) + 0 * W),
        ("l2-a-number", reg_lambda / 2 * np.sum(W * W) + 0 * W),
        ("l2-a-number", reg_lambda * np.sum(W * W) + 0 * W),
        ("l2-a-number", right / np.linalg.norm(W)),
    )
