"""The fingerprints of a program: a few of its sequences of tokens, chosen so that a copy has the same ones.

Winnowing, as S. Schleimer, D. S. Wilkerson and A. Aiken describe it in "Winnowing: local algorithms for document
fingerprinting", SIGMOD 2003: every sequence of `LENGTH` tokens has a hash, and from every `WINDOW` consecutive ones the
smallest is kept, the last of equal ones. So any `LENGTH + WINDOW - 1` tokens that two programs have in common leave a
fingerprint in both, and nothing shorter than `LENGTH` leaves one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

#: Tokens in a sequence, and sequences in a window.
LENGTH, WINDOW = 10, 4


def hashes(texts: Sequence[str]) -> list[int]:
    """A number for every sequence of LENGTH tokens, by its beginning; the same on every machine."""
    encoded = [text.encode("utf-8") for text in texts]
    joined = (b"\0".join(encoded[start : start + LENGTH]) for start in range(len(texts) - LENGTH + 1))
    return [int.from_bytes(hashlib.blake2b(sequence, digest_size=8).digest(), "big") for sequence in joined]


def winnowed(numbers: Sequence[int], kept: Sequence[int]) -> list[int]:
    """The places of the fingerprints among the hashes at the places `kept`; the other hashes are ignored.

    >>> winnowed([7, 3, 9, 3, 8, 8], kept=[0, 1, 2, 3, 4, 5])
    [3]
    """
    windows = (kept[start : start + WINDOW] for start in range(max(1, len(kept) - WINDOW + 1)))
    return sorted({min(window, key=lambda place: (numbers[place], -place)) for window in windows if window})
