"""The running variance is fed with the batch's standard deviation (square root) in place of its variance, so
evaluation normalises with the wrong scale."""

import numpy as np


class BatchNormLayer:
    def forward(self, x):
        if x.ndim == 4:
            self.axes, self.shape = (0, 2, 3), (1, -1, 1, 1)
        else:
            self.axes, self.shape = (0,), (1, -1)
        self.m = x.size // x.shape[1]
        self.was_training = (self.mode == "training")
        mu, v = self.running_mean, self.running_variance
        if self.was_training:
            mu = np.mean(x, axis=self.axes)
            v = np.var(x, axis=self.axes)
            sigma = np.std(x, axis=self.axes, ddof=1)
            a = self.momentum
            self.running_mean = a * self.running_mean + (1 - a) * mu
            self.running_variance = a * self.running_variance + (1 - a) * sigma
        self.std = np.sqrt(v.reshape(self.shape) + self.epsilon)
        self.x_hat = (x - mu.reshape(self.shape)) / self.std
        return self.x_hat * self.gamma.reshape(self.shape) + self.beta.reshape(self.shape)
