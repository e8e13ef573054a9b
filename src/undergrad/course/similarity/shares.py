"""Computes how much of its code each submission shares with each other one.

A rare fingerprint has a larger weight: code that the assignment forces on everybody says nothing. Each pair gets two
numbers: the share of the smaller one's fingerprints that the other has too, and the weight of the longest piece that
both have in the same order, which a single copied method shows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from undergrad.course.similarity.fingerprints import LENGTH
from undergrad.course.similarity.programs import Program

#: Fingerprints that a larger share of the class has are left out.
USUAL = 0.5
#: Fingerprints that are further apart than this number of tokens belong to different pieces.
_APART = 2 * LENGTH
#: The smallest weight that a submission is assumed to have.
_LEAST = 20.0
#: The number of places of one fingerprint that are tried: a program may repeat itself.
_TRIED = 3

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Pair:
    """Two programs by their numbers, the first the smaller."""

    first: int
    second: int
    share: float
    piece: float
    #: The number of fingerprints that both have.
    shared: int


@dataclass(frozen=True)
class Shares:
    """Every pair that shares something."""

    pairs: list[Pair]
    #: The weight of each fingerprint, from 0 to 1.
    weights: dict[int, float]
    #: The number of fingerprints that more than USUAL of the class have.
    usual: int


def shares(programs: Sequence[Program]) -> Shares:
    """The shares of all pairs of the programs, which are in the order of their keys."""
    holders: dict[int, list[int]] = {}
    for number, program in enumerate(programs):
        for fingerprint in program.fingerprints:
            holders.setdefault(fingerprint, []).append(number)
    weights = {fingerprint: _weight(len(numbers), len(programs)) for fingerprint, numbers in holders.items()}
    usual = sum(not weight for weight in weights.values())
    if len(programs) < 2:
        return Shares([], weights, usual)
    of_each = [[weights[fingerprint] for fingerprint in one.fingerprints if weights[fingerprint]] for one in programs]
    amounts = np.array([max(math.fsum(of_one), _LEAST) for of_one in of_each])
    # A short submission shares a large part of itself with anybody.
    counts = np.array([len(of_one) for of_one in of_each])
    complete = np.minimum(1, counts / max(np.median(counts) / 2, 1))
    pairs: list[Pair] = []
    for first, rows in enumerate(
        _rows(
            programs, {fingerprint: at for fingerprint, at in holders.items() if len(at) > 1 and weights[fingerprint]}
        )
    ):
        if not rows:
            continue
        second, own, starts, once, fingerprints = (np.concatenate(column) for column in zip(*rows, strict=True))
        weight = np.array([weights[fingerprint] for fingerprint in fingerprints.tolist()])
        summed = np.bincount(second, weight * once, len(programs))
        shared = np.bincount(second, once, len(programs))
        longest = _pieces(second, own, starts, weight, len(programs))
        share = summed / np.minimum(amounts, amounts[first]) * np.minimum(complete, complete[first])
        for other in np.flatnonzero(shared).tolist():
            pairs.append(
                Pair(first, other, min(1.0, round(float(share[other]), 4)), float(longest[other]), int(shared[other]))
            )
    return Shares(pairs, weights, usual)


def _rows(programs: Sequence[Program], holders: Mapping[int, Sequence[int]]) -> Iterator[list[tuple[Array, ...]]]:
    """For each program the places at which a later one has one of its fingerprints too, as columns.

    They are the other's number, the places in the one and in the other, whether it is the first row of this fingerprint
    for this pair, and the fingerprint.
    """
    others: dict[int, tuple[Array, Array, Array]] = {}
    of_program: list[list[int]] = [[] for _ in programs]
    for fingerprint in sorted(holders):  # so that sums do not depend on the order of the programs
        at = [(number, place) for number in holders[fingerprint] for place in _places(programs[number], fingerprint)]
        numbers, places = np.array(at).T
        others[fingerprint] = numbers, places, np.diff(numbers, prepend=-1) != 0
        for number in holders[fingerprint]:
            of_program[number].append(fingerprint)
    for first, fingerprints in enumerate(of_program):
        rows: list[tuple[Array, ...]] = []
        for fingerprint in fingerprints:
            numbers, places, once = others[fingerprint]
            behind = int(np.searchsorted(numbers, first, side="right"))
            count = len(numbers) - behind
            for repeated, place in enumerate(_places(programs[first], fingerprint) if count else ()):
                own, same = np.full(count, place), np.full(count, fingerprint, np.uint64)
                rows.append((numbers[behind:], own, places[behind:], once[behind:] & (not repeated), same))
        yield rows


def _places(program: Program, fingerprint: int) -> list[int]:
    return program.fingerprints[fingerprint][:_TRIED]


def _weight(holders: int, count: int) -> float:
    """1 for fingerprints of at most two submissions, less for more, and 0 for more than USUAL of all `count`."""
    if holders <= 2:
        return 1.0
    return math.log(count / holders) / math.log(count / 2) if holders <= USUAL * count else 0.0


def _pieces(second: Array, own: Array, starts: Array, weight: Array, count: int) -> Array:
    """The weight of the heaviest piece for each other program: fingerprints close together, equally spaced in both.

    Row by row, `second` has the other program's number, and `own` and `starts` where the fingerprint is in the one and
    in the other.
    """
    shift = starts - own
    order = np.lexsort((own, shift, second))
    second, shift, own, weight = second[order], shift[order], own[order], weight[order]
    begins = np.flatnonzero(np.r_[True, (np.diff(second) != 0) | (np.diff(shift) != 0) | (np.diff(own) > _APART)])
    longest = np.zeros(count)
    np.maximum.at(longest, second[begins], np.add.reduceat(weight, begins))
    return longest
