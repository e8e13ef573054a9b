"""Proposes the values of each trial. A proposal is a function of the search, its number, and the results it may use.

So the same seed gives the same proposals for any number of workers, and a killed search continues with the proposals
that it would have made.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np

from undergrad.tuning.domains import Range, rounded
from undergrad.tuning.search import Search
from undergrad.tuning.space import Values

#: After this many successive draws of values that were already tried, the remaining ones are enumerated.
_DRAWS = 20


class Seen(msgspec.Struct, frozen=True):
    """An earlier trial: its values, and the merit of its best validation measure; None before it ended.

    `by_epoch` has that merit at each rung that it reached. A merit is greater if the measure is better.
    """

    values: Values
    merit: float | None
    by_epoch: dict[int, float] = {}
    stopped: bool = False


def propose(search: Search, number: int, earlier: Sequence[Seen]) -> Values | None:
    """The values of trial `number`, from 0, after all `earlier` trials; None if every possibility has been tried."""
    space = search.space
    if search.strategy == "grid":
        # In an order drawn from the seed: then any finished part of the grid is spread over all of it.
        grid = space.grid()
        order = np.random.default_rng(search.seed).permutation(len(grid))
        return grid[int(order[number])] if number < len(grid) else None
    tried = {space.effective(seen.values) for seen in earlier}
    for attempt in range(_DRAWS):
        seed = (search.seed, number, attempt)
        # After ten attempts TPE still insists on values that it has tried: then choose at random.
        if search.strategy == "tpe" and attempt < 10:
            values = _of_tpe(search, seed, earlier)
        else:
            values = space.drawn(np.random.default_rng(seed))
        if space.effective(values) not in tried:
            return values
    left = [values for values in space.combinations() or [] if space.effective(values) not in tried]
    return left[int(np.random.default_rng((search.seed, number)).integers(len(left)))] if left else None


def _of_tpe(search: Search, seed: tuple[int, ...], earlier: Sequence[Seen]) -> Values:
    """Optuna's tree-structured Parzen estimator (Bergstra et al. 2011), rebuilt from all earlier trials."""
    import optuna
    from optuna.trial import TrialState, create_trial

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    searched = search.space.searched
    distributions = {key: _distribution(domain, whole=search.space.is_whole(key)) for key, domain in searched.items()}
    sampler = optuna.samplers.TPESampler(
        seed=int(np.random.SeedSequence(seed).generate_state(1)[0]),
        n_startup_trials=10,
        multivariate=True,
        constant_liar=True,
    )
    study = optuna.create_study(direction="maximize", sampler=sampler)
    for seen in earlier:
        params = {key: _inward(searched[key], value) for key, value in seen.values.items()}
        if seen.merit is None:  # still running: TPE avoids its values
            kind, value = TrialState.RUNNING, None
        elif seen.stopped:
            kind, value = TrialState.PRUNED, None
        else:
            kind, value = TrialState.COMPLETE, seen.merit
        study.add_trial(
            create_trial(
                state=kind,
                value=value,
                params=params,
                distributions=distributions,
                intermediate_values=seen.by_epoch,
            )
        )
    proposed = study.ask(distributions).params
    return {key: _outward(domain, proposed[key], whole=search.space.is_whole(key)) for key, domain in searched.items()}


def _distribution(domain: tuple[Any, ...] | Range, *, whole: bool) -> Any:
    from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

    if isinstance(domain, Range) and whole:
        return IntDistribution(int(domain.low), int(domain.high), log=domain.log)
    if isinstance(domain, Range):
        return FloatDistribution(float(domain.low), float(domain.high), log=domain.log)
    if all(isinstance(choice, int | float) for choice in domain):
        return IntDistribution(0, len(domain) - 1)  # neighbours are similar
    return CategoricalDistribution(list(range(len(domain))))


def _inward(domain: tuple[Any, ...] | Range, value: Any) -> Any:
    return value if isinstance(domain, Range) else domain.index(value)


def _outward(domain: tuple[Any, ...] | Range, value: Any, *, whole: bool) -> Any:
    return rounded(value, domain, whole=whole) if isinstance(domain, Range) else domain[int(value)]
