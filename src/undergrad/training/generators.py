"""The random streams of a seed."""

from __future__ import annotations

import numpy as np

from undergrad.notation.kinds import check_whole


def generators(seed: int) -> tuple[np.random.Generator, np.random.Generator]:
    """Two independent generators for a seed: for the split of the data, and for the first weights.

    They are NumPy's default generators, seeded with the two children of the seed's `SeedSequence`. UsageError unless
    the seed is a whole number from 0 on.

    >>> split_rng, weights_rng = generators(0)
    >>> split_rng.random() == generators(0)[0].random(), split_rng.random() == weights_rng.random()
    (True, False)
    """
    check_whole("seed", seed, least=0)
    split, weights = np.random.SeedSequence(int(seed)).spawn(2)
    return np.random.default_rng(split), np.random.default_rng(weights)


def order_generator(seed: int, epoch: int) -> np.random.Generator:
    """A generator for the order of samples in an epoch, independent of the two above and of every other epoch's."""
    return np.random.default_rng(np.random.SeedSequence(int(seed), spawn_key=(2, epoch)))
