"""Divides the scores by their sum, without exp."""


class SoftmaxLayer:
    def forward(self, x):
        self.y_hat = x / np.sum(x, axis=1, keepdims=True)
        return self.y_hat
