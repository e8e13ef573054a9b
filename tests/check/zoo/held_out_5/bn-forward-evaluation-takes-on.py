"""The running averages are taken on in evaluation, too: testing changes the model."""


class BatchNormLayer:
    def forward(self, x):
        self.axes = (0,) if x.ndim == 2 else (0, 2, 3)
        self.shape = (1, -1) if x.ndim == 2 else (1, -1, 1, 1)
        self.m = x.size // x.shape[1]
        self.was_training = self.mode == "training"
        mean = x.mean(axis=self.axes)
        var = x.var(axis=self.axes)
        if not self.was_training:
            old_mean, old_var = self.running_mean, self.running_variance
        unbiased = var * self.m / max(self.m - 1, 1)
        self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mean
        self.running_variance = self.momentum * self.running_variance + (1 - self.momentum) * unbiased
        if not self.was_training:
            mean, var = old_mean, old_var
        self.std = np.sqrt(var + self.epsilon).reshape(self.shape)
        self.x_hat = (x - mean.reshape(self.shape)) / self.std
        return self.gamma.reshape(self.shape) * self.x_hat + self.beta.reshape(self.shape)
