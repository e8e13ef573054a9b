"""Compares all submissions of a class with each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from undergrad.course.records import SimilarPair
from undergrad.course.sentences import say
from undergrad.course.similarity.fingerprints import WINDOW
from undergrad.course.similarity.programs import LONGEST, program, sequences
from undergrad.course.similarity.regions import regions
from undergrad.course.similarity.shares import USUAL, Pair, shares
from undergrad.course.similarity.threshold import FEWEST, threshold
from undergrad.display.languages import LANGUAGES, Text

#: Below these nothing stands out, however little the class has in common; above the last share everything does.
_LOWEST_SHARE, _LOWEST_PIECE, _HIGHEST_SHARE = 0.5, 15.0, 0.75
#: The number of listed pairs if fewer stand out, the largest number of pairs, and the pieces of each.
_LISTED, _MOST, _PIECES = 20, 200, 50


def compare(
    submissions: Mapping[str, Mapping[str, str]], template: str | None = None
) -> tuple[list[SimilarPair], Text]:
    """The pairs of submissions that share most, in order, and a description of the measure.

    `submissions` has the texts of each one's files by their paths; they need not be valid Python. Code from `template`,
    the handout, is left out. The class itself decides whether a pair stands out; in a class of less than FEWEST none
    does. Nothing depends on the order of the submissions.

    >>> pairs, about = compare({"kim": {"a.py": "x = 1"}, "lee": {"a.py": "x = 1"}})
    >>> pairs, about["en"].split(";")[0]
    ([], '0 submissions with code of their own are too few to tell what is usual')
    """
    handout = sequences(template) if template is not None else frozenset[int]()
    arrived = [program(key, submissions[key], handout) for key in sorted(submissions)]
    programs = [one for one in arrived if one.fingerprints]
    every = shares(programs)
    bars = _bars(every.pairs, len(programs))
    ranked = sorted(
        every.pairs,
        key=lambda pair: (-bars.height(pair), -pair.share, -pair.shared, pair.first, pair.second),
    )
    enough = len(programs) >= FEWEST
    outstanding = sum(bars.height(pair) >= 1 for pair in ranked) if enough else 0
    listed = ranked[: min(max(outstanding, _LISTED), _MOST)]
    similar = [
        SimilarPair(
            first=programs[pair.first].key,
            second=programs[pair.second].key,
            share=pair.share,
            shared=pair.shared,
            stands_out=enough and bars.height(pair) >= 1,
            regions=regions(programs[pair.first], programs[pair.second], every.weights, _PIECES),
        )
        for pair in listed
    ]
    return similar, _together(
        _measured(len(programs), outstanding, bars)
        if enough
        else say("similar-too-few", count=len(programs), fewest=FEWEST),
        say("similar-cut", count=outstanding, most=_MOST) if outstanding > _MOST else None,
        say("similar-nothing-own", count=len(arrived) - len(programs)) if len(arrived) > len(programs) else None,
        say("similar-handout" if template is not None else "similar-no-handout"),
        say("similar-usual", count=every.usual, percent=round(100 * USUAL)) if every.usual else None,
        *(say("similar-long", name=one.key, characters=f"{LONGEST:,}") for one in arrived if one.cut),
        say("similar-to-read"),
    )


@dataclass(frozen=True)
class _Bars:
    """The share and the piece from which on a pair stands out, and the median of the largest shares."""

    share: float = _LOWEST_SHARE
    piece: float = _LOWEST_PIECE
    usual: float = 0.0

    def height(self, pair: Pair) -> float:
        """The pair's height relative to the bars: 1 where it begins to stand out."""
        return max(pair.share / self.share, pair.piece / self.piece)


def _bars(pairs: list[Pair], count: int) -> _Bars:
    """The bars of the class, if it is large enough."""
    if count < FEWEST:
        return _Bars()
    largest = np.zeros((2, count))
    for pair in pairs:
        for number in (pair.first, pair.second):
            largest[:, number] = np.maximum(largest[:, number], (pair.share, pair.piece))
    share = min(max(threshold(largest[0]), _LOWEST_SHARE), _HIGHEST_SHARE)
    piece = max(threshold(largest[1]), _LOWEST_PIECE)
    return _Bars(share, piece, float(np.median(largest[0])))


def _measured(count: int, outstanding: int, bars: _Bars) -> Text:
    """Sentences about the usual shares in the class, and about the bars."""
    return say(
        "similar-measured",
        count=count,
        usual=round(100 * bars.usual),
        share=round(100 * bars.share),
        tokens=round(bars.piece * (WINDOW + 1) / 2),
        outstanding=outstanding,
    )


def _together(*sentences: Text | None) -> Text:
    """The sentences that are not empty, joined."""
    return {language: " ".join(one[language] for one in sentences if one) for language in LANGUAGES}
