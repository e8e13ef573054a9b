"""In test mode the data is still centred with the batch mean (only the variance is the running one)."""

import numpy as np


class BatchNormLayer:
    def forward(self, x):
        if x.ndim == 2:
            self.axes, self.shape = (0,), (1, -1)
        else:
            self.axes, self.shape = (0, 2, 3), (1, -1, 1, 1)
        self.m = x.size // x.shape[1]
        self.was_training = (self.mode == "training")
        mean = np.mean(x, axis=self.axes)
        if self.was_training:
            var = np.var(x, axis=self.axes)
            k = self.momentum
            self.running_mean = k * self.running_mean + (1 - k) * mean
            self.running_variance = k * self.running_variance + (1 - k) * var * self.m / (self.m - 1)
        else:
            var = self.running_variance
        self.std = np.sqrt(var + self.epsilon).reshape(self.shape)
        self.x_hat = (x - mean.reshape(self.shape)) / self.std
        return self.x_hat * self.gamma.reshape(self.shape) + self.beta.reshape(self.shape)
