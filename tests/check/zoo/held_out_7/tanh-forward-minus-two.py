"""e^-z for e^-2z in the numerator of (1 - e^-2z) / (1 + e^-2z)."""


class Tanh:
    def forward(self, z):
        self.out = (1 - np.exp(-z)) / (1 + np.exp(-2 * z))
        return self.out
