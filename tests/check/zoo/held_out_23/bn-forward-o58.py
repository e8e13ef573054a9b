"""Scale and shift in the wrong order: gamma * (x_hat + beta) instead of gamma * x_hat + beta."""

import numpy as np


class BatchNormLayer:
    def forward(self, x):
        if x.ndim == 2:
            self.axes, self.shape = (0,), (1, -1)
        else:
            self.axes, self.shape = (0, 2, 3), (1, -1, 1, 1)
        self.m = x.size // x.shape[1]
        self.was_training = self.mode == "training"
        if self.was_training:
            mean, var = x.mean(axis=self.axes), x.var(axis=self.axes)
            mom = self.momentum
            self.running_mean = mom * self.running_mean + (1 - mom) * mean
            self.running_variance = mom * self.running_variance + (1 - mom) * var * self.m / (self.m - 1)
        else:
            mean, var = self.running_mean, self.running_variance
        self.std = np.sqrt(var + self.epsilon).reshape(self.shape)
        self.x_hat = (x - mean.reshape(self.shape)) / self.std
        shifted = self.x_hat + self.beta.reshape(self.shape)
        return self.gamma.reshape(self.shape) * shifted
