"""Finds the lines that two submissions have in common."""

from __future__ import annotations

from collections.abc import Mapping

from undergrad.course.records import Region
from undergrad.course.similarity.fingerprints import LENGTH
from undergrad.course.similarity.programs import Program

#: Places of one fingerprint that are tried: a program may repeat itself.
_TRIED = 4


def regions(first: Program, second: Program, weights: Mapping[int, float], most: int) -> tuple[Region, ...]:
    """The pieces of own code that both have, the longest first, at most `most`, and none twice.

    Each contains a fingerprint that not everybody has, and extends as far as the tokens are the same in both.
    """
    seeds = sorted(
        (place, other)
        for fingerprint in first.fingerprints.keys() & second.fingerprints.keys()
        if weights[fingerprint]
        for place in first.fingerprints[fingerprint][:_TRIED]
        for other in second.fingerprints[fingerprint][:_TRIED]
    )
    reached: dict[int, int] = {}  # the end of the last piece with the same shift
    pieces = []
    for place, other in seeds:
        if place < reached.get(other - place, -1):
            continue
        start = _along(first, second, place - 1, other - 1, -1) + 1
        end = _along(first, second, place + LENGTH, other + LENGTH, 1)
        reached[other - place] = end
        pieces.append((start, end, other - place))
    pieces.sort(key=lambda piece: (piece[0] - piece[1], piece))
    taken_first, taken_second = [False] * len(first.texts), [False] * len(second.texts)
    chosen: list[Region] = []
    for start, end, shift in pieces:
        if len(chosen) == most:
            break
        if any(taken_first[start:end]) or any(taken_second[start + shift : end + shift]):
            continue
        taken_first[start:end] = taken_second[start + shift : end + shift] = [True] * (end - start)
        (file, line), (_, last) = first.places[start], first.places[end - 1]
        (file_2, line_2), (_, last_2) = second.places[start + shift], second.places[end + shift - 1]
        chosen.append(
            Region(first_file=file, first_lines=(line, last), second_file=file_2, second_lines=(line_2, last_2))
        )
    return tuple(chosen)


def _along(first: Program, second: Program, place: int, other: int, step: int) -> int:
    """The first place, from `place` on in steps, at which the programs differ or have tokens that are not their own."""
    while (
        0 <= place < len(first.texts)
        and 0 <= other < len(second.texts)
        and first.texts[place] == second.texts[other]
        and first.own[place]
        and second.own[other]
    ):
        place, other = place + step, other + step
    return place
