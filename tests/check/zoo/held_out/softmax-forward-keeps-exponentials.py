"""The exponentials are kept, their quotient is returned."""


class SoftmaxLayer:
    def forward(self, x):
        self.y_hat = np.exp(x - np.max(x, axis=1, keepdims=True))
        return self.y_hat / np.sum(self.y_hat, axis=1, keepdims=True)
