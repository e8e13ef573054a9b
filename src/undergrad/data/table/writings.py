"""Names that differ only in spelling: `Yes` and `YES`, `red` and `Red`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from undergrad.data.table.cells import yes_or_no
from undergrad.data.table.raw import listed


def one_writing(counts: Mapping[str, int], known: Sequence[str] | None) -> tuple[dict[str, str], list[str]]:
    """For each class of `counts` (how many rows have it) its name, and remarks about the changes.

    If all are words or digits for yes and no, each of the two gets its most frequent spelling. Others stay as they are,
    with a remark about those that differ only in case. If the classes are `known`, one that differs only in case, or
    means the same yes or no, counts as the known one; others stay as they are.

    >>> one_writing({"Yes": 3, "YES": 1, "no": 2}, None)
    ({'Yes': 'Yes', 'YES': 'Yes', 'no': 'no'}, ["'YES' counts as the class 'Yes'"])
    """
    if known is not None:
        called = dict(zip(counts, counted_as(counts, known), strict=True))
        return called, _changes(called)
    meanings = {text: _meaning(text) for text in counts}
    if set(meanings.values()) != {0.0, 1.0} or all(text in ("0", "1") for text in counts):
        return {text: text for text in counts}, [f"{pair}; each is a class" for pair in alike(counts)]
    best = {
        meaning: min((text for text in counts if meanings[text] == meaning), key=lambda text: (-counts[text], text))
        for meaning in (0.0, 1.0)
    }
    called = {text: best[meaning] for text, meaning in meanings.items() if meaning is not None}
    return called, _changes(called)


def counted_as(texts: Iterable[str], known: Sequence[str]) -> list[str]:
    """The name of each text among the `known` names, from which it may differ in case; an unknown text stays.

    A text that fits two of them fits none.
    """
    exact = set(known)
    by_case = _only(known, str.casefold)
    by_meaning = _only(known, _meaning) if {_meaning(name) for name in known} == {0.0, 1.0} else {}

    def of(text: str) -> str:
        if text in exact:
            return text
        return by_case.get(text.casefold()) or by_meaning.get(_meaning(text)) or text

    return [of(text) for text in texts]


def alike(names: Iterable[str]) -> list[str]:
    """A clause for names that differ only in case.

    >>> alike(["red", "Red", "blue"])
    ["'Red' and 'red' differ in case alone"]
    """
    groups: dict[str, list[str]] = {}
    for name in sorted(names):
        groups.setdefault(name.casefold(), []).append(name)
    twins = [" and ".join(map(repr, group)) for group in groups.values() if len(group) > 1]
    return [f"{listed(twins, 3)} differ in case alone"] if twins else []


def _meaning(text: str) -> float | None:
    return float(text) if text in ("0", "1") else yes_or_no(text)


def _only(known: Sequence[str], key: Callable[[str], Any]) -> dict[Any, str]:
    """The known names by their `key`, if no other name has the same key."""
    names: dict[Any, list[str]] = {}
    for name in known:
        names.setdefault(key(name), []).append(name)
    return {each: group[0] for each, group in names.items() if len(group) == 1 and each is not None}


def _changes(called: Mapping[str, str]) -> list[str]:
    others: dict[str, list[str]] = {}
    for text, name in called.items():
        if text != name:
            others.setdefault(name, []).append(repr(text))
    return [
        f"{listed(sorted(texts), 5)} count{'s' * (len(texts) == 1)} as the class {name!r}"
        for name, texts in sorted(others.items())
    ]
