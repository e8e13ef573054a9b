"""x_hat is divided by the variance instead of the standard deviation (the square root is forgotten)."""

import numpy as np
class BatchNormLayer:
    def forward(self, x):
        if x.ndim == 2:
            self.axes, self.shape = (0,), (1, -1)
        else:
            self.axes, self.shape = (0, 2, 3), (1, -1, 1, 1)
        self.m = x.size // x.shape[1]
        self.was_training = (self.mode == "training")
        if self.was_training:
            mu = np.mean(x, axis=self.axes)
            var = np.var(x, axis=self.axes)
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mu
            self.running_variance = self.momentum * self.running_variance + (1 - self.momentum) * var * self.m / (self.m - 1)
        else:
            mu, var = self.running_mean, self.running_variance
        self.std = (var + self.epsilon).reshape(self.shape)
        self.x_hat = (x - mu.reshape(self.shape)) / self.std
        return self.x_hat * self.gamma.reshape(self.shape) + self.beta.reshape(self.shape)
