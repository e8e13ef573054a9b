"""In test mode the running mean is used but the variance still comes from the batch (var is computed before the
`if` and not replaced)."""

import numpy as np


class BatchNormLayer:
    def forward(self, x):
        if x.ndim == 4:
            self.axes, self.shape = (0, 2, 3), (1, -1, 1, 1)
        else:
            self.axes, self.shape = (0,), (1, -1)
        self.m = x.size // x.shape[1]
        self.was_training = (self.mode == "training")
        mu = np.mean(x, axis=self.axes)
        var = np.var(x, axis=self.axes)
        if self.was_training:
            a = self.momentum
            self.running_mean = a * self.running_mean + (1 - a) * mu
            self.running_variance = a * self.running_variance + (1 - a) * np.var(x, axis=self.axes, ddof=1)
        else:
            mu = self.running_mean
        self.std = np.sqrt(var + self.epsilon).reshape(self.shape)
        self.x_hat = (x - mu.reshape(self.shape)) / self.std
        return self.x_hat * self.gamma.reshape(self.shape) + self.beta.reshape(self.shape)
