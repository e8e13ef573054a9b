"""Which name of the contract another one may stand for: misspelt, or from another year of the course."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from undergrad.check.tables import table
from undergrad.errors import nearest


class OtherNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Names from other years of the course and from elsewhere.

    `classes` holds those of classes, each with what the contract calls it: a class so called may be meant. One that is
    among the `same` is that class. `attributes` holds, for a class of the contract and each of its attributes, what the
    attribute is also called; `methods` the same of its methods.
    """

    classes: dict[str, str]
    same: dict[str, str]
    attributes: dict[str, dict[str, list[str]]]
    methods: dict[str, dict[str, list[str]]]


def other_names() -> OtherNames:
    """The table."""
    names: OtherNames = table("other_names", OtherNames)
    return names


def standing_for(name: str, others: Iterable[str]) -> str | None:
    """The one of `others`, names in the file, that may be what the contract calls `name`."""
    others = list(others)
    known = other_names().classes
    of_years = [other for other in others if known.get(other) == name]
    return of_years[0] if of_years else nearest(name, others, 0.7)
