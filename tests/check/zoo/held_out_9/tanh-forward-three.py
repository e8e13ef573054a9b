"""3 for 2 in the numerator."""


class Tanh:
    def forward(self, z):
        self.out = 3 / (1 + np.exp(-2 * z)) - 1
        return self.out
