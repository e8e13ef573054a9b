"""Names that are the same but for the way they are written: `Yes` and `YES`, `red` and `Red`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from undergrad.data.table.cells import yes_or_no
from undergrad.data.table.raw import listed


def one_writing(counts: Mapping[str, int], known: Sequence[str] | None) -> tuple[dict[str, str], list[str]]:
    """For each class of `counts` (how many rows have it) what it is called, and what there is to say of that.

    Where all are words or digits for yes and no, each of the two is called by its most frequent writing. Others stay
    as they are, and those that differ in case alone are said. Where the classes are `known`, one that differs in case
    alone, or is yes or no as they are, counts as the known one; what is none of them stays as it is.

    >>> one_writing({"Yes": 3, "YES": 1, "no": 2}, None)
    ({'Yes': 'Yes', 'YES': 'Yes', 'no': 'no'}, ["'YES' counts as the class 'Yes'"])
    """
    if known is not None:
        called = dict(zip(counts, counted_as(counts, known), strict=True))
        return called, _said(called)
    meanings = {text: _meaning(text) for text in counts}
    if set(meanings.values()) != {0.0, 1.0} or all(text in ("0", "1") for text in counts):
        return {text: text for text in counts}, [f"{pair}; each is a class" for pair in alike(counts)]
    best = {
        meaning: min((text for text in counts if meanings[text] == meaning), key=lambda text: (-counts[text], text))
        for meaning in (0.0, 1.0)
    }
    called = {text: best[meaning] for text, meaning in meanings.items() if meaning is not None}
    return called, _said(called)


def counted_as(texts: Iterable[str], known: Sequence[str]) -> list[str]:
    """What each text is called among the `known` names, which it may differ from in case; else as it is.

    Where it would be two of them, it is none.
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
    """A part of a sentence for names that differ in case alone.

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
    """The known names by their `key`, of those that have it alone."""
    names: dict[Any, list[str]] = {}
    for name in known:
        names.setdefault(key(name), []).append(name)
    return {each: group[0] for each, group in names.items() if len(group) == 1 and each is not None}


def _said(called: Mapping[str, str]) -> list[str]:
    others: dict[str, list[str]] = {}
    for text, name in called.items():
        if text != name:
            others.setdefault(name, []).append(repr(text))
    return [
        f"{listed(sorted(texts), 5)} count{'s' * (len(texts) == 1)} as the class {name!r}"
        for name, texts in sorted(others.items())
    ]
