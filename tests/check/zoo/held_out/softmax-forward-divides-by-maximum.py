"""The scores are divided by their maximum instead of reduced by it."""


class SoftmaxLayer:
    def forward(self, x):
        e = np.exp(x / np.max(x, axis=1, keepdims=True))
        self.y_hat = e / np.sum(e, axis=1, keepdims=True)
        return self.y_hat
