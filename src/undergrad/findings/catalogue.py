"""The catalogue of every mistake that the check can name, from `words/mistakes.json`."""

from __future__ import annotations

import msgspec

from undergrad.display.languages import Text
from undergrad.findings.sentences import Words, joined, phrase, table


class Mistake(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`what` is wrong; `like` completes "your dW equals ..."; `hint` points to the place but never gives the solution.

    `math` is the violated line of mathematics, if it is not the method's formula. `plain` means that the message of
    the check already says what is wrong, so that `what` is not repeated.
    """

    what: Text
    hint: Text
    like: Text | None = None
    math: Text | str = ""
    plain: bool = False


#: Every named mistake.
MISTAKES: dict[str, Mistake] = table("mistakes", dict[str, Mistake])


def named(causes: tuple[str, ...]) -> list[Mistake]:
    """The catalogue's entries for these names; unknown names are left out."""
    return [MISTAKES[cause] for cause in causes if cause in MISTAKES]


def like(cause: str) -> Words:
    """The words for what numbers with this mistake equal."""
    return MISTAKES[cause].like or MISTAKES[cause].what


def evidence(quantity: Words, likes: list[Words], error: float, ambiguous: bool = False) -> Words:
    """The sentence that proves mistakes: it says what the student's `quantity` equals, and how closely."""
    like = joined("either", likes) if ambiguous else joined("both", likes)
    if len(likes) > 1 and not ambiguous:
        like = phrase("with-both", likes=like)
    return phrase("equals", quantity=quantity, like=like, error=max(error, 1e-16))
