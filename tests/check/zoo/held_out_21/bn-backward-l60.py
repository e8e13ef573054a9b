"""dgamma is computed with the layer's raw input x (`d_prev * self.x`) instead of with the normalised x_hat."""

import numpy as np
class BatchNormLayer:
    def forward(self, x):
        self.x = x
        self.axes = (0,) if x.ndim == 2 else (0, 2, 3)
        self.shape = (1, -1) if x.ndim == 2 else (1, -1, 1, 1)
        self.m = x.size // x.shape[1]
        self.was_training = self.mode == "training"
        if self.was_training:
            mean = x.mean(axis=self.axes)
            var = x.var(axis=self.axes)
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mean
            self.running_variance = self.momentum * self.running_variance + (1 - self.momentum) * var * self.m / (self.m - 1)
        else:
            mean, var = self.running_mean, self.running_variance
        self.std = np.sqrt(var + self.epsilon).reshape(self.shape)
        self.x_hat = (x - mean.reshape(self.shape)) / self.std
        return self.gamma.reshape(self.shape) * self.x_hat + self.beta.reshape(self.shape)
    def backward(self, d_prev, reg_lambda=0):
        d = d_prev.reshape(self.x_hat.shape)
        # out = gamma * x + beta
        self.dgamma = np.sum(d * self.x, axis=self.axes)
        self.dbeta = np.sum(d, axis=self.axes)
        dxh = d * self.gamma.reshape(self.shape)
        if not self.was_training:
            return dxh / self.std
        s1 = np.sum(dxh, axis=self.axes).reshape(self.shape)
        s2 = np.sum(dxh * self.x_hat, axis=self.axes).reshape(self.shape)
        return (self.m * dxh - s1 - self.x_hat * s2) / (self.m * self.std)
