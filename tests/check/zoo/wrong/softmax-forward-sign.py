"""exp(-x): the smallest score gets the largest probability."""


class SoftmaxLayer:
    def forward(self, x):
        e = np.exp(np.min(x, axis=1, keepdims=True) - x)
        self.y_hat = e / np.sum(e, axis=1, keepdims=True)
        return self.y_hat
