"""The brackets of the denominator are missing."""


class Sigmoid:
    def forward(self, z):
        self.out = 1.0 / 1.0 + np.exp(-z)
        return self.out
