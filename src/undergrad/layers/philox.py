"""Random bits as a function of a place: the counter-based generator Philox4x32-10, in array operations.

J. K. Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3". Each 128 bits are a function of a counter of
four words and a key of two, and do not depend on earlier draws. So a training that continues after an interruption
draws the same numbers as without it, and so does any engine with any number of threads.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: The constants of the generator; other implementations of the same bits need them too.
MULTIPLIERS = (np.uint64(0xD2511F53), np.uint64(0xCD9E8D57))
WEYL = (np.uint64(0x9E3779B9), np.uint64(0xBB67AE85))
_LOW, _WORD = np.uint64(0xFFFFFFFF), np.uint64(32)
ROUNDS = 10

#: Four words of 32 bits, each an array of the same shape or a single number.
Words = tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.uint64], NDArray[np.uint64]]


def philox(counter: Words, key: tuple[int, int]) -> Words:
    """The four words for each `counter`, under the two words of the `key`.

    >>> zero = np.zeros(1, np.uint64)
    >>> [f"{int(word[0]):08x}" for word in philox((zero, zero, zero, zero), (0, 0))]
    ['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8']
    """
    a, b, c, d = counter
    first, second = map(np.uint64, key)
    for _ in range(ROUNDS):
        left, right = a * MULTIPLIERS[0], c * MULTIPLIERS[1]
        a, b, c, d = (right >> _WORD) ^ b ^ first, right & _LOW, (left >> _WORD) ^ d ^ second, left & _LOW
        first, second = (first + WEYL[0]) & _LOW, (second + WEYL[1]) & _LOW
    return a, b, c, d


def words_at(count: int, key: int, *place: int) -> NDArray[np.uint64]:
    """`count` words of 32 bits, a function only of the 64 bits of `key` and of three words for a place.

    Word i is word i mod 4 of counter (i // 4, *place), each modulo 2^32.
    """
    blocks = np.arange(-(-count // 4), dtype=np.uint64)
    a, b, c = (np.full_like(blocks, number & 0xFFFFFFFF) for number in place)
    words = philox((blocks & _LOW, a, b, c), (key & 0xFFFFFFFF, (key >> 32) & 0xFFFFFFFF))
    return np.stack(words, axis=1).ravel()[:count]
