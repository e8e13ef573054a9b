"""The engine for fully connected networks on a CPU: the layers' mathematics on preallocated arrays.

Three things make it faster than the layers. Every matrix product goes through SciPy's BLAS (one library: NumPy brings a
second one, and the threads of two fight), and GEMM's C <- alpha A B + beta C does a layer's whole L2 step,
W <- (1 - learning_rate reg_lambda) W - learning_rate x^T d, without forming dW. Activations work in place. Nothing is
allocated inside an epoch but a few rows.

BLAS is written for column-major arrays. A row-major C (m, n) is the column-major C^T (n, m) in the same memory, so
C = A B is asked for as C^T = B^T A^T.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.linalg import blas

from undergrad.arrays import Array
from undergrad.data import Scaling, batches
from undergrad.engines.base import PREDICTION_ROWS, first_non_finite
from undergrad.errors import NonFiniteLossError
from undergrad.layers import FCLayer, ReLU, Sigmoid, SoftmaxLayer, Tanh
from undergrad.model import ClassifierModel

_Matrix = np.ndarray[Any, Any]
_EPSILON = 1e-10  # SoftmaxLayer's


def _relu(z: _Matrix) -> None:
    np.maximum(z, 0, out=z)


def _relu_backward(d: _Matrix, out: _Matrix, scratch: _Matrix) -> None:
    np.sign(out, out=scratch)  # out >= 0, so its sign is the derivative; ten times faster than a boolean mask
    d *= scratch


def _sigmoid(z: _Matrix) -> None:
    np.negative(z, out=z)
    np.exp(z, out=z)  # may be inf, whose reciprocal is the right 0
    z += 1
    np.reciprocal(z, out=z)


def _sigmoid_backward(d: _Matrix, out: _Matrix, scratch: _Matrix) -> None:
    np.subtract(1, out, out=scratch)
    scratch *= out
    d *= scratch


def _tanh(z: _Matrix) -> None:
    np.tanh(z, out=z)


def _tanh_backward(d: _Matrix, out: _Matrix, scratch: _Matrix) -> None:
    np.multiply(out, out, out=scratch)
    np.subtract(1, scratch, out=scratch)
    d *= scratch


_Forward = Callable[[_Matrix], None]
_Backward = Callable[[_Matrix, _Matrix, _Matrix], None]
_ACTIVATIONS: dict[type, tuple[_Forward, _Backward]] = {
    ReLU: (_relu, _relu_backward),
    Sigmoid: (_sigmoid, _sigmoid_backward),
    Tanh: (_tanh, _tanh_backward),
}
_GEMM = {np.dtype(np.float32): blas.sgemm, np.dtype(np.float64): blas.dgemm}


def supports(model: ClassifierModel, dtype: Any) -> bool:
    """Whether the model is FC (- activation) - ... - FC - softmax of the built-in classes, in NumPy float32 or 64."""
    kinds = [type(layer) for layer in model.layers.values()]
    return (
        type(model) is ClassifierModel
        and np.dtype(dtype) in _GEMM
        and type(model.softmax_layer) is SoftmaxLayer
        and bool(kinds)
        and kinds[0] is FCLayer
        and kinds[-1] is FCLayer
        and all(kind is FCLayer or kind in _ACTIVATIONS for kind in kinds)
        and not any(a in _ACTIVATIONS and b in _ACTIVATIONS for a, b in itertools.pairwise(kinds))
        and all(type(array) is np.ndarray for array in model.parameters().values())
    )


class CpuEngine:
    """Runs models that `supports` accepts."""

    name = "cpu"

    def __init__(self, model: ClassifierModel, scaling: Scaling, classes: int, dtype: Any) -> None:
        self.model, self.scaling, self.dtype = model, scaling, np.dtype(dtype)
        self._gemm = _GEMM[self.dtype]
        layers = list(model.layers.values())
        self._fc: list[FCLayer] = [layer for layer in layers if type(layer) is FCLayer]
        following = [type(after) for layer, after in zip(layers, [*layers[1:], None], strict=True) if layer in self._fc]
        self._activations = [_ACTIVATIONS.get(kind) for kind in following]
        self._rows = 0

    def train_epoch(
        self, x: Array, labels: Array, *, epoch: int, batch_size: int, learning_rate: float, reg_lambda: float
    ) -> float:
        for layer in self._fc:  # updates are in place, so on arrays that nobody else holds
            layer.W = np.array(layer.W, self.dtype, order="C")
            layer.b = np.array(layer.b, self.dtype, order="C")
        self._reserve(min(batch_size, len(x)))
        total = 0.0
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # the loss is checked instead
            for step, rows in enumerate(batches(len(x), batch_size), start=1):
                inputs = self.scaling.apply(x[rows], self.dtype, out=self._x[: len(x[rows])])
                loss = self._step(inputs, labels[rows], learning_rate, reg_lambda)
                if not math.isfinite(loss):
                    raise NonFiniteLossError(epoch=epoch, step=step, layer=first_non_finite(self.model, inputs))
                total += loss * len(inputs)
        return total / len(x)

    def predict_labels(self, x: Array) -> np.ndarray[Any, Any]:
        for layer in self._fc:
            layer.W, layer.b = np.ascontiguousarray(layer.W, self.dtype), np.ascontiguousarray(layer.b, self.dtype)
        self._reserve(min(PREDICTION_ROWS, len(x)))
        found = np.empty(len(x), np.int64)
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            for rows in batches(len(x), PREDICTION_ROWS):
                inputs = self.scaling.apply(x[rows], self.dtype, out=self._x[: len(x[rows])])
                self._forward(inputs)[-1].argmax(axis=1, out=found[rows])
        return found

    def _reserve(self, rows: int) -> None:
        if rows <= self._rows:
            return
        self._rows = rows
        self._x = np.empty((rows, self._fc[0].W.shape[0]), self.dtype)
        self._outs, self._ds, self._scratch = (
            [np.empty((rows, layer.W.shape[1]), self.dtype) for layer in self._fc] for _ in range(3)
        )

    def _forward(self, x: _Matrix) -> list[_Matrix]:
        """The outputs of all FC layers, activated; of the last, the scores."""
        outs = []
        for layer, activation, buffer in zip(self._fc, self._activations, self._outs, strict=True):
            out = buffer[: len(x)]
            out[:] = layer.b
            self._gemm(1.0, layer.W.T, x.T, 1.0, out.T, overwrite_c=1)  # out <- x W + b
            if activation:
                activation[0](out)
            outs.append(out)
            x = out
        return outs

    def _step(self, x: _Matrix, labels: _Matrix, learning_rate: float, reg_lambda: float) -> float:
        """One update. Returns the mean cross-entropy before it; where that is not finite, nothing is updated."""
        n = len(x)
        outs = self._forward(x)
        y_hat, rows = outs[-1], np.arange(n)
        y_hat -= y_hat.max(axis=1, keepdims=True)
        np.exp(y_hat, out=y_hat)
        y_hat /= y_hat.sum(axis=1, keepdims=True)
        loss = -float(np.log(y_hat[rows, labels] + _EPSILON).mean())
        if not math.isfinite(loss):
            return loss

        d = y_hat  # becomes (y_hat - y) / N in place
        d[rows, labels] -= 1
        d /= n
        for index in range(len(self._fc) - 1, -1, -1):
            layer, below = self._fc[index], outs[index - 1] if index else x
            d_next = self._ds[index - 1][:n] if index else None
            if d_next is not None:
                self._gemm(1.0, layer.W.T, d.T, 0.0, d_next.T, trans_a=1, overwrite_c=1)  # d_next <- d W^T
                activation = self._activations[index - 1]
                if activation:
                    activation[1](d_next, below, self._scratch[index - 1][:n])
            decay = 1 - learning_rate * reg_lambda
            # W <- decay W - learning_rate x^T d
            self._gemm(-learning_rate, d.T, below.T, decay, layer.W.T, trans_b=1, overwrite_c=1)
            layer.b -= learning_rate * d.sum(axis=0)
            if d_next is not None:
                d = d_next
        return loss
