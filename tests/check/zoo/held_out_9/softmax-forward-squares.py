"""The shares of the squared scores."""


class SoftmaxLayer:
    def forward(self, x):
        e = x ** 2
        self.y_hat = e / e.sum(axis=1, keepdims=True)
        return self.y_hat
