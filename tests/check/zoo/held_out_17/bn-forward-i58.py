"""Outside training the running averages are not used: mean and var of the current batch are computed before the
`if`, which only decides whether the running values are updated."""

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
            mom = self.momentum
            self.running_mean = mom * self.running_mean + (1 - mom) * mu
            self.running_variance = mom * self.running_variance + (1 - mom) * var * self.m / (self.m - 1)
        self.std = np.sqrt(var + self.epsilon).reshape(self.shape)
        self.x_hat = (x - mu.reshape(self.shape)) / self.std
        return self.gamma.reshape(self.shape) * self.x_hat + self.beta.reshape(self.shape)
