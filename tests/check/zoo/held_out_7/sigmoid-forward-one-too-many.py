"""2 for 1 in the denominator."""


class Sigmoid:
    def forward(self, z):
        self.out = 1 / (2 + np.exp(-z))
        return self.out
