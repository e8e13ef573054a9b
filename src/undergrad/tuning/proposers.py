"""What each trial tries. A proposal is a function of the search, its number, and the results that it may know.

So the same seed gives the same proposals whatever the number of workers, and a search that was killed continues with
those it would have made.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np

from undergrad.tuning.search import Search
from undergrad.tuning.space import WHOLE, Range, Values, rounded

#: So many draws in a row that were all there already mean that the space has nothing new to offer.
_DRAWS = 100


class Seen(msgspec.Struct, frozen=True):
    """An earlier trial: what it tried, and the best validation accuracy it reached; None where that is not known yet.

    `by_epoch` has that accuracy at each rung that it reached.
    """

    values: Values
    value: float | None
    by_epoch: dict[int, float] = {}
    stopped: bool = False


def propose(search: Search, number: int, earlier: Sequence[Seen]) -> Values | None:
    """What trial `number`, from 0, tries after all `earlier` ones; None where every possibility has been tried."""
    if search.strategy == "grid":
        return _of_grid(search, number)
    tried = [seen.values for seen in earlier]
    for attempt in range(_DRAWS):
        seed = (search.seed, number, attempt)
        # After ten attempts TPE insists on what it has had: then chance decides.
        if search.strategy == "tpe" and attempt < 10:
            values = _of_tpe(search, seed, earlier)
        else:
            values = search.space.drawn(np.random.default_rng(seed))
        if values not in tried:
            return values
    return None


def _of_grid(search: Search, number: int) -> Values | None:
    """The grid in an order drawn from the seed: whatever part of it is done is spread over all of it."""
    levels = search.space.levels()
    size = math.prod(map(len, levels.values()))
    if number >= size:
        return None
    place = int(np.random.default_rng(search.seed).permutation(size)[number])
    return dict(zip(levels, next(itertools.islice(itertools.product(*levels.values()), place, None)), strict=True))


def _of_tpe(search: Search, seed: tuple[int, ...], earlier: Sequence[Seen]) -> Values:
    """Optuna's tree-structured Parzen estimator (Bergstra et al. 2011), told of every earlier trial anew."""
    import optuna
    from optuna.trial import TrialState, create_trial

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    searched = search.space.searched
    distributions = {key: _distribution(domain) for key, domain in searched.items()}
    sampler = optuna.samplers.TPESampler(
        seed=int(np.random.SeedSequence(seed).generate_state(1)[0]), n_startup_trials=10, multivariate=True
    )
    study = optuna.create_study(direction="maximize", sampler=sampler)
    for seen in earlier:
        params = {key: _inward(searched[key], value) for key, value in seen.values.items()}
        if seen.value is None:  # under way: TPE keeps away from it
            state, value = TrialState.RUNNING, None
        elif seen.stopped:
            state, value = TrialState.PRUNED, None
        else:
            state, value = TrialState.COMPLETE, seen.value
        study.add_trial(
            create_trial(
                state=state,
                value=value,
                params=params,
                distributions=distributions,
                intermediate_values=seen.by_epoch,
            )
        )
    found = study.ask(distributions).params
    return {key: _outward(domain, found[key], whole=key in WHOLE) for key, domain in searched.items()}


def _distribution(domain: tuple[Any, ...] | Range) -> Any:
    from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

    if isinstance(domain, Range):
        return FloatDistribution(float(domain.low), float(domain.high), log=domain.log)
    if all(isinstance(choice, int | float) for choice in domain):
        return IntDistribution(0, len(domain) - 1)  # neighbours are alike
    return CategoricalDistribution(list(range(len(domain))))


def _inward(domain: tuple[Any, ...] | Range, value: Any) -> Any:
    return float(value) if isinstance(domain, Range) else domain.index(value)


def _outward(domain: tuple[Any, ...] | Range, value: Any, *, whole: bool) -> Any:
    return rounded(value, domain, whole=whole) if isinstance(domain, Range) else domain[int(value)]
