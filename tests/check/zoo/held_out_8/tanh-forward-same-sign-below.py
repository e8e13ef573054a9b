"""e^z + e^z in the denominator."""


class Tanh:
    def forward(self, z):
        self.out = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(z))
        return self.out
