"""Momentum is on the wrong term of the running mean and variance: new = (1 - momentum) old + momentum batch, with
momentum 0.9."""

import numpy as np

class BatchNormLayer:
    def forward(self, x):
        if x.ndim == 2:
            self.axes, self.shape = (0,), (1, -1)
        else:
            self.axes, self.shape = (0, 2, 3), (1, -1, 1, 1)
        self.m = x.size // x.shape[1]
        self.was_training = (self.mode == "training")
        mean, var = self.running_mean, self.running_variance
        if self.was_training:
            mean, var = np.mean(x, axis=self.axes), np.var(x, axis=self.axes)
            batch = {'running_mean': mean, 'running_variance': var * self.m / (self.m - 1)}
            for key, value in batch.items():
                old = getattr(self, key)
                setattr(self, key, old + self.momentum * (value - old))
        self.std = np.sqrt(var + self.epsilon).reshape(self.shape)
        self.x_hat = (x - mean.reshape(self.shape)) / self.std
        return self.gamma.reshape(self.shape) * self.x_hat + self.beta.reshape(self.shape)
