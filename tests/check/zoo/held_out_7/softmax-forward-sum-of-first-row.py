"""Every row is divided by the first one's sum."""


class SoftmaxLayer:
    def forward(self, x):
        e = np.exp(x - x.max(axis=1, keepdims=True))
        self.y_hat = e / e[0].sum()
        return self.y_hat
