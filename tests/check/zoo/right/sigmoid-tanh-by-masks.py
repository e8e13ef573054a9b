"""Sigmoid by boolean masks, tanh by expm1, so that nothing overflows."""


class Sigmoid:
    def forward(self, z):
        out = np.empty(z.shape)
        positive = z >= 0
        out[positive] = 1 / (1 + np.exp(-z[positive]))
        e = np.exp(z[~positive])
        out[~positive] = e / (1 + e)
        self.out = out
        return out


class Tanh:
    def forward(self, z):
        m = np.expm1(-2 * np.abs(z))
        self.out = np.copysign(-m / (m + 2), z)
        return self.out

    def backward(self, d_prev, reg_lambda):
        return np.reshape(d_prev, self.out.shape) * (1 - self.out ** 2)
