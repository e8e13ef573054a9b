"""Where scikit-learn's perceptrons stand, these stand: pipelines, searches, calibration, routed weights, inspection."""

from __future__ import annotations

import numpy as np
import pytest
import sklearn
import sklearn.neural_network
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import make_column_transformer
from sklearn.ensemble import BaggingClassifier, VotingClassifier
from sklearn.experimental import enable_halving_search_cv  # noqa: F401 - what the next line needs
from sklearn.inspection import permutation_importance
from sklearn.metrics import accuracy_score, make_scorer
from sklearn.model_selection import GridSearchCV, HalvingGridSearchCV, cross_val_predict
from sklearn.multioutput import MultiOutputRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

import undergrad.estimators
from tests.estimators.pairs import check_same, digits, needs_weights, sample_weights
from undergrad.estimators import MLPClassifier, MLPRegressor

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")

MODULES = (undergrad.estimators, sklearn.neural_network)
USUAL = {"hidden_layer_sizes": (10,), "max_iter": 8, "random_state": 0, "learning_rate_init": 0.01}


def table(n=240):
    """A table (n, 3) of objects with a category, and a number (n,) for each row."""
    rng = np.random.default_rng(0)
    district, size, age = rng.choice(["north", "south", "west"], n), rng.uniform(30, 150, n), rng.uniform(0, 90, n)
    rent = size / 10 + np.where(district == "south", 3, 0) - age / 50
    return np.column_stack([district.astype(object), size, age]), rent


def test_a_pipeline_of_a_table_with_categories():
    X, y = table()
    predictions = []
    for module in MODULES:
        columns = make_column_transformer((OneHotEncoder(), [0]), (StandardScaler(), [1, 2]))
        model = make_pipeline(columns, module.MLPRegressor(**USUAL | {"max_iter": 40, "batch_size": 20}))
        predictions.append(model.fit(X[:200], y[:200]).predict(X[200:]))
        assert model.score(X[200:], y[200:]) > 0.8
    np.testing.assert_allclose(*predictions, rtol=1e-6)


def test_names_of_columns_are_kept():
    pandas = pytest.importorskip("pandas")
    X, y = digits()
    frame = pandas.DataFrame(X, columns=[f"pixel {k}" for k in range(64)])
    for parameters in (USUAL, {"layers": "conv(3, 3), relu", "sample_shape": (8, 8), "max_iter": 2}):
        own = MLPClassifier(**parameters, early_stopping=True).fit(frame, y)
        assert list(own.feature_names_in_) == list(frame.columns)
        assert own.predict(frame).shape == y.shape
        with pytest.raises(ValueError, match="feature names should match"):
            own.predict(frame[frame.columns[::-1]])
        with pytest.warns(UserWarning, match="does not have valid feature names"):
            own.predict(X)


def test_a_search_finds_what_scikit_learns_finds():
    X, y = digits()
    grid = {"hidden_layer_sizes": [(4,), (10,)], "solver": ["adam", "lbfgs"], "alpha": [1e-4, 1.0]}
    own, theirs = (GridSearchCV(module.MLPClassifier(**USUAL), grid, cv=2).fit(X, y) for module in MODULES)
    np.testing.assert_allclose(own.cv_results_["mean_test_score"], theirs.cv_results_["mean_test_score"])
    assert own.best_params_ == theirs.best_params_
    check_same(own.best_estimator_, theirs.best_estimator_)


def test_a_search_goes_over_added_parameters():
    X, y = digits()
    grid = {"dropout": [0.0, 0.9], "batch_norm": [False, True], "optimizer": [None, "adamw"]}
    search = GridSearchCV(MLPClassifier(**USUAL | {"max_iter": 4}), grid, cv=2, refit=False).fit(X, y)
    assert len(set(search.cv_results_["mean_test_score"])) > 3
    assert np.isfinite(search.cv_results_["mean_test_score"]).all()


def test_a_halving_search():
    X, y = digits()
    grid = {"hidden_layer_sizes": [(2,), (10,)], "class_weight": [None, "balanced"]}
    search = HalvingGridSearchCV(
        MLPClassifier(**USUAL), grid, cv=2, resource="max_iter", min_resources=2, max_resources=8, random_state=0
    )
    assert search.fit(X, y).best_params_["hidden_layer_sizes"] == (10,)
    assert search.n_iterations_ > 1


@needs_weights
def test_weights_are_routed_through_a_pipeline_in_a_search():
    X, y = digits()
    weights, seen = sample_weights(), []
    with sklearn.config_context(enable_metadata_routing=True):
        for module in MODULES:
            estimator = module.MLPClassifier(**USUAL).set_fit_request(sample_weight=True)
            pipeline = make_pipeline(StandardScaler().set_fit_request(sample_weight=False), estimator)
            scorer = make_scorer(accuracy_score).set_score_request(sample_weight=True)
            search = GridSearchCV(pipeline, {"mlpclassifier__alpha": [1e-4, 1.0]}, scoring=scorer, cv=2)
            seen.append(search.fit(X, y, sample_weight=weights).best_estimator_[-1])
    check_same(*seen)
    scaled = StandardScaler().fit_transform(X)
    usual = USUAL | {"alpha": seen[0].alpha}
    check_same(seen[0], MLPClassifier(**usual).fit(scaled, y, sample_weight=weights), tolerance=1e-12)
    assert np.abs(seen[0].coefs_[0] - MLPClassifier(**usual).fit(scaled, y).coefs_[0]).max() > 1e-4


def test_calibrated_probabilities():
    X, y = digits()
    own, theirs = (CalibratedClassifierCV(module.MLPClassifier(**USUAL), cv=2).fit(X, y) for module in MODULES)
    np.testing.assert_allclose(own.predict_proba(X), theirs.predict_proba(X), rtol=1e-5, atol=1e-9)


def test_cross_validated_predictions():
    X, y = digits()
    own, theirs = (cross_val_predict(module.MLPRegressor(**USUAL), X, y, cv=3) for module in MODULES)
    np.testing.assert_allclose(own, theirs, rtol=1e-6)


def test_the_importance_of_features():
    X, y = digits()
    X = X[:, :8]
    own, theirs = (
        permutation_importance(module.MLPClassifier(**USUAL).fit(X, y), X, y, n_repeats=2, random_state=0)
        for module in MODULES
    )
    np.testing.assert_allclose(own.importances, theirs.importances)


def test_ensembles():
    X, y = digits()
    for combine in (
        lambda estimator: BaggingClassifier(estimator, n_estimators=2, random_state=0),
        lambda estimator: VotingClassifier([("one", estimator), ("two", estimator)], voting="soft"),
    ):
        own, theirs = (combine(module.MLPClassifier(**USUAL)).fit(X, y) for module in MODULES)
        np.testing.assert_allclose(own.predict_proba(X), theirs.predict_proba(X), rtol=1e-6)


def test_a_regressor_for_each_column():
    X, y = digits()
    y = np.column_stack([y, y % 2])
    own, theirs = (MultiOutputRegressor(module.MLPRegressor(**USUAL)).fit(X, y) for module in MODULES)
    np.testing.assert_allclose(own.predict(X), theirs.predict(X), rtol=1e-6, atol=1e-6)


def test_they_are_scikit_learns_own_classes():
    assert issubclass(MLPClassifier, sklearn.neural_network.MLPClassifier)
    assert issubclass(MLPRegressor, sklearn.neural_network.MLPRegressor)
    assert sklearn.base.is_classifier(MLPClassifier())
    assert sklearn.base.is_regressor(MLPRegressor())
