"""The running variance is updated with the standard deviation of the batch (its square root), so the evaluation
mode divides by a wrong number."""

import numpy as np


class BatchNormLayer:
    def forward(self, x):
        self.axes = 0 if x.ndim == 2 else (0, 2, 3)
        self.shape = (1, x.shape[1]) if x.ndim == 2 else (1, x.shape[1], 1, 1)
        self.m = x.size // x.shape[1]
        self.was_training = (self.mode == "training")
        if self.was_training:
            mu = np.mean(x, axis=self.axes)
            var = np.var(x, axis=self.axes)
            spread = np.sqrt(var * self.m / (self.m - 1))
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mu
            self.running_variance = self.momentum * self.running_variance + (1 - self.momentum) * spread
        else:
            mu, var = self.running_mean, self.running_variance
        self.std = np.sqrt(var.reshape(self.shape) + self.epsilon)
        self.x_hat = (x - mu.reshape(self.shape)) / self.std
        return self.x_hat * self.gamma.reshape(self.shape) + self.beta.reshape(self.shape)
