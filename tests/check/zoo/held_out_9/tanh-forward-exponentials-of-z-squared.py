"""e^(z^2) for e^z."""


class Tanh:
    def forward(self, z):
        a, b = np.exp(z ** 2 / 8), np.exp(-z ** 2 / 8)
        self.out = (a - b) / (a + b)
        return self.out
