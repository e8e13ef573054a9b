"""A loop over the features, each of which is normalised by itself."""


class BatchNormLayer:
    def forward(self, x):
        out = np.empty(x.shape)
        self.x_hat = np.empty(x.shape)
        self.std = np.empty(x.shape[1])
        self.trained = self.mode == "training"
        for c in range(x.shape[1]):
            values = x[:, c]
            if self.trained:
                mean, var = values.mean(), values.var()
                self.running_mean[c] = self.momentum * self.running_mean[c] + (1 - self.momentum) * mean
                self.running_variance[c] *= self.momentum
                self.running_variance[c] += (1 - self.momentum) * var * values.size / (values.size - 1)
            else:
                mean, var = self.running_mean[c], self.running_variance[c]
            self.std[c] = np.sqrt(var + self.epsilon)
            self.x_hat[:, c] = (values - mean) / self.std[c]
            out[:, c] = self.gamma[c] * self.x_hat[:, c] + self.beta[c]
        return out

    def backward(self, d_prev, reg_lambda=0):
        d_prev = d_prev.reshape(self.x_hat.shape)
        self.dgamma, self.dbeta = np.zeros(self.std.shape), np.zeros(self.std.shape)
        dx = np.empty(d_prev.shape)
        for c in range(len(self.std)):
            d, h = d_prev[:, c], self.x_hat[:, c]
            self.dgamma[c], self.dbeta[c] = np.sum(d * h), np.sum(d)
            dx[:, c] = d
            if self.trained:
                dx[:, c] -= d.mean() + h * (d * h).mean()
            dx[:, c] *= self.gamma[c] / self.std[c]
        return dx

    def update(self, learning_rate):
        self.gamma -= learning_rate * self.dgamma
        self.beta -= learning_rate * self.dbeta
