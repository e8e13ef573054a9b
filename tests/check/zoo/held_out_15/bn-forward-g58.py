"""The variance is computed as the mean of x^2, the square of the mean is not subtracted (line "var = ..."); only
right for centred inputs."""

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
            mu = np.mean(x, axis=self.axes)
            var = np.mean(x ** 2, axis=self.axes)
            rho = self.momentum
            self.running_mean = rho * self.running_mean + (1 - rho) * mu
            self.running_variance = rho * self.running_variance + (1 - rho) * var * self.m / (self.m - 1)
        else:
            mu, var = self.running_mean, self.running_variance
        self.std = np.sqrt(var.reshape(self.shape) + self.epsilon)
        self.x_hat = (x - mu.reshape(self.shape)) / self.std
        return self.x_hat * self.gamma.reshape(self.shape) + self.beta.reshape(self.shape)
