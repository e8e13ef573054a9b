"""Normalises over the batch, and overflows."""


class SoftmaxLayer:
    def forward(self, x):
        e = np.exp(x)
        self.y_hat = e / np.sum(e, axis=0)
        return self.y_hat
