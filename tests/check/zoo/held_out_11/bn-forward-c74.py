"""The running variance is updated with the standard deviation (np.sqrt of the variance), so the test mode
normalizes wrongly."""

import numpy as np


class BatchNormLayer:
    def forward(self, x):
        if x.ndim == 4:
            self.axes, self.shape = (0, 2, 3), (1, -1, 1, 1)
        else:
            self.axes, self.shape = (0,), (1, -1)
        self.m = x.size // x.shape[1]
        self.was_training = self.mode == "training"
        if self.was_training:
            mean = np.mean(x, axis=self.axes)
            var = np.mean((x - mean.reshape(self.shape)) ** 2, axis=self.axes)
            sample_std = np.sqrt(var * self.m / (self.m - 1))
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mean
            self.running_variance = self.momentum * self.running_variance + (1 - self.momentum) * sample_std
        else:
            mean, var = self.running_mean, self.running_variance
        self.std = np.sqrt(var + self.epsilon).reshape(self.shape)
        self.x_hat = (x - mean.reshape(self.shape)) / self.std
        return self.gamma.reshape(self.shape) * self.x_hat + self.beta.reshape(self.shape)
