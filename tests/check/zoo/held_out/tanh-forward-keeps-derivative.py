"""The derivative is kept under the name of the result."""


class Tanh:
    def forward(self, z):
        t = 2 / (1 + np.exp(-2 * z)) - 1
        self.out = 1 - t**2
        return t
