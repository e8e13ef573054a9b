"""Matches the lines of a platform's file with submissions. A doubtful case is a sentence, not a match."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import msgspec

from undergrad.course.records import Row
from undergrad.course.sentences import say
from undergrad.course.sheets import comparable
from undergrad.display.languages import LANGUAGES, Text
from undergrad.display.terminal import on_one_line

_SHOWN = 10  # the number of names in one sentence
#: The characters in a name that are not letters: "Kim, Minsu", "Lee-Park", "O'Neill".
_BETWEEN = re.compile(r"[\W_]+")


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a platform's file; unknown fields are empty."""

    #: The platform's own number of the person.
    number: str = ""
    #: The fields that may be the student id: the id number, the login, the mail address.
    ids: tuple[str, ...] = ()
    name: str = ""


class Matches(msgspec.Struct, frozen=True, kw_only=True):
    """The submission of each line that has one, by the index of the line."""

    rows: dict[int, Row]
    #: The people without a match, and why.
    remarks: tuple[Text, ...]


def match(rows: Iterable[Row], people: Sequence[Person], number_of: Callable[[Row], str]) -> Matches:
    """Match submissions and people by the platform's number, which `number_of` reads from a submission, by student id,
    and by name.

    All known fields must agree: a submission that fits several people, or whose number, id and name belong to different
    people, gets no match. Neither do two submissions that fit the same person.
    """
    spelled = [_spellings(person.number, person.ids, person.name) for person in people]
    places: list[dict[str, set[int]]] = [{}, {}, {}]  # by number, by id, by name
    for place, names in enumerate(spelled):
        for index, of_one in zip(places, names, strict=True):
            for name in of_one:
                index.setdefault(name, set()).add(place)
    of_place: dict[int, list[Row]] = {}
    unknown, doubtful = list[Row](), list[Row]()
    for row in rows:
        names = _spellings(number_of(row), (row.student_id,), row.name)
        fitting = [
            set[int]().union(*(index[name] for name in of_one if name in index))
            for index, of_one in zip(places, names, strict=True)
        ]
        known = [fits for fits in fitting if fits]
        common = set.intersection(*known) if known else set()
        if len(common) == 1:
            of_place.setdefault(common.pop(), []).append(row)
        else:
            (doubtful if known else unknown).append(row)
    doubtful += [row for rows_of_one in of_place.values() if len(rows_of_one) > 1 for row in rows_of_one]
    remarks = []
    if unknown:
        remarks.append(say("match-unknown", who=who(unknown)))
    if doubtful:
        remarks.append(say("match-doubtful", who=who(doubtful)))
    return Matches(
        rows={place: rows_of_one[0] for place, rows_of_one in sorted(of_place.items()) if len(rows_of_one) == 1},
        remarks=tuple(remarks),
    )


def who(rows: Sequence[Row]) -> Text:
    """The names of some submissions, the first of them if there are many."""
    return listed([" ".join(filter(None, (row.student_id, row.name))) or row.key for row in rows])


def listed(names: Sequence[str]) -> Text:
    """Some names with commas, the first of them if there are many."""
    shown = ", ".join(on_one_line(name) for name in names[:_SHOWN])
    if len(names) <= _SHOWN:
        return dict.fromkeys(LANGUAGES, shown)
    return say("match-and-more", names=shown, count=len(names) - _SHOWN)


def _spellings(number: str, ids: Iterable[str], name: str) -> tuple[set[str], set[str], set[str]]:
    """The possible spellings of number, ids and name: people who share one are the same."""
    return {number} - {""}, {one for each in ids for one in _of_id(each)}, set(_of_name(name))


def _of_id(text: str) -> list[str]:
    """A student id, without the zeros that a spreadsheet drops; of a mail address only the part before the @."""
    spelled = comparable(text).partition("@")[0]
    return [spelled.lstrip("0") or spelled] if spelled else []


def _of_name(text: str) -> list[str]:
    """A name with its parts in any order, and joined in both orders, as Korean names are written."""
    parts = [part for part in _BETWEEN.split(comparable(text)) if part]
    return [" ".join(sorted(parts)), "".join(parts), "".join([*parts[1:], *parts[:1]])] if parts else []
