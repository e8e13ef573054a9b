"""The common part of both estimators: from scikit-learn's checked arrays through an engine to fitted attributes."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
from sklearn.utils.class_weight import compute_class_weight
from sklearn.utils.validation import check_is_fitted

from undergrad.errors import ShapeError, UndergradError
from undergrad.estimators import optimizers
from undergrad.estimators.compat import HAS_WEIGHTS, checked
from undergrad.estimators.iterations import Iterations
from undergrad.estimators.network import Network, chain
from undergrad.estimators.parameters import ADDED_TO_CLASSIFIERS, check_together, sample_shape
from undergrad.estimators.rows import in_order, samples_of
from undergrad.estimators.workers import one_thread_in_a_worker


class Perceptron:
    """A mixin before scikit-learn's class, which checks and stores; the mixin computes.

    The methods in the first part that begin with an underscore override scikit-learn's, and scikit-learn calls them:
    `_fit` calls `_initialize`, and then `_fit_stochastic` or, through SciPy, `_loss_grad_lbfgs`.
    """

    #: The engine with its model, kept between calls, and the key it was made for. It stays in this process.
    _network: tuple[Network | None, Any] = (None, None)

    def __getstate__(self) -> dict[str, Any]:
        state: Any = super().__getstate__()
        return {name: value for name, value in state.items() if name != "_network"}

    def to_onnx(self: Any, path: str | os.PathLike[str] | None = None, *, dtype: str | None = None) -> Any:
        """The fitted network as an `onnx.ModelProto`, which is also written to `path`, if given.

        Its input `x` (N, D) takes X in `dtype`, "float32" or "float64", by default that of the weights. A classifier's
        outputs are `label` (N,), texts, truth values, int64 or float64 like `classes_`, and `probabilities` (N, C); for
        several labels at once they are `labels` (N, L) and `probabilities` (N, L); a regressor's is `prediction` (N,
        K). NotFittedError before `fit`; other errors as from `undergrad.exports.to_onnx`.
        """
        from undergrad.exports.estimator import estimator_to_onnx  # a fit does not need it

        check_is_fitted(self)
        network = self._network_for(self.n_features_in_, self.coefs_[0].dtype, trains=False)
        with network.lock:
            self._put_into(network)
            return estimator_to_onnx(self, network.model, network.sample_shape, path, dtype)

    def _fit(self: Any, X: Any, y: Any, *arguments: Any, **keywords: Any) -> Any:
        check_together(self, incremental=keywords.get("incremental", False))
        with one_thread_in_a_worker():
            try:
                return super()._fit(X, y, *arguments, **keywords)  # type: ignore[misc]
            except UndergradError as error:  # from a text that describes no network or no optimizer
                is_flat = isinstance(error, ShapeError) and self.sample_shape is None
                hint = "; set sample_shape to the shape of a row of X, for example (28, 28)" if is_flat else ""
                raise ValueError(f"{error}{hint}") from error

    def _initialize(self: Any, y: Any, layer_units: Any, dtype: Any) -> None:
        """scikit-learn's first weights, with the first values of batch norms; for `layers`, the architecture's."""
        super()._initialize(y, layer_units, dtype)  # type: ignore[misc]
        self.batch_statistics_: dict[str, Any] = {}
        for name in ("validation_losses_", "best_validation_loss_"):  # left by an earlier fit
            vars(self).pop(name, None)
        if self.early_stopping:  # before 1.7, scikit-learn has no best weights until a score is a number
            self._best_coefs, self._best_intercepts = list(self.coefs_), list(self.intercepts_)
        if self.layers is None and not self.batch_norm and not self.dropout:
            return
        self._seed = int(self._random_state.randint(2**31 - 1))
        if self.batch_norm:
            coefs, intercepts = [], []
            for W, b in zip(self.coefs_, self.intercepts_, strict=True):
                coefs += [W, np.ones_like(b)]
                intercepts += [b, np.zeros_like(b)]
            self.coefs_, self.intercepts_ = coefs[:-1], intercepts[:-1]  # the last layer has none
        network = Network(*self._kind(layer_units[0], dtype), seed=self._seed)
        if self.layers is not None:
            self.coefs_, self.intercepts_ = network.coefs, network.intercepts
            self.n_layers_ = network.depth + 1
        self.batch_statistics_ = network.kept
        self._best_coefs, self._best_intercepts = list(self.coefs_), list(self.intercepts_)

    def _fit_stochastic(self: Any, X: Any, y: Any, *arguments: Any) -> None:
        sample_weight, incremental = arguments[0] if HAS_WEIGHTS else None, arguments[-1]
        weights = self._weights(y, sample_weight)
        if self._is_beyond_engines(y, weights):
            super()._fit_stochastic(X, y, *arguments)  # type: ignore[misc]
            return
        if self.early_stopping and incremental:
            raise ValueError("partial_fit does not support early_stopping=True")
        if not incremental or not hasattr(self, "_optimizer"):
            self._optimizer = optimizers.made(self)
        network = self._network_for(X.shape[1], self.coefs_[0].dtype)  # scikit-learn only checks the first part
        self._put_into(network)
        Iterations(self, network, X, y, sample_weight, weights).run(incremental=incremental)

    def _fit_lbfgs(self: Any, X: Any, *arguments: Any) -> None:
        """SciPy's vector is float64, and each of its steps needs the loss of the same samples."""
        super()._fit_lbfgs(in_order(X, np.float64), *arguments)  # type: ignore[misc]

    def _loss_grad_lbfgs(self: Any, packed: Any, X: Any, y: Any, *arguments: Any) -> tuple[float, Any]:
        """The loss of all samples, and its gradient as one vector, for SciPy's L-BFGS."""
        self._unpack(packed)
        weights = self._weights(y, arguments[0] if HAS_WEIGHTS else None)
        network = self._network_for(X.shape[1], packed.dtype)  # like scikit-learn, in the precision of SciPy's vector
        self._put_into(network)
        network.engine.weights = weights
        total = X.shape[0] if weights is None else weights.sum()
        loss, gradients = network.engine.loss_and_gradients(
            samples_of(X, network.sample_shape), network.targets(y), reg_lambda=self.alpha / total
        )
        gradient = np.concatenate([gradients[name].ravel() for name in network.names])
        return network.data_loss(loss.data, self.n_outputs_) + loss.l2, gradient

    def _forward_pass_fast(self: Any, X: Any, check_input: bool = True) -> Any:
        if self.layers is None and not self.batch_norm:  # dropout does nothing after training
            return super()._forward_pass_fast(X, check_input=check_input)  # type: ignore[misc]
        if check_input:
            X = checked(self, X)
        with one_thread_in_a_worker():
            network = self._network_for(X.shape[1], self.coefs_[0].dtype, trains=False)
            with network.lock:  # several threads may use one estimator
                self._put_into(network)
                return network.engine.put_out(samples_of(X, network.sample_shape))

    # The following methods do not override scikit-learn's.

    def _is_beyond_engines(self: Any, y: Any, weights: Any) -> bool:
        """Whether scikit-learn's own loop must compute this: engines refuse it, since it learns nothing."""
        endless = self.solver == "sgd" and self.momentum == 1 and self.optimizer is None
        negative = weights is not None and (np.min(weights) < 0 or not np.any(weights))
        is_beyond = endless or negative or (self.out_activation_ == "exp" and np.min(y) < 0)
        what = "momentum=1" if endless else "sample weights without a positive one or with a negative one"
        what = what if endless or negative else "negative counts"
        for name, usual in ADDED_TO_CLASSIFIERS.items():
            if is_beyond and getattr(self, name, usual) != usual:
                raise ValueError(f"{what} cannot stand with {name}; leave one of them out")
        return bool(is_beyond)

    def _weights(self: Any, y: Any, sample_weight: Any) -> Any:
        """(N,), how much each sample counts: the user's weight times its class's. None if all count the same."""
        class_weight = getattr(self, "class_weight", None)
        if class_weight is None:
            return sample_weight
        if self.out_activation_ == "logistic" and y.shape[1] > 1:
            raise ValueError(
                "class_weight is for a single class per sample, and y has several labels; give sample_weight"
            )
        numbers = y[:, 0].astype(int) if y.shape[1] == 1 else y.argmax(axis=1)
        of_class = compute_class_weight(class_weight, classes=self.classes_, y=self.classes_[numbers])
        if not of_class.min() >= 0:
            raise ValueError(f"class_weight must not be negative, and is {class_weight}")
        if not of_class[numbers].any():
            raise ValueError(
                f"class_weight {class_weight} leaves no sample that counts; give a class a positive weight"
            )
        return of_class[numbers] if sample_weight is None else of_class[numbers] * sample_weight

    def _kind(self: Any, features: int, dtype: Any) -> tuple[Any, ...]:
        """The arguments of the `Network` that the estimator's parameters and weights describe."""
        text = self.layers
        if text is None:
            widths = [coef.shape[1] for coef in self.coefs_ if coef.ndim == 2][:-1]
            text = chain(widths, self.activation, batch_norm=self.batch_norm, dropout=self.dropout)
        return text, sample_shape(self, features), self.out_activation_, self.n_outputs_, np.dtype(dtype)

    def _put_into(self: Any, network: Network) -> None:
        """Put the fitted arrays into the network."""
        network.put(self.coefs_, self.intercepts_, getattr(self, "batch_statistics_", {}))

    def _network_for(self: Any, features: int, dtype: Any, *, trains: bool = True) -> Network:
        """A network for the estimator's weights, with an engine, for samples with this number of features.

        Without training, any network with the same layers will do: its optimizer does not matter.
        """
        is_known = trains and hasattr(self, "_optimizer")
        rule = optimizers.rule_of(self._optimizer) if is_known else None
        kind = (*self._kind(features, dtype), rule, getattr(self, "_seed", 0))
        kept: tuple[Network | None, Any] = self._network
        network, is_of = kept
        is_alike = network is not None and (is_of == kind if trains else is_of[:-2] == kind[:-2])
        if network is None or not is_alike:
            network = Network(*kind[:-1], seed=kind[-1])
            self._network = network, kind
        return network
