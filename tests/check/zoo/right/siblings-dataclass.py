"""A whole solution of dataclasses with type hints and Korean comments."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np


def axes_of(x: np.ndarray) -> tuple[int, ...]:
    """특성 축(1)을 뺀 나머지 축"""
    return tuple(axis for axis in range(x.ndim) if axis != 1)


@dataclass
class BatchNormLayer:
    features: int
    momentum: float = 0.9
    epsilon: float = 1e-5
    mode: str = "training"
    gamma: np.ndarray = field(init=False)
    beta: np.ndarray = field(init=False)
    running_mean: np.ndarray = field(init=False)
    running_variance: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.gamma, self.beta = np.ones(self.features), np.zeros(self.features)
        self.running_mean, self.running_variance = np.zeros(self.features), np.ones(self.features)

    def _wide(self, v: np.ndarray) -> np.ndarray:
        return v.reshape((1, -1) + (1,) * (self.ndim - 2))

    def forward(self, x: np.ndarray) -> np.ndarray:
        self.ndim, self.axes = x.ndim, axes_of(x)
        self.learning = self.mode == "training"  # 학습 모드인지
        if self.learning:
            mean, var = x.mean(axis=self.axes), x.var(axis=self.axes)
            m, keep = x.size / self.features, self.momentum
            self.running_mean = keep * self.running_mean + (1 - keep) * mean
            # 이동 평균에는 불편 분산
            self.running_variance = keep * self.running_variance + (1 - keep) * var * (m / (m - 1))
        else:
            mean, var = self.running_mean, self.running_variance
        self.inverse = self._wide((var + self.epsilon) ** -0.5)
        self.x_hat = (x - self._wide(mean)) * self.inverse
        return self._wide(self.gamma) * self.x_hat + self._wide(self.beta)

    def backward(self, d_prev: np.ndarray, reg_lambda: float = 0) -> np.ndarray:
        d_prev = d_prev.reshape(self.x_hat.shape)
        self.dgamma = (d_prev * self.x_hat).sum(axis=self.axes)
        self.dbeta = d_prev.sum(axis=self.axes)
        dx = self._wide(self.gamma) * self.inverse * d_prev
        if self.learning:
            dx = dx - dx.mean(axis=self.axes, keepdims=True) - self.x_hat * (dx * self.x_hat).mean(axis=self.axes, keepdims=True)
        return dx

    def update(self, learning_rate: float) -> None:
        self.gamma = self.gamma - learning_rate * self.dgamma
        self.beta = self.beta - learning_rate * self.dbeta

    def summary(self) -> str:
        return f"BatchNorm({self.features})"


@dataclass
class DropoutLayer:
    rate: float
    mode: str = "training"

    def forward(self, x: np.ndarray) -> np.ndarray:
        if self.mode == "training":
            # 살아남은 값만 1/(1-rate)배
            self.mask = (np.random.uniform(size=x.shape) > self.rate) / (1 - self.rate)
        else:
            self.mask = np.ones_like(x)
        return x * self.mask

    def backward(self, d_prev: np.ndarray, reg_lambda: float = 0) -> np.ndarray:
        return d_prev.reshape(self.mask.shape) * self.mask

    def update(self, learning_rate: float) -> None:
        pass

    def summary(self) -> str:
        return f"Dropout({self.rate})"


@dataclass
class EvaluationMetric:
    num_class: int
    method: str = "macro"

    def _mean(self, top: np.ndarray, bottom: np.ndarray) -> float:
        values = np.ones(self.num_class)  # 0/0은 1로 본다
        some = bottom > 0
        values[some] = top[some] / bottom[some]
        return float(values.mean())

    def _counts(self, y_pred: np.ndarray, y_true: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        classes = np.arange(self.num_class)[:, None]
        predicted, actual = classes == y_pred, classes == y_true
        return (predicted & actual).sum(axis=1), predicted.sum(axis=1), actual.sum(axis=1)

    def precision(self, y_pred: np.ndarray, y_true: np.ndarray) -> float:
        tp, predicted, _ = self._counts(y_pred, y_true)
        return self._mean(tp, predicted)

    def recall(self, y_pred: np.ndarray, y_true: np.ndarray) -> float:
        tp, _, actual = self._counts(y_pred, y_true)
        return self._mean(tp, actual)

    def f_measure(self, y_pred: np.ndarray, y_true: np.ndarray) -> float:
        tp, predicted, actual = self._counts(y_pred, y_true)
        return self._mean(2 * tp, predicted + actual)
