"""A pipeline that gives frames hands them to our estimators as to scikit-learn's."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier as Theirs
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from undergrad.estimators import MLPClassifier

pandas = pytest.importorskip("pandas")


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_a_pipeline_that_gives_frames_ends_in_our_classifier_as_in_scikit_learns():
    rng = np.random.default_rng(0)
    frame = pandas.DataFrame(rng.normal(size=(80, 3)), columns=["a", "b", "c"])
    y = np.where(frame["a"] > 0, "yes", "no")
    fitted = []
    for kind in (MLPClassifier, Theirs):
        last = kind((6,), random_state=0, max_iter=20, tol=0.0)
        pipeline = make_pipeline(StandardScaler(), last).set_output(transform="pandas")
        fitted.append(pipeline.fit(frame, y))
    ours, theirs = fitted
    assert isinstance(ours[:-1].transform(frame), pandas.DataFrame)
    assert ours[-1].feature_names_in_.tolist() == theirs[-1].feature_names_in_.tolist() == ["a", "b", "c"]
    np.testing.assert_allclose(ours.predict_proba(frame), theirs.predict_proba(frame), rtol=1e-6)
    assert ours.predict(frame).tolist() == theirs.predict(frame).tolist()
    for pipeline in fitted:
        with pytest.raises(ValueError, match="feature names"):
            pipeline.predict(frame.rename(columns={"a": "z"}))
