"""The chain rule step by step, as in the paper: dx_hat, dvar, dmean, dx; a cache tuple."""


class BatchNormLayer:
    def forward(self, x):
        images = x.ndim == 4
        axes = (0, 2, 3) if images else 0

        def column(v):
            return v[None, :, None, None] if images else v[None, :]

        m = x.shape[0] * x.shape[2] * x.shape[3] if images else x.shape[0]
        if self.mode == "training":
            mean = np.sum(x, axis=axes) / m
            centred = x - column(mean)
            var = np.sum(centred ** 2, axis=axes) / m
            self.running_mean += (1 - self.momentum) * (mean - self.running_mean)
            self.running_variance += (1 - self.momentum) * (var * m / (m - 1) - self.running_variance)
        else:
            mean, var = self.running_mean.copy(), self.running_variance.copy()
            centred = x - column(mean)
        std = np.sqrt(var + self.epsilon)
        x_hat = centred / column(std)
        self.cache = (centred, x_hat, column(std), axes, column, m, self.mode)
        return column(self.gamma) * x_hat + column(self.beta)

    def backward(self, d_prev, reg_lambda=0):
        centred, x_hat, std, axes, column, m, mode = self.cache
        d_prev = d_prev.reshape(x_hat.shape)
        self.dbeta = np.sum(d_prev, axis=axes)
        self.dgamma = np.sum(x_hat * d_prev, axis=axes)
        dx_hat = column(self.gamma) * d_prev
        if mode == "evaluation":
            return dx_hat / std
        dvar = np.sum(dx_hat * centred, axis=axes, keepdims=True) * -0.5 * std ** -3
        dmean = np.sum(-dx_hat / std, axis=axes, keepdims=True) + dvar * np.mean(-2 * centred, axis=axes, keepdims=True)
        return dx_hat / std + dvar * 2 * centred / m + dmean / m
