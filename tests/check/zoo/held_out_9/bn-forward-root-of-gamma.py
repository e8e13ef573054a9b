"""The absolute root of gamma scales."""


class BatchNormLayer:
    def forward(self, x):
        self.axes = (0,) if x.ndim == 2 else (0, 2, 3)
        self.shape = (1, -1) if x.ndim == 2 else (1, -1, 1, 1)
        self.m = x.size // x.shape[1]
        self.was_training = self.mode == "training"
        if self.was_training:
            mean = x.mean(axis=self.axes)
            var = x.var(axis=self.axes)
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mean
            self.running_variance = self.momentum * self.running_variance + (1 - self.momentum) * x.var(axis=self.axes)
        else:
            mean, var = self.running_mean, self.running_variance
        self.std = np.sqrt(var + self.epsilon).reshape(self.shape)
        self.x_hat = (x - mean.reshape(self.shape)) / self.std
        gamma, beta = self.gamma.reshape(self.shape), self.beta.reshape(self.shape)
        return np.sqrt(np.abs(gamma)) * self.x_hat + beta
