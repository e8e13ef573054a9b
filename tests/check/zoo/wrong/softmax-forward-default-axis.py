"""Normalises over the whole array: no axis is given."""


class SoftmaxLayer:
    def forward(self, x):
        e = np.exp(x - np.max(x))
        self.y_hat = e / np.sum(e)
        return self.y_hat
