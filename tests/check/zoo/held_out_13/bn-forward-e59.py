"""The running average of the standard deviation (not of the variance) is put into running_variance; at test time
its root is taken again."""

import numpy as np


class BatchNormLayer:
    def forward(self, x):
        if x.ndim == 4:
            self.axes, self.shape = (0, 2, 3), (1, -1, 1, 1)
        else:
            self.axes, self.shape = (0,), (1, -1)
        self.m = x.size // x.shape[1]
        self.was_training = (self.mode == "training")
        if self.was_training:
            mean = np.mean(x, axis=self.axes)
            var = np.var(x, axis=self.axes)
            spread = np.std(x, axis=self.axes, ddof=1)
            mom = self.momentum
            self.running_mean = mom * self.running_mean + (1 - mom) * mean
            self.running_variance = mom * self.running_variance + (1 - mom) * spread
        else:
            mean, var = self.running_mean, self.running_variance
        self.std = np.sqrt(var + self.epsilon).reshape(self.shape)
        self.x_hat = (x - mean.reshape(self.shape)) / self.std
        return self.x_hat * self.gamma.reshape(self.shape) + self.beta.reshape(self.shape)
