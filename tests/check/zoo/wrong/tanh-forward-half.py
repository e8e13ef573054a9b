"""2 / (1 + e^-z) - 1, which is tanh(z / 2)."""


class Tanh:
    def forward(self, z):
        self.out = 2 / (1 + np.exp(-z)) - 1
        return self.out
