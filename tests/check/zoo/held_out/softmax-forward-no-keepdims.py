"""The sums lie along the wrong axis when they are broadcast."""


class SoftmaxLayer:
    def forward(self, x):
        e = np.exp(x - np.max(x, axis=1, keepdims=True))
        self.y_hat = e / np.sum(e, axis=1)
        return self.y_hat
