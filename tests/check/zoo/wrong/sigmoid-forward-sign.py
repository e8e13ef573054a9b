"""1 / (1 + e^z): the sign of the exponent is wrong."""


class Sigmoid:
    def forward(self, z):
        self.out = 1 / (1 + np.exp(z))
        return self.out
