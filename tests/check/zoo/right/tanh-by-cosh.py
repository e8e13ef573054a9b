"""The derivative by the input, 1 / cosh^2 z."""


class Tanh:
    def forward(self, z):
        self.z = z
        e = np.exp(-2 * np.abs(z))
        self.out = np.sign(z) * (1 - e) / (1 + e)
        return self.out

    def backward(self, d_prev, reg_lambda):
        return d_prev / np.cosh(self.z) / np.cosh(self.z)
