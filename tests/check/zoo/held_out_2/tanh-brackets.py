"""The - 1 is inside the denominator."""


class Tanh:
    def forward(self, z):
        self.out = 2 / ((1 + np.exp(-2 * z)) - 1)
        return self.out
