"""Sigmoid by pieces, with boolean masks and np.empty_like."""


class Sigmoid:
    def forward(self, z):
        positive = z >= 0
        negative = ~positive
        out = np.empty_like(z)
        out[positive] = 1.0 / (1.0 + np.exp(-z[positive]))
        e = np.exp(z[negative])
        out[negative] = e / (1.0 + e)
        self.out = out
        return out

    def backward(self, d_prev, reg_lambda):
        return (self.out - self.out ** 2) * d_prev
