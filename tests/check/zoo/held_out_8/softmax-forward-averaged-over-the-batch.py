"""The shares are divided by the batch size."""


class SoftmaxLayer:
    def forward(self, x):
        e = np.exp(x - x.max(axis=1, keepdims=True))
        self.y_hat = e / e.sum(axis=1, keepdims=True) / x.shape[0]
        return self.y_hat
