"""With the same random_state, a fit has scikit-learn's numbers, iteration after iteration, but for rounding."""

from __future__ import annotations

import numpy as np
import pytest

from tests.estimators.pairs import (
    ACTIVATIONS,
    ITERATIONS,
    KINDS,
    SOLVERS,
    both,
    both_fitted,
    check_same,
    check_same_predictions,
    distance,
    needs_weights,
    problem,
)

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")

STOCHASTIC = {
    "early stopping": {"early_stopping": True},
    "no shuffling": {"shuffle": False},
    "short last batch": {"batch_size": 32},
    "batches that come out even": {"batch_size": 23},
    "strong L2": {"alpha": 10.0, "batch_size": 50},
}
SGD = {
    "invscaling": {"learning_rate": "invscaling", "learning_rate_init": 0.01, "power_t": 0.3},
    "adaptive": {"learning_rate": "adaptive", "n_iter_no_change": 1, "tol": 0.05},
    "plain momentum": {"nesterovs_momentum": False, "batch_size": 32},
    "no momentum": {"momentum": 0.0, "learning_rate_init": 0.01},
    "adaptive, early stopping": {
        "learning_rate": "adaptive", "early_stopping": True, "n_iter_no_change": 1, "tol": 0.02, "max_iter": 25,
    },
}  # fmt: skip
ADAM = {
    "other betas": {"beta_1": 0.5, "beta_2": 0.9, "epsilon": 1e-3},
    "tolerance": {"tol": 0.05, "n_iter_no_change": 2, "learning_rate_init": 0.01},
    "no tolerance": {"n_iter_no_change": np.inf},
}
LBFGS = {"few calls": {"max_fun": 5}, "strong L2": {"alpha": 10.0}, "tolerance": {"tol": 0.3}}
VARIANTS = [
    (solver, name)
    for solver, variants in (("sgd", STOCHASTIC | SGD), ("adam", STOCHASTIC | ADAM), ("lbfgs", LBFGS))
    for name in variants
]


def parameters_of(solver: str, name: str) -> dict:
    return {"sgd": STOCHASTIC | SGD, "adam": STOCHASTIC | ADAM, "lbfgs": LBFGS}[solver][name]


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_target_solver_and_activation_function(kind, solver, activation):
    own, theirs = both_fitted(kind, solver=solver, activation=activation, batch_size=100)
    assert theirs.n_iter_ >= 5
    check_same(own, theirs)
    check_same_predictions(own, theirs, problem(kind, 300)[0][200:])


@pytest.mark.parametrize(("solver", "name"), VARIANTS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_parameter_of_a_solver(kind, solver, name):
    usual = {"solver": solver, "activation": ACTIVATIONS[KINDS.index(kind) % len(ACTIVATIONS)]}
    own, theirs = both_fitted(kind, **usual | parameters_of(solver, name))
    check_same(own, theirs)
    falls = theirs.solver == "sgd" and theirs.learning_rate != "constant"
    assert not falls or theirs._optimizer.learning_rate < theirs.learning_rate_init


@needs_weights
@pytest.mark.parametrize("early_stopping", [False, True])
@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("kind", KINDS)
def test_weights_of_samples(kind, solver, early_stopping):
    usual = {"solver": solver, "early_stopping": early_stopping, "batch_size": 64}
    weighted = both_fitted(kind, weighted=True, **usual)
    check_same(*weighted)
    assert distance(weighted[0], both_fitted(kind, **usual)[0]) > 1e-4


@pytest.mark.parametrize("seed", range(4))
def test_whatever_the_seed(seed):
    check_same(*both_fitted("classes", random_state=seed, early_stopping=seed % 2 == 1, batch_size=16))


@pytest.mark.parametrize("hidden_layer_sizes", [(), [], 7, (5,), [6, 5, 4], np.array([8, 3]), (12, 9, 7, 5)])
@pytest.mark.parametrize("solver", SOLVERS)
def test_any_number_of_hidden_layers(solver, hidden_layer_sizes):
    own, theirs = both_fitted("classes", solver=solver, hidden_layer_sizes=hidden_layer_sizes)
    check_same(own, theirs)
    check_same_predictions(own, theirs, problem("classes")[0])


def test_a_generator_is_used_as_scikit_learn_uses_it():
    """What a fit has drawn of a shared generator is what scikit-learn draws, so the next one draws the same."""
    generators = np.random.RandomState(5), np.random.RandomState(5)
    X, y = problem("classes")
    for early_stopping in (False, True):
        estimators = both("classes", early_stopping=early_stopping)
        for estimator, generator in zip(estimators, generators, strict=True):
            estimator.set_params(random_state=generator).fit(X, y)
        check_same(*estimators)
    assert generators[0].uniform() == generators[1].uniform()


def test_a_rule_that_stops_does_so_in_the_same_iteration(capsys):
    own, theirs = both_fitted(
        "classes", max_iter=200, tol=0.02, n_iter_no_change=3, learning_rate_init=0.01, verbose=True
    )
    lines = capsys.readouterr().out.splitlines()
    assert ITERATIONS < theirs.n_iter_ < 200
    assert lines[: len(lines) // 2] == lines[len(lines) // 2 :]
    check_same(own, theirs)


@pytest.mark.parametrize("parameters", [{"early_stopping": True}, {"solver": "sgd", "learning_rate": "adaptive"}])
def test_verbose_fits_say_the_same(parameters, capsys):
    X, y = problem("number")
    own, theirs = both("number", verbose=True, tol=0.05, n_iter_no_change=1, max_iter=8, **parameters)
    own.fit(X, y)
    said = capsys.readouterr().out
    theirs.fit(X, y)
    assert said == capsys.readouterr().out
    assert said.count("Iteration ") == theirs.n_iter_


@needs_weights
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("what", ["momentum of 1", "negative weights", "negative counts"])
def test_what_engines_refuse_is_computed_all_the_same(what):
    kind = "counts" if what == "negative counts" else "classes"
    own, theirs = both(kind, solver="sgd", momentum=1.0 if what == "momentum of 1" else 0.9, learning_rate_init=1e-3)
    X, y = problem(kind)
    weights = np.where(np.arange(len(X)) % 7 == 0, -0.1, 1.0) if what == "negative weights" else None
    y = y - 1 if what == "negative counts" else y
    for estimator in (own, theirs):
        estimator.fit(X, y, sample_weight=weights)
    check_same(own, theirs)
    assert np.abs(own.coefs_[0] - both(kind, max_iter=1)[0].fit(X, abs(y)).coefs_[0]).max() > 1e-3


def test_a_comparison_finds_a_planted_difference():
    own, theirs = both_fitted("classes")
    own.coefs_[1][0, 0] += 1e-5
    with pytest.raises(AssertionError):
        check_same(own, theirs)
