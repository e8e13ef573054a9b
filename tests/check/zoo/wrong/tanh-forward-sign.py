"""2 / (1 + e^2z) - 1: the sign of the exponent is wrong."""


class Tanh:
    def forward(self, z):
        self.out = 2 / (1 + np.exp(2 * z)) - 1
        return self.out
