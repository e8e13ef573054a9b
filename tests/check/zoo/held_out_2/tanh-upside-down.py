"""Has the opposite sign."""


class Tanh:
    def forward(self, z):
        self.out = 1 - 2 / (1 + np.exp(-2 * z))
        return self.out
