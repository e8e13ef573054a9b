"""e^z / 1 + e^z: the brackets around the denominator are forgotten."""


class Sigmoid:
    def forward(self, z):
        self.out = np.exp(z) / 1 + np.exp(z)
        return self.out
