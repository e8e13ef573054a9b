"""Subtracts the largest score of the whole array: 0 / 0 in a row far below it."""


class SoftmaxLayer:
    def forward(self, x):
        e = np.exp(x - np.max(x))
        self.y_hat = e / np.sum(e, axis=1, keepdims=True)
        return self.y_hat
