"""The running mean and variance are updated in test mode also (the update stands after the if), so evaluating
changes the result."""

import numpy as np

class BatchNormLayer:
    def forward(self, x):
        self.axes = (0,) if x.ndim == 2 else (0, 2, 3)
        self.shape = (1, -1) if x.ndim == 2 else (1, -1, 1, 1)
        self.m = x.size // x.shape[1]
        self.was_training = self.mode == "training"
        mu = x.mean(axis=self.axes)
        var = x.var(axis=self.axes)
        if self.was_training:
            use_mu, use_var = mu, var
        else:
            use_mu, use_var = self.running_mean, self.running_variance
        if self.m > 1:
            keep = self.momentum
            self.running_mean = keep * self.running_mean + (1 - keep) * mu
            self.running_variance = keep * self.running_variance + (1 - keep) * var * self.m / (self.m - 1)
        self.std = np.sqrt(use_var + self.epsilon).reshape(self.shape)
        self.x_hat = (x - use_mu.reshape(self.shape)) / self.std
        return self.x_hat * self.gamma.reshape(self.shape) + self.beta.reshape(self.shape)
