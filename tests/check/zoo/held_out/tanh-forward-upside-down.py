"""Numerator and denominator are exchanged."""


class Tanh:
    def forward(self, z):
        a, b = np.exp(z), np.exp(-z)
        self.out = (a + b) / (a - b)
        return self.out
