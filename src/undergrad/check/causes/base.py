"""What is told of a mistake."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cause:
    """`what` is wrong; `like` completes "your dW equals ..."; `hint` points to the place, and never gives the solution.

    `math` is the line of mathematics that is violated, where it is not simply the method's formula. `plain` says that
    the message which goes with it always says what is wrong, so that `what` need not be repeated.
    """

    what: str
    hint: str
    like: str = ""
    math: str = ""
    plain: bool = False
