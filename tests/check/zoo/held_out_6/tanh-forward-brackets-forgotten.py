"""(e^z - e^-z) / e^z + e^-z: the brackets around the denominator are forgotten."""


class Tanh:
    def forward(self, z):
        self.out = (np.exp(z) - np.exp(-z)) / np.exp(z) + np.exp(-z)
        return self.out
