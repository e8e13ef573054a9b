"""1 for the largest score, 0 for the others."""


class SoftmaxLayer:
    def forward(self, x):
        self.y_hat = (x == np.max(x, axis=1, keepdims=True)).astype(x.dtype)
        return self.y_hat
