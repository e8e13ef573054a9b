"""Pairs of submissions that share more code than most, side by side: a list to read, not a verdict."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from undergrad.course.output.class_parts import Class, section, sentence
from undergrad.course.records import Region, SimilarPair
from undergrad.display.markup import element

#: The line endings of Python; `splitlines` knows more endings, so its lines would have other numbers.
_LINE_END = re.compile(r"\r\n|\r|\n")
_PAIRS = 100
_LINES, _LETTERS = 60, 160  # of a region, and of one of its lines


def similar(of: Class, text: Callable[[str, str], str]) -> Element | None:
    """The pairs, the most similar first; `text` returns the text of a key's file. None if nothing was compared."""
    words, pairs = of.words, of.grades.similar
    if not pairs and not of.grades.similar_about:
        return None
    shown = pairs[:_PAIRS]
    left = words.count("similar-more", len(pairs) - _PAIRS) if len(pairs) > _PAIRS else None
    return section(
        "similar",
        words("similar"),
        sentence(words("similar-about"), "help"),
        sentence(of.grades.similar_about) if of.grades.similar_about else None,
        None if pairs else sentence(words("similar-none")),
        *(_pair(of, pair, text) for pair in shown),
        sentence(left) if left else None,
    )


def _pair(of: Class, pair: SimilarPair, text: Callable[[str, str], str]) -> Element:
    words = of.words
    first, second = of.row(pair.first), of.row(pair.second)
    share = words("similar-share", percent=f"{100 * pair.share:.0f}", shared=pair.shared)
    stands_out = element("strong", {}, f" · {words('stands-out')}") if pair.stands_out else None
    summary = element("summary", {}, *of.called(first), " – ", *of.called(second), f": {share}", stands_out)
    links = element("p", {"class": "help"}, of.link(first), " – ", of.link(second))
    regions = [_region(of, pair, region, text) for region in pair.regions]
    return element("details", {"class": "pair"}, summary, links, *regions)


def _region(of: Class, pair: SimilarPair, region: Region, text: Callable[[str, str], str]) -> Element:
    sides = (
        (pair.first, region.first_file, region.first_lines),
        (pair.second, region.second_file, region.second_lines),
    )
    return element("div", {"class": "beside"}, *(_side(of, key, file, lines, text) for key, file, lines in sides))


def _side(of: Class, key: str, file: str, lines: tuple[int, int], text: Callable[[str, str], str]) -> Element:
    words = of.words
    place = words("lines-of", file=words.cut(file, 60), first=lines[0], last=lines[1])
    who = words.person(of.row(key))
    code = element(
        "pre", {"tabindex": "0", "aria-label": f"{who}: {place}"}, "\n".join(_numbered(of, text(key, file), *lines))
    )
    return element(
        "figure", {}, element("figcaption", {}, element("span", {}, *of.called(of.row(key))), f", {place}"), code
    )


def _numbered(of: Class, text: str, first: int, last: int) -> Iterator[str]:
    """The lines from `first` to `last` with their numbers; long lines and long lists are cut, with a mark."""
    lines = _LINE_END.split(text)[first - 1 : last]
    for number, line in enumerate(lines[:_LINES], first):
        yield f"{number:4} {of.words.cut(line, _LETTERS)}"
    if len(lines) > _LINES:
        yield of.words.count("more-lines", len(lines) - _LINES)
