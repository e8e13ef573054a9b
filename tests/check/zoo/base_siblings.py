"""Batch normalization, dropout and the metrics."""

import numpy as np


class BatchNormLayer:
    def __init__(self, features):
        self.gamma = np.ones(features)
        self.beta = np.zeros(features)
        self.running_mean = np.zeros(features)
        self.running_variance = np.ones(features)
        self.momentum = 0.9
        self.epsilon = 1e-5
        self.mode = "training"

    def forward(self, x):
        self.axes = (0,) if x.ndim == 2 else (0, 2, 3)
        self.shape = (1, -1) if x.ndim == 2 else (1, -1, 1, 1)
        self.m = x.size // x.shape[1]
        self.was_training = self.mode == "training"
        if self.was_training:
            mean = x.mean(axis=self.axes)
            var = x.var(axis=self.axes)
            unbiased = var * self.m / (self.m - 1)
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mean
            self.running_variance = self.momentum * self.running_variance + (1 - self.momentum) * unbiased
        else:
            mean = self.running_mean
            var = self.running_variance
        self.std = np.sqrt(var + self.epsilon).reshape(self.shape)
        self.x_hat = (x - mean.reshape(self.shape)) / self.std
        return self.gamma.reshape(self.shape) * self.x_hat + self.beta.reshape(self.shape)

    def backward(self, d_prev, reg_lambda=0):
        d_prev = d_prev.reshape(self.x_hat.shape)
        self.dgamma = np.sum(d_prev * self.x_hat, axis=self.axes)
        self.dbeta = np.sum(d_prev, axis=self.axes)
        dx_hat = d_prev * self.gamma.reshape(self.shape)
        if not self.was_training:
            return dx_hat / self.std
        mean_d = dx_hat.mean(axis=self.axes).reshape(self.shape)
        mean_dx = (dx_hat * self.x_hat).mean(axis=self.axes).reshape(self.shape)
        return (dx_hat - mean_d - self.x_hat * mean_dx) / self.std

    def update(self, learning_rate):
        self.gamma = self.gamma - learning_rate * self.dgamma
        self.beta = self.beta - learning_rate * self.dbeta

    def summary(self):
        return "Batch normalization of %d features" % self.gamma.size


class DropoutLayer:
    def __init__(self, rate):
        self.rate = rate
        self.mode = "training"
        self.mask = None

    def forward(self, x):
        if self.mode == "training":
            self.mask = (np.random.rand(*x.shape) >= self.rate) / (1 - self.rate)
        else:
            self.mask = np.ones(x.shape)
        return x * self.mask

    def backward(self, d_prev, reg_lambda=0):
        return d_prev.reshape(self.mask.shape) * self.mask

    def update(self, learning_rate):
        pass

    def summary(self):
        return "Dropout of %.2f" % self.rate


class EvaluationMetric:
    def __init__(self, num_class, method='macro'):
        self.num_class = num_class
        self.method = method

    def precision(self, y_pred, y_true):
        values = []
        for c in range(self.num_class):
            tp = np.sum((y_pred == c) & (y_true == c))
            fp = np.sum((y_pred == c) & (y_true != c))
            values.append(tp / (tp + fp) if tp + fp > 0 else 1.0)
        return np.mean(values)

    def recall(self, y_pred, y_true):
        values = []
        for c in range(self.num_class):
            tp = np.sum((y_pred == c) & (y_true == c))
            fn = np.sum((y_pred != c) & (y_true == c))
            values.append(tp / (tp + fn) if tp + fn > 0 else 1.0)
        return np.mean(values)

    def f_measure(self, y_pred, y_true):
        values = []
        for c in range(self.num_class):
            tp = np.sum((y_pred == c) & (y_true == c))
            fp = np.sum((y_pred == c) & (y_true != c))
            fn = np.sum((y_pred != c) & (y_true == c))
            values.append(2 * tp / (2 * tp + fp + fn) if tp + fp + fn > 0 else 1.0)
        return np.mean(values)
