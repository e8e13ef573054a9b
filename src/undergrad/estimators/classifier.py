from __future__ import annotations

from sklearn.neural_network import MLPClassifier as _Base

from undergrad.estimators.parameters import ADDED_TO_CLASSIFIERS, CONSTRAINTS_OF_CLASSIFIERS, extended
from undergrad.estimators.perceptron import Perceptron


class MLPClassifier(Perceptron, _Base):  # type: ignore[misc]
    """scikit-learn's `MLPClassifier`: its parameters, attributes, methods and results, in less time.

    With the same `random_state` the weights are the same except for rounding. These keyword parameters are new:

    - `class_weight`: a dict from classes to weights, or "balanced", as in scikit-learn's linear models. It multiplies
      `sample_weight`.
    - `dropout`: the share of each hidden layer's outputs that is dropped in training.
    - `batch_norm`: each hidden layer is normalised over the batch, before its activation function.
    - `layers`, with `sample_shape`: the whole network as a text, for example `"conv(8, 3), relu, pool(2), fc(64),
      relu"` for samples `(28, 28)`, instead of `hidden_layer_sizes` and `activation`. The last layer is added. The
      first weights are this package's.
    - `optimizer`: a text such as `"adamw(weight_decay=0.01)"` instead of `solver` and its parameters;
      `learning_rate_init` stays.
    - `schedule`: "constant", "step" or "cosine", by which the learning rate falls over `max_iter` iterations.
    - `best_by`: "score" or "loss": the criterion by which early stopping judges the validation part and chooses the
      weights. The loss is the one that is minimised, with class weights and without L2 term.
    - `callback`: called with the estimator after each iteration; if it returns True, the training stops.
    - `progress`: whether the training is shown on the screen.

    There are also new fitted attributes. `batch_statistics_` has the running averages of batch norms, by name.
    `validation_losses_` and `best_validation_loss_` come with `best_by`. With `layers` or `batch_norm`, `coefs_` and
    `intercepts_` have both learned arrays of each layer that learns, in order: W and b, a convolution's w and b, gamma
    and beta.

    ValueError if parameters contradict each other or describe no network.

    >>> from sklearn.datasets import load_digits
    >>> X, y = load_digits(return_X_y=True)
    >>> clf = MLPClassifier(random_state=0, early_stopping=True).fit(X[:1000] / 16, y[:1000])
    >>> clf.score(X[1000:] / 16, y[1000:]) > 0.9
    True
    """

    __init__ = extended(_Base, ADDED_TO_CLASSIFIERS)
    _parameter_constraints = {**_Base._parameter_constraints, **CONSTRAINTS_OF_CLASSIFIERS}  # noqa: RUF012 - a constant
