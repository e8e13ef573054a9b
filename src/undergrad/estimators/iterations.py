"""scikit-learn's loop over iterations: each is an epoch of an engine, with scikit-learn's messages and attributes.

The order of random draws, the counts and the messages are those of `BaseMultilayerPerceptron._fit_stochastic`.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from sklearn.base import is_classifier
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split

from undergrad.data import batches
from undergrad.display.progress import Countdown, Display, Line, Measured, display_here
from undergrad.engines.base import least_rows
from undergrad.errors import NonFiniteLossError, UsageError
from undergrad.estimators import optimizers
from undergrad.estimators.compat import HAS_WEIGHTS
from undergrad.estimators.network import Network
from undergrad.estimators.rows import samples_of
from undergrad.settings import Hyperparameters


class Iterations:
    """A stochastic fit of `estimator` to X (N, D) and targets y (N, K); it sets the estimator's attributes.

    `sample_weight` (N,) is the user's; `weights` includes the weights of the classes.
    """

    def __init__(self, estimator: Any, network: Network, X: Any, y: Any, sample_weight: Any, weights: Any) -> None:
        self._estimator, self._network = estimator, network
        self._X, self._y, self._sample_weight, self._weights = X, y, sample_weight, weights
        self._train, self._held_out = _split(estimator, X, y)
        self._x, self._labels = samples_of(X, network.sample_shape), network.targets(y)
        self._optimizer, n = estimator._optimizer, len(self._train)
        self._batch_size = _batch_size(estimator, n)
        parts = batches(n, self._batch_size, least_rows(network.model))
        self._sizes = [part.stop - part.start for part in parts]
        self._best_statistics = network.kept
        if estimator.best_by == "loss" and not hasattr(estimator, "validation_losses_"):
            estimator.validation_losses_, estimator.best_validation_loss_ = [], np.inf
        network.go_on_from(optimizers.state_of(self._optimizer, network.names), weights)

    def run(self, *, incremental: bool) -> None:
        """Iterations until a rule, a callback or a user stops them; an `incremental` fit is a single one."""
        e, order = self._estimator, np.arange(len(self._train))
        shown = _Shown(e, self._network, 1 if incremental else e.max_iter)
        try:
            e.n_iter_ = 0
            for iteration in range(e.max_iter):
                if e.shuffle:
                    # What scikit-learn's `shuffle` asks of the same RandomState, without its checks of the array.
                    places = np.arange(len(order))
                    e._random_state.shuffle(places)
                    order = order[places]
                losses = self._iterate(self._train[order], iteration)
                e.n_iter_ += 1
                e.loss_ = sum(loss * size for loss, size in zip(losses, self._sizes, strict=False)) / len(order)
                e.t_ += len(order)
                e.loss_curve_.append(e.loss_)
                if e.verbose:
                    print(f"Iteration {e.n_iter_}, loss = {e.loss_:.8f}")
                self._note_improvement()
                shown.iteration_ends()
                self._optimizer.iteration_ends(e.t_)
                stops = self._stops()
                is_asked = e.callback is not None and e.callback(e)
                if stops or is_asked or incremental:
                    break
                if e.n_iter_ == e.max_iter:
                    warnings.warn(
                        f"Stochastic Optimizer: Maximum iterations ({e.max_iter}) reached and the optimization hasn't "
                        "converged yet.",
                        ConvergenceWarning,
                        stacklevel=2,
                    )
        except KeyboardInterrupt:
            warnings.warn("Training interrupted by user.", stacklevel=2)
        finally:
            shown.ends()
        if e.early_stopping:
            e.coefs_, e.intercepts_ = e._best_coefs, e._best_intercepts
            e.batch_statistics_ = self._best_statistics

    def _iterate(self, rows: Any, iteration: int) -> list[float]:
        """One iteration over the samples `rows`, in that order. Returns each batch's loss, NaN if one is not finite."""
        e, network, losses = self._estimator, self._network, list[Any]()
        rate = optimizers.rate_of(self._optimizer)
        if e.schedule != "constant":
            steps = Hyperparameters(schedule=e.schedule, epochs=e.max_iter, learning_rate=rate)
            rate = steps.rate_of(iteration + 1)
        try:
            network.engine.train_epoch(
                self._x, self._labels, rows=rows, epoch=len(e.loss_curve_) + 1, batch_size=self._batch_size,
                learning_rate=rate, reg_lambda=e.alpha, shares_l2=True, batch_losses=losses,
            )  # fmt: skip
        except NonFiniteLossError:
            # An engine stops before a step that is not finite. scikit-learn makes the step, and everything after it is
            # NaN: early stopping then has its earlier best weights, and any other fit ends with scikit-learn's error.
            for array in network.model.parameters().values():
                array.fill(np.nan)
            return [np.nan]
        except UsageError as error:  # the only error that depends on the content of a batch
            raise ValueError(
                f"in a batch of {self._batch_size} samples all weights were 0; give a larger batch_size, or leave out "
                "the samples that do not count"
            ) from error
        finally:
            e.coefs_, e.intercepts_, e.batch_statistics_ = network.coefs, network.intercepts, network.kept
            optimizers.keep(self._optimizer, network.names, network.engine.state)
        return [network.data_loss(loss.data, e.n_outputs_) + loss.l2 for loss in losses]

    def _note_improvement(self) -> None:
        """scikit-learn's count of iterations without improvement, and its best weights."""
        e, held_out = self._estimator, self._held_out
        if held_out is None:
            e._update_no_improvement_count(False, *(None,) * (3 if HAS_WEIGHTS else 2))
            return
        y = self._y[held_out]
        weights = None if self._sample_weight is None else self._sample_weight[held_out]
        count, best = e._no_improvement_count, e.best_validation_score_
        best_weights = e._best_coefs, e._best_intercepts
        classes = e._label_binarizer.inverse_transform(y) if is_classifier(e) else y
        e._update_no_improvement_count(True, self._X[held_out], classes, *((weights,) if HAS_WEIGHTS else ()))
        is_best = e.best_validation_score_ > best
        if e.best_by == "loss":
            own = None if self._weights is None else self._weights[held_out]  # like the minimised loss
            loss = self._network.loss(self._x, held_out, y, own)
            if e.verbose:
                print(f"Validation loss: {loss:f}")
            e._no_improvement_count = count + 1 if loss > e.best_validation_loss_ - e.tol else 0
            is_best = loss < e.best_validation_loss_
            e.validation_losses_.append(loss)
            e.best_validation_loss_ = min(loss, e.best_validation_loss_)
            e._best_coefs, e._best_intercepts = (e.coefs_, e.intercepts_) if is_best else best_weights
        if is_best:
            self._best_statistics = e.batch_statistics_

    def _stops(self) -> bool:
        """Whether scikit-learn's rule stops the training; else it may lower the learning rate."""
        e = self._estimator
        if e._no_improvement_count <= e.n_iter_no_change:
            return False
        what = "Training loss" if self._held_out is None else f"Validation {e.best_by}"
        message = f"{what} did not improve more than tol={e.tol:f} for {e.n_iter_no_change} consecutive epochs."
        if self._optimizer.trigger_stopping(message, e.verbose):
            return True
        e._no_improvement_count = 0
        return False


