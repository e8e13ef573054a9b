"""Steps by a text in the place of `solver`, and learning rates by a schedule."""

from __future__ import annotations

import numpy as np
import pytest

from tests.estimators.pairs import check_same_training, digits
from undergrad.engines import CpuEngine, ReferenceEngine
from undergrad.estimators import MLPClassifier
from undergrad.settings import Hyperparameters

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")


def classifier(**parameters):
    usual = {"hidden_layer_sizes": (12,), "max_iter": 6, "random_state": 0, "batch_size": 50, "tol": 0.0}
    return MLPClassifier(**usual | parameters)


@pytest.fixture
def rates(monkeypatch):
    """The learning rate of each epoch that any engine runs."""
    seen = []
    for engine in (CpuEngine, ReferenceEngine):

        def noting(self, *arguments, usual=engine.train_epoch, **keywords):
            seen.append(keywords["learning_rate"])
            return usual(self, *arguments, **keywords)

        monkeypatch.setattr(engine, "train_epoch", noting)
    return seen


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("adam(epsilon_hat=True)", {"solver": "adam"}),
        (
            "adam(beta_1=0.8, beta_2=0.99, epsilon=1e-4, epsilon_hat=True)",
            {"solver": "adam", "beta_1": 0.8, "beta_2": 0.99, "epsilon": 1e-4},
        ),
        ("sgd(momentum=0.9, nesterov=True)", {"solver": "sgd"}),
        ("sgd(momentum=0.5)", {"solver": "sgd", "momentum": 0.5, "nesterovs_momentum": False}),
        ("sgd", {"solver": "sgd", "momentum": 0.0}),
    ],
)
@pytest.mark.parametrize("early_stopping", [False, True])
def test_a_text_that_says_a_solver_has_its_numbers(text, same, early_stopping):
    X, y = digits()
    usual = {"learning_rate_init": 0.01, "early_stopping": early_stopping}
    own, right = (classifier(**usual, **how).fit(X, y) for how in ({"optimizer": text}, same))
    check_same_training(own, right, tolerance=1e-9)


@pytest.mark.parametrize("text", ["adamw(weight_decay=0.1)", "rmsprop", "adagrad"])
def test_other_rules_differ_and_learn(text):
    X, y = digits()
    own, adam = classifier(optimizer=text, max_iter=25).fit(X, y), classifier().fit(X, y)
    assert own.loss_ < 0.95 * own.loss_curve_[0]
    assert abs(own.loss_curve_[1] - adam.loss_curve_[1]) > 1e-5


def test_weight_decay_makes_weights_small():
    X, y = digits()
    small, usual = (classifier(optimizer=f"adamw(weight_decay={decay})").fit(X, y) for decay in (10.0, 0.0))
    assert np.abs(small.coefs_[0]).mean() < 0.8 * np.abs(usual.coefs_[0]).mean()


@pytest.mark.parametrize("text", ["adamw(weight_decay=0.1)", "rmsprop", "adagrad", "sgd(momentum=0.9)"])
def test_parts_go_on_with_what_a_rule_has_gathered(text):
    X, y = digits()
    parts = classifier(optimizer=text, shuffle=False)
    for _ in range(6):
        parts.partial_fit(X, y, classes=np.unique(y))
    check_same_training(parts, classifier(optimizer=text, shuffle=False).fit(X, y))


def test_a_fit_forgets_what_was_gathered():
    X, y = digits()
    own = classifier(optimizer="adagrad").fit(X, y)
    check_same_training(own.fit(X, y), classifier(optimizer="adagrad").fit(X, y), tolerance=1e-15)


@pytest.mark.parametrize("how", [{"solver": "sgd"}, {"solver": "adam"}, {"optimizer": "adamw"}])
@pytest.mark.parametrize("schedule", ["constant", "step", "cosine"])
def test_an_engine_gets_the_rates_of_a_schedule(schedule, how, rates):
    X, y = digits()
    classifier(schedule=schedule, learning_rate_init=0.02, max_iter=8, **how).fit(X, y)
    settings = Hyperparameters(schedule=schedule, learning_rate=0.02, epochs=8)
    assert rates == pytest.approx([settings.rate_of(epoch) for epoch in range(1, 9)], rel=1e-12)
    assert schedule == "constant" or rates[-1] < 0.2 * rates[0]


def test_a_schedule_begins_again_with_a_warm_start(rates):
    X, y = digits()
    classifier(schedule="cosine", max_iter=3, warm_start=True).fit(X, y).fit(X, y)
    assert rates[:3] == rates[3:]


def test_scikit_learns_own_falling_rates_reach_the_engine(rates):
    X, y = digits()
    falls = {"solver": "sgd", "learning_rate": "invscaling", "learning_rate_init": 0.02, "power_t": 0.25}
    own = classifier(**falls, max_iter=3).fit(X, y)
    right = [0.02, *(0.02 / (k * len(X) + 1) ** 0.25 for k in (1, 2))]
    assert rates == pytest.approx(right, rel=1e-12)
    assert own.t_ == 3 * len(X)
