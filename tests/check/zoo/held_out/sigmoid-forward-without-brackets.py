"""1 / 1 + e^-z, without the brackets."""


class Sigmoid:
    def forward(self, z):
        self.out = 1 / 1 + np.exp(-z)
        return self.out