def _split(estimator: Any, X: Any, y: Any) -> tuple[Any, Any]:
    """The numbers of the training samples and of the held-out samples, as in scikit-learn."""
    numbers = np.arange(X.shape[0])
    if not estimator.early_stopping:
        return numbers, None
    stratify = y if is_classifier(estimator) and estimator.n_outputs_ == 1 else None
    train, held_out = train_test_split(
        numbers, random_state=estimator._random_state, test_size=estimator.validation_fraction, stratify=stratify
    )
    if len(held_out) < 2:
        raise ValueError("The validation set is too small. Increase 'validation_fraction' or the size of your dataset.")
    return train, held_out


def _batch_size(estimator: Any, n: int) -> int:
    if estimator.batch_size == "auto":
        return min(200, n)
    if estimator.batch_size > n:
        warnings.warn(
            "Got `batch_size` less than 1 or larger than sample size. It is going to be clipped", stacklevel=2
        )
    return int(np.clip(estimator.batch_size, 1, n))


class _Shown:
    """Shows the fit on the screen, if the estimator's `progress` is true."""

    def __init__(self, estimator: Any, network: Network, iterations: int) -> None:
        self._estimator, self._countdown = estimator, Countdown(iterations)
        self._line = Line(type(estimator).__name__, str(network.model.built_from), iterations)
        self._display = display_here() if estimator.progress else Display()
        self._display.__enter__()
        self._display.begins(self._line)

    def iteration_ends(self) -> None:
        """An iteration ended."""
        e = self._estimator
        self._countdown.note_epoch()
        validation = f"{e.validation_scores_[-1]:.4f}" if e.early_stopping else ""
        measured = Measured(e.n_iter_, e.loss_, "", validation)
        self._display.epoch_ends(self._line, measured, self._countdown.seconds_left)

    def ends(self) -> None:
        """The fit is over; what is shown stays."""
        self._display.__exit__()
