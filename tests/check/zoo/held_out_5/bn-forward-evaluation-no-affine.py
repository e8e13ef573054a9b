"""Gamma and beta are left out in evaluation."""


class BatchNormLayer:
    def forward(self, x):
        self.axes = (0,) if x.ndim == 2 else (0, 2, 3)
        self.shape = (1, -1) if x.ndim == 2 else (1, -1, 1, 1)
        self.m = x.size // x.shape[1]
        self.was_training = self.mode == "training"
        if not self.was_training:
            self.std = np.sqrt(self.running_variance + self.epsilon).reshape(self.shape)
            self.x_hat = (x - self.running_mean.reshape(self.shape)) / self.std
            return self.x_hat
        mean = x.mean(axis=self.axes)
        var = x.var(axis=self.axes)
        self.running_mean = 0.9 * self.running_mean + 0.1 * mean
        self.running_variance = 0.9 * self.running_variance + 0.1 * var * self.m / (self.m - 1)
        self.std = np.sqrt(var + self.epsilon).reshape(self.shape)
        self.x_hat = (x - mean.reshape(self.shape)) / self.std
        return self.gamma.reshape(self.shape) * self.x_hat + self.beta.reshape(self.shape)
