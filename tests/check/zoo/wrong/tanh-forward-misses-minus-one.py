"""2 / (1 + e^-2z): the - 1 is missing."""


class Tanh:
    def forward(self, z):
        self.out = 2 / (1 + np.exp(-2 * z))
        return self.out
