"""1 / (1 + e^-2z) - 1: the 2 is missing."""


class Tanh:
    def forward(self, z):
        self.out = 1 / (1 + np.exp(-2 * z)) - 1
        return self.out
